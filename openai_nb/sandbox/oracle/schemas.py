"""Schemas: a JSON value that keeps to any schema and holds what a prompt says for its fields."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from openai_nb.sandbox.oracle import amounts, judging, lists
from openai_nb.sandbox.oracle.fields import description_of, kind_of, spaced
from openai_nb.sandbox.oracle.filling import Source
from openai_nb.sandbox.oracle.formats import formatted, unsaid
from openai_nb.sandbox.oracle.merging import kinds, merged
from openai_nb.sandbox.oracle.patterns import found
from openai_nb.sandbox.oracle.validity import is_valid

DEEPEST = 24
MOST_NODES = 4_000


class TooDeep(Exception):
    """A schema refers to itself without end here; another branch must be taken."""


def fill(
    schema: Any,
    text: str,
    *,
    say: Callable[[], str] | None = None,
    today: datetime.date | None = None,
    told: str = "",
    orders: str = "",
) -> Any:
    """A value that is valid by `schema`, filled from `text` where names and types allow.

    Fields the text says nothing about get the plainest value allowed: null, an empty list, the least number.
    `say` answers the prompt in words, for fields named `answer`. `told` is the part that is material,
    `orders` what was said of the task: by what to judge, and what the options mean.
    """
    best = _attempt(schema, Source(text, say, today, told, orders))
    if is_valid(best, schema):
        return best
    plain = _attempt(schema, Source(""))
    return plain if is_valid(plain, schema) else best


def _attempt(schema: Any, source: Source) -> Any:
    try:
        return Filler(schema).make(schema, Spot(source))
    except TooDeep:
        return None


@dataclass(frozen=True)
class Spot:
    """Where in a value one is: the text to fill it from, the field's name, the depth, the object it is in."""

    source: Source
    name: str = ""
    depth: int = 0
    owner: str = ""

    def field(self, name: str, owner: str) -> Spot:
        """The spot of one field of an object."""
        return Spot(self.source, name, self.depth + 1, owner)

    def item(self, source: Source) -> Spot:
        """The spot of one item of a list."""
        return replace(self, source=source, depth=self.depth + 1)


class Filler:
    """Walks a schema once and writes the value; `hits` counts the fields that the text had something for."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.hits = 0
        self.nodes = 0
        self.inside: list[str] = []  # the references being followed, so that recursion ends

    @property
    def tired(self) -> bool:
        """Whether the schema has proved so large, or so deep in itself, that the least must do."""
        return self.nodes > MOST_NODES or bool(self.inside and self.inside.count(self.inside[-1]) > 1)

    def make(self, schema: Any, spot: Spot) -> Any:
        """A value for one schema. Raises TooDeep where the schema never ends."""
        self.nodes += 1
        if spot.depth > DEEPEST or self.nodes > 10 * MOST_NODES:
            raise TooDeep
        if not isinstance(schema, Mapping):
            return None
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            return self._plain(merged(schema, self.root), spot)
        if self.inside.count(reference) > 2:
            raise TooDeep
        self.inside.append(reference)
        try:
            owner = spot.owner or reference.rpartition("/")[2]
            return self._plain(merged(schema, self.root), replace(spot, owner=owner))
        finally:
            self.inside.pop()

    def allows(self, value: Any, schema: Any) -> bool:
        """Whether a value keeps to a part of the schema."""
        return is_valid(value, schema, self.root)

    def _plain(self, schema: Mapping[str, Any], spot: Spot) -> Any:
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._option(schema, spot)
        for word in ("anyOf", "oneOf"):
            if schema.get(word):
                return self._branch(schema, word, spot)
        types = kinds(schema)
        if len(types) > 1:
            return self._branch({**schema, "anyOf": [{"type": kind} for kind in types]}, "anyOf", spot)
        return self._typed(types[0], schema, spot)

    def _typed(self, kind: str, schema: Mapping[str, Any], spot: Spot) -> Any:
        if kind == "object":
            return self._object(schema, spot)
        if kind == "array":
            return lists.array(self, schema, spot)
        if kind == "string":
            return self._string(schema, spot)
        if kind == "null":
            return None
        hit: Any
        value: float
        if kind == "boolean":
            truth = spot.source.truth(spot.name)
            hit, value = truth is not None, bool(truth)
        else:
            value, hit = amounts.number(spot.source, spot.name, schema, kind == "integer")
        self.hits += hit
        usual = schema.get("default")
        return usual if not hit and usual is not None and self.allows(usual, schema) else value

    def _option(self, schema: Mapping[str, Any], spot: Spot) -> Any:
        """One of an enumeration: the one the text speaks of, or the default, or the first."""
        rest = {word: value for word, value in schema.items() if word != "enum"}
        options = [option for option in schema["enum"] if self.allows(option, rest)] or schema["enum"]
        texts = [*spot.source.stated(spot.name)[:1], spot.source.text]
        if kind_of(spot.name) in ("currency", "language", "colour"):
            texts = [*texts[:-1], *spot.source.strings(spot.name), texts[-1]]
        if judged := judging.urgency(spaced(spot.name), spot.source.text, options):
            self.hits += 1
            return judged
        for text in texts:
            place, hit = spot.source.part(text).chosen(options)
            if hit:
                self.hits += 1
                return options[place]
        return schema.get("default", None if None in options else options[0])

    def _branch(self, schema: Mapping[str, Any], word: str, spot: Spot) -> Any:
        """The branch the text has most for; `null` when it has nothing."""
        rest = {name: value for name, value in schema.items() if name not in (word, "description", "title")}
        rest.pop("type" if word == "anyOf" and isinstance(rest.get("type"), list) else "", None)
        before, tried = self.hits, []
        for part in sorted(schema[word], key=lambda part: "$ref" in part and self.tired):
            self.hits = before
            try:
                value = self.make(
                    {"allOf": [rest, part]} if rest else part, replace(spot, depth=spot.depth + 1)
                )
            except TooDeep:
                continue
            if self.allows(value, schema):
                tried.append((self.hits - before, value))
                if self.tired:
                    break
        if not tried:
            raise TooDeep
        hits, best = max(tried, key=lambda one: (one[0], not one[0] and one[1] is None))
        self.hits = before + hits
        return best

    def _object(self, schema: Mapping[str, Any], spot: Spot) -> dict[str, Any]:
        """An object: all required fields, and of the others those the text has something for."""
        needed, known = schema.get("required", ()), schema.get("properties", {})
        title = str(schema.get("title") or spot.name or spot.owner)
        made = {}
        for name, part in known.items():
            before = self.hits
            try:
                value = self.make(part, spot.field(name, title))
            except TooDeep:
                if name in needed:
                    raise
                continue
            if name in needed or self.hits > before:
                made[name] = value
        for name in needed:
            if name not in made:
                made[name] = self.make(_extra(schema), spot.field(name, title))
        return self._enough(made, schema, spot)

    def _enough(self, made: dict[str, Any], schema: Mapping[str, Any], spot: Spot) -> dict[str, Any]:
        """More fields, where the schema wants a least number or fields that come together."""
        known = schema.get("properties", {})
        together = [others for name, others in schema.get("dependentRequired", {}).items() if name in made]
        wanted = [name for others in together for name in others if name not in made]
        spare = [name for name in known if name not in made and name not in wanted]
        spare += [f"field_{number}" for number in range(1, 1 + schema.get("minProperties", 0))]
        wanted += spare[: max(0, schema.get("minProperties", 0) - len(made) - len(wanted))]
        for name in wanted:
            made[name] = self.make(known.get(name, _extra(schema)), spot.field(name, spot.name))
        return made

    def _string(self, schema: Mapping[str, Any], spot: Spot) -> str:
        """A text: of the wanted form or pattern, or what the prompt says for the field."""
        source = spot.source
        offered = source.strings(spot.name, spot.owner, description_of(schema))
        if "format" in schema:
            offered += formatted(schema["format"], source, spaced(spot.name))
        if "pattern" in schema:
            words = [word.strip(".:!?") for word in re.findall(r"[^\s,;()\"']+", source.text[:40_000])]
            offered = [hit for hit in [found(schema["pattern"], [*offered, *words])] if hit]
        if "maxLength" in schema and "pattern" not in schema:
            offered += [text[: schema["maxLength"]].rstrip() for text in offered]
        for text in offered:
            if self.allows(text, schema):
                self.hits += 1
                return text
        return unsaid(schema, spot.name)


def _extra(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema of fields that are not named."""
    extra = schema.get("additionalProperties")
    return extra if isinstance(extra, Mapping) else {}
