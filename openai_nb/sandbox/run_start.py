"""Run start: a run as it begins, by what is given for it and what its assistant and thread have."""

from __future__ import annotations

from typing import Any

from openai_nb.sandbox.assistants import TOOLS, attached, check_resources, check_tools
from openai_nb.sandbox.beta import RUN, as_object, check_format, check_labels, found
from openai_nb.sandbox.catalogue import resolve
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.rules import one_of
from openai_nb.sandbox.running import LIFE_SECONDS, active, look_all
from openai_nb.sandbox.store import Store
from openai_nb.sandbox.threads import add_message, check_message

TAKEN = ("model", "instructions", "tools", "temperature", "top_p", "response_format")  # from the assistant
USUAL: dict[str, Any] = {  # what is not said for a run
    "metadata": {},
    "additional_instructions": None,
    "reasoning_effort": None,
    "max_prompt_tokens": None,
    "max_completion_tokens": None,
    "truncation_strategy": {"type": "auto", "last_messages": None},
    "tool_choice": "auto",
    "parallel_tool_calls": True,
}
CHOICES = ("none", "auto", "required")


def start(store: Store, thread: dict[str, Any], assistant_id: str, options: dict[str, Any]) -> dict[str, Any]:
    """A new run of an assistant in a thread; refused while another is under way there."""
    assistant = found(store, "assistant", assistant_id)
    checked = _checked(store, options)
    more = [
        check_message(store, each, f"additional_messages[{place}]")
        for place, each in enumerate(options.get("additional_messages") or ())
    ]
    with store.step():
        look_all(store, thread["id"])
        if run := active(store, thread["id"]):
            raise Refusal(400, f"Thread {thread['id']} already has an active run {run['id']}.")
        for each in more:
            add_message(store, thread["id"], each)
        run = _made(store, thread, assistant, checked)
        return store.put(RUN, run, parent=thread["id"])


def _made(
    store: Store, thread: dict[str, Any], assistant: dict[str, Any], given: dict[str, Any]
) -> dict[str, Any]:
    """A run as it begins: what was given for it, else what its assistant has."""
    now = store.now()
    taken = {name: given.get(name, assistant[name]) for name in TAKEN}
    return {
        "id": store.new("run_"),
        "object": RUN,
        "created_at": now,
        "thread_id": thread["id"],
        "assistant_id": assistant["id"],
        "status": "queued",
        "required_action": None,
        "last_error": None,
        "incomplete_details": None,
        "expires_at": now + LIFE_SECONDS,
        **dict.fromkeys(("started_at", "cancelled_at", "failed_at", "completed_at")),
        **taken,
        "model": resolve(store, taken["model"], "chat"),
        "instructions": taken["instructions"] or "",
        "file_ids": [each["id"] for each in attached(store, assistant)],
        "tool_resources": _searched(assistant, thread, given),
        "usage": None,
        **{name: given.get(name, usual) for name, usual in USUAL.items()},
    }


def _searched(*holders: dict[str, Any]) -> list[str]:
    """The vector stores that are searched: the assistant's, the thread's and the run's own."""
    searches = [(each.get("tool_resources") or {}).get("file_search") or {} for each in holders]
    return [one for each in searches for one in each.get("vector_store_ids", ())]


def _checked(store: Store, options: dict[str, Any]) -> dict[str, Any]:
    """The options of a run, in the form they are kept in."""
    kept = {name: value for name, value in options.items() if name not in ("additional_messages", "include")}
    if "tools" in kept:
        kept["tools"] = check_tools(kept["tools"])
    if "metadata" in kept:
        kept["metadata"] = check_labels(kept["metadata"])
    if "tool_resources" in kept:
        kept["tool_resources"] = check_resources(store, kept["tool_resources"])
    check_format(kept.get("response_format"))
    choice, cutting = kept.get("tool_choice"), kept.get("truncation_strategy")
    if isinstance(choice, str):
        one_of(*CHOICES)("tool_choice", choice)
    elif choice is not None:
        _check_choice(choice)
    if cutting is not None:
        _check_cutting(cutting)
        kept["truncation_strategy"] = {"last_messages": None, **cutting}
    return kept


def _check_choice(choice: dict[str, Any]) -> None:
    kind = choice.get("type")
    if kind not in TOOLS:
        listed = ", ".join(f"'{each}'" for each in TOOLS)
        raise invalid("tool_choice.type", f"Invalid value: '{kind}'. Supported values are: {listed}.")
    if kind == "function" and not as_object(choice.get("function"), "tool_choice.function").get("name"):
        raise Refusal(
            400, "Missing required parameter: 'tool_choice.function.name'.", param="tool_choice.function"
        )


def _check_cutting(cutting: dict[str, Any]) -> None:
    kind, most = cutting.get("type"), cutting.get("last_messages")
    if kind not in ("auto", "last_messages"):
        raise invalid(
            "truncation_strategy.type",
            f"Invalid value: '{kind}'. Supported values are: 'auto' and 'last_messages'.",
        )
    if kind == "last_messages" and (type(most) is not int or most < 1):
        raise invalid("truncation_strategy.last_messages", "'last_messages' must be a number from 1.")
