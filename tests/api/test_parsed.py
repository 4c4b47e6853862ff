from __future__ import annotations

import json
import pickle
from dataclasses import dataclass
from typing import Literal, TypedDict

import pydantic
import pytest

from openai_nb import Client, asdict
from openai_nb.core.errors import Declined, Misshapen, Truncated
from tests.server import reply

ASKED = [{"role": "user", "content": "Ada Lovelace is 36 years old and lives in London."}]


@dataclass
class Person:
    name: str
    age: int
    mood: Literal["good", "bad"] | None = None


class Card(TypedDict):
    name: str
    age: int


class Model(pydantic.BaseModel):
    name: str
    age: int


@pytest.fixture
def chat():
    with Client.sandbox() as client:
        yield client.chat.completions


def answers(server, content, finish="stop", **message):
    said = {"role": "assistant", "content": content, **message}
    choice = {"index": 0, "message": said, "finish_reason": finish}
    usage = {"prompt_tokens": 9, "completion_tokens": 5, "total_tokens": 14}
    server.answers(reply({"id": "c", "choices": [choice], "usage": usage}))


@pytest.mark.parametrize("shape", [Person, Card, Model, "name str, age int", {"name": str, "age": int}])
def test_an_answer_comes_in_the_shape_that_was_asked_for(chat, shape):
    answer = chat.parse(model="gpt-4o", messages=ASKED, response_format=shape)
    found = answer.parsed
    assert isinstance(found, shape if shape in (Person, Model) else dict)
    fields = found if isinstance(found, dict) else vars(found)
    assert (fields["name"], fields["age"]) == ("Ada Lovelace", 36)


def test_each_choice_is_parsed_under_the_official_sdks_path(chat):
    answer = chat.parse(model="gpt-4o", messages=ASKED, response_format=Person, n=2)
    assert [each.message.parsed.age for each in answer.choices] == [36, 36]
    assert answer.choices[0].message.parsed is answer.parsed


def test_the_record_stays_what_the_server_said(chat):
    answer = chat.parse(model="gpt-4o", messages=ASKED, response_format=Person)
    assert "parsed" not in json.dumps(asdict(answer))
    again = chat.create(model="gpt-4o", messages=[*ASKED, answer.choices[0].message, *ASKED])
    assert again.choices
    assert pickle.loads(pickle.dumps(answer)).choices[0].message.content


def test_a_call_of_a_tool_has_nothing_parsed(chat):
    def weather(city: str) -> str:
        """Tell the weather in a city now."""
        return city

    asked = [{"role": "user", "content": "What is the weather in Oslo?"}]
    answer = chat.parse(model="gpt-4o", messages=asked, response_format=Person, tools=[weather])
    assert answer.parsed is None and answer.choices[0].message.tool_calls


def test_an_answer_that_was_cut_off_says_what_to_do(client, server):
    answers(server, '{"name": "Ad', finish="length")
    with pytest.raises(Truncated, match=r"cut off after 5 tokens.*max_completion_tokens") as caught:
        client.chat.completions.parse(model="m", messages=ASKED, response_format=Person)
    assert caught.value.partial.choices[0].message.content == '{"name": "Ad'


def test_a_refusal_is_told_in_the_models_words(client, server):
    answers(server, None, refusal="I would rather not.")
    with pytest.raises(Declined, match="I would rather not") as caught:
        client.chat.completions.parse(model="m", messages=ASKED, response_format=Person)
    assert caught.value.partial.id == "c"


def test_a_filter_is_told(client, server):
    answers(server, "", finish="content_filter")
    with pytest.raises(Declined, match="A filter stopped the answer"):
        client.chat.completions.parse(model="m", messages=ASKED, response_format=Person)


@pytest.mark.parametrize(
    ("content", "said"), [("Sure!", "JSON"), ('{"name": "A", "age": "x"}', "age"), (None, "JSON")]
)
def test_an_answer_of_another_shape_says_where(client, server, content, said):
    answers(server, content)
    with pytest.raises(Misshapen, match=said):
        client.chat.completions.parse(model="m", messages=ASKED, response_format=Person)
