"""Paint: the colours of a map as numbers and tables of inks, for a page that draws it by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.colors import to_hex
from numpy.typing import NDArray

from openai_nb.plots import legend as legends
from openai_nb.plots.colouring import COLOURED, Categories, Measure, colouring
from openai_nb.plots.style import OTHER, THEMES
from openai_nb.plots.words import MOST, heart

SHADES = 64  # of a measure
NONE = 250  # the code of what has no colour of its own
NAMED = 12  # categories that are named beside the map, though not on it

Label = tuple[str, int, tuple[float, float]]  # words, code and place


class Painted(NamedTuple):
    """Codes (n,) uint8 into a `palette` of inks, for light and dark pages, and what they are called.

    `legend` has a `text`, a `code` and a `count` for each colour (no count: it is no group one can ask for);
    `labels` are words on the map.
    """

    codes: NDArray[np.uint8]
    palette: dict[str, list[str]]
    legend: list[dict[str, Any]]
    labels: list[Label]


def plain(n: int) -> Painted:
    """All in one colour."""
    return Painted(np.zeros(n, np.uint8), {"light": ["#0072B2"], "dark": ["#56B4E9"]}, [], [])


def painted(labels: Sequence[Any], names: Mapping[Any, str] | None, places: NDArray[Any]) -> Painted:
    """The paint of points at `places` (n, 2) by their labels, as `map.scatter` would colour them."""
    looks = {name: colouring(labels, names, THEMES[name]) for name in ("light", "dark")}
    light = looks["light"]
    if isinstance(light, Measure):
        return _measured(light)
    palettes = {name: _inks(each) for name, each in looks.items() if isinstance(each, Categories)}
    counts = np.bincount(light.codes[light.codes >= 0], minlength=len(light.names))
    codes = np.where((light.codes < 0) | (light.codes >= COLOURED), NONE, light.codes).astype(np.uint8)
    legend = [
        {"text": name, "code": code, "count": int(counts[code])}
        for code, name in enumerate(light.names[:COLOURED])
    ]
    return Painted(codes, palettes, legend, _labels(light, np.asarray(places, np.float64)))


def _inks(colours: Categories) -> list[str]:
    inks = colours.colours[:COLOURED]
    return inks + [OTHER] * (NONE + 1 - len(inks))


def _labels(colours: Categories, places: NDArray[np.float64]) -> list[Label]:
    """Where each of the largest groups is at home."""
    there = np.isfinite(places.sum(axis=1))
    if not there.any():
        return []
    reach = 0.06 * float(np.ptp(places[there, 1]) or 1)
    found = []
    for code, name in enumerate(colours.names[:MOST]):
        inside = places[there & (colours.codes == code)]
        if len(inside):
            x, y = heart(inside, reach).tolist()
            found.append((name, min(code, NONE) if code < COLOURED else NONE, (x, y)))
    return found


def _measured(measure: Measure) -> Painted:
    """A scale of shades; its ends and its middle are named."""
    known = np.isfinite(measure.values)
    norm, _ = legends.ramp(measure, THEMES["light"])
    share = np.clip(np.asarray(norm(np.nan_to_num(measure.values, nan=norm.vmin)), float), 0, 1)
    codes = np.where(known, np.round(share * (SHADES - 1)), NONE).astype(np.uint8)
    palettes = {}
    for name in ("light", "dark"):
        ramp = legends.ramp(measure, THEMES[name])[1](np.linspace(0, 1, SHADES))
        palettes[name] = [*(to_hex(each) for each in ramp), *[OTHER] * (NONE + 1 - SHADES)]
    ends = [(norm.vmax, SHADES - 1), ((norm.vmin + norm.vmax) / 2, SHADES // 2), (norm.vmin, 0)]
    legend = [{"text": _said(value, measure.dates), "code": code, "count": None} for value, code in ends]
    return Painted(codes, palettes, legend, [])


def _said(value: float, dates: bool) -> str:
    return str(np.datetime64(round(value), "D")) if dates else f"{value:.4g}"
