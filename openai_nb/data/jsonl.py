"""JSONL: training files from tables, tables from JSON lines, and what is wrong with a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from openai_nb.core.errors import BadValue
from openai_nb.data.frames import frame

if TYPE_CHECKING:
    import pandas as pd

SLOT = re.compile(r"\{\{\s*(.+?)\s*\}\}")
ROLES = ("system", "developer", "user", "assistant", "tool", "function")
FEWEST = 10  # examples the API asks for


class Problem(NamedTuple):
    """What is wrong with a training file: in which line, from 1, or None where the whole is meant."""

    line: int | None
    message: str


def training_file(table: pd.DataFrame, prompt: str, reply: str, *, system: str | None = None) -> bytes:
    """A file to fine-tune a chat model on: one example for each row of `table`, as JSON lines.

    `prompt` and `reply` are names of columns, or texts with `{{column}}` where a row's value goes;
    `system` is a text that may have such places too.  Raises ValueError for a column that is
    not there, and for a row whose prompt or reply is missing.
    """
    prompt, reply = (_template(table, text) for text in (prompt, reply))
    if SLOT.search(system or ""):
        system = _template(table, system or "")
    lines = []
    for name, row in zip(table.index, table.to_dict("records"), strict=True):
        said = [("system", system), ("user", prompt), ("assistant", reply)]
        messages = [{"role": role, "content": _filled(text, row, name)} for role, text in said if text]
        lines.append(json.dumps({"messages": messages}, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines).encode()


def read(source: bytes | str | PathLike[str]) -> pd.DataFrame:
    """JSON lines, given as bytes or as a file's path, as a table: one row a line.

    Raises ValueError that names the line which is not a JSON object.
    """
    rows = []
    for number, line in _lines(_bytes(source)):
        row, wrong = _object(line)
        if row is None:
            raise BadValue(f"line {number}: {wrong}")
        rows.append(row)
    return frame(rows, index=None)


def check(source: bytes | str | PathLike[str]) -> list[Problem]:
    """What would make the API refuse a file of chats to train on; an empty list if nothing would."""
    problems, count = [], 0
    for count, (number, line) in enumerate(_lines(_bytes(source)), 1):  # noqa: B007
        row, wrong = _object(line)
        problems += [Problem(number, message) for message in ([wrong] if row is None else _chat(row))]
    if count < FEWEST:
        problems.append(Problem(None, f"there are {count} examples; at least {FEWEST} are needed"))
    return problems


def _template(table: pd.DataFrame, text: str) -> str:
    """The text with places for a row's values; the name of a column is a place for it."""
    if text in table.columns:
        return f"{{{{{text}}}}}"
    missing = [name for name in SLOT.findall(text) if name not in table.columns]
    if missing or "{{" not in text:
        columns = ", ".join(map(str, table.columns))
        raise BadValue(f"no column {(missing or [text])[0]!r}; there are {columns}")
    return text


def _filled(template: str, row: Mapping[Any, Any], name: Any) -> str:
    """The template with the row's values; a value is never searched for places again."""

    def value(slot: re.Match[str]) -> str:
        found = row[slot[1]]
        if found is None or found != found or not str(found).strip():
            raise BadValue(f"row {name!r} has no {slot[1]!r}; drop it first, or fill it")
        return str(found)

    return SLOT.sub(value, template)


def _bytes(source: bytes | str | PathLike[str]) -> bytes:
    return source if isinstance(source, bytes) else Path(source).read_bytes()


def _lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if line.strip():
            yield number, line


def _object(line: bytes) -> tuple[dict[str, Any] | None, str]:
    """The object a line holds, or None and why there is none."""
    try:
        row = json.loads(line.decode())
    except UnicodeDecodeError as error:
        return None, f"not UTF-8 (at byte {error.start + 1} of the line)"
    except json.JSONDecodeError as error:
        return None, f"not JSON: {error.msg} at character {error.pos + 1}"
    except RecursionError:
        return None, "nested too deeply"
    return (row, "") if isinstance(row, dict) else (None, "not a JSON object, which stands in {}")


def _chat(row: dict[str, Any]) -> Iterator[str]:
    """What is wrong with one example."""
    messages = row.get("messages")
    if messages == []:
        yield "the list of 'messages' is empty"
        return
    if not isinstance(messages, list):
        yield "no list of 'messages'" + (f"; it has {', '.join(row)}" if row else "")
        return
    for place, message in enumerate(messages, 1):
        for wrong in _message(message):
            yield f"message {place}: {wrong}"
    last = messages[-1]
    if isinstance(last, dict) and last.get("role") in ROLES and last["role"] != "assistant":
        yield f"the last message is the {last['role']}'s; it must be the assistant's"
    elif not any(isinstance(each, dict) and each.get("role") == "user" for each in messages):
        yield "no message from the user"


def _message(message: Any) -> Iterator[str]:
    if not isinstance(message, dict):
        yield "not an object with 'role' and 'content'"
        return
    role, content = message.get("role"), message.get("content")
    if role not in ROLES:
        yield f"role {role!r}; there are {', '.join(ROLES)}"
    elif role == "assistant" and (message.get("tool_calls") or message.get("function_call")):
        return
    elif not isinstance(content, str | list):
        yield "no 'content'" if content is None else "'content' is neither a text nor a list of parts"
    elif not content or (isinstance(content, str) and not content.strip()):
        yield "'content' is empty"
    if message.get("weight") not in (None, 0, 1):
        yield f"'weight' is {message['weight']!r}; it must be 0 or 1"
