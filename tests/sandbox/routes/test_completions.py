import json

import pytest

from openai_nb.core.errors import BadRequest, NotFound

MODEL = "gpt-3.5-turbo-instruct"
ROW = "2, 4, 6, 8,"


def go_on(client, prompt=ROW, **options):
    return client.completions.create(model=MODEL, prompt=prompt, **options)


def test_a_text_goes_on_and_prints_as_its_text(client):
    said = go_on(client, max_tokens=6)
    assert str(said) == str(said.choices[0]) == said.choices[0].text == " 10, 12,"
    assert (said.object, said.model, said.system_fingerprint) == (
        "text_completion",
        "sandbox-text",
        "fp_sandbox",
    )


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ("What is 17 * 23?", "\n\n17 × 23 = 391"),
        ("cat -> CAT\ndog -> DOG\ncow ->", " COW"),
        ("cat => cats, dog => dogs, cow =>", " cows"),
        ("I love it => positive\nI hate it => negative\nThis is great =>", " positive"),
        ("Q: What is 2+2?\nA: 4\nQ: What is 3+5?\nA:", " 3 + 5 = 8"),
        ("1, 1, 2, 3, 5, 8,", " 13, 21"),
        ("Friday, Saturday,", " Sunday, Monday"),
    ],
)
def test_what_follows_is_worked_out_from_the_prompt(client, prompt, text):
    assert go_on(client, prompt, max_tokens=50).choices[0].text.startswith(text)


def test_sixteen_tokens_are_the_usual_length(client):
    said = go_on(client)
    assert (said.choices[0].finish_reason, said.usage.completion_tokens) == ("length", 16)
    assert said.usage.total_tokens == said.usage.prompt_tokens + 16


def test_no_prompt_is_a_blank_page(client):
    assert client.completions.create(model=MODEL).usage.prompt_tokens > 0


def test_each_prompt_has_its_choices_in_order(client):
    said = go_on(client, [ROW, "cat -> CAT\ndog -> DOG\ncow ->"], n=2)
    assert [choice.index for choice in said.choices] == [0, 1, 2, 3]
    assert [choice.text[:4] for choice in said.choices] == [" 10,", " 10,", " COW", " COW"]


def test_tokens_are_prompts_too(client):
    assert go_on(client, [1212, 318, 257]).usage.prompt_tokens == 3
    assert len(go_on(client, [[1212, 318], [257]]).choices) == 2


def test_the_prompt_may_come_back_before_its_continuation(client):
    said = go_on(client, echo=True, max_tokens=2)
    assert said.choices[0].text == f"{ROW} 10,"[: len(said.choices[0].text)]
    assert go_on(client, echo=True, max_tokens=0).choices[0].text == ROW


def test_a_stop_ends_the_text_before_it(client):
    said = go_on(client, stop=["16", " 14"])
    assert (said.choices[0].text, said.choices[0].finish_reason) == (" 10, 12,", "stop")


def test_a_suffix_takes_over_where_it_begins(client):
    assert go_on(client, suffix=" 14, 16").choices[0].text.strip() == "10, 12,"


def test_logprobs_say_where_each_token_begins(client):
    found = go_on(client, logprobs=3, max_tokens=5).choices[0].logprobs
    assert found.text_offset[0] == len(ROW)
    assert all(chance <= 0 for chance in found.token_logprobs)
    for token, top in zip(found.tokens, found.top_logprobs, strict=True):
        assert token in top
        assert len(top) == 3
    assert go_on(client, logprobs=0).choices[0].logprobs.top_logprobs is None


def test_logprobs_of_an_echo_cover_the_prompt(client):
    choice = go_on(client, logprobs=1, echo=True, max_tokens=3).choices[0]
    assert "".join(choice.logprobs.tokens) == choice.text
    ends = [*choice.logprobs.text_offset[1:], len(choice.text)]
    assert [
        choice.text[a:b] for a, b in zip(choice.logprobs.text_offset, ends, strict=True)
    ] == choice.logprobs.tokens


def test_the_best_of_several_is_the_likeliest(client):
    prompt, options = "Tell me of rivers.", {"logprobs": 0, "max_tokens": 30}
    tried = go_on(client, prompt, n=4, **options)
    best = go_on(client, prompt, n=1, best_of=4, **options)

    def mean(choice):
        return sum(choice.logprobs.token_logprobs) / len(choice.logprobs.token_logprobs)

    assert best.choices[0].text == max(tried.choices, key=mean).text
    assert best.usage.completion_tokens == tried.usage.completion_tokens


def test_a_stream_is_the_same_answer_in_pieces_of_the_same_shape(client):
    options = {"model": MODEL, "prompt": [ROW, "What is 1 + 1?"], "n": 2, "echo": True, "logprobs": 2}
    whole, pieces = client.completions.create(**options), []
    told = client.completions.stream(**options, stream_options={"include_usage": True}).gather(pieces.append)
    assert told.choices == whole.choices
    assert told.usage == whole.usage
    assert {piece.object for piece in pieces} == {"text_completion"}
    assert len(pieces) > 20


def test_a_stream_yields_its_texts_one_by_one(client):
    stream = client.completions.create(model=MODEL, prompt=ROW, stream=True)
    assert "".join(piece.choices[0].text for piece in stream).startswith(" 10, 12, 14")


def test_a_fine_tuned_model_goes_on_as_it_learnt(client):
    rows = [{"prompt": f"What is {word}? ->", "completion": f" {kind}"} for word, kind in KINDS.items()]
    lines = "\n".join(map(json.dumps, rows)).encode()
    file = client.files.create(file=("kinds.jsonl", lines), purpose="fine-tune")
    job = client.fine_tuning.jobs.wait(
        client.fine_tuning.jobs.create(model="davinci-002", training_file=file)
    )
    said = client.completions.create(model=job.fine_tuned_model, prompt="What is copper? ->", logprobs=1)
    assert (said.choices[0].text, said.model) == ("metal", job.fine_tuned_model)
    assert said.choices[0].logprobs.token_logprobs[0] > -0.5


KINDS = dict.fromkeys(["apple", "pear", "plum", "cherry", "lemon", "banana"], "fruit")
KINDS |= dict.fromkeys(["iron", "copper", "silver", "gold", "zinc", "lead"], "metal")


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"prompt": []}, "prompt"),
        ({"prompt": ["x", 1]}, "prompt[1]"),
        ({"prompt": [[1], "x"]}, "prompt[1]"),
        ({"prompt": [-1]}, "prompt[0]"),
        ({"prompt": "word " * 17_000}, "prompt"),
        ({"temperature": 3}, "temperature"),
        ({"top_p": 2}, "top_p"),
        ({"n": 0}, "n"),
        ({"logprobs": 6}, "logprobs"),
        ({"logprobs": True}, "logprobs"),
        ({"max_tokens": -1}, "max_tokens"),
        ({"presence_penalty": 3}, "presence_penalty"),
        ({"frequency_penalty": -3}, "frequency_penalty"),
        ({"best_of": 21}, "best_of"),
        ({"best_of": 2, "n": 3}, "best_of"),
        ({"stop": ["a", "b", "c", "d", "e"]}, "stop"),
        ({"logit_bias": {"50256": 200}}, "logit_bias"),
        ({"stream_options": {"include_usage": True}}, "stream_options"),
        ({"messages": []}, "messages"),
    ],
)
def test_what_the_api_refuses_is_refused(client, options, param):
    with pytest.raises(BadRequest) as caught:
        client.completions.create(**{"model": MODEL, "prompt": "x", **options})
    assert caught.value.param == param


def test_the_best_of_several_cannot_be_streamed(client):
    with pytest.raises(BadRequest, match="cannot be streamed"):
        client.completions.stream(model=MODEL, prompt="x", best_of=2)


def test_a_chat_model_is_sent_to_its_own_endpoint(client):
    with pytest.raises(NotFound, match="v1/chat/completions"):
        client.completions.create(model="gpt-4o", prompt="x")
