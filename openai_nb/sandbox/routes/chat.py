"""Chat: answers worked out from the prompt, at once or in pieces."""

from __future__ import annotations

import json
import time
from collections.abc import Generator
from typing import Any

from openai_nb.api.chat import Completions
from openai_nb.sandbox import schema_rules
from openai_nb.sandbox.answering import told
from openai_nb.sandbox.catalogue import resolve
from openai_nb.sandbox.oracle import tokens
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.routes import router, stored_chats
from openai_nb.sandbox.rules import long, metadata, number, one_of, stops
from openai_nb.sandbox.store import Store
from openai_nb.sandbox.told import Told, deltas, message

ROLES = ("system", "developer", "user", "assistant", "tool", "function")
RULES = {
    "messages": long(1, 1_000_000),
    "temperature": number(0.0, 2.0),
    "top_p": number(0.0, 1.0),
    "n": number(1, 128),
    "frequency_penalty": number(-2.0, 2.0),
    "presence_penalty": number(-2.0, 2.0),
    "top_logprobs": number(0, 20),
    "max_tokens": number(1, 1_000_000),
    "max_completion_tokens": number(1, 1_000_000),
    "reasoning_effort": one_of("none", "minimal", "low", "medium", "high", "xhigh"),
    "service_tier": one_of("auto", "default", "flex", "scale", "priority"),
    "verbosity": one_of("low", "medium", "high"),
    "functions": long(1, 128),
    "tools": long(1, 128),
    "metadata": metadata,
    "stop": stops,
}
UNSERVED = {"audio": "sound", "web_search_options": "search of the web"}  # it would change the answer's shape
FINGERPRINT = "fp_sandbox"
Pieces = Generator[dict[str, Any], None, dict[str, Any]]  # and the whole answer, for the journal


@router.serves(Completions.create, **RULES)
def create(store: Store, /, model: str, messages: list[Any], **options: Any) -> dict[str, Any]:
    name, answers = _answers(store, model, messages, options)
    return _whole(store, _head(store, name, "chat.completion"), answers, messages, options)


def _whole(
    store: Store, head: dict[str, Any], answers: list[Told], messages: list[Any], options: dict[str, Any]
) -> dict[str, Any]:
    """The answer at once; it is stored if that was asked for."""
    choices = [
        {
            "index": index,
            "message": message(each),
            "logprobs": {"content": each.likely, "refusal": None} if each.likely else None,
            "finish_reason": each.finish,
        }
        for index, each in enumerate(answers)
    ]
    usage = _usage(messages, answers, options)
    answer = {**head, "choices": choices, "usage": usage, "service_tier": "default"}
    if options.get("store"):
        stored_chats.keep(store, answer, messages, options)
    return answer


@router.serves(Completions.stream, **RULES)
def stream(store: Store, /, model: str, messages: list[Any], **options: Any) -> Pieces:
    asked = options.pop("stream_options", None) or {}
    name, answers = _answers(store, model, messages, options)
    head = _head(store, name, "chat.completion.chunk")
    with_usage = bool(asked.get("include_usage"))
    blank = {"usage": None} if with_usage else {}
    pause = 1 / store.pace if store.pace else 0.0
    for index, each in enumerate(answers):
        for delta, likely in deltas(each):
            said = {"content": [likely], "refusal": None} if likely else None
            choice = {"index": index, "delta": delta, "logprobs": said, "finish_reason": None}
            yield {**head, "choices": [choice], **blank}
            if pause:
                time.sleep(pause)
        last = {"index": index, "delta": {}, "logprobs": None, "finish_reason": each.finish}
        yield {**head, "choices": [last], **blank}
    whole = _whole(store, {**head, "object": "chat.completion"}, answers, messages, options)
    if with_usage:
        yield {**head, "choices": [], "usage": whole["usage"]}
    return whole


def _answers(
    store: Store, model: str, messages: list[Any], options: dict[str, Any]
) -> tuple[str, list[Told]]:
    name = resolve(store, model, "chat")
    _check(messages, options)
    return name, [told(store, name, messages, options, index) for index in range(options.get("n", 1))]


def _head(store: Store, name: str, kind: str) -> dict[str, Any]:
    born = {"id": store.new("chatcmpl-"), "object": kind, "created": store.now()}
    return {**born, "model": name, "system_fingerprint": FINGERPRINT}


def _usage(messages: list[Any], answers: list[Told], options: dict[str, Any]) -> dict[str, Any]:
    asked = tokens.messages_count(messages)
    for name in ("tools", "functions", "response_format"):
        asked += tokens.count(json.dumps(options[name])) if options.get(name) else 0
    answered = sum(each.size for each in answers)
    return {
        "prompt_tokens": asked,
        "completion_tokens": answered,
        "total_tokens": asked + answered,
        "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": 0,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }


def _check(messages: list[Any], options: dict[str, Any]) -> None:
    for place, each in enumerate(messages):
        where = f"messages[{place}]"
        if not isinstance(each, dict):
            raise invalid(where, f"Invalid type for '{where}': expected an object.", "invalid_type")
        if each.get("role") not in ROLES:
            listed = ", ".join(f"'{role}'" for role in ROLES)
            raise invalid(
                f"{where}.role", f"Invalid value: '{each.get('role')}'. Supported values are: {listed}."
            )
        if each.get("content") is None and each["role"] not in ("assistant", "function"):
            raise Refusal(400, f"Missing required parameter: '{where}.content'.", param=f"{where}.content")
    for name, what in UNSERVED.items():
        if options.get(name):
            raise Refusal(
                400, f"The sandbox has no {what}: '{name}'.", code="unsupported_parameter", param=name
            )
    if options.get("top_logprobs") is not None and not options.get("logprobs"):
        raise invalid("top_logprobs", "'top_logprobs' needs 'logprobs' to be true.")
    if options.get("stream_options") and not options.get("stream", False):
        raise invalid("stream_options", "'stream_options' is only allowed when 'stream' is true.")
    if options.get("tool_choice") and not options.get("tools"):
        raise invalid("tool_choice", "'tool_choice' is only allowed when 'tools' are specified.")
    for name in ("tools", "functions"):
        _check_tools(name, options.get(name) or [])
    _check_format(messages, options.get("response_format"))


def _check_format(messages: list[Any], wanted: Any) -> None:
    kind = wanted.get("type") if wanted else "text"
    if kind not in ("text", "json_object", "json_schema"):
        raise invalid(
            "response_format.type",
            f"Invalid value: '{kind}'. Supported values are: 'json_object', 'json_schema', and 'text'.",
        )
    if kind == "json_object" and "json" not in json.dumps(messages).lower():
        raise invalid(
            "messages",
            "'messages' must contain the word 'json' in some form, to use 'response_format' of type "
            "'json_object'.",
            None,
        )
    if kind == "json_schema":
        _check_schema(wanted.get("json_schema") or {})


def _check_schema(form: Any) -> None:
    where = "response_format.json_schema.schema"
    if not isinstance(form, dict) or not isinstance(form.get("schema"), dict):
        raise Refusal(
            400, f"Missing required parameter: '{where}'.", code="missing_required_parameter", param=where
        )
    what = f"response_format '{form.get('name', 'answer')}'"
    schema_rules.check(form["schema"], what, where, strict=form.get("strict") is True)


def _check_tools(name: str, tools: list[Any]) -> None:
    for place, tool in enumerate(tools):
        inside = tool.get("function", tool) if isinstance(tool, dict) else None
        where = f"{name}[{place}]"
        if not isinstance(inside, dict) or not isinstance(inside.get("name", ""), str):
            raise invalid(where, f"Invalid type for '{where}': expected a tool with a name.", "invalid_type")
        if inside.get("parameters") is not None:
            what = f"function '{inside.get('name')}'"
            strict = inside.get("strict") is True
            schema_rules.check(inside["parameters"], what, f"{where}.parameters", strict=strict)
