"""Answers: what a model said, as a value to go on with."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from json import JSONDecodeError
from typing import TYPE_CHECKING, Any

from openai_nb.core.errors import OpenAIError
from openai_nb.core.record import Record, asdict
from openai_nb.looks.blocks import cells
from openai_nb.looks.markdown import safe

if TYPE_CHECKING:
    from pandas import DataFrame
    from PIL.Image import Image

_FENCE = re.compile(
    r"^(?P<indent>[ \t>]*)(?P<run>`{3,}|~{3,})[ \t]*(?P<kind>[^\s`]*)[^\n`]*\n(?P<code>.*?)"
    r"(?:^[ \t>]*(?P=run)[`~]*[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_LINE_END = re.compile(r"\r\n|\r|\n")  # no others: a string in code may hold them
_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_DATA_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,([A-Za-z0-9+/]+=*)")


class NotReadable(OpenAIError, ValueError):
    """An answer that cannot be read as what was wanted."""


class Reply(str):
    """A model's answer: a string that also knows what it cost and where it came from."""

    usage: Any
    messages: list[Any]
    model: str
    finish_reason: str | None
    interrupted: bool
    raw: Any
    cost: float | None
    cached: bool

    def __new__(
        cls,
        text: str = "",
        *,
        usage: Any = None,
        messages: Sequence[Any] = (),
        model: str = "",
        finish_reason: str | None = None,
        interrupted: bool = False,
        raw: Any = None,
        cost: float | None = None,
        cached: bool = False,
    ) -> Reply:
        """The answer `text`, with the request's messages and the server's own words about it.

        `cost` is what was paid for it now, in USD: 0 if it was `cached`, None if it is unpriced.
        """
        self = super().__new__(cls, text)
        self.usage, self.messages, self.model = usage, list(messages), model
        self.finish_reason, self.interrupted, self.raw = finish_reason, interrupted, raw
        self.cost, self.cached = cost, cached
        return self

    @property
    def code(self) -> list[str]:
        """What stands in the answer's fenced code blocks."""
        return [code for _, code in _fences(self)]

    def json(self) -> Any:
        """The answer as JSON: the whole of it, else its first JSON block, else what is in brackets."""
        blocks = [code for kind, code in _fences(self) if kind in {"json", "jsonc", ""}]
        for text in (self, *blocks):
            try:
                return json.loads(text)
            except ValueError:
                continue
        text = blocks[0] if blocks else str(self)
        start = re.search(r"[\[{]", text)
        try:
            return json.JSONDecoder().raw_decode(text, start.start() if start else 0)[0]
        except JSONDecodeError as error:
            raise self._not_json(text, error) from None

    def df(self) -> DataFrame:
        """The answer as a DataFrame: from JSON, a CSV block or a Markdown table."""
        import pandas as pd

        for kind, code in _fences(self):
            if kind in {"csv", "tsv"}:
                return _read(code, kind)
        rows = _table(self)
        if rows:
            return _numbers(pd.DataFrame(rows[1:], columns=rows[0]))
        try:
            return pd.DataFrame(_records(self.json()))
        except ValueError:
            message = f"There is no table in the answer, which begins {self[:60]!r}."
            raise NotReadable(message, "Ask for JSON, CSV or a Markdown table.") from None

    @property
    def images(self) -> list[Image]:
        """The pictures in the answer, as PIL images; none that would have to be fetched from elsewhere."""
        from PIL import Image

        found = [*_drawn(self.raw), *_DATA_PICTURE.findall(self)]
        return [Image.open(BytesIO(b64decode(each))) for each in dict.fromkeys(found)]

    def _not_json(self, text: str, error: JSONDecodeError) -> NotReadable:
        near = text[max(0, error.pos - 20) : error.pos + 20]
        where = f"line {error.lineno}, column {error.colno}, near {near!r}"
        cut = self.interrupted or self.finish_reason == "length"
        advice = "It was cut short: allow more tokens." if cut else "Ask for JSON with response_format."
        return NotReadable(f"The answer is not JSON: {error.msg} at {where}.", advice)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/markdown": safe(self), "text/plain": str(self)}


def _drawn(said: Any) -> Iterator[str]:
    """The pictures within an answer of the API, in base64."""
    said = asdict(said) if isinstance(said, Record) else said
    if isinstance(said, dict):
        if said.get("type") == "image_generation_call" and said.get("result"):
            yield said["result"]
        for name, value in said.items():
            if name == "url" and isinstance(value, str):
                yield from _DATA_PICTURE.findall(value)
            yield from _drawn(value)
    elif isinstance(said, list):
        for each in said:
            yield from _drawn(each)


def _read(code: str, kind: str) -> DataFrame:
    """A CSV or TSV block as a table."""
    import pandas as pd

    try:
        return pd.read_csv(StringIO(code), sep="\t" if kind == "tsv" else ",", skipinitialspace=True)
    except ValueError as problem:
        why = " ".join(str(problem).split()).rstrip(".")
        raise NotReadable(f"The answer's {kind} is no table: {why}.", "Ask for JSON.") from None


def _fences(text: str) -> list[tuple[str, str]]:
    """(language, code) of each fenced block, without the indentation of its fence."""
    found = []
    for fence in _FENCE.finditer(text):
        prefix = fence["indent"]
        lines = [line.removeprefix(prefix) for line in _LINE_END.split(fence["code"])]
        lines = lines[:-1] if lines[-1] == "" else lines
        found.append((fence["kind"].lower(), "\n".join(lines)))
    return found


def _table(text: str) -> list[list[str]]:
    """The cells of the first Markdown table, its head first."""
    lines = [line.strip() for line in text.splitlines()]
    for at, line in enumerate(lines[1:], 1):
        if "|" in line and _RULE.fullmatch(line) and "|" in lines[at - 1]:
            head = cells(lines[at - 1])
            rows = [head]
            for row in lines[at + 1 :]:
                if "|" not in row:
                    break
                rows.append((cells(row) + [""] * len(head))[: len(head)])
            return rows
    return []


def _numbers(frame: DataFrame) -> DataFrame:
    """The frame with each column that is all numbers made numeric."""
    import pandas as pd

    for name in frame.columns[frame.columns.map(lambda name: isinstance(frame[name], pd.Series))]:
        try:
            frame[name] = pd.to_numeric(frame[name])
        except ValueError:
            continue
    return frame


def _records(value: Any) -> Any:
    """The rows in some JSON: a list, the one list in an object, an object of columns, or one row."""
    if isinstance(value, dict):
        lists = [each for each in value.values() if isinstance(each, list)]
        if len(value) == 1 and lists:
            return _records(lists[0])
        columns = len(lists) == len(value) and len({len(each) for each in lists}) == 1
        return value if columns else [value]
    if not isinstance(value, list):
        raise ValueError("neither a list nor an object")
    return [each if isinstance(each, dict | list) else {"value": each} for each in value]
