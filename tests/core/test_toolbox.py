from __future__ import annotations

import json

import pytest

from openai_nb.core.record import Record
from openai_nb.core.toolbox import Toolbox, definitions
from openai_nb.core.tools import CODE_INTERPRETER, Tool


def add(a: int, b: int) -> int:
    """Add two numbers."""
    return a + b


def shout(word: str) -> str:
    """Say it loudly."""
    return word.upper()


CALL = {"id": "call_1", "type": "function", "function": {"name": "add", "arguments": '{"a": 1, "b": 2}'}}
BOX = Toolbox([add, Tool.of(shout, name="cry"), CODE_INTERPRETER])


def test_it_tells_of_all_its_tools():
    assert [each.get("function", each).get("name", each["type"]) for each in BOX.definitions] == [
        "code_interpreter",
        "add",
        "cry",
    ]
    assert [each.get("name") for each in BOX.responses] == [None, "add", "cry"]
    assert len(BOX) == 3 and repr(BOX) == "Toolbox(code_interpreter, add, cry)"


def test_a_call_is_answered_with_text():
    assert BOX.call(CALL) == "3"
    assert BOX.call(Record(CALL)) == "3"


def test_a_call_of_nothing_says_what_there_is():
    missing = {"id": "x", "function": {"name": "sing", "arguments": "{}"}}
    assert json.loads(BOX.call(missing)) == {"error": "There is no tool 'sing'; there is add, cry."}


def test_two_tools_of_one_name_are_refused():
    with pytest.raises(ValueError, match="Two tools are named 'add'"):
        Toolbox([add, add])


def test_a_chat_message_and_a_completion_are_answered_with_tool_messages():
    message = Record(role="assistant", content=None, tool_calls=[CALL])
    answered = [{"role": "tool", "tool_call_id": "call_1", "content": "3"}]
    assert BOX.outputs(message) == answered
    assert BOX.outputs(Record(choices=[{"message": {"tool_calls": [CALL]}}])) == answered
    assert BOX.outputs([CALL]) == answered


def test_a_run_is_answered_with_tool_outputs():
    run = Record(required_action={"submit_tool_outputs": {"tool_calls": [CALL]}}, tools=[])
    assert BOX.outputs(run) == [{"tool_call_id": "call_1", "output": "3"}]


def test_a_response_is_answered_with_items():
    asked = {"type": "function_call", "call_id": "c", "name": "cry", "arguments": '{"word": "hi"}'}
    response = Record(output=[{"type": "message", "content": []}, asked])
    assert BOX.outputs(response) == [{"type": "function_call_output", "call_id": "c", "output": "HI"}]


def test_what_asks_for_nothing_is_answered_with_nothing():
    assert BOX.outputs(Record(role="assistant", content="Hello")) == []


def test_functions_may_stand_where_definitions_are_wanted():
    assert definitions([add, CODE_INTERPRETER]) == [Tool.of(add).definition, CODE_INTERPRETER]
    assert definitions(BOX) == BOX.definitions and definitions(None) is None
