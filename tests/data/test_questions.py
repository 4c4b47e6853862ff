"""What one asks of a column most often, with the sandbox to answer."""

from __future__ import annotations

import pandas as pd
import pyarrow
import pytest

import openai_nb.data  # noqa: F401  (tables get their `.ai`)
from openai_nb import Client
from openai_nb.data.prompts import NoColumn
from tests.data.column import asked, said_as

REVIEWS = [
    "I love this phone, it is wonderful",
    "Terrible service, I hate it",
    "I love this phone, it is wonderful",
]


@pytest.fixture
def how():
    with Client.sandbox() as client:
        yield {"client": client, "progress": False}


@pytest.fixture
def reviews():
    return pd.DataFrame({"text": REVIEWS, "stars": [5, 1, 5]}, index=[10, 20, 30])


def test_classes_are_categories(reviews, how):
    found = reviews.text.ai.classify(["positive", "negative"], **how)
    assert found.tolist() == ["positive", "negative", "positive"]
    assert found.index.tolist() == [10, 20, 30]
    assert found.cat.categories.tolist() == ["positive", "negative"]


def test_classes_may_be_explained(reviews, server, client):
    server.answers(said_as({"kind": "praise"}))
    labels = {"praise": "somebody is happy", "blame": "somebody is not"}
    found = reviews.ai.classify(labels, into="kind", client=client, model="m", progress=False)
    assert found["kind"].tolist() == ["praise"] * 3
    assert "- blame: somebody is not" in server.requests[0].json["messages"][0]["content"]


@pytest.mark.parametrize("labels", [["one"], [], "positive", ["a", "a"], [1, 2]])
def test_there_must_be_something_to_choose_from(reviews, labels):
    with pytest.raises(ValueError, match="two or more"):
        reviews.ai.classify(labels)


def test_facts_become_columns(how):
    mail = pd.DataFrame({"text": ["Write to ada@example.org", "Ask bob@example.com about it"]})
    found = mail.ai.extract("email str", **how)
    assert found["email"].tolist() == ["ada@example.org", "bob@example.com"]


def test_a_score_is_a_number_within_its_bounds(reviews, server, client):
    server.answers(said_as({"anger": 3}))
    found = reviews.text.ai.score(
        "anger", into="anger", low=0, high=10, client=client, model="m", progress=False
    )
    assert found.tolist() == [3.0] * 3
    assert "10 means wholly" in server.requests[0].json["messages"][0]["content"]
    with pytest.raises(ValueError, match="low below the high"):
        reviews.ai.score("anger", low=1, high=1)


def test_rows_are_kept_that_meet_a_condition(reviews, how):
    assert reviews.ai.filter("positive", **how)["stars"].tolist() == [5, 5]
    assert reviews.text.ai.filter("positive", **how).index.tolist() == [10, 30]


def test_a_row_that_cannot_be_judged_is_left_out(reviews, server, client):
    server.answers(lambda it: said_as({"positive": True} if "love" in asked(it) else {"other": 1})(it))
    kept = reviews.ai.filter("positive", client=client, model="m", progress=False)
    assert kept["stars"].tolist() == [5, 5]


def test_a_translation_asks_for_its_tongue(reviews, server, client):
    server.answers(said_as("x"))
    found = reviews.ai.translate("German", client=client, model="m", progress=False)
    assert "into German" in server.requests[0].json["messages"][0]["content"]
    assert found["translation"].notna().all()


def test_moderation_names_the_worst_category(how):
    words = pd.Series(["I will kill you with a knife", "a sunny day", None])
    found = words.ai.moderate(**how)
    assert found["flagged"].tolist() == [True, False, pd.NA]
    assert found["category"][0].startswith(("violence", "harassment"))
    assert 0 <= found["category_score"][1] < found["category_score"][0] <= 1


def test_a_column_is_found_where_there_is_only_one_of_texts(reviews):
    with pytest.raises(NoColumn, match="Which column"):
        reviews.assign(title="x").ai.translate("German")
    with pytest.raises(NoColumn, match="Did you mean text"):
        reviews.ai.translate("German", on="txt")


def test_a_question_may_take_several_columns(reviews, server, client):
    server.answers(said_as({"label": "a"}))
    reviews.ai.classify(["a", "b"], on="{{stars}}: {{text}}", client=client, model="m", progress=False)
    assert {asked(each)[:3] for each in server.requests} == {"5: ", "1: "}


def test_groups_are_summed_up_each(server, client):
    server.answers(lambda it: said_as(asked(it).count("- "))(it))
    rows = pd.DataFrame({"text": list("abcde"), "team": list("xyxyx")})
    found = rows.ai.summarize(groupby="team", on="text", client=client, model="m", progress=False)
    assert found["rows"].to_dict() == {"x": 3, "y": 2}
    assert found["summary"].to_dict() == {"x": "3", "y": "2"}


def test_a_long_group_is_summed_up_in_parts_and_those_again(server, client):
    server.answers(lambda it: said_as("short")(it))
    rows = pd.DataFrame({"text": [f"{number}: {'word ' * 20}" for number in range(40)]})
    found = rows.ai.summarize(at_once=1000, wish="Be brief.", client=client, model="m", progress=False)
    assert found.loc["all", ["rows", "summary"]].tolist() == [40, '"short"']
    last = server.requests[-1].json["messages"]
    assert "summaries of parts" in last[0]["content"]
    assert all(len(asked(each)) <= 1000 for each in server.requests)


@pytest.mark.parametrize("verb", ["moderate", "summarize"])
def test_what_looks_at_one_column_says_which_are_there(reviews, verb):
    with pytest.raises(NoColumn, match="no column 'nope'"):
        getattr(reviews.ai, verb)(on="{{nope}}")
    with pytest.raises(ValueError, match=r"'\{\{text\}\} \{\{stars\}\}'; this looks at one column"):
        getattr(reviews.ai, verb)(on="{{text}} {{stars}}")


@pytest.mark.parametrize(
    "kind", ["object", "string", "str", "string[pyarrow]", pd.ArrowDtype(pyarrow.string())]
)
def test_the_only_column_of_texts_is_found_whatever_holds_it(reviews, how, kind):
    found = reviews.astype({"text": kind}).ai.classify(["positive", "negative"], **how)
    assert found["label"].tolist() == ["positive", "negative", "positive"]


@pytest.mark.parametrize("into", ["text", "texts", "group"])
def test_a_summary_may_be_called_what_we_call_our_own(server, client, into):
    server.answers(said_as("short"))
    rows = pd.DataFrame({"team": ["x", "y"], "note": ["one", "two"]})
    how = {"client": client, "model": "m", "progress": False}
    found = rows.ai.summarize(groupby="team", on="note", into=into, **how)
    assert found[into].to_dict() == {"x": '"short"', "y": '"short"'}


def test_summaries_that_get_no_shorter_are_not_summed_up_for_ever(server, client):
    server.answers(said_as("as long as the texts themselves, or longer"))
    rows = pd.Series(["a text of some thirty letters."] * 4)
    with pytest.raises(ValueError, match=r"summaries of 4 parts .* give a larger at_once"):
        rows.ai.summarize(at_once=40, client=client, model="m", progress=False)
    assert len(server.requests) <= 8


ASKED = {
    "classify": (["good", "bad"],),
    "extract": ("what str",),
    "score": ("warmth",),
    "filter": ("It is about a phone.",),
    "translate": ("German",),
    "summarize": (),
    "moderate": (),
}


@pytest.mark.parametrize("verb", ASKED)
def test_progress_names_the_verb(reviews, how, verb):
    told = []
    getattr(reviews.ai, verb)(*ASKED[verb], on="text", **{**how, "progress": told.append})
    assert {str(each).partition(":")[0] for each in told} == {verb}
