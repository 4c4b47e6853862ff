"""What a chat panel asks before a function is called that wants to be confirmed; what a chat takes."""

import threading
import time

import pytest

from openai_nb.core.tools import Tool
from openai_nb.data import ledger
from openai_nb.data.defaults import usual
from openai_nb.panels.browser import tree
from openai_nb.panels.chat import ChatPanel
from tests.magics.notebook import saying
from tests.server import chunk, chunked, events, reply

called = []


def delete(name: str) -> str:
    """Delete a file."""
    called.append(name)
    return "gone"


@pytest.fixture
def chat(asked):
    called.clear()
    function = {"name": "delete", "arguments": '{"name": "a <b>.txt"}'}
    call = {"index": 0, "id": "c1", "type": "function", "function": function}
    first = chunked(*events(chunk(None, tool_calls=[call]), chunk(None, "tool_calls")))

    def answer(request):
        if request.verb == "GET":
            return reply({"object": "list", "data": []})
        return saying("Done.") if request.json["messages"][-1]["role"] == "tool" else first

    asked.answers(answer)
    panel = ChatPanel(tools=[Tool.of(delete, confirm=True)])
    assert panel.widget
    yield panel
    panel.close()


def wait(question):
    end = time.monotonic() + 5
    while not question() and time.monotonic() < end:
        time.sleep(0.01)
    assert question()


def test_it_is_called_once_it_is_allowed(chat, asked):
    chat.send("Delete a <b>.txt")
    wait(lambda: chat.permission.question)
    assert "delete(name='a <b>.txt')" in chat.permission.question and called == [] and chat.busy
    button(chat, "Allow").click()
    assert chat.wait(5) and called == ["a <b>.txt"] and chat.permission.question == ""
    assert last(asked)["content"] == "gone" and chat.turns[-1].answer == "Done."


def last(asked):
    """The last message that a model was told."""
    return [each for each in asked.requests if each.verb == "POST"][-1].json["messages"][-1]


def button(panel, words):
    return next(each for each in tree(panel.widget) if getattr(each, "description", "") == words)


def test_the_model_is_told_where_it_is_refused(chat, asked):
    chat.send("Delete it")
    wait(lambda: chat.permission.question)
    button(chat, "Refuse").click()
    assert chat.wait(5) and called == [] and chat.turns[-1].answer == "Done."
    assert "did not allow" in last(asked)["content"]


def test_a_stop_refuses_and_the_question_is_gone(chat):
    chat.send("Delete it")
    wait(lambda: chat.permission.question)
    chat.stop()
    wait(lambda: not chat.permission.question)
    assert called == [] and not chat.busy
    with pytest.raises(ValueError, match="No call waits"):
        chat.permission.yes()


def test_where_nobody_can_be_asked_it_is_not_called(chat):
    chat.threads = False
    chat.send("Delete it")
    assert called == [] and chat.turns[-1].answer == "Done."


def test_a_panel_that_is_closed_leaves_no_thread_waiting(chat):
    chat.send("Delete it")
    wait(lambda: chat.permission.question)
    chat.close()
    wait(lambda: "openai_nb panel" not in [each.name for each in threading.enumerate()])
    assert called == []


def test_what_a_chat_took_stands_in_the_ledger(asked):
    asked.answers(saying("Hi"))
    panel = ChatPanel("plans")
    panel.send("Hello")
    assert panel.wait(5)
    (row,) = ledger.shared().rows()
    assert (row["what"], row["conversation"]) == ("chat", "plans")
    assert (row["input_tokens"], row["output_tokens"]) == (3, 4)
    panel.close()


def test_a_chat_that_may_cost_too_much_is_not_sent(asked, monkeypatch):
    monkeypatch.setattr(usual, "max_cost", lambda: 0.000001)
    panel = ChatPanel(model="gpt-4.1")
    panel.send("Hello")
    assert panel.wait(5) and "max_cost" in panel.problem and asked.requests == []
    panel.close()
