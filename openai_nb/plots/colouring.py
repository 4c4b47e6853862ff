"""Colouring: which colour each point of a map has, and what the colours mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from openai_nb.data.text import is_missing
from openai_nb.plots.style import OTHER, Theme, palette

FEW_NUMBERS = 12  # so many different whole numbers are categories still
COLOURED = 20  # categories beyond are grey


class Categories(NamedTuple):
    """Named groups: `codes[i]` is the place of point i's group in `names` and `colours`; -1 is none."""

    codes: NDArray[np.intp]
    names: list[str]
    colours: list[str]


class Measure(NamedTuple):
    """A number for each point, NaN where there is none; `dates` if they are days since 1970."""

    values: NDArray[np.float64]
    dates: bool


def colouring(labels: Iterable[Any], names: Mapping[Any, str] | None, look: Theme) -> Categories | Measure:
    """What `labels` say: numbers and moments are a measure, all else (and up to 12 whole numbers) categories.

    Categories are ordered by size, whole numbers by value.  `names` says what labels are called; a label
    it leaves out is none, as -1 is for rows in no cluster.
    """
    given = [_plain(label) for label in labels]
    known = [label for label in given if label is not None]
    if names is not None:
        return _categories([label if label in names else None for label in given], names, look)
    if known and all(isinstance(label, date | np.datetime64) for label in known):
        return Measure(np.array([_day(label) for label in given]), dates=True)
    if _measured(known):
        return Measure(np.array([np.nan if label is None else float(label) for label in given]), dates=False)
    return _categories(given, {}, look)


def _categories(given: list[Any], names: Mapping[Any, str], look: Theme) -> Categories:
    order = [label for label, _ in Counter(label for label in given if label is not None).most_common()]
    if not names and all(isinstance(label, int | np.integer) for label in order):
        order.sort()
    code = {label: number for number, label in enumerate(order)}
    codes = np.array([code.get(label, -1) for label in given], np.intp)
    coloured = palette(min(len(order), COLOURED), look)
    colours = coloured + [OTHER] * (len(order) - len(coloured))
    return Categories(codes, [str(names.get(label, label)) for label in order], colours)


def _measured(known: list[Any]) -> bool:
    numbers = all(
        isinstance(label, int | float | np.number) and not isinstance(label, bool) for label in known
    )
    return numbers and (any(float(label) % 1 for label in known) or len(set(known)) > FEW_NUMBERS)


def _plain(label: Any) -> Any:
    """The label, or None where it is missing; what cannot be counted is put in words."""
    if not isinstance(label, str) and is_missing(label):
        return None
    try:
        hash(label)
    except TypeError:  # a list, an array
        return str(label)
    return label


def _day(label: Any) -> float:
    if label is None:
        return float("nan")
    if isinstance(label, datetime):
        return label.replace(tzinfo=label.tzinfo or UTC).timestamp() / 86_400
    return float(np.datetime64(label, "s").astype(np.int64)) / 86_400
