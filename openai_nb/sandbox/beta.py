"""Beta: which version of the assistants a request speaks, and what ids and labels must be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from openai_nb.sandbox import schema_rules
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.rules import metadata
from openai_nb.sandbox.store import Store

Headers = Mapping[str, str]
UNSAID: Headers = MappingProxyType({})
MESSAGE, RUN, STEP = "thread.message", "thread.run", "thread.run.step"
NOUNS = {
    "assistant": ("asst", "assistant_id", "assistant"),
    "thread": ("thread", "thread_id", "thread"),
    MESSAGE: ("msg", "message_id", "message"),
    RUN: ("run", "run_id", "run"),
    STEP: ("step", "step_id", "run step"),
}


def version(headers: Headers) -> int:
    """1 or 2, as the header `OpenAI-Beta` says; a request without it is refused."""
    said = re.search(r"assistants=v([12])\b", headers.get("openai-beta", ""))
    if said is None:
        raise Refusal(
            400,
            "You must provide the 'OpenAI-Beta' header to access the Assistants API. Please try again by "
            "setting the header 'OpenAI-Beta: assistants=v2'.",
            code="invalid_beta",
        )
    return int(said[1])


def found(store: Store, kind: str, id: str, parent: str = "") -> dict[str, Any]:
    """The assistant, thread, message, run or step with this id (within its thread or run)."""
    prefix, name, noun = NOUNS[kind]
    if not id.startswith(f"{prefix}_"):
        raise invalid(name, f"Invalid '{name}': '{id}'. Expected an ID that begins with '{prefix}'.")
    thing = store.get(kind, id)
    if thing is None or parent not in ("", thing.get("thread_id"), thing.get("run_id")):
        raise Refusal(404, f"No {noun} found with id '{id}'.")
    return thing


def check_labels(labels: Any, name: str = "metadata") -> dict[str, str]:
    """Metadata: 16 pairs of texts at most, keys of up to 64 and values of up to 512 characters."""
    kept = as_object(labels, name)
    metadata(name, kept)
    return kept


def as_object(value: Any, where: str) -> dict[str, Any]:
    """`value`, which must be an object; null is an empty one."""
    if value is not None and not isinstance(value, dict):
        raise invalid(where, f"Invalid type for '{where}': expected an object.", "invalid_type")
    return value or {}


def as_array(value: Any, where: str) -> list[Any]:
    """`value`, which must be an array; null is an empty one."""
    if value is not None and not isinstance(value, list):
        raise invalid(where, f"Invalid type for '{where}': expected an array.", "invalid_type")
    return value or []


def check_format(wanted: Any) -> Any:
    """How an answer is to be written: auto, text, json_object or a json_schema."""
    kind = wanted.get("type") if isinstance(wanted, dict) else wanted
    if kind not in (None, "auto", "text", "json_object", "json_schema"):
        raise invalid(
            "response_format",
            f"Invalid value: '{kind}'. Supported values are: 'auto', 'text', 'json_object', 'json_schema'.",
        )
    if kind == "json_schema":
        told = as_object(wanted.get("json_schema"), "response_format.json_schema")
        if not isinstance(told.get("schema"), dict):
            name = "response_format.json_schema.schema"
            raise Refusal(400, f"Missing required parameter: '{name}'.", param=name)
        what, strict = f"response_format '{told.get('name', 'answer')}'", told.get("strict") is True
        schema_rules.check(told["schema"], what, "response_format.json_schema.schema", strict=strict)
    return wanted
