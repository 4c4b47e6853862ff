import pytest

from openai_nb.core.errors import BadRequest, NotFound

EXACT = {
    "type": "string_check",
    "name": "exact",
    "input": "{{sample.output_text}}",
    "reference": "{{item.answer}}",
    "operation": "eq",
}
CLOSE = {
    "type": "text_similarity",
    "name": "close",
    "input": "{{sample.output_text}}",
    "reference": "{{ item.answer }}",
    "evaluation_metric": "fuzzy_match",
}
JUDGE = {
    "type": "score_model",
    "name": "judge",
    "model": "gpt-4o",
    "range": [1, 5],
    "input": [{"role": "user", "content": "Answer: {{item.answer}}. Said: {{sample.output_text}}"}],
}
BOTH = {
    "type": "multi",
    "name": "both",
    "graders": {"exact": EXACT, "close": CLOSE},
    "calculate_output": "0.5 * exact + 0.5 * close",
}


@pytest.fixture
def graders(client):
    return client.fine_tuning.alpha.graders


def run(graders, grader, sample, answer="Paris", **item):
    return graders.run(grader=grader, model_sample=sample, item={"answer": answer, **item})


@pytest.mark.parametrize(
    ("operation", "sample", "reward"),
    [("eq", "Paris", 1), ("eq", "paris", 0), ("ne", "Rome", 1), ("like", "In Paris.", 1),
     ("like", "in paris", 0), ("ilike", "in paris", 1)],
)  # fmt: skip
def test_strings_are_compared(graders, operation, sample, reward):
    assert run(graders, {**EXACT, "operation": operation}, sample).reward == reward


def test_a_closer_text_scores_more(graders):
    scores = [run(graders, CLOSE, sample).reward for sample in ("Paris", "Pariss", "Rome")]
    assert scores[0] == 1 > scores[1] > scores[2]


def test_fields_of_a_json_answer_can_be_graded(graders):
    grader = {**EXACT, "input": "{{sample.output_json.city[0].name}}"}
    assert run(graders, grader, '{"city": [{"name": "Paris"}]}').reward == 1
    result = run(graders, grader, "no json")
    assert result.reward == 0 and result.metadata.errors["sample_parse_error"]


def test_a_missing_value_is_told(graders):
    result = run(graders, {**EXACT, "reference": "{{item.none}}"}, "x")
    assert result.reward == 0 and result.metadata.errors["invalid_variable_error"]


def test_several_scores_are_joined_by_a_formula(graders):
    result = run(graders, BOTH, "Pariss")
    assert result.sub_rewards["exact"] == 0 and 0 < result.sub_rewards["close"] < 1
    assert result.reward == pytest.approx(result.sub_rewards["close"] / 2)


def test_a_formula_without_a_value_is_a_fault(graders):
    result = run(graders, {**BOTH, "calculate_output": "1 / exact"}, "Rome")
    assert result.reward == 0 and result.metadata.errors["formula_parse_error"]


def test_a_judge_scores_by_rule_within_its_range(graders):
    good, bad = (run(graders, JUDGE, sample) for sample in ("The answer is Paris", "Bananas"))
    assert 1 <= bad.reward < good.reward <= 5
    assert good.metadata.sampled_model_name == "sandbox-chat" and good.metadata.token_usage > 0


@pytest.mark.parametrize(
    "grader", [EXACT, CLOSE, JUDGE, BOTH, {**BOTH, "graders": EXACT, "calculate_output": "exact"}]
)
def test_a_good_grader_is_given_back(graders, grader):
    assert graders.validate(grader=grader).grader == grader


@pytest.mark.parametrize(
    ("grader", "param"),
    [
        ({"type": "magic"}, "grader.type"),
        ({"type": "python", "name": "x", "source": "1"}, "grader.type"),
        ({**EXACT, "operation": "is"}, "grader.operation"),
        ({**EXACT, "reference": None}, "grader.reference"),
        ({**EXACT, "input": "{{secret}}"}, "grader.input"),
        ({**CLOSE, "evaluation_metric": "feel"}, "grader.evaluation_metric"),
        ({**JUDGE, "range": [5, 1]}, "grader.range"),
        ({**JUDGE, "input": ["x"]}, "grader.input[0]"),
        ({**BOTH, "calculate_output": "other"}, "grader.calculate_output"),
        ({**BOTH, "graders": {"a": BOTH}}, "grader.graders.a.type"),
        ({**BOTH, "graders": {}}, "grader.graders"),
    ],
)
def test_a_bad_grader_is_refused(graders, grader, param):
    with pytest.raises(BadRequest) as caught:
        graders.validate(grader=grader)
    assert caught.value.param == param


def test_a_judge_is_a_model_for_chat(graders):
    with pytest.raises(NotFound):
        graders.validate(grader={**JUDGE, "model": "sandbox-image"})
