"""Runs: an assistant answers in a thread, stage by stage, at once told or looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openai_nb.api.runs import Runs, Steps
from openai_nb.api.threads import Threads
from openai_nb.core.events import Event
from openai_nb.sandbox.beta import RUN, STEP, UNSAID, Headers, check_labels, found, version
from openai_nb.sandbox.pages import listing
from openai_nb.sandbox.refusal import invalid
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.routes.assistants import EFFORTS
from openai_nb.sandbox.routes.threads import begin, show
from openai_nb.sandbox.rules import long, number, one_of
from openai_nb.sandbox.run_start import start
from openai_nb.sandbox.run_views import Happening, as_event, show_run, show_step
from openai_nb.sandbox.running import cancel, look, look_all, submit, told
from openai_nb.sandbox.store import Store

RULES = {
    "instructions": long(0, 256_000),
    "additional_instructions": long(0, 256_000),
    "tools": long(0, 128),
    "temperature": number(0.0, 2.0),
    "top_p": number(0.0, 1.0),
    "max_prompt_tokens": number(256, 1_000_000),
    "max_completion_tokens": number(256, 1_000_000),
    "reasoning_effort": one_of(*EFFORTS),
}


@router.serves(Runs.create, **RULES)
def create(
    store: Store, thread_id: str, assistant_id: str, headers: Headers = UNSAID, **options: Any
) -> dict[str, Any]:
    spoken = version(headers)
    return show_run(start(store, found(store, "thread", thread_id), assistant_id, options), spoken)


@router.serves(Runs.stream, **RULES)
def stream(
    store: Store, thread_id: str, assistant_id: str, headers: Headers = UNSAID, **options: Any
) -> Iterator[Event]:
    spoken = version(headers)
    run = start(store, found(store, "thread", thread_id), assistant_id, options)
    yield from told(store, run["id"], spoken, _begun(run))


@router.serves(Threads.create_and_run, **RULES)
def create_and_run(
    store: Store, assistant_id: str, thread: Any = None, headers: Headers = UNSAID, **options: Any
) -> dict[str, Any]:
    spoken = version(headers)
    return show_run(start(store, _thread(store, thread, assistant_id), assistant_id, options), spoken)


@router.serves(Threads.create_and_run_stream, **RULES)
def create_and_run_stream(
    store: Store, assistant_id: str, thread: Any = None, headers: Headers = UNSAID, **options: Any
) -> Iterator[Event]:
    spoken = version(headers)
    new = _thread(store, thread, assistant_id)
    run = start(store, new, assistant_id, options)
    yield as_event(store, Happening("thread.created", show(store, new, spoken)), spoken)
    yield from told(store, run["id"], spoken, _begun(run))


@router.serves(Runs.list)
def list_all(store: Store, thread_id: str, headers: Headers = UNSAID, **where: Any) -> dict[str, Any]:
    spoken = version(headers)
    found(store, "thread", thread_id)
    look_all(store, thread_id)
    listed = listing(store, RUN, thread_id, **where)
    return {**listed, "data": [show_run(each, spoken) for each in listed["data"]]}


@router.serves(Runs.retrieve)
def retrieve(store: Store, thread_id: str, run_id: str, headers: Headers = UNSAID) -> dict[str, Any]:
    spoken = version(headers)
    return show_run(look(store, _run(store, thread_id, run_id)["id"]), spoken)


@router.serves(Runs.update)
def update(
    store: Store,
    thread_id: str,
    run_id: str,
    metadata: dict[str, str] | None = None,
    headers: Headers = UNSAID,
) -> dict[str, Any]:
    spoken = version(headers)
    run = _run(store, thread_id, run_id)
    if metadata is not None:
        run = store.change(RUN, run_id, metadata=check_labels(metadata)) or run
    return show_run(run, spoken)


@router.serves(Runs.cancel)
def stop(store: Store, thread_id: str, run_id: str, headers: Headers = UNSAID) -> dict[str, Any]:
    spoken = version(headers)
    with store.step():
        return show_run(cancel(store, _run(store, thread_id, run_id)), spoken)


@router.serves(Runs.submit_tool_outputs)
def hand_in(
    store: Store,
    thread_id: str,
    run_id: str,
    tool_outputs: list[Any],
    stream: bool | None = None,
    headers: Headers = UNSAID,
) -> dict[str, Any]:
    spoken = version(headers)
    with store.step():
        return show_run(submit(store, _run(store, thread_id, run_id), tool_outputs)[-1].thing, spoken)


@router.serves(Runs.submit_tool_outputs_stream)
def hand_in_stream(
    store: Store, thread_id: str, run_id: str, tool_outputs: list[Any], headers: Headers = UNSAID
) -> Iterator[Event]:
    spoken = version(headers)
    with store.step():
        first = submit(store, _run(store, thread_id, run_id), tool_outputs)
    yield from told(store, run_id, spoken, first)


@router.serves(Steps.list)
def list_steps(
    store: Store,
    thread_id: str,
    run_id: str,
    include: list[str] | None = None,
    headers: Headers = UNSAID,
    **where: Any,
) -> dict[str, Any]:
    spoken = version(headers)
    look(store, _run(store, thread_id, run_id)["id"])
    listed = listing(store, STEP, run_id, **where)
    return {**listed, "data": [show_step(each, spoken, include or ()) for each in listed["data"]]}


@router.serves(Steps.retrieve)
def retrieve_step(
    store: Store,
    thread_id: str,
    run_id: str,
    step_id: str,
    include: list[str] | None = None,
    headers: Headers = UNSAID,
) -> dict[str, Any]:
    spoken = version(headers)
    _run(store, thread_id, run_id)
    return show_step(found(store, STEP, step_id, run_id), spoken, include or ())


def _run(store: Store, thread_id: str, run_id: str) -> dict[str, Any]:
    found(store, "thread", thread_id)
    return found(store, RUN, run_id, thread_id)


def _begun(run: dict[str, Any]) -> list[Happening]:
    return [Happening(f"{RUN}.{word}", run) for word in ("created", "queued")]


def _thread(store: Store, thread: Any, assistant_id: str) -> dict[str, Any]:
    """The thread that a run begins with."""
    found(store, "assistant", assistant_id)
    given = {} if thread is None else thread
    if not isinstance(given, dict):
        raise invalid("thread", "Invalid type for 'thread': expected an object.", "invalid_type")
    if unknown := given.keys() - {"messages", "metadata", "tool_resources"}:
        name = f"thread.{min(unknown)}"
        raise invalid(name, f"Unknown parameter: '{name}'.", "unknown_parameter")
    return begin(store, **given)
