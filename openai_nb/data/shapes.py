"""Shapes: the columns that an answer becomes, a text or the fields of a schema, in types of their own."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from openai_nb.core import schemas
from openai_nb.core.errors import Declined, Misshapen, Truncated
from openai_nb.core.values import Unfit

if TYPE_CHECKING:
    import pandas as pd

ANSWER = "answer"  # the column of texts that nobody named
DTYPES = {"integer": "Int64", "number": "float64", "boolean": "boolean"}
KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
Values = tuple[Any, ...]


class Shape:
    """What is made of an answer: `names` of columns, and a value for each.

    `into` is the name of one column of texts, or a schema: a class, a dict, or words with types
    or commas in them, such as "label good|bad, score float".
    """

    def __init__(self, into: Any = None) -> None:
        self._into = into
        self.fields: dict[str, Any] = {}
        self.response_format: dict[str, Any] | None = None
        if into is None or (isinstance(into, str) and into.isidentifier()):
            self.names = [into or ANSWER]
            return
        self.response_format = schemas.response_format(into)
        self._reader = schemas.reader(into)
        self.fields = self.response_format["json_schema"]["schema"]["properties"]
        self.names = list(self.fields)

    def read(self, text: str) -> Values:
        """The values in an answer; raises `Misshapen` where it has another shape."""
        if not self.fields:
            return (text,)
        try:
            said = self._reader(text)
            if not isinstance(self._into, type):  # a class has been held to its own types already
                self._check(said)
        except Unfit as problem:
            raise Misshapen(f"An answer does not fit: {problem}") from None
        if isinstance(said, Mapping):
            return tuple(said.get(name) for name in self.names)
        return tuple(getattr(said, name) for name in self.names)

    def columns(self, rows: Sequence[Values | None], index: Any) -> dict[str, pd.Series]:
        """The columns by name; a row without an answer is missing in each."""
        found: dict[str, pd.Series] = {}
        for place, name in enumerate(self.names):
            values = [None if row is None else row[place] for row in rows]
            found[name] = column(values, self.fields.get(name, {"type": "string"}), index)
        return found

    def _check(self, said: Any) -> None:
        if not isinstance(said, Mapping):
            raise Unfit("", f"an object with {', '.join(self.names)}", said)
        for name, field in self.fields.items():
            if name not in said:
                raise Unfit(name, "a value", None)
            if not _fits(said[name], field):
                raise Unfit(name, _wanted(field), said[name])


def said(answer: Mapping[str, Any]) -> str:
    """The words of a chat answer; raises where it was refused, filtered or cut off."""
    choice = (answer.get("choices") or [{}])[0]
    message, finish = choice.get("message") or {}, choice.get("finish_reason")
    if message.get("refusal"):
        raise Declined(str(message["refusal"]))
    if finish == "content_filter":
        raise Declined("A filter of the server stopped the answer.")
    if finish == "length":
        raise Truncated(
            "The answer was cut off at its limit of tokens.", "Allow more: max_completion_tokens=…"
        )
    content = message.get("content")
    if not isinstance(content, str) or not content:
        raise Misshapen("The answer holds no text.")
    return content


def column(values: list[Any], field: Mapping[str, Any], index: Any) -> pd.Series:
    """Values of one field as a column of its own type: numbers, truths, options, texts."""
    import pandas as pd

    plain = [value.value if isinstance(value, enum.Enum) else value for value in values]
    options = field.get("enum")
    if options and all(isinstance(each, str) for each in options):
        return pd.Series(pd.Categorical(plain, categories=options), index=index)
    kind = _kind(field)
    try:
        if kind in DTYPES:
            return pd.Series(plain, index=index, dtype=DTYPES[kind])
        if kind == "string" and any(value is not None for value in plain):
            return pd.Series(plain, index=index)
    except (TypeError, ValueError, OverflowError):  # numbers beyond 64 bits
        pass
    return pd.Series(plain, index=index, dtype="object")


def _kind(field: Mapping[str, Any]) -> str:
    """The one type of a field that may also be null; empty where there are several."""
    kinds = _kinds(field) - {"null"}
    return kinds.pop() if len(kinds) == 1 else ""


def _kinds(field: Mapping[str, Any]) -> set[str]:
    if "anyOf" in field:
        return {kind for each in field["anyOf"] for kind in _kinds(each)}
    kind = field.get("type")
    return set(kind) if isinstance(kind, list) else {kind} if kind else set()


def _fits(value: Any, field: Mapping[str, Any]) -> bool:
    """Whether a value is of the kind, and one of the options, of a field; what is inside is not looked at."""
    kinds = _kinds(field)
    if "enum" in field and value not in field["enum"]:
        return False
    if not kinds or not kinds <= KINDS.keys():
        return True
    if isinstance(value, bool):
        return "boolean" in kinds
    return any(isinstance(value, KINDS[kind]) for kind in kinds)


def _wanted(field: Mapping[str, Any]) -> str:
    if "enum" in field:
        return f"one of {', '.join(map(repr, field['enum']))}"
    return " or ".join(sorted(_kinds(field)))
