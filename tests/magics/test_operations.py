from __future__ import annotations

import json

import pytest

from openai_nb import Client
from openai_nb.api.operations import table
from openai_nb.magics import values
from tests.server import reply


@pytest.fixture
def asked(typed, here):
    """A shell whose sandbox answers."""
    here.use("sandbox")
    return typed


def test_a_list_comes_as_a_dataframe(asked):
    models = asked("%openai listModels").value
    assert list(models.index) == [each.id for each in Client.sandbox().models.list()]


def test_a_limit_is_kept_and_without_one_all_pages_are_walked(asked):
    client = asked("from openai_nb.session import current; current().client").value
    for number in range(25):
        client.files.create(file=(f"{number}.txt", b"words"), purpose="user_data")
    assert len(asked("%openai listFiles limit=2").value) == 2
    assert len(asked("%openai listFiles").value) == 25


def test_a_file_goes_up_by_name_and_is_deleted_by_name(asked, alone):
    (alone / "notes.txt").write_text("Ada was 36.")
    file = asked("%openai f << createFile file=@notes.txt purpose=user_data").value
    assert asked.names["f"].id == file.id
    assert asked("%openai downloadFile file_id={{f}}").value == "Ada was 36."
    assert asked(f"%openai deleteFile file_id={file.id}").value.deleted
    assert file.id not in asked("%openai listFiles").value.index


def test_values_of_the_notebook_and_json_travel_as_they_are(asked):
    asked.names["messages"] = [{"role": "user", "content": "What is 17 * 3?"}]
    line = "answer = %openai createChatCompletion model=gpt-6-luna messages={{messages}} temperature=0 n=1"
    assert asked(line).error is None
    assert "51" in asked.names["answer"].choices[0].message.content


def test_quoted_words_stay_words(typed, answering):
    answering.answers(reply({"id": "modr-1", "results": []}), reply({"id": "cmpl-1", "choices": []}))
    typed('%openai createModeration input="two  words -o x" model=m')
    typed("%openai createCompletion model=7 prompt=[1,2] stop=null echo=true")
    first, second = (json.loads(each.body) for each in answering.requests)
    assert first == {"input": "two  words -o x", "model": "m"}
    assert second == {"model": "7", "prompt": [1, 2], "echo": True}


def test_what_the_path_needs_may_stand_bare(asked):
    model = asked("%openai listModels").value.index[0]
    assert asked(f"%openai retrieveModel {model}").value.id == model


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("listModel", "Did you mean listModels?"),
        ("lgoin", "Did you mean login?"),
        ("deleteFile", "needs file_id"),
        ("createChatCompletion model=m", "needs messages"),
        ("getMessage message_id=msg-1", "needs thread_id"),
        ("listFiles purpos=x", "Did you mean purpose?"),
        ("listModels all", "What is 'all'"),
        ("createFile file=@none.txt purpose=user_data", "no file 'none.txt'"),
        ("createModeration input={{wrods}}", "no 'wrods'"),
        ("deleteFile file_id=file-none", "404"),
    ],
)
def test_a_mistake_is_two_lines_that_say_which(asked, line, said):
    asked.names["words"] = "Hi"
    ran = asked(f"%openai {line}")
    assert ran.error is not None
    assert len(ran.trouble) == 2
    assert said in " ".join([*ran.trouble, type(ran.error).__name__, str(getattr(ran.error, "status", ""))])


def test_the_operations_are_a_table(asked):
    listed = asked("%openai operations").value
    assert list(listed.index) == list(table())
    assert listed.loc["deleteFile", "needs"] == "file_id"
    found = asked("%openai operations moderation").value
    assert "createModeration" in found.index
    assert len(found) < 5


def test_a_call_is_asked_each_time(typed, answering):
    answer = {"id": "e", "model": "m", "data": [], "usage": {"prompt_tokens": 3, "total_tokens": 3}}
    answering.answers(reply(answer), reply(answer))
    for _ in range(2):
        assert typed("%openai createEmbedding model=m input=Hi").error is None
    assert len(answering.requests) == 2
    assert typed("%usage calls").value["input_tokens"].tolist() == [3, 3]


def test_a_call_that_is_too_dear_is_not_sent(typed, here, server):
    here.use(Client(api_key="k" * 20, base_url=server.url, max_retries=0))
    typed("%config OpenAINb.max_cost = 0.000001")
    ran = typed('%openai createChatCompletion model=gpt-4o messages=[{"role":"user","content":"Hi"}]')
    typed("%config OpenAINb.max_cost = None")
    assert type(ran.error).__name__ == "TooDear"
    assert server.requests == []


def test_bytes_are_told_by_their_size_and_sounds_are_played(asked, alone):
    asked('f = %openai createSpeech model=gpt-4o-mini-tts voice=alloy input="Hello" response_format=wav')
    assert repr(asked.names["f"]).startswith("A sound")
    (alone / "dot.bin").write_bytes(bytes(range(128, 200)))
    asked("%openai createFile file=@dot.bin purpose=user_data -o f")
    assert repr(asked("%openai downloadFile {{f}}").value) == "72 bytes"


@pytest.mark.parametrize(
    ("line", "words", "given", "out"),
    [
        ("listModels", ["listModels"], {}, ""),
        ("x << a b=1 -o y", ["a"], {"b": 1}, "y"),
        ("a b={'x': 1}", ["a"], {"b": "{'x': 1}"}, ""),
        ('a b={"x": [1, 2]} c', ["a", "c"], {"b": {"x": [1, 2]}}, ""),
        ("a b='it is 5' c=\"5\" d=5", ["a"], {"b": "it is 5", "c": "5", "d": 5}, ""),
        ("a b= c=True", ["a"], {"b": "", "c": True}, ""),
        ('a b={"x": {{n}}} c="about {{ n }}"', ["a"], {"b": {"x": 3}, "c": "about 3"}, ""),
        ("http://localhost:1/v1?x=1 t=2", ["http://localhost:1/v1?x=1"], {"t": 2}, ""),
    ],
)
def test_how_a_line_is_read(line, words, given, out):
    read = values.line(line)
    assert read.words == words
    assert {name: each.read({"n": 3}) for name, each in read.values.items()} == given
    assert read.out == out
