"""Running: a run from state to state: queued, in progress, waiting for outputs, at its end.

A run goes one stage on with each look at it, whoever looks: that is deterministic, needs no clock, and
survives a restart, since all a run is stands in the store.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from openai_nb.core.events import Event
from openai_nb.sandbox.beta import MESSAGE, RUN, STEP
from openai_nb.sandbox.journal import amounts, note
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.run_views import Happening, as_event, begun, message_pieces, step_pieces
from openai_nb.sandbox.run_work import Next, next_of
from openai_nb.sandbox.store import Store
from openai_nb.sandbox.threads import add_message, text_block

ACTIVE = {"queued", "in_progress", "requires_action", "cancelling"}
MOVING = {"queued", "in_progress", "cancelling"}
LIFE_SECONDS = 600  # a run that has not ended by then expires


def active(store: Store, thread_id: str) -> dict[str, Any] | None:
    """The run that is under way in a thread."""
    return next((each for each in store.all(RUN, thread_id) if each["status"] in ACTIVE), None)


def look_all(store: Store, thread_id: str) -> None:
    """Let the run that is under way in a thread go one stage on."""
    if run := active(store, thread_id):
        look(store, run["id"])


def look(store: Store, run_id: str) -> dict[str, Any]:
    """A run, after it has gone one stage on."""
    with store.step():
        run = store.get(RUN, run_id)
        assert run is not None
        advance(store, run)
        return store.get(RUN, run_id) or run


def told(store: Store, run_id: str, version: int, first: list[Happening]) -> Iterator[Event]:
    """A run as it goes on, event by event, until it rests."""
    yield from (as_event(store, each, version) for each in first)
    while (run := store.get(RUN, run_id)) and run["status"] in MOVING:
        with store.step():
            happened = advance(store, run)
        for each in happened:
            yield as_event(store, each, version)
            if store.pace and each.name == f"{MESSAGE}.delta":
                time.sleep(1 / store.pace)
    yield Event("done", "[DONE]")


def advance(store: Store, run: dict[str, Any]) -> list[Happening]:
    """One stage on, if there is one, and what happens on the way."""
    now = store.now()
    if run["status"] in ACTIVE and now >= run["expires_at"]:
        return [*_drop_steps(store, run, "expired"), _become(store, run, "expired")]
    if run["status"] == "queued":
        return [_become(store, run, "in_progress", started_at=run["started_at"] or now)]
    if run["status"] == "cancelling":
        return [*_drop_steps(store, run, "cancelled"), _become(store, run, "cancelled", cancelled_at=now)]
    if run["status"] != "in_progress":
        return []
    todo = next_of(store, run)
    most = run["max_prompt_tokens"]
    if most is not None and todo.asked > most:
        return [_incomplete(store, run, "max_prompt_tokens")]
    if todo.waits:
        return _call(store, run, todo)
    return _use(store, run, todo) if todo.calls else _speak(store, run, todo)


def cancel(store: Store, run: dict[str, Any]) -> dict[str, Any]:
    """Stop a run; it is `cancelling` until the next look."""
    if run["status"] not in ACTIVE:
        raise Refusal(400, f"Cannot cancel run with status '{run['status']}'.")
    return _become(store, run, "cancelling").thing


def submit(store: Store, run: dict[str, Any], outputs: list[Any]) -> list[Happening]:
    """Take in the outputs of all the calls a run waits for; it is queued again."""
    if run["status"] != "requires_action":
        raise Refusal(400, f'Runs in status "{run["status"]}" do not accept tool outputs.')
    for place, each in enumerate(outputs):
        if not isinstance(each, dict) or not isinstance(each.get("output", ""), str):
            where = f"tool_outputs[{place}]"
            raise invalid(where, f"Invalid '{where}': expected a tool_call_id and an output, a string.")
    given = {each.get("tool_call_id"): each.get("output", "") for each in outputs}
    wanted = [call["id"] for call in run["required_action"]["submit_tool_outputs"]["tool_calls"]]
    if sorted(map(str, given)) != sorted(wanted):
        raise Refusal(400, f"Expected tool outputs for call_ids {wanted}, got {list(given)}")
    step = next(each for each in store.all(STEP, run["id"]) if each["status"] == "in_progress")
    for call in step["step_details"]["tool_calls"]:
        call["function"]["output"] = given[call["id"]]
    done = store.put(STEP, {**step, "status": "completed", "completed_at": store.now()})
    return [Happening(f"{STEP}.completed", done), _become(store, run, "queued", required_action=None)]


def _become(store: Store, run: dict[str, Any], status: str, **fields: Any) -> Happening:
    """A run in another state; its usage is told once it has ended."""
    if status not in ACTIVE:
        used = _used(store, run)
        fields = {"required_action": None, "usage": used, **fields}
        path = f"/threads/{run['thread_id']}/runs/{run['id']}"
        counted = amounts("completions", path, {}, fields)
        note(store, "WORK", path, 200, kind="completions", model=run["model"], **counted)
    return Happening(f"{RUN}.{status}", store.put(RUN, {**run, "status": status, **fields}))


def _incomplete(store: Store, run: dict[str, Any], reason: str) -> Happening:
    details = {"reason": reason}
    return _become(store, run, "incomplete", incomplete_details=details, completed_at=None)


def _drop_steps(store: Store, run: dict[str, Any], status: str) -> list[Happening]:
    """Steps that were still under way end with their run."""
    when = {"expired": "expired_at", "cancelled": "cancelled_at"}[status]
    open_ = [each for each in store.all(STEP, run["id"]) if each["status"] == "in_progress"]
    ended = [store.put(STEP, {**each, "status": status, when: store.now()}) for each in open_]
    return [Happening(f"{STEP}.{status}", each) for each in ended]


def _call(store: Store, run: dict[str, Any], todo: Next) -> list[Happening]:
    """Ask for functions to be called, and wait."""
    calls = [{**each, "function": {**each["function"], "output": None}} for each in todo.calls]
    details = {"type": "tool_calls", "tool_calls": calls}
    step = _step(store, run, details, todo, status="in_progress", completed_at=None)
    asked = {"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": list(todo.calls)}}
    return [*_opening(step), _become(store, run, "requires_action", required_action=asked)]


def _use(store: Store, run: dict[str, Any], todo: Next) -> list[Happening]:
    """Note what a tool of the sandbox's own did."""
    step = _step(store, run, {"type": "tool_calls", "tool_calls": list(todo.calls)}, todo)
    return [*_opening(step), Happening(f"{STEP}.completed", step)]


def _speak(store: Store, run: dict[str, Any], todo: Next) -> list[Happening]:
    """Write the message, and end."""
    message = add_message(
        store,
        run["thread_id"],
        {"role": "assistant", "content": [text_block(todo.text, list(todo.notes))]},
        assistant_id=run["assistant_id"],
        run_id=run["id"],
        **(_cut(store) if todo.cut else {}),
    )
    details = {"type": "message_creation", "message_creation": {"message_id": message["id"]}}
    step = _step(store, run, details, todo)
    ended = (
        _incomplete(store, run, "max_completion_tokens")
        if todo.cut
        else _become(store, run, "completed", completed_at=store.now())
    )
    return [
        *_opening(step),
        *(Happening(f"{MESSAGE}.{word}", begun(message)) for word in ("created", "in_progress")),
        *message_pieces(message),
        Happening(f"{MESSAGE}.{message['status']}", message),
        Happening(f"{STEP}.completed", step),
        ended,
    ]


def _cut(store: Store) -> dict[str, Any]:
    when = {"completed_at": None, "incomplete_at": store.now()}
    return {"status": "incomplete", "incomplete_details": {"reason": "max_tokens"}, **when}


def _opening(step: dict[str, Any]) -> list[Happening]:
    grown = step_pieces(step) if step["type"] == "tool_calls" else ()
    return [*(Happening(f"{STEP}.{word}", begun(step)) for word in ("created", "in_progress")), *grown]


def _step(
    store: Store, run: dict[str, Any], details: dict[str, Any], todo: Next, **fields: Any
) -> dict[str, Any]:
    now = store.now()
    step = {
        "id": store.new("step_"),
        "object": STEP,
        "created_at": now,
        "run_id": run["id"],
        "assistant_id": run["assistant_id"],
        "thread_id": run["thread_id"],
        "type": details["type"],
        "status": "completed",
        "cancelled_at": None,
        "completed_at": now,
        "expired_at": None,
        "failed_at": None,
        "last_error": None,
        "step_details": details,
        "metadata": {},
        "usage": _counted(todo.asked, todo.answered),
        **fields,
    }
    return store.put(STEP, step, parent=run["id"])


def _used(store: Store, run: dict[str, Any]) -> dict[str, int]:
    spent = [each["usage"] for each in store.all(STEP, run["id"])]
    return _counted(
        sum(each["prompt_tokens"] for each in spent), sum(each["completion_tokens"] for each in spent)
    )


def _counted(asked: int, answered: int) -> dict[str, int]:
    return {"prompt_tokens": asked, "completion_tokens": answered, "total_tokens": asked + answered}
