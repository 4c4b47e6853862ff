"""Schemas: a JSON value that keeps to any schema and holds what a prompt says for its fields."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any

from openai_nb.sandbox.oracle import amounts
from openai_nb.sandbox.oracle.filling import Source, description_of
from openai_nb.sandbox.oracle.formats import formatted, sized, unsaid
from openai_nb.sandbox.oracle.merging import merged
from openai_nb.sandbox.oracle.patterns import found
from openai_nb.sandbox.oracle.rows import rows, values
from openai_nb.sandbox.oracle.validity import is_valid

DEEPEST = 24
MOST_NODES = 4_000
ODD = ("not", "if", "oneOf", "contains", "propertyNames", "dependentRequired", "minProperties", "allOf")


class TooDeep(Exception):
    """A schema refers to itself without end here; another branch must be taken."""


def fill(
    schema: Any,
    text: str,
    *,
    say: Callable[[], str] | None = None,
    today: datetime.date | None = None,
    told: str = "",
) -> Any:
    """A value that is valid by `schema`, filled from `text` where names and types allow.

    Fields the text says nothing about get the plainest value allowed: null, an empty list, the least number. `say`
    answers the prompt in words, for fields named `answer`. `told` is the part of the text that is material.
    """
    best = _attempt(schema, Source(text, say, today, told))
    if is_valid(best, schema):
        return best
    plain = _attempt(schema, Source(""))
    return plain if is_valid(plain, schema) else best


def _attempt(schema: Any, source: Source) -> Any:
    try:
        return Filler(schema, source).make(schema, source, "", 0)
    except TooDeep:
        return None


class Filler:
    """Walks a schema once and writes the value; `hits` counts the fields that the text had something for."""

    def __init__(self, root: Any, source: Source) -> None:
        self.root, self.source = root, source
        self.hits = 0
        self.nodes = 0
        self.inside: list[str] = []  # the references being followed, so that recursion ends

    def make(self, schema: Any, source: Source, name: str, depth: int, owner: str = "") -> Any:
        """A value for one schema."""
        self.nodes += 1
        if depth > DEEPEST:
            raise TooDeep
        if not isinstance(schema, Mapping):
            return None
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            return self.plain(merged(schema, self.root), source, name, depth, owner)
        if self.inside.count(reference) > 2:
            raise TooDeep
        self.inside.append(reference)
        try:
            return self.plain(
                merged(schema, self.root), source, name, depth, owner or reference.rpartition("/")[2]
            )
        finally:
            self.inside.pop()

    def plain(self, schema: Mapping[str, Any], source: Source, name: str, depth: int, owner: str) -> Any:
        """A value for a schema whose references are resolved."""
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self.option(schema, source, name)
        for word in ("anyOf", "oneOf"):
            if schema.get(word):
                return self.branch(schema, word, source, name, depth, owner)
        kinds = self.kinds(schema)
        if len(kinds) > 1:
            branches = {**schema, "anyOf": [{"type": kind} for kind in kinds]}
            return self.branch(branches, "anyOf", source, name, depth, owner)
        return self.typed(kinds[0], schema, source, name, depth, owner)

    def typed(
        self, kind: str, schema: Mapping[str, Any], source: Source, name: str, depth: int, owner: str
    ) -> Any:
        """A value of one type."""
        if kind == "object":
            return self.object(schema, source, name, depth, owner)
        if kind == "array":
            return self.array(schema, source, name, depth, owner)
        if kind == "string":
            return self.string(schema, source, name, owner)
        if kind == "boolean":
            said = source.truth(name)
            self.hits += said is not None
            return bool(schema.get("default")) if said is None else said
        if kind in ("integer", "number"):
            value, hit = amounts.number(source, name, schema, kind == "integer")
            self.hits += hit
            usual = schema.get("default")
            return usual if not hit and usual is not None and is_valid(usual, schema, self.root) else value
        return None

    @staticmethod
    def kinds(schema: Mapping[str, Any]) -> list[str]:
        """The types a schema allows; told by its other keywords if it names none."""
        kinds = schema.get("type")
        if kinds:
            return [kinds] if isinstance(kinds, str) else list(kinds)
        if schema.keys() & {"properties", "required", "additionalProperties", "minProperties"}:
            return ["object"]
        if schema.keys() & {"items", "prefixItems", "minItems", "contains"}:
            return ["array"]
        if schema.keys() & {"minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"}:
            return ["number"]
        return ["string"]

    def option(self, schema: Mapping[str, Any], source: Source, name: str) -> Any:
        """One of an enumeration: the one the text speaks of, or the default, or the first."""
        allowed = {key: value for key, value in schema.items() if key != "enum"}
        options = [option for option in schema["enum"] if is_valid(option, allowed, self.root)] or schema[
            "enum"
        ]
        narrowed = source.part(" ".join(source.stated(name))) if source.stated(name) else source
        place, hit = narrowed.chosen(options, name)
        if not hit and narrowed is not source:
            place, hit = source.chosen(options, name)
        self.hits += hit
        return options[place] if hit else schema.get("default", None if None in options else options[0])

    def branch(
        self, schema: Mapping[str, Any], word: str, source: Source, name: str, depth: int, owner: str
    ) -> Any:
        """The branch the text has most for; `null` when it has nothing."""
        rest = {
            key: value
            for key, value in schema.items()
            if key not in (word, "type" if word == "anyOf" else "")
        }
        tried: list[tuple[int, int, Any]] = []
        before = self.hits
        branches = (
            sorted(schema[word], key=lambda part: "$ref" in part) if self.nodes > MOST_NODES else schema[word]
        )
        for place, part in enumerate(branches):
            self.hits = before
            whole = (
                merged({"allOf": [rest, part]}, self.root) if rest.keys() - {"description", "title"} else part
            )
            try:
                value = self.make(whole, source, name, depth + 1, owner)
            except TooDeep:
                continue
            if is_valid(value, schema, self.root):
                tried.append((self.hits - before, -place - (value is None) * 0.5, value))  # type: ignore[arg-type]
                if self.nodes > MOST_NODES:
                    break
        if not tried:
            raise TooDeep
        empty = [one for one in tried if one[2] is None]
        best = max(tried, key=lambda one: one[:2])
        best = empty[0] if empty and not best[0] else best
        self.hits = before + best[0]
        return best[2]

    def object(
        self, schema: Mapping[str, Any], source: Source, name: str, depth: int, owner: str
    ) -> dict[str, Any]:
        """An object: all required fields, and of the others those the text has something for."""
        needed, known = schema.get("required", ()), schema.get("properties", {})
        title = str(schema.get("title") or name or owner)
        made = {}
        for field, part in known.items():
            before = self.hits
            try:
                value = self.make(part, source, field, depth + 1, title)
            except TooDeep:
                if field in needed:
                    raise
                continue
            if field in needed or self.hits > before:
                made[field] = value
        extra = schema.get("additionalProperties", True)
        for field in needed:
            if field not in made:
                made[field] = self.make(
                    extra if isinstance(extra, Mapping) else {}, source, field, depth + 1, title
                )
        return self.enough(made, schema, source, depth)

    def enough(
        self, made: dict[str, Any], schema: Mapping[str, Any], source: Source, depth: int
    ) -> dict[str, Any]:
        """More fields, where the schema wants a least number or fields that come together."""
        known, extra = schema.get("properties", {}), schema.get("additionalProperties", True)
        for field, others in schema.get("dependentRequired", {}).items():
            for other in others if field in made else ():
                if other not in made:
                    made[other] = self.make(known.get(other, {}), source, other, depth + 1)
        spare = [field for field in known if field not in made]
        while len(made) < schema.get("minProperties", 0):
            field = spare.pop(0) if spare else f"field_{len(made) + 1}"
            part = known.get(field, extra if isinstance(extra, Mapping) else {})
            made[field] = self.make(part, source, field, depth + 1)
        return made

    def array(
        self, schema: Mapping[str, Any], source: Source, name: str, depth: int, owner: str
    ) -> list[Any]:
        """A list: an item for each part of the text that has one, at least as many as wanted."""
        first = [self.make(part, source, name, depth + 1, owner) for part in schema.get("prefixItems", ())]
        part = schema.get("items", schema.get("contains", {}))
        least = max(schema.get("minItems", 0), 1 if "contains" in schema else 0)
        most = min(schema.get("maxItems", 20), max(least, 20))
        if part is False or (isinstance(part, Mapping) and not part and least <= len(first)):
            return first[:most]
        made = first + self.items(part, source, name, depth, owner, most - len(first))
        if schema.get("uniqueItems"):
            made = [item for place, item in enumerate(made) if item not in made[:place]]
        for number in range(200):
            if len(made) >= least:
                break
            item = self.another(part, name, depth, number)
            if not schema.get("uniqueItems") or item not in made:
                made.append(item)
        return made[: max(most, least)]

    def items(self, part: Any, source: Source, name: str, depth: int, owner: str, most: int) -> list[Any]:
        """The items the text itself offers."""
        if most < 1 or self.nodes > MOST_NODES or (self.inside and self.inside.count(self.inside[-1]) > 1):
            return []
        made: list[Any] = []
        shape = merged(part, self.root) if isinstance(part, Mapping) else {}
        if not self.kinds(shape)[0] in ("object", "array") and "anyOf" not in shape:
            offered = [value for value in values(source, shape, name) if is_valid(value, part, self.root)][
                :most
            ]
            self.hits += len(offered)
            return offered
        for text in rows(source, shape, name):
            before = self.hits
            try:
                item = self.make(part, source.part(text), name, depth + 1, owner)
            except TooDeep:
                return made
            if self.hits > before and item not in made:
                made.append(item)
            if len(made) >= most:
                break
        return made

    def another(self, part: Any, name: str, depth: int, number: int) -> Any:
        """One more item, of no text, different for each number where the schema leaves room."""
        spare = Source(f"{number}" if number else "")
        shape = merged(part, self.root) if isinstance(part, Mapping) else {}
        if "enum" in shape:
            return shape["enum"][number % len(shape["enum"])]
        kind = self.kinds(shape)[0]
        if kind in ("integer", "number") and number and not shape.keys() & {"anyOf", "oneOf", "const"}:
            step = shape.get("multipleOf", 1 if kind == "integer" else 0.5)
            least = amounts.within(0, shape, kind == "integer")
            up = amounts.within(least + number * step, shape, kind == "integer")
            return (
                up
                if number * step == up - least
                else amounts.within(least - number * step, shape, kind == "integer")
            )
        if kind == "boolean":
            return bool(number % 2)
        if (
            kind == "string"
            and number
            and not shape.keys() & {"format", "pattern", "anyOf", "oneOf", "const"}
        ):
            return sized(f"{name or 'item'} {number + 1}", shape, str(number + 1))
        return self.make(part, spare, f"n{number}" if number else name, depth + 1)

    def string(self, schema: Mapping[str, Any], source: Source, name: str, owner: str) -> str:
        """A text: of the wanted form or pattern, or what the prompt says for the field."""
        offered = source.strings(name, owner, description_of(schema))
        if "format" in schema:
            offered += formatted(schema["format"], source)
        if "pattern" in schema:
            words = re.findall(r"[^\s,;()\"']+", source.text)
            hit = found(schema["pattern"], [*offered, *(word.strip(".:!?") for word in words[:2_000])])
            offered = [hit] if hit else []
        for text in offered:
            if is_valid(text, schema, self.root):
                self.hits += 1
                return text
        cut = [text[: schema["maxLength"]] for text in offered if "maxLength" in schema]
        if cut and is_valid(cut[0], schema, self.root):
            self.hits += 1
            return cut[0]
        return unsaid(schema, name)
