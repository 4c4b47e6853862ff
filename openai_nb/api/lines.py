"""Lines: the requests of a batch as its file holds them, and what would make the API refuse it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple, TypeAlias

from openai_nb.core.encoding import encoded
from openai_nb.core.errors import BadType
from openai_nb.core.record import Record

Row: TypeAlias = str | Mapping[str, Any]

MOST_LINES = 50_000
MOST_BYTES = 200 << 20
MOST_INPUTS = 50_000  # texts to embed, over all lines
MOST_TOGETHER = 2_048  # texts to embed, in one line
WANTED = {  # what a request to each endpoint cannot do without
    "/v1/chat/completions": "messages",
    "/v1/responses": "input",
    "/v1/embeddings": "input",
    "/v1/completions": "prompt",
    "/v1/moderations": "input",
    "/v1/images/generations": "prompt",
    "/v1/images/edits": "prompt",
    "/v1/videos": "prompt",
}
NAMING = ("/v1/chat/completions", "/v1/responses", "/v1/embeddings", "/v1/completions")  # these need a model


class Problem(NamedTuple):
    """What is wrong: in which line, from 1, or None where the whole file is meant."""

    line: int | None
    code: str
    message: str
    param: str | None = None


def written(rows: Iterable[Row] | Mapping[str, Row], endpoint: str, shared: Mapping[str, Any]) -> bytes:
    """The file of a batch: a line for each row, with the `shared` arguments where it does not say its own.

    A row is a text, the arguments of a call, or a whole line with `custom_id` and `body`; rows may be
    named by the keys of a mapping, and are numbered otherwise.  A table gives a row for each of its own.
    """
    if hasattr(rows, "columns") and hasattr(rows, "to_dict"):
        rows = rows.to_dict("records")
    named = (
        rows.items() if isinstance(rows, Mapping) else ((f"request-{n}", r) for n, r in enumerate(rows, 1))
    )
    lines = (encoded(_line(str(name), row, endpoint, shared)) for name, row in named)
    return b"".join(line + b"\n" for line in lines)


def _line(name: str, row: Row, endpoint: str, shared: Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(row, str):
        wanted = WANTED.get(endpoint, "input")
        said = [{"role": "user", "content": row}] if wanted == "messages" else row
        row = {wanted: said}
    elif isinstance(row, Record):
        row = row._raw
    elif not isinstance(row, Mapping):
        raise BadType(f"{name} is a {type(row).__name__}; give a text or the arguments of a call.")
    rest = dict(row)
    name = str(rest.pop("custom_id", name))
    whole = isinstance(rest.get("body"), Mapping)
    body = {**shared, **(rest.pop("body") if whole else rest)}
    line = {"custom_id": name, "method": "POST", "url": endpoint}
    return {**line, **(rest if whole else {}), "body": body}


def problems(data: bytes, endpoint: str, *, strict: bool = True) -> Iterator[Problem]:
    """What is wrong with the file of a batch that is to go to `endpoint`; nothing if it may go.

    Without `strict` only that for which the API fails a batch as a whole; with it also an address that takes
    no batches, and a line that would come back as an error.
    """
    lines = [
        (n, line) for n, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), 1) if line.strip()
    ]
    if len(data) > MOST_BYTES:
        yield Problem(
            None, "file_too_large", f"The file has {len(data):,} bytes; {MOST_BYTES:,} are the most."
        )
    if not lines:
        yield Problem(None, "empty_file", "The file has no lines.")
    if len(lines) > MOST_LINES:
        yield Problem(None, "too_many_tasks", f"There are {len(lines):,} lines; {MOST_LINES:,} are the most.")
    if strict and lines and endpoint not in WANTED:
        message = f"No batch goes to {endpoint!r}; {_meant(endpoint, WANTED)}."
        yield Problem(lines[0][0], "invalid_value", message, "url")
    yield from _lines(lines, endpoint, strict)


def _lines(lines: list[tuple[int, bytes]], endpoint: str, strict: bool) -> Iterator[Problem]:
    """What is wrong with each line, and with each beside those before it."""
    ids: dict[str, int] = {}
    first_model: str | None = None
    inputs = 0
    for number, line in lines:
        row = read(line)
        if row is None:
            yield Problem(number, "invalid_json_line", "This line is not a JSON object.")
            continue
        yield from (Problem(number, *wrong) for wrong in _wrong(row, endpoint))
        name, body = row.get("custom_id"), row.get("body")
        if isinstance(name, str) and ids.setdefault(name, number) != number:
            message = f"The custom_id {name!r} is that of line {ids[name]} already; give each line its own."
            yield Problem(number, "duplicate_custom_id", message, "custom_id")
        model = body.get("model") if isinstance(body, dict) else None
        first_model = first_model or (model if isinstance(model, str) else None)
        if model != first_model and isinstance(model, str):
            message = f"The model is {model!r} here and {first_model!r} before; make a batch for each model."
            yield Problem(number, "mismatched_model", message, "body.model")
        here = _inputs(body) if endpoint == "/v1/embeddings" else 0
        inputs += here
        if strict and here > MOST_TOGETHER:
            yield _too_many(number, here)
    if inputs > MOST_INPUTS:
        yield Problem(None, "too_many_inputs", f"There are {inputs:,} texts; {MOST_INPUTS:,} are the most.")


def _too_many(number: int, here: int) -> Problem:
    message = f"The line has {here:,} texts; {MOST_TOGETHER:,} are the most. Share them out."
    return Problem(number, "invalid_value", message, "body.input")


def read(line: bytes) -> dict[str, Any] | None:
    """The JSON object of a line, or None where there is none."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _wrong(row: dict[str, Any], endpoint: str) -> Iterator[tuple[str, str, str]]:
    """(code, message, param) of what is wrong with a line by itself."""
    kinds = {"custom_id": str, "method": str, "url": str, "body": dict}
    for name, kind in kinds.items():
        if not isinstance(row.get(name), kind):
            word = "a string" if kind is str else "an object"
            message = f"The line needs {word} '{name}'{_instead(name, row, kinds)}."
            yield "missing_required_parameter", message, name
    if row.get("method", "POST") != "POST":
        yield "invalid_method", f"The method must be 'POST', not {row['method']!r}.", "method"
    if row.get("url", endpoint) != endpoint:
        message = f"The url is {row['url']!r}; the batch is for {endpoint!r}, and all its lines are."
        yield "mismatched_endpoint", message, "url"
    body = row.get("body")
    if isinstance(body, dict):
        yield from _wrong_body(body, endpoint)


def _wrong_body(body: dict[str, Any], endpoint: str) -> Iterator[tuple[str, str, str]]:
    """(code, message, param) of what is wrong with what a line asks."""
    if body.get("stream"):
        yield "invalid_value", "Answers of a batch cannot be streamed; leave 'stream' out.", "body.stream"
    wanted = WANTED.get(endpoint)
    kept = endpoint == "/v1/responses" and "prompt" in body  # what is stored there may hold both
    needed = [] if kept else [name for name in (wanted, "model" if endpoint in NAMING else None) if name]
    for name in needed:
        if name not in body:
            message = f"The body needs '{name}'{_instead(name, body, needed)}."
            yield "missing_required_parameter", message, f"body.{name}"
    if not isinstance(body.get("model", ""), str):
        yield "invalid_type", f"The model must be a string, not {body['model']!r}.", "body.model"


def _instead(name: str, row: Mapping[str, Any], names: Iterable[str]) -> str:
    """A hint at what `name` was perhaps called, where it is not there at all."""
    others = [each for each in row if each not in names]
    near = get_close_matches(name, others, 1) if name not in row else []
    return f"; rename {near[0]!r}" if near else ""


def _meant(word: str, words: Iterable[str]) -> str:
    """Which of the words was perhaps meant; else all of them."""
    near = get_close_matches(word, words, 1)
    return f"{near[0]!r} perhaps" if near else f"there are {', '.join(words)}"


def _inputs(body: Any) -> int:
    """How many texts a request asks to embed."""
    given = body.get("input") if isinstance(body, dict) else None
    several = isinstance(given, list) and given and not isinstance(given[0], int)
    return len(given) if isinstance(given, list) and several else 1
