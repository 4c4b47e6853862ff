"""Run work: what an assistant does next in a thread: call functions, reckon, search files, or speak."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from openai_nb.sandbox import shelves
from openai_nb.sandbox.answering import told
from openai_nb.sandbox.beta import MESSAGE, STEP
from openai_nb.sandbox.media import as_file
from openai_nb.sandbox.oracle import arithmetic, extraction, retrieval, tokens
from openai_nb.sandbox.oracle.talk import text_of
from openai_nb.sandbox.store import Store
from openai_nb.sandbox.threads import as_chat
from openai_nb.sandbox.told import Told

NEAR = 0.12  # the score from which a passage has to do with a question
FED = 6  # passages that an answer is read from
OPTIONS = ("temperature", "parallel_tool_calls", "max_completion_tokens")
CALCULATOR = "# worked out by the sandbox's calculator; no Python runs here\n"


@dataclass(frozen=True)
class Next:
    """What is done next: calls (of functions, to be answered; of tools, done), or words."""

    calls: tuple[dict[str, Any], ...] = ()
    text: str = ""
    notes: tuple[dict[str, Any], ...] = ()
    asked: int = 0
    answered: int = 0
    cut: bool = False

    @property
    def waits(self) -> bool:
        """Whether its calls have to be answered from outside."""
        return bool(self.calls) and self.calls[0]["type"] == "function"


def next_of(store: Store, run: dict[str, Any]) -> Next:
    """What a run does next; it is worked out anew from what is kept, so that a run survives a restart."""
    steps = store.all(STEP, run["id"])
    done = {call["type"]: call for step in steps for call in step["step_details"].get("tool_calls", ())}
    messages = [*_said(store, run), *_answered(steps)]
    question = next((text_of(each) for each in reversed(messages) if each["role"] == "user"), "")
    asked = tokens.messages_count(messages) + sum(tokens.count(json.dumps(each)) for each in run["tools"])
    said = told(store, run["model"], messages, _options(run))
    if said.calls:
        return Next(tuple(said.calls), asked=asked, answered=said.size)
    offered = {each["type"] for each in run["tools"]} if run["tool_choice"] != "none" else set()
    if "code_interpreter" in offered - done.keys() and (sum_ := _reckoned(question)):
        return Next((_code(store, *sum_),), asked=asked, answered=tokens.count(sum_[1]))
    hits = _hits(store, run, question) if "file_search" in offered else []
    if hits and "file_search" not in done:
        return Next((_search(store, run, hits),), asked=asked, answered=tokens.count(question))
    if "code_interpreter" in done and "function" not in done and (sum_ := _reckoned(question)):
        said = Told(tokens.pieces(sum_[1]))
    elif hits:
        said = told(store, run["model"], _with(messages, hits[:FED]), _options(run))
    text, notes = retrieval.cited("".join(said.pieces) or said.refusal or "", hits[:FED])
    return Next((), text, tuple(notes), asked, said.size, said.finish == "length")


def _said(store: Store, run: dict[str, Any]) -> list[dict[str, Any]]:
    """The thread as a chat, the assistant's instructions before it."""
    orders = "\n".join(each for each in (run["instructions"], run["additional_instructions"]) if each)
    kept = [as_chat(store, each) for each in store.all(MESSAGE, run["thread_id"])]
    limits = run["truncation_strategy"]
    if limits["type"] == "last_messages":
        kept = kept[-limits["last_messages"] :]
    return [*([{"role": "system", "content": orders}] if orders else []), *kept]


def _answered(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The functions that were called in this run, and what they gave."""
    messages: list[dict[str, Any]] = []
    for step in steps:
        calls = [each for each in step["step_details"].get("tool_calls", ()) if each["type"] == "function"]
        if not calls or any(each["function"]["output"] is None for each in calls):
            continue
        bare = [{**each, "function": _asked_for(each["function"])} for each in calls]
        messages.append({"role": "assistant", "content": None, "tool_calls": bare})
        messages += [
            {"role": "tool", "tool_call_id": each["id"], "content": each["function"]["output"]}
            for each in calls
        ]
    return messages


def _asked_for(function: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in function.items() if name != "output"}


def _options(run: dict[str, Any]) -> dict[str, Any]:
    """The options of a chat that a run amounts to."""
    options = {name: run[name] for name in OPTIONS if run[name] is not None}
    functions = [each for each in run["tools"] if each["type"] == "function"]
    if functions:
        options["tools"] = functions
        wanted = run["tool_choice"]
        of_tools = isinstance(wanted, dict) and wanted.get("type") != "function"
        options["tool_choice"] = "none" if of_tools else wanted
    if isinstance(run["response_format"], dict):
        options["response_format"] = run["response_format"]
    return options


def _reckoned(question: str) -> tuple[str, str] | None:
    """(the expression, its worked result) of a question that is a sum, or has one between backticks."""
    parts = [*re.findall(r"`([^`]+)`", question), question, *re.split(r"(?<=[.?!])\s+", question)]
    for part in parts:
        if solved := arithmetic.solve(part):
            left = solved.partition(" = ")[0]
            return (left if re.search(r"\d", left) else part.strip()), solved
    return None


def _code(store: Store, expression: str, solved: str) -> dict[str, Any]:
    plain = expression.replace("×", "*").replace("^", "**")
    outputs = [{"type": "logs", "logs": solved}]
    code = {"input": f"{CALCULATOR}{plain}", "outputs": outputs}
    return {"id": store.new("call_"), "type": "code_interpreter", "code_interpreter": code}


def _hits(store: Store, run: dict[str, Any], question: str) -> list[retrieval.Hit]:
    """The passages of the files at hand that the question is about."""
    wanted: dict[str, Any] = next(
        (each.get("file_search") or {} for each in run["tools"] if each["type"] == "file_search"), {}
    )
    least = (wanted.get("ranking_options") or {}).get("score_threshold") or NEAR
    forced = isinstance(run["tool_choice"], dict) and run["tool_choice"].get("type") == "file_search"
    most, least = wanted.get("max_num_results") or 20, 0.0 if forced else least
    found = retrieval.search(question, _sources(store, run), most, least)
    for each in shelves.search(store, _alive(store, run), [question], most=most, least=least):
        file = store.get("file", each.file["id"])
        found.append(retrieval.Hit(each.file["id"], file["filename"] if file else "", each.score, each.text))
    return sorted(found, key=lambda hit: -hit.score)[:most]


def _alive(store: Store, run: dict[str, Any]) -> list[str]:
    """The vector stores one may search that are still there."""
    return [each for each in run["tool_resources"] if store.get("vector store", each)]


def _sources(store: Store, run: dict[str, Any]) -> list[retrieval.Source]:
    """The files one may search one by one: those of the assistant, and of the thread's messages."""
    ids = list(run["file_ids"])
    for message in store.all(MESSAGE, run["thread_id"]):
        ids += [
            each["file_id"]
            for each in message["attachments"]
            if any(tool["type"] == "file_search" for tool in each["tools"])
        ]
    found = []
    for each in dict.fromkeys(ids):
        file, data = store.get("file", each), store.read(each)
        if file and data and (text := _text(file["filename"], data)):
            found.append(retrieval.Source(each, file["filename"], text))
    return found


def _text(name: str, data: bytes) -> str:
    """The words of a file; none where it is no text."""
    try:
        return extraction.text_of(name, data)
    except extraction.Unreadable:
        return ""


def _search(store: Store, run: dict[str, Any], hits: list[retrieval.Hit]) -> dict[str, Any]:
    results = [
        {
            "file_id": each.id,
            "file_name": each.name,
            "score": each.score,
            "content": [{"type": "text", "text": each.text}],
        }
        for each in hits
    ]
    ranked = {"ranker": "default_2024_08_21", "score_threshold": 0.0}
    about = {"ranking_options": ranked, "results": results}
    return {"id": store.new("call_"), "type": "file_search", "file_search": about}


def _with(messages: list[dict[str, Any]], hits: list[retrieval.Hit]) -> list[dict[str, Any]]:
    """The chat with what was found beside the last question."""
    last = max(place for place, each in enumerate(messages) if each["role"] == "user")
    texts: dict[str, str] = {}
    for hit in hits:
        texts[hit.name] = f"{texts.get(hit.name, '')}\n{hit.text}".strip()
    files = [as_file(name, text) for name, text in texts.items()]
    asked = {**messages[last], "content": [*messages[last]["content"], *files]}
    return [*messages[:last], asked, *messages[last + 1 :]]
