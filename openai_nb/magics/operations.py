"""Operations: `%openai listModels`, `%openai deleteFile file_id=…`: any call of the API by its name.

They are asked each time: what has side effects never comes from the cache.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from openai_nb.api.operations import Operation, find, operations, table
from openai_nb.core.page import Page
from openai_nb.core.record import Record
from openai_nb.core.stream import Stream
from openai_nb.magics import calls, candidates, listing, secrets, shelf
from openai_nb.magics.arguments import Misused, closest
from openai_nb.magics.values import Line, Value
from openai_nb.session import current

TEXTS = ("/chat/completions", "/completions", "/edits", "/responses", "/embeddings")
PAID = ("/images/", "/audio/", "/responses/compact")
LONGEST = ("max_completion_tokens", "max_output_tokens", "max_tokens")


class Contents(bytes):
    """Bytes that a call answered; as a cell's value they are told by their size."""

    def __repr__(self) -> str:
        return f"{len(self):,} bytes"


def called(line: Line, names: dict[str, Any]) -> Any:
    """What the operation that `line` begins with answers; raises `Misused` for what it cannot take."""
    operation = find(line.words[0])
    if operation is None:
        raise Misused(*_unknown(line.words[0]))
    given = _given(operation, line, names)
    secrets.refuse(json.dumps(given, default=str))
    _afford(operation, given)
    began, client = time.monotonic(), current().client
    try:
        answer = operation(client._send, **given)
    except (TypeError, ValueError) as problem:  # what cannot be sent at all
        raise Misused(f"{operation.name}: {problem}", f"It is {_form(operation)}.") from None
    if isinstance(answer, Stream):
        answer = answer.gather()
    _note(operation, given, answer, time.monotonic() - began)
    return _shown(answer, given)


def listed(word: str = "") -> Any:
    """The operations whose name, call or words hold `word`, as a DataFrame."""
    import pandas as pd

    part = word.lower()
    rows = [
        {
            "operation": each.name,
            "call": str(each.endpoint),
            "needs": ", ".join(each.needs),
            "takes": ", ".join(name for name in each.arguments if name not in each.needs),
            "does": each.words,
        }
        for each in operations().values()
        if part in f"{each.name} {each.endpoint} {each.words}".lower()
    ]
    columns = ["operation", "call", "needs", "takes", "does"]
    return pd.DataFrame(rows, columns=columns).set_index("operation")


def _unknown(word: str) -> tuple[str, str]:
    known = {name.lower(): name for name in (*candidates.VERBS["openai"], *table())}
    meant = known.get(closest(word.lower(), known), "")
    hint = f" Did you mean {meant}?" if meant else ""
    return f"%openai knows no {word!r}.{hint}", "`%openai operations` lists all calls, `%openai?` the rest."


def _given(operation: Operation, line: Line, names: dict[str, Any]) -> dict[str, Any]:
    """The arguments by name; words without one are those of the path, in its order."""
    path, hints, name = operation.endpoint.in_path, operation.endpoint.hints, operation.name
    if len(line.words) - 1 > len(path):
        extra = line.words[len(path) + 1]
        raise Misused(f"What is {extra!r} to {name}?", f"Give it a name: {_form(operation)}.")
    bare = zip(path, line.words[1:], strict=False)
    given: dict[str, Any] = {argument: Value(word).read(names, str) for argument, word in bare}
    for argument, value in line.values.items():
        if argument not in operation.arguments and not operation.open:
            near = closest(argument, operation.arguments)
            hint = f"Did you mean {near}?" if near else f"It is {_form(operation)}."
            raise Misused(f"{name} takes no {argument!r}.", hint)
        given[argument] = value.read(names, hints.get(argument, Any))
    if lacking := [each for each in operation.needs if given.get(each) in (None, "")]:
        raise Misused(f"{name} needs {' and '.join(lacking)}.", f"It is {_form(operation)}.")
    return given


def _form(operation: Operation) -> str:
    return " ".join(["%openai", operation.name, *(f"{name}=…" for name in operation.needs)])


def _afford(operation: Operation, given: Mapping[str, Any]) -> None:
    """Stop a call that may cost more than `max_cost` before it is sent."""
    call, model = operation.endpoint, str(given.get("model"))
    if call.verb != "POST":
        return
    if call.path in TEXTS:
        read = len(json.dumps(given, default=str)) // 4
        shelf.afford(model, read, next((given[each] for each in LONGEST if given.get(each)), None))
    elif call.path.startswith(PAID):
        calls.afford(model, None)


def _note(operation: Operation, given: Mapping[str, Any], answer: Any, seconds: float) -> None:
    """Write a call that took tokens into the ledger."""
    usage = getattr(answer, "usage", None) if isinstance(answer, Record) else None
    if usage and operation.endpoint.verb == "POST" and given.get("model"):
        from openai_nb.data.defaults import usual
        from openai_nb.data.ledger import resource

        what = resource(operation.endpoint.path)
        shelf.note(str(given["model"]), usage, what=what, cell=usual.cell(), seconds=round(seconds, 1))


def _shown(answer: Any, given: Mapping[str, Any]) -> Any:
    """The answer as one looks at it: a list as a DataFrame, bytes as what they are."""
    if isinstance(answer, Page):
        return listing.table(answer.data if given.get("limit") else answer, None)
    if isinstance(answer, bytes):
        from openai_nb.looks.sounds import Sound, kind

        return Sound(answer) if kind(answer)[1] else _read(answer)
    return answer


def _read(data: bytes) -> Any:
    from openai_nb.magics.files import _readable

    found = _readable(data)
    return Contents(found) if isinstance(found, bytes) else found
