"""Functions of the notebook that a model calls."""

from __future__ import annotations

import builtins
import json
import subprocess
import sys

import pytest

from openai_nb.core.tools import get_available_tools, tool
from tests.magics.notebook import USAGE, saying
from tests.server import chunk, chunked, events

CALL = {"index": 0, "id": "call_1", "type": "function"}


def calling(name, words=None, **arguments):
    """An answer that asks for a function."""
    wanted = {**CALL, "function": {"name": name, "arguments": json.dumps(arguments)}}
    return chunked(*events(chunk(words, tool_calls=[wanted]), chunk(None, "tool_calls"), USAGE))


def weather(city: str) -> str:
    """The weather in a city."""
    return f"21 °C in {city}"


@pytest.fixture
def asked(answering, typed):
    answering.answers(calling("weather", city="Paris"), saying("It is 21 °C."))
    typed.names["weather"] = weather
    return answering


def test_a_function_is_called_and_the_answer_goes_on(typed, asked):
    ran = typed("%%chat --tools weather\nHow warm is Paris?")
    first, second = (each.json for each in asked.requests)
    assert first["tools"][0]["function"]["name"] == "weather"
    assert [each["role"] for each in second["messages"]] == ["user", "assistant", "tool"]
    assert second["messages"][-1] == {"role": "tool", "tool_call_id": "call_1", "content": "21 °C in Paris"}
    assert typed.names["_chat"] == "It is 21 °C."
    assert ran.saved[0]["data"]["text/plain"] == "It is 21 °C."


def test_calls_and_results_fold_under_the_answer(typed, asked):
    (output,) = typed("%%chat --tools weather\nHow warm is Paris?").saved
    answer, folds = output["data"]["text/markdown"].split("<details>")
    assert answer.startswith("It is 21 °C.")
    assert "<summary><code>weather(city=&quot;Paris&quot;)</code></summary>" in folds
    assert "<pre>21 °C in Paris</pre>" in folds


def test_both_requests_are_counted(typed, asked):
    assert "6→8 tok" in typed("%%chat --tools weather\nHow warm is Paris?").markdown
    assert typed.names["_chat"].usage.total_tokens == 14
    assert [each["role"] for each in typed.names["_chat"].messages] == ["user", "assistant", "tool"]


def test_a_second_run_asks_nobody(typed, asked):
    first = typed("%%chat --tools weather\nHow warm is Paris?")
    again = typed("%%chat --tools weather\nHow warm is Paris?")
    assert len(asked.requests) == 2
    assert first.saved == again.saved
    assert typed.names["_chat"].cached


def test_what_a_function_gave_belongs_to_the_conversation(typed, asked):
    typed("%%chat --tools weather\nHow warm is Paris?")
    typed("%%chat\nAnd in Fahrenheit?")
    roles = [each["role"] for each in asked.requests[-1].json["messages"]]
    assert roles == ["user", "assistant", "tool", "assistant", "user"]


def test_words_before_a_call_stay_on_the_page(typed, asked):
    asked.answers(calling("weather", "Let me look.", city="Paris"), saying("It is 21 °C."))
    ran = typed("%%chat --tools weather\nHow warm is Paris?")
    assert "Let me look.\n\nIt is 21 °C." in ran.markdown
    assert typed.names["_chat"] == "It is 21 °C."


@pytest.mark.parametrize(
    "gave", ["<script>alert(1)</script>", "a\n\n<b>b</b>\n\n# c $x$ `d`", "</pre></details>"]
)
def test_no_result_can_mark_up_the_page(typed, asked, gave):
    typed.names["weather"] = lambda city: gave
    typed.names["weather"].__name__ = "weather"
    folds = typed("%%chat --tools weather\nHow warm is Paris?").markdown.split("<details>")[1]
    inside = folds.split("<pre>")[1].split("</pre>")[0]
    assert not set("<>\n$`") & set(inside)


def test_an_error_in_a_function_is_told_to_the_model(typed, asked):
    typed.names["weather"] = lambda city: 1 / 0
    typed.names["weather"].__name__ = "weather"
    assert typed("%%chat --tools weather\nHow warm is Paris?").error is None
    assert "ZeroDivisionError" in asked.requests[-1].json["messages"][-1]["content"]


@pytest.mark.parametrize(("said", "made"), [("y", 1), ("n", 0), ("", 0)])
def test_a_function_with_side_effects_asks_first(typed, asked, monkeypatch, said, made):
    gone, prompts = [], []

    @tool(confirm=True)
    def delete(path: str) -> str:
        gone.append(path)
        return "gone"

    get_available_tools(clear=True)
    monkeypatch.setattr(builtins, "input", lambda prompt: prompts.append(prompt) or said)
    typed.names["delete"] = delete
    asked.answers(calling("delete", path="a.txt"), saying("Done."))
    typed("%%chat --tools delete\nDelete a.txt")
    assert prompts == ['Call delete(path="a.txt")? [y/N] ']
    assert len(gone) == made
    told = asked.requests[-1].json["messages"][-1]["content"]
    assert told == ("gone" if made else '{"error": "The user did not allow this call."}')


def test_where_nobody_can_be_asked_nothing_is_done(typed, asked, monkeypatch):
    def nobody(prompt):
        raise EOFError

    @tool(confirm=True)
    def delete(path: str) -> None:
        raise AssertionError("called")

    get_available_tools(clear=True)
    monkeypatch.setattr(builtins, "input", nobody)
    typed.names["delete"] = delete
    asked.answers(calling("delete", path="a.txt"), saying("Done."))
    assert typed("%%chat --tools delete\nDelete a.txt").error is None
    assert "did not allow" in asked.requests[-1].json["messages"][-1]["content"]


def test_a_model_that_never_ends_calling_is_stopped(typed, asked):
    asked.answers(calling("weather", city="Paris"))
    typed("%config OpenAINb.tool_turns = 3")
    typed("%config OpenAINb.cache = False")
    ran = typed("%%chat --tools weather\nHow warm is Paris?")
    assert type(ran.error).__name__ == "WaitedTooLong"
    assert len(asked.requests) == 3
    assert len(ran.trouble) == 2


def test_a_stop_within_a_function_leaves_a_talk_that_can_go_on(typed, asked):
    def slow(city: str) -> str:
        raise KeyboardInterrupt

    asked.answers(calling("slow", "Let me look.", city="Paris"), saying("yes"))
    typed.names["slow"] = slow
    ran = typed("%%chat --tools slow\nHow warm is Paris?")
    assert len("\n".join(ran.trouble)) <= 200
    typed("%%chat\nNever mind")
    assert [each["role"] for each in asked.requests[-1].json["messages"]] == ["user", "assistant", "user"]


@pytest.mark.parametrize("words", ["wether", "number", "f(", "[weather]"])
def test_what_is_no_function_is_told_in_two_lines(typed, asked, words):
    typed.names["number"] = 5
    ran = typed(f"%%chat --tools {words}\nHow warm is Paris?")
    assert type(ran.error).__name__ == "Misused"
    assert len(ran.trouble) == 2
    assert asked.requests == []


def test_several_functions_and_the_apis_own_tools_go_together(typed, asked):
    def other(n: int) -> int:
        return n

    typed.names |= {"other": other, "search": {"type": "file_search", "vector_store_ids": ["vs_1"]}}
    typed("%%chat --dry-run --tools weather,other\nHi")
    typed("%%chat --api responses --tools weather,other,web_search,search\nHi")
    tools = asked.requests[-1].json["tools"]
    assert [each.get("name", each["type"]) for each in tools] == [
        "web_search",
        "file_search",
        "weather",
        "other",
    ]


def test_the_sandbox_calls_functions_too(typed, here):
    here.use("sandbox")
    typed.names["weather"] = weather
    for api in ("chat", "responses"):
        ran = typed(f"%%chat --new --api {api} --tools weather\nWhat is the weather in Paris?")
        assert ran.error is None
        assert "21 °C" in typed.names["_chat"]
        assert "<details>" in ran.markdown


def test_a_terminal_shows_calls_and_comparisons_as_plain_words(monkeypatch):
    monkeypatch.setenv("OPENAI_NB_PROVIDER", "sandbox")
    lines = [
        "%load_ext openai_nb",
        "def weather(city: str) -> str: return f'21 °C in {city}'",
        "",
        "%chat --tools weather What is the weather in Paris?",
        "%chat --compare gpt-6-luna,gpt-6-sol What is 2 + 2?",
        "exit",
    ]
    words = (sys.executable, "-m", "IPython", "--simple-prompt", "--no-banner", "--colors=NoColor")
    ran = subprocess.run(words, input="\n".join(lines), capture_output=True, text=True, check=True)
    assert '(weather(city="Paris") → 21 °C in Paris)' in ran.stdout
    assert ran.stdout.count("2 + 2 = 4") == 2
    assert "<" not in ran.stdout
