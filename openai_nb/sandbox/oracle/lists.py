"""Lists: as many items as a text offers and a schema allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from openai_nb.sandbox.oracle import amounts
from openai_nb.sandbox.oracle.filling import Source
from openai_nb.sandbox.oracle.formats import sized
from openai_nb.sandbox.oracle.merging import kinds, merged
from openai_nb.sandbox.oracle.rows import rows, values

if TYPE_CHECKING:
    from openai_nb.sandbox.oracle.schemas import Filler, Spot

MOST = 20  # items of a list that sets no limit itself
_TIED = {"anyOf", "oneOf", "const", "format", "pattern"}


def array(filler: Filler, schema: Mapping[str, Any], spot: Spot) -> list[Any]:
    """A list: an item for each part of the text that has one, at least as many as wanted."""
    first = [filler.make(part, spot.item(spot.source)) for part in schema.get("prefixItems", ())]
    part = schema.get("items", schema.get("contains", {}))
    least = max(schema.get("minItems", 0), 1 if "contains" in schema else 0)
    most = min(schema.get("maxItems", MOST), max(least, MOST))
    if part is False:
        return first[:most]
    once = bool(schema.get("uniqueItems"))
    made = first + _offered(filler, part, spot, most - len(first))
    if once:
        made = [item for place, item in enumerate(made) if item not in made[:place]]
    number = 0
    while len(made) < least and number < least + 200:
        item = _another(filler, part, spot, number)
        number += 1
        if not once or item not in made:
            made.append(item)
    return made[: max(most, least)]


def _offered(filler: Filler, part: Any, spot: Spot, most: int) -> list[Any]:
    """The items the text itself offers."""
    if most < 1 or filler.tired:
        return []
    shape = merged(part, filler.root) if isinstance(part, Mapping) else {}
    if kinds(shape)[0] not in ("object", "array") and "anyOf" not in shape:
        plain = [value for value in values(spot.source, shape, spot.name) if filler.allows(value, part)][
            :most
        ]
        filler.hits += len(plain)
        return plain
    if alone := _alone(filler, part, shape, spot.source):
        filler.hits += len(alone)
        return alone[:most]
    made: list[Any] = []
    for text in rows(spot.source, shape):
        before = filler.hits
        item = filler.make(part, spot.item(spot.source.part(text)))
        headless = isinstance(item, dict) and next(iter(item.values()), None) == ""
        if filler.hits > before and not headless and item not in made:
            made.append(item)
        if len(made) >= most:
            break
    return made


def _alone(filler: Filler, part: Any, shape: Mapping[str, Any], source: Source) -> list[Any]:
    """Objects of one plain field each, where the text is one line: `1, 2 and 3` as three of `n`."""
    known = shape.get("properties", {})
    text = (source.told or source.text).strip()
    if len(known) != 1 or "\n" in text:
        return []
    name, inner = next(iter(known.items()))
    field = merged(inner, filler.root) if isinstance(inner, Mapping) else {}
    if kinds(field)[0] not in ("integer", "number"):
        return []
    made = [{name: value} for value in values(source, field, name)]
    return [item for item in made if filler.allows(item, part)]


def _another(filler: Filler, part: Any, spot: Spot, number: int) -> Any:
    """One more item, of no text, different for each number where the schema leaves room."""
    shape = merged(part, filler.root) if isinstance(part, Mapping) else {}
    if "enum" in shape:
        return shape["enum"][number % len(shape["enum"])]
    kind = kinds(shape)[0]
    if number and not shape.keys() & _TIED:
        if kind in ("integer", "number"):
            return _further(shape, number, kind == "integer")
        if kind == "boolean":
            return bool(number % 2)
        if kind == "string":
            return sized(f"{spot.name or 'item'} {number + 1}", shape, str(number + 1))
    return filler.make(part, spot.item(Source(f"{number}" if number else "")))


def _further(shape: Mapping[str, Any], number: int, whole: bool) -> float | int:
    """The number some steps above the least allowed one, or below it where there is no room above."""
    step = shape.get("multipleOf", 1 if whole else 0.5)
    least = amounts.within(0, shape, whole)
    up = amounts.within(least + number * step, shape, whole)
    return up if up > least else amounts.within(least - number * step, shape, whole)
