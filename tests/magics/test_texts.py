from __future__ import annotations

import json

import pytest

from openai_nb.client import Client
from openai_nb.core.settings import OPENAI_URL
from openai_nb.data import ledger
from tests.conftest import KEY
from tests.server import CLOSE, chunked, events, reply

USAGE = {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}


def piece(text, finish=None):
    choice = {"index": 0, "text": text, "logprobs": None, "finish_reason": finish}
    return {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": "m", "choices": [choice]}


@pytest.fixture
def completing(answering):
    last = {**piece("", "stop"), "choices": [], "usage": USAGE}
    answering.answers(chunked(*events(piece(" a"), piece(" cat", "stop"), last)))
    return answering


@pytest.fixture
def editing(answering):
    choice = {"index": 0, "text": "The quick fox", "finish_reason": "stop"}
    answering.answers(reply({"object": "edit", "created": 1, "choices": [choice], "usage": USAGE}))
    return answering


def test_a_text_goes_on_while_it_comes(typed, completing):
    ran = typed("%%complete x <<\nThere was")
    assert ran.outputs[0]["data"]["text/markdown"].startswith(" a")
    assert ran.saved[0]["data"]["text/plain"] == " a cat"
    assert "3→4 tok" in ran.markdown
    assert typed.names["x"] == typed.names["_complete"] == " a cat"
    assert completing.requests[-1].json["prompt"] == "There was"


def test_flags_are_plain(typed, completing):
    flags = '-t 0 --max-tokens 9 --seed 1 --stop "." --stop ! --suffix end --echo -m other'
    typed(f"%%complete {flags}\nGo {{{{1 + 1}}}}")
    sent = completing.requests[-1].json
    assert (sent["temperature"], sent["max_tokens"], sent["seed"], sent["echo"]) == (0, 9, 1, True)
    assert (sent["stop"], sent["suffix"], sent["model"], sent["prompt"]) == (
        [".", "!"],
        "end",
        "other",
        "Go 2",
    )


def test_a_second_run_asks_nobody_and_is_noted(typed, completing):
    first, again = typed("%%complete\nThere was"), typed("%%complete\nThere was")
    assert len(completing.requests) == 1
    assert first.saved == again.saved
    assert [(row["what"], row["cached"]) for row in ledger.shared().rows()] == [
        ("completions", False),
        ("completions", True),
    ]


def test_a_broken_continuation_is_kept(typed, completing):
    completing.answers(chunked(*events(piece(" a"), done=False), CLOSE, end=False))
    ran = typed("%%complete x <<\nThere was")
    assert type(ran.error).__name__ == "Truncated"
    assert typed.names["x"] == " a"
    assert typed.names["x"].interrupted


def test_a_line_hands_its_text_back(typed, completing):
    assert typed("x = %complete There was").outputs == []
    assert typed.names["x"] == " a cat"


def test_a_text_is_changed_as_the_line_says(typed, editing):
    ran = typed("%%edit x << Fix the spelling\nTeh quik fox")
    sent = editing.requests[-1].json
    assert (sent["instruction"], sent["input"]) == ("Fix the spelling", "Teh quik fox")
    assert ran.saved[0]["data"]["text/plain"] == "The quick fox"
    assert typed.names["x"] == "The quick fox"


def test_a_second_edit_asks_nobody(typed, editing):
    assert typed("%%edit Fix it\nTeh").saved == typed("%%edit Fix it\nTeh").saved
    assert len(editing.requests) == 1


def test_a_value_may_be_edited(typed, editing):
    typed.names |= {"title": "Teh fox", "how": "spelling"}
    typed("%%edit Fix the {{how}}\n{{title}}")
    sent = editing.requests[-1].json
    assert (sent["instruction"], sent["input"]) == ("Fix the spelling", "Teh fox")


def test_the_line_magic_edit_is_still_ipythons(typed):
    assert typed.shell.find_line_magic("edit").__module__.startswith("IPython.")


def test_openai_itself_is_asked_by_chat_with_nothing_added(typed, here):
    here.use(Client(api_key=KEY, base_url=OPENAI_URL))
    shown = typed("%%edit --dry-run Fix the spelling\nTeh quik fox").saved[0]["data"]["text/plain"]
    sent = json.loads(shown.rpartition("}")[0] + "}")
    assert sent["messages"] == [
        {"role": "system", "content": "Fix the spelling"},
        {"role": "user", "content": "Teh quik fox"},
    ]


def test_the_sandbox_does_both(typed, here):
    here.use("sandbox")
    assert typed("%%complete --max-tokens 20\nOnce upon a time").error is None
    assert len(typed.names["_complete"]) > 5
    typed("%%edit Fix the spelling mistakes\nI recieve teh letter")
    assert typed.names["_edit"] == "I receive the letter"


@pytest.mark.parametrize(
    "cell", ["%%edit\nTeh", "%%edit Fix it\n ", "%%complete\n\n", "%%edit --bogus b\nc", "%complete"]
)
def test_nonsense_is_told_in_two_lines_and_sends_nothing(typed, answering, cell):
    ran = typed(cell)
    assert type(ran.error).__name__ == "Misused"
    assert len(ran.trouble) == 2
    assert answering.requests == []
