"""Errands: work that goes on behind an answer, at the pace the store keeps.

An errand is a generator of small pieces of work, so that one way of writing it serves every pace: in a
thread of its own while others ask how it stands, or all at once.  A store in a directory remembers who
is about it: when that process has died, the next one that opens the store begins the errand again.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator

from openai_nb.core.processes import alive
from openai_nb.sandbox.store import Store

Work = Callable[[Store, str], Iterator[None]]
_works: dict[str, Work] = {}  # what can be begun again, by kind
_under_way: set[tuple[int, str]] = set()  # what threads of this process are about: (store, name)


def errand(kind: str) -> Callable[[Work], Work]:
    """Let work of this kind be sent, and begun again where it was broken off."""

    def register(work: Work) -> Work:
        _works[kind] = work
        return work

    return register


def send(store: Store, kind: str, name: str) -> None:
    """Have the work of `kind` done on `name` in a thread; at once if the store's `step_seconds` is None."""
    work = _works[kind]
    if store.step_seconds is None:
        for _ in work(store, name):
            pass
        return
    store.put("errand", {"id": name, "kind": kind, "process": os.getpid()})
    _under_way.add((id(store), name))
    threading.Thread(target=_run, args=(store, name, work), name=name, daemon=True).start()


def resume(store: Store) -> list[str]:
    """Begin again what a process that is gone has left undone; the names of those errands."""
    with store.step():  # so that of two processes only one takes an errand up
        begun = [
            store.put("errand", {**each, "process": os.getpid()})
            for each in store.all("errand")
            if each["kind"] in _works and _left(each["process"], each["id"])
        ]
    for each in begun:
        send(store, each["kind"], each["id"])
    return [str(each["id"]) for each in begun]


def _left(process: int, name: str) -> bool:
    """Whether nobody is about an errand any more."""
    if process == os.getpid():
        return not any(each == name for _, each in _under_way)
    return not alive(process)


def _run(store: Store, name: str, work: Work) -> None:
    try:
        with contextlib.suppress(sqlite3.ProgrammingError):  # the store was closed: nobody waits any more
            for _ in work(store, name):
                time.sleep(store.step_seconds or 0.0)
                if store.get("errand", name) is None:  # all was forgotten meanwhile
                    return
            store.delete("errand", name)
    finally:
        _under_way.discard((id(store), name))
