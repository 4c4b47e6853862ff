"""Responding: from what a response is asked to be to the response, and what is kept of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from openai_nb.sandbox import searching, turns
from openai_nb.sandbox.answering import told
from openai_nb.sandbox.catalogue import resolve
from openai_nb.sandbox.demands import NAMED, check, check_words
from openai_nb.sandbox.oracle import tokens
from openai_nb.sandbox.refusal import Refusal
from openai_nb.sandbox.shelves import Found
from openai_nb.sandbox.store import Store
from openai_nb.sandbox.told import Told
from openai_nb.sandbox.turns import Item

LIKELY = "message.output_text.logprobs"
UNDER_WAY = ("queued", "in_progress")
DEFAULTS: dict[str, Any] = {  # what a response tells of the arguments, where nobody gave them
    "background": False, "instructions": None, "max_output_tokens": None, "max_tool_calls": None,
    "metadata": {}, "parallel_tool_calls": True, "previous_response_id": None, "prompt_cache_key": None,
    "prompt_cache_retention": None, "safety_identifier": None, "store": True, "temperature": 1.0,
    "tool_choice": "auto", "top_logprobs": 0, "top_p": 1.0, "truncation": "disabled", "user": None,
}  # fmt: skip
FORM = {"type": "text"}


@dataclass(frozen=True)
class Asked:
    """What a response is asked to be: by which model, after what, and how."""

    model: str
    before: list[Item]  # what was said earlier, in this conversation or chain
    given: list[Item]
    messages: list[dict[str, Any]]  # all of it, as a chat
    conversation: str | None
    options: dict[str, Any]

    @property
    def size(self) -> int:
        """How many tokens there are to read."""
        asked = tokens.messages_count(self.messages)
        for part in (self.options.get("tools"), (self.options.get("text") or {}).get("format")):
            asked += tokens.count(json.dumps(part)) if part else 0
        return asked


def asked(store: Store, options: dict[str, Any]) -> Asked:
    """What the arguments ask for, checked; a `Refusal` where it cannot be had."""
    if options.get("model") is None:
        raise _missing("model", "Missing required parameter: 'model'.")
    name = resolve(store, options["model"], "chat")
    check(options)
    before, conversation = earlier(store, options)
    if options.get("input") is None and not before:
        raise _missing(
            "input", 'One of "input" or "previous_response_id" or "conversation" must be provided.'
        )
    given = turns.items(store, options.get("input") or [])
    turns.check_calls(before + given)
    orders = options.get("instructions")
    messages = [{"role": "developer", "content": orders}] if orders else []
    messages += turns.messages(store, before + given)
    check_words(messages, options)
    return Asked(name, before, given, messages, conversation, options)


def earlier(store: Store, options: dict[str, Any]) -> tuple[list[Item], str | None]:
    """(what was said before, the id of the conversation it was said in)."""
    if previous := options.get("previous_response_id"):
        found, heard = store.get("response", previous), store.get("response input", previous)
        if found is None or heard is None:
            raise Refusal(
                400,
                f"Previous response with id '{previous}' not found.",
                code="previous_response_not_found",
                param="previous_response_id",
            )
        return heard["items"] + found["output"], None
    conversation = options.get("conversation")
    if conversation is None:
        return [], None
    name = conversation if isinstance(conversation, str) else str(conversation.get("id"))
    if store.get("conversation", name) is None:
        raise Refusal(404, f"Conversation with id '{name}' not found.", param="conversation")
    return store.all("item", name), name


def responded(store: Store, asked: Asked) -> dict[str, Any]:
    """The whole response: files are searched first, where that is offered and of use."""
    options = asked.options
    found = searching.searched(store, asked.messages, options)
    asked = replace(asked, messages=searching.fed(store, asked.messages, found)) if found else asked
    answer = told(store, asked.model, asked.messages, _wanted(options))
    whole = answer.finish != "length"
    ending = {} if whole else {"incomplete_details": {"reason": "max_output_tokens"}}
    search = [searching.item(store, asked.messages, found, options)] if found else []
    return {
        **begun(store, asked),
        "status": "completed" if whole else "incomplete",
        "completed_at": store.now() if whole else None,
        **ending,
        "output": search + _output(store, answer, options, found),
        "usage": usage(asked.size, answer.size),
    }


def _wanted(options: dict[str, Any]) -> dict[str, Any]:
    """The options as those of a chat."""
    tools = [tool for tool in options.get("tools") or [] if tool["type"] in NAMED]
    choice = options.get("tool_choice")
    if not tools or (isinstance(choice, dict) and choice.get("type") == searching.KIND):
        choice = None
    return {
        **({"temperature": options["temperature"]} if "temperature" in options else {}),
        "tools": tools,
        "tool_choice": choice,
        "parallel_tool_calls": options.get("parallel_tool_calls", True),
        "response_format": (options.get("text") or {}).get("format"),
        "max_completion_tokens": options.get("max_output_tokens"),
        "logprobs": LIKELY in (options.get("include") or ()),
        "top_logprobs": options.get("top_logprobs", 0),
    }


def begun(store: Store, asked: Asked) -> dict[str, Any]:
    """A response as it begins: its id, and what it was asked to be."""
    options = asked.options
    text, reasoning = options.get("text") or {}, options.get("reasoning") or {}
    return {
        "id": store.new("resp_"),
        "object": "response",
        "created_at": store.now(),
        "status": "in_progress",
        "completed_at": None,
        "error": None,
        "incomplete_details": None,
        "model": asked.model,
        "output": [],
        **{name: options.get(name, usual) for name, usual in DEFAULTS.items()},
        "conversation": {"id": asked.conversation} if asked.conversation else None,
        "reasoning": {"effort": None, "summary": None, **reasoning},
        "service_tier": "default",
        "text": {"format": text.get("format") or FORM, "verbosity": text.get("verbosity") or "medium"},
        "tools": [_tool(tool) for tool in options.get("tools") or []],
        "usage": None,
    }


def usage(read: int, written: int) -> dict[str, Any]:
    """How many tokens were read and written, in the words of this family."""
    return {
        "input_tokens": read,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": written,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": read + written,
    }


def keep(store: Store, asked: Asked, response: dict[str, Any]) -> None:
    """Store a response with what it was given, and let its conversation grow."""
    with store.step():
        if asked.options.get("store", True):
            put(store, asked, response)
            for item in response["output"]:
                store.put("output item", item, parent=response["id"])
        if asked.conversation and store.get("conversation", asked.conversation):
            add(store, asked.conversation, asked.given + response["output"])


def put(store: Store, asked: Asked, response: dict[str, Any]) -> None:
    """Store a response, ended or not, with what it was given."""
    store.put("response", response)
    store.put("response input", {"id": response["id"], "items": asked.before + asked.given})


def add(store: Store, conversation: str, items: list[Item]) -> list[Item]:
    """Put items at the end of a conversation; one whose id is taken gets another."""
    added = []
    for item in items:
        if store.get("item", item["id"]) is not None:
            item = {**item, "id": store.new(turns.PREFIXES[item["type"]])}
        added.append(store.put("item", item, parent=conversation))
    return added


def _output(store: Store, answer: Told, options: dict[str, Any], found: list[Found]) -> list[Item]:
    custom = {tool["name"] for tool in options.get("tools") or [] if tool["type"] == "custom"}
    calls = [_call(store, call, custom) for call in answer.calls]
    return calls or [_message(store, answer, found)]


def _message(store: Store, answer: Told, found: list[Found]) -> Item:
    text = "".join(answer.pieces)
    cited = searching.citations(store, text, found)
    part: Item = {"type": "output_text", "text": text, "annotations": cited, "logprobs": answer.likely or []}
    if answer.refusal:
        part = {"type": "refusal", "refusal": answer.refusal}
    status = "incomplete" if answer.finish == "length" else "completed"
    about = {"id": store.new("msg_"), "type": "message", "status": status, "role": "assistant"}
    return {**about, "content": [part]}


def _call(store: Store, call: dict[str, Any], custom: set[str]) -> Item:
    name, arguments = call["function"]["name"], call["function"]["arguments"]
    about = {"call_id": call["id"], "name": name, "status": "completed"}
    if name in custom:
        return {"id": store.new("ctc_"), "type": "custom_tool_call", "input": arguments, **about}
    return {"id": store.new("fc_"), "type": "function_call", "arguments": arguments, **about}


def _tool(tool: dict[str, Any]) -> dict[str, Any]:
    if tool["type"] != "function":
        return tool
    return {"description": None, "parameters": None, "strict": True, **tool}


def _missing(name: str, message: str) -> Refusal:
    return Refusal(400, message, code="missing_required_parameter", param=name)
