"""The chat panel without a browser: its state, its verbs, what it sends."""

import json
import threading
import time

import pytest

from openai_nb.panels.browser import tree
from openai_nb.panels.chat import ChatPanel
from tests.magics.notebook import USAGE, saying
from tests.server import chunk, chunked, events, reply

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301"
    "01005a6f3b3b0000000049454e44ae426082"
)


@pytest.fixture
def chat(asked):
    asked.answers(saying("Hello ", "*you*"))
    panel = ChatPanel()
    yield panel
    panel.close()


def ask(chat, text):
    chat.send(text)
    assert chat.wait(5)


def contents(request):
    return [each["content"] for each in request.json["messages"]]


def test_an_answer_becomes_a_turn_that_cells_know(chat, asked, here):
    ask(chat, "Hi")
    ask(chat, "And?")
    assert [turn.answer for turn in here.conversation().turns] == ["Hello *you*"] * 2
    assert contents(asked.requests[-1]) == ["Hi", "Hello *you*", "And?"]
    assert chat.growing == "Hello *you*" and chat.problem == "" and not chat.busy
    assert chat.foot(chat.turns[0]) == "m · 3→4 tokens"


def test_the_first_words_show_at_once(chat, asked):
    go = threading.Event()
    first, *rest = events(chunk("First"), chunk(" last", "stop"))
    asked.answers(chunked(first, go, *rest))
    began = time.monotonic()
    chat.send("Hi")
    while not chat.growing:
        time.sleep(0.005)
    assert time.monotonic() - began < 0.3 and chat.growing == "First" and chat.busy
    go.set()
    assert chat.wait(5) and chat.growing == "First last"


@pytest.mark.parametrize("steps", [chunked(*events(chunk("Half"), done=False), 5), [5]])
def test_a_stop_is_quick_and_keeps_what_has_come(chat, asked, steps):
    asked.answers(steps)
    chat.send("Hi")
    time.sleep(0.15)
    began = time.monotonic()
    chat.stop()
    assert time.monotonic() - began < 0.3 and not chat.busy
    (turn,) = chat.turns
    assert turn.status == "interrupted" and turn.answer in ("Half", "")
    asked.answers(saying("ok"))
    ask(chat, "Again")
    assert chat.turns[-1].answer == "ok"


def test_asking_once_more_makes_a_branch(chat, asked):
    ask(chat, "Hi")
    asked.answers(saying("Other"))
    chat.retry()
    chat.wait(5)
    assert [turn.answer for turn in chat.turns] == ["Other"] and chat.branches.ways(0) == (1, 2)
    chat.choose(0)
    assert [turn.answer for turn in chat.turns] == ["Hello *you*"]


def test_an_edit_parts_from_there_and_each_branch_keeps_its_way(chat, asked, here):
    for text in ("one", "two", "three"):
        ask(chat, text)
    chat.edit("two, put better", 1)
    chat.wait(5)
    assert contents(asked.requests[-1]) == ["one", "Hello *you*", "two, put better"]
    assert len(chat.turns) == 2
    chat.choose(0, 1)
    assert [turn.question[0]["content"] for turn in here.conversation().turns] == ["one", "two", "three"]


def test_what_a_cell_says_is_taken_in(chat, here):
    from openai_nb.data.conversations import Turn

    ask(chat, "Hi")
    here.conversation().keep(Turn("cell-1", [{"role": "user", "content": "from a cell"}], "yes"))
    assert [each["question"] for each in chat.shown()] == ["Hi", "from a cell"]
    ask(chat, "And?")
    assert len(here.conversation().turns) == 3


def test_functions_are_called_and_shown(asked):
    def weather(city: str) -> str:
        """The weather in a city."""
        return f"rain in {city}"

    call = {
        "index": 0,
        "id": "c1",
        "type": "function",
        "function": {"name": "weather", "arguments": '{"city":'},
    }
    rest = {"index": 0, "function": {"arguments": ' "Oslo"}'}}
    calling = chunked(
        *events(chunk(None, tool_calls=[call]), chunk(None, "tool_calls", tool_calls=[rest]), USAGE)
    )
    asked.answers(calling, saying("It rains."))
    chat = ChatPanel(tools=[weather])
    ask(chat, "Weather in Oslo?")
    (shown,) = chat.shown()
    (called,) = shown["calls"]
    assert called == {"name": "weather", "arguments": '{\n  "city": "Oslo"\n}', "output": "rain in Oslo"}
    assert shown["source"] == "It rains." and "6→8" in shown["foot"]
    assert [each["role"] for each in asked.requests[-1].json["messages"]] == ["user", "assistant", "tool"]
    assert "rain in Oslo" in chat.twin()["text/html"]
    ask(chat, "And now?")
    roles = [each["role"] for each in asked.requests[-1].json["messages"]]
    assert roles == ["user", "assistant", "tool", "assistant", "user"]
    chat.close()


def test_settings_go_along(chat, asked):
    chat.system, chat.temperature, chat.max_tokens, chat.effort = "Be brief.", 0.5, 99, "low"
    ask(chat, "Hi")
    ask(chat, "And?")
    sent = asked.requests[-1].json
    assert (sent["temperature"], sent["max_tokens"], sent["reasoning_effort"]) == (0.5, 99, "low")
    assert [each["role"] for each in sent["messages"]] == ["system", "user", "assistant", "user"]


def test_files_go_along_with_one_question(chat, asked):
    chat.take([("dot.png", PIXEL), ("note.txt", b"four `words` in it")])
    ask(chat, "See?")
    text, picture, note = asked.requests[-1].json["messages"][0]["content"]
    assert text["text"] == "See?" and picture["image_url"]["url"].startswith("data:image/png;base64,")
    assert note["text"].startswith("note.txt:\n```\nfour")
    (shown,) = chat.shown()
    assert [each["name"] for each in shown["chips"]] == ["picture", "note.txt"] and chat.attached == []
    chat.edit("Look again")
    chat.wait(5)
    assert [each["type"] for each in asked.requests[-1].json["messages"][0]["content"]] == [
        "text",
        "image_url",
        "text",
    ]


def test_what_no_model_can_read_is_refused_at_once(chat):
    chat.attempt(chat.attach, "film.bin", b"\x00\xff\xfe")
    assert "film.bin is neither text" in chat.problem and chat.attached == []


def test_trouble_is_a_line_and_the_turn_can_be_asked_again(chat, asked):
    asked.answers(reply({"error": {"message": "Too <b>many</b>."}}, 429))
    ask(chat, "Hi")
    assert "Too many" in chat.problem and chat.shown()[0]["failed"]
    asked.answers(saying("ok"))
    chat.retry()
    chat.wait(5)
    assert chat.turns[0].answer == "ok" and chat.problem == ""


def test_two_answers_cannot_come_at_once(chat, asked):
    go = threading.Event()
    asked.answers(chunked(*events(chunk("a"), done=False), go, *events(chunk(None, "stop"))))
    chat.send("Hi")
    for verb in (lambda: chat.send("more"), chat.retry, lambda: chat.talk("other")):
        chat.attempt(verb)
        assert "still coming" in chat.problem
    go.set()


def test_conversations_are_picked_and_begun(chat, here):
    ask(chat, "Hi")
    chat.anew()
    assert chat.conversation == "chat 2" and chat.turns == []
    ask(chat, "New")
    chat.talk("default")
    assert len(chat.turns) == 1 and set(here.conversations) == {"default", "chat 2"}


def test_without_threads_it_answers_in_place(asked):
    asked.answers(saying("Hello"))
    chat = ChatPanel(threads=False)
    told = []
    chat.observe(lambda _: told.append(threading.current_thread()), "growing")
    chat.send("Hi")
    assert chat.turns[0].answer == "Hello" and not chat.busy
    assert set(told) == {threading.current_thread()}
    chat.close()


def test_long_answers_are_sent_in_few_bytes(asked):
    words = ["The ", "*quick* ", "fox ", "jumps, ", "`x = 1` ", "and $y^2$ ", "again.\n\n"]
    pieces = [piece for n in range(2000) for piece in events(chunk(words[n % 7]), done=False)]
    paced = [each for n, piece in enumerate(pieces) for each in ([piece, 0.02] if n % 10 == 0 else [piece])]
    asked.answers(chunked(*paced, *events(chunk(None, "stop"), USAGE)))
    chat = ChatPanel()
    sent = []
    from openai_nb.panels.transcript import Transcript

    transcript = Transcript(lambda *_: None)
    transcript._send = sent.append
    transcript._heard({"ready": True})
    chat.observe(lambda _: transcript.show(chat.shown()), ["changed", "called"])
    chat.observe(lambda change: transcript.grow(change.new), "growing")
    chat.send("Much")
    assert chat.wait(30)
    said = "".join(json.dumps(each) for each in sent)
    assert len(sent) > 5 and len(said) + 600 * len(sent) < 500_000
    chat.close()


def test_models_that_are_offered_change_nothing(chat):
    chat.model = "m"
    assert chat.widget
    (field,) = (each for each in tree(chat.widget) if getattr(each, "tooltip", "") == "Model")
    chat.models = ["a first one", "m", "z"]
    assert chat.model == field.value == "m" and field.options == ("a first one", "m", "z")
    field.value = "z"
    assert chat.model == "z"
