from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from openai_nb.looks.errors import Stopped
from tests.conftest import KEY
from tests.magics.notebook import saying
from tests.server import CLOSE, chunk, chunked, events, reply

AWKWARD = [
    'explain {"a": 1}',
    "print({'foo': 'bar'})",
    "{x} and {x+1} and {}",
    "{% for a in b %}{{#each}}{% endfor %}",
    "$HOME !ls %time `ls` \\{x\\}",
    'json: {"a": {"b": {}}}',
    "x" * 100_000,
]


def last(server):
    return server.requests[-1].json["messages"][-1]["content"]


@pytest.mark.parametrize("text", AWKWARD, ids=lambda text: text[:20])
def test_a_question_is_sent_as_it_is_written(typed, answering, text):
    typed.names["x"] = 42
    assert typed(f"%%chat\n{text}").error is None
    assert last(answering) == text


def test_a_line_is_sent_as_it_is_written(typed, answering):
    typed.names["x"] = 42
    typed('%chat what\'s {"a": 1} in {x} $x -m "q"?')
    assert last(answering) == 'what\'s {"a": 1} in {x} $x -m "q"?'


@pytest.mark.parametrize(
    "question", ["Is it up?", "is x[0] up?", "who is {{x}}?", "what's up?", "up??", "a = b?"]
)
@pytest.mark.parametrize("cell", ["%chat {}", "%chat\t{}", "y = %chat  {}", "if True:\n    y = %chat {}"])
def test_a_line_may_end_in_a_question_mark(typed, answering, question, cell):
    typed.names["x"] = "he"
    assert typed(cell.format(question)).error is None
    assert last(answering) == question.replace("{{x}}", "he")


def test_a_question_inside_a_string_is_a_string(typed, answering):
    typed("text = '''\n%chat is it up?\n'''")
    assert typed.names["text"] == "\n%chat is it up?\n"
    assert answering.requests == []


def test_nothing_is_added_to_a_question(typed, answering):
    typed("%%chat\nHello")
    assert answering.requests[-1].json["messages"] == [{"role": "user", "content": "Hello"}]


def test_values_are_put_in_once(typed, answering):
    typed.names |= {"s": "has {{x}} and {x} inside", "x": 42}
    typed("%%chat\n{{s}}, {{x + 1}}, literal {x}")
    assert last(answering) == "has {{x}} and {x} inside, 43, literal {x}"


def test_raw_leaves_double_braces(typed, answering):
    typed("%%chat --raw\n{{nothing}}")
    assert last(answering) == "{{nothing}}"


def test_a_name_that_is_not_there_sends_nothing(typed, answering):
    typed.names["persons"] = 3
    ran = typed("%%chat\n{{person}}")
    assert "persons" in ran.trouble[0]
    assert len(ran.trouble) == 2
    assert answering.requests == []


def test_a_function_sees_its_own_names(typed, answering):
    typed("def ask(secret):\n    return get_ipython().run_line_magic('chat', '{{secret}}')\nx = ask('moon')")
    typed("def ask(secret):\n    y = %chat is it {{secret}}?\n    return y\nx = ask('sun')")
    assert last(answering) == "is it sun?"


def test_flags_are_plain(typed, answering):
    typed('%%chat -m other -t 0 --max-tokens 5 --seed 7 --reasoning-effort low -s "be brief" --new\nHello\n')
    sent = answering.requests[-1].json
    assert sent["messages"][0] == {"role": "system", "content": "be brief"}
    assert (sent["model"], sent["temperature"], sent["seed"]) == ("other", 0, 7)
    assert sent["reasoning_effort"] == "low"
    assert sent["max_tokens"] == 5  # the word that servers other than OpenAI's know


def test_what_was_not_said_is_not_sent(typed, answering):
    typed("%%chat\nHello")
    assert set(answering.requests[-1].json) == {"model", "messages", "stream", "stream_options"}


def test_one_output_is_saved_and_it_holds_the_answer(typed, answering):
    ran = typed("%%chat\nHello")
    (output,) = ran.saved
    assert output["data"]["text/plain"] == "Hello you"
    assert output["data"]["text/markdown"].startswith("Hello you\n\n<sub>")
    assert ran.value is None
    assert ran.printed == ""


def test_the_first_words_show_at_once(typed, answering):
    assert typed("%%chat\nHello").outputs[0]["data"]["text/markdown"] == "Hello "


def test_running_it_again_saves_the_same(typed, answering):
    assert typed("%%chat\nHello").saved == typed("%%chat\nHello").saved


def test_the_footer_tells_model_tokens_price_and_seconds(typed, answering):
    ran = typed("%%chat\nHello")
    assert ran.markdown.endswith("<sub>m · 3→4 tok · unpriced · 0.0 s · kept</sub>")
    assert ran.saved[0]["metadata"]["openai_nb"]["usage"]["total_tokens"] == 7


def test_html_of_a_model_stays_text(typed, answering):
    answering.answers(saying("<img src=x onerror=alert(1)>"))
    assert "<img" not in typed("%%chat\nHello").markdown


def test_a_name_from_the_server_cannot_mark_up_the_footer(typed, answering):
    tricky = {**chunk("Hi", "stop"), "model": "<b>[x](http://e.vil)"}
    answering.answers(chunked(*events(tricky)))
    assert "<b>" not in typed("%%chat\nHello").markdown
    assert r"\[x\]" in typed("%%chat\nHello").markdown


@pytest.mark.parametrize("cell", ["%%chat a <<\nHi", "%%chat -o a\nHi", "a = %chat Hi"])
def test_an_answer_is_a_value(typed, answering, cell):
    typed(cell)
    reply = typed.names["a"]
    assert reply == "Hello you"
    assert (reply.model, reply.usage.total_tokens) == ("m", 7)
    assert reply.messages == [{"role": "user", "content": "Hi"}]
    assert typed.names["_chat"] is reply


def test_the_answer_is_the_value_of_its_cell(typed, answering):
    typed("%%chat\nHi")
    assert typed("Out[1]").value == "Hello you"
    assert typed("print(_.upper())").printed == "HELLO YOU\n"


def test_an_assigned_answer_shows_nothing(typed, answering):
    assert typed("x = %chat Hi").outputs == []


def test_a_line_alone_shows_its_answer_once(typed, answering):
    ran = typed("%chat Hi")
    assert [each["data"]["text/plain"] for each in ran.saved] == ["Hello you"]
    assert ran.value is None


def test_cells_of_a_conversation_know_each_other(typed, answering):
    typed("%%chat\nfirst")
    typed("%%chat\nsecond")
    assert [each["content"] for each in answering.requests[-1].json["messages"]] == [
        "first",
        "Hello you",
        "second",
    ]


def test_conversations_have_names(typed, answering):
    typed("%%chat -c cooking\nfirst")
    typed("%%chat -c sailing\nsecond")
    assert len(answering.requests[-1].json["messages"]) == 1


def test_a_new_beginning_sends_nothing_from_before(typed, answering):
    typed("%%chat\nfirst")
    typed("%%chat --new\nsecond")
    typed("%%chat\nthird")
    assert [each["content"] for each in answering.requests[-1].json["messages"][::2]] == ["second", "third"]


def test_running_a_cell_again_does_not_add_a_turn(typed, answering, here):
    for _ in range(3):
        typed("%%chat\nfirst")
    assert len(answering.requests[-1].json["messages"]) == 1
    assert len(here.conversation().turns) == 1


def test_a_loop_in_one_cell_makes_many_turns(typed, answering, here):
    typed("for n in range(3):\n    x = %chat how many is {{n}}?")
    assert [turn.question[0]["content"] for turn in here.conversation().turns] == [
        f"how many is {n}?" for n in range(3)
    ]


def test_a_schema_is_sent_and_the_answer_read(typed, answering):
    answering.answers(saying('{"name": "Ada",', ' "age": 36}'))
    ran = typed('%%chat person << --schema "name str, age int"\nAda was 36.')
    sent = answering.requests[-1].json["response_format"]["json_schema"]
    assert sent["strict"] is True
    assert sent["schema"]["required"] == ["name", "age"]
    assert typed.names["person"].json() == {"name": "Ada", "age": 36}
    assert ran.markdown.startswith("```json\n")


@dataclass
class Person:
    name: str


@pytest.mark.parametrize("shape", ["Person", '{"name": "str"}', '{"name": str}', "name"])
def test_a_schema_may_be_anything_that_has_one(typed, answering, shape):
    typed.names["Person"] = Person
    typed(f"%%chat --schema {shape}\nwho?")
    sent = answering.requests[-1].json["response_format"]["json_schema"]["schema"]
    assert sent["properties"] == {"name": {"type": "string"}}


def test_a_picture_goes_along(typed, answering, tmp_path):
    from PIL import Image

    Image.new("RGB", (4, 4), "red").save(tmp_path / "red.png")
    typed.names["blue"] = Image.new("RGB", (4, 4), "blue")
    typed(f"%%chat --image {tmp_path / 'red.png'} --image blue --image https://x.y/z.png\nwhat is it?")
    parts = last(answering)
    assert parts[0] == {"type": "text", "text": "what is it?"}
    assert [part["image_url"]["url"][:21] for part in parts[1:]] == [
        "data:image/png;base64",
        "data:image/png;base64",
        "https://x.y/z.png",
    ]


@pytest.mark.parametrize("word", ["nowhere.png", "number"])
def test_what_is_no_picture_is_said(typed, answering, word):
    typed.names["number"] = 5
    ran = typed(f"%%chat --image {word}\nwhat?")
    assert len(ran.trouble) == 2
    assert answering.requests == []


def test_a_dry_run_shows_the_request_and_sends_nothing(typed, answering):
    ran = typed('%%chat --dry-run -t 0\nHello {"a"}')
    shown = ran.saved[0]["data"]["text/plain"].rpartition("}")[0] + "}"
    assert answering.requests == []
    typed('%%chat -t 0\nHello {"a"}')
    assert json.loads(shown) == answering.requests[-1].json


def test_an_answer_cut_at_its_length_says_so(typed, answering):
    answering.answers(saying("Hel", finish="length"))
    assert "raise --max-tokens" in typed("%%chat x <<\nHello").markdown
    assert typed.names["x"].finish_reason == "length"


def test_a_refusal_is_shown_as_one(typed, answering):
    answering.answers(chunked(*events(chunk(refusal="I would rather not."), chunk(None, "stop"))))
    ran = typed("%%chat\nHello")
    assert "I would rather not." in ran.markdown
    assert "the model refused" in ran.markdown


def test_a_broken_answer_is_kept_and_said(typed, answering, here):
    answering.answers(chunked(*events(chunk("Half of"), done=False), CLOSE, end=False))
    ran = typed("%%chat x <<\nHello")
    assert type(ran.error).__name__ == "Truncated"
    assert "Half of" in ran.markdown
    assert typed.names["x"].interrupted
    assert here.conversation().turns[0].status == "interrupted"


def test_a_failed_turn_is_not_sent_along(typed, answering, here):
    answering.answers(chunked(*events({"error": {"message": "no"}})), saying("yes"))
    typed("%%chat\nfirst")
    typed("%%chat\nsecond")
    assert here.conversation().turns[0].status == "failed"
    assert [each["content"] for each in answering.requests[-1].json["messages"]] == ["second"]


def test_a_stop_keeps_what_had_come(typed, answering, here, monkeypatch):
    from openai_nb.core.stream import Stream

    read = Stream.__iter__

    def interrupted(self):
        source = read(self)
        yield next(source)
        raise KeyboardInterrupt

    monkeypatch.setattr(Stream, "__iter__", interrupted)
    ran = typed("%%chat x <<\nHello")
    assert isinstance(ran.error, Stopped)
    assert len("\n".join(ran.trouble)) <= 200
    assert "interrupted" in ran.markdown
    assert typed.names["x"] == "Hello "
    assert typed.names["x"].interrupted
    assert here.conversation().messages()[-1]["content"] == "Hello "


def test_a_server_with_several_models_wants_one_named(typed, answering, here):
    here.chosen.clear()
    answering.answers(reply({"data": [{"id": "one"}, {"id": "two"}]}))
    ran = typed("%%chat\nHi")
    assert "one, two" in ran.trouble[0]
    assert "--model" in ran.trouble[1]


def test_a_server_with_one_model_is_asked_for_it(typed, answering, here):
    here.chosen.clear()
    answering.answers(reply({"data": [{"id": "only"}]}), saying("yes"))
    typed("%%chat\nHi")
    assert answering.requests[-1].json["model"] == "only"


def test_the_key_travels_in_a_header_and_nowhere_else(typed, answering):
    typed("%%chat\nHi")
    (request,) = answering.requests
    assert KEY in request.headers["authorization"]
    assert KEY.encode() not in request.body


@pytest.mark.parametrize(
    "cell", ["%%chat --bogus\nHi", "%chat", "%%chat\n  \n", "%%chat hello\nHi", "%%chat -t hot\nHi"]
)
def test_nonsense_is_told_in_two_lines_and_sends_nothing(typed, answering, cell):
    ran = typed(cell)
    assert ran.error is not None
    assert len(ran.trouble) == 2
    assert answering.requests == []


def test_help_has_examples(typed):
    shown = typed("%%chat?").printed
    assert "x = %chat --new" in shown
    assert "--max-tokens" in shown
