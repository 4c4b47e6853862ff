"""The panel of assistants without a browser: its state and its verbs, at a sandbox."""

import time

import pytest

from openai_nb.client import Client
from openai_nb.core.tools import Tool
from openai_nb.panels.assistants import AssistantPanel
from openai_nb.panels.running import did, spelled


def weather(city: str) -> str:
    """The weather in a city."""
    return f"rain in {city} <script>"


@pytest.fixture
def client(here):
    with Client.sandbox(step_seconds=0.01) as client:
        here.use(client)
        yield client


@pytest.fixture
def panel(client):
    panel = AssistantPanel(client=client, tools=[weather])
    panel.create("guide", "sandbox-chat", "Be brief.")
    yield panel
    panel.close()


def until(true, seconds=10):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


def say(panel, text):
    panel.say(text)
    assert panel.wait(10)
    assert panel.problem == ""


def test_functions_of_the_notebook_answer_its_calls(panel):
    say(panel, "What is the weather in Oslo?")
    (turn,) = panel.turns
    assert "rain in Oslo" in turn.answer and turn.status == "done"
    (call,) = panel.shown()[0]["calls"]
    assert call["name"] == "weather" and call["output"] == "rain in Oslo <script>"
    steps = {row["did"]: row["status"] for row in panel.steps.found}
    assert steps == {"weather(city='Oslo')": "completed", "writes a message": "completed"}
    assert "guide" in panel.twin()["text/plain"] and "<script" not in panel.twin()["text/html"]


def test_a_thread_goes_on_and_can_be_entered_again(panel):
    say(panel, "What is 2 + 2?")
    say(panel, "What is 3 + 3?")
    thread, first = panel.thread, panel.turns[0].answer
    panel.anew()
    assert panel.turns == [] and panel.thread == ""
    panel.enter(thread)
    assert [each.question[0]["content"] for each in panel.turns] == ["What is 2 + 2?", "What is 3 + 3?"]
    assert panel.turns[0].answer == first


@pytest.mark.parametrize("allowed", [True, False])
def test_a_function_that_wants_to_be_confirmed_is_asked_about(client, allowed):
    panel = AssistantPanel(client=client, tools=[Tool.of(weather, confirm=True)])
    panel.create("guide", "sandbox-chat")
    panel.say("What is the weather in Oslo?")
    until(lambda: panel.permission.question)
    assert "weather(city='Oslo')" in panel.permission.question
    panel.permission.yes() if allowed else panel.permission.no()
    assert panel.wait(10)
    output = panel.shown()[0]["calls"][0]["output"]
    assert ("rain" in output) is allowed and ("not allow" in output) is not allowed
    panel.close()


def test_a_stop_is_quick_cancels_the_run_and_leaves_the_thread_usable(panel, client):
    panel.tools = type(panel.tools)([Tool.of(weather, confirm=True)])
    panel.say("What is the weather in Oslo?")
    until(lambda: panel.permission.question)
    began = time.monotonic()
    panel.stop()
    assert time.monotonic() - began < 1 and not panel.busy
    (run,) = client.threads.runs.list(panel.thread)
    until(lambda: client.threads.runs.retrieve(run).status == "cancelled")
    panel.tools = type(panel.tools)([])
    say(panel, "What is 2 + 2?")


def test_an_assistant_is_deleted_after_a_second_look(panel, client):
    panel.delete()
    assert "guide" in panel.question
    panel.yes()
    assert panel.assistants.total == 0 and list(client.assistants.list()) == []
    for verb in (lambda: panel.say("Hi"), lambda: panel.create(" "), panel.delete):
        panel.attempt(verb)
        assert panel.problem


def test_without_threads_it_answers_in_place(client):
    panel = AssistantPanel(client=client, tools=[weather], threads=False)
    panel.create("guide", "sandbox-chat")
    panel.say("What is the weather in Oslo?")
    assert "rain in Oslo" in panel.turns[0].answer and not panel.busy
    panel.close()


def test_calls_and_steps_are_told_in_words():
    assert spelled({"function": {"name": "f", "arguments": '{"a": 1}'}}) == "f(a=1)"
    assert spelled({"function": {"name": "f", "arguments": "{"}}) == "f({)"
    code = {"type": "code_interpreter", "code_interpreter": {"input": "1 + 1"}}
    assert did({"step_details": {"tool_calls": [code]}}) == "code_interpreter: 1 + 1"
    assert did({}) == ""
