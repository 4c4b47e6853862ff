"""Points: a map in the page that one pans, zooms, points at and lassoes.

A module of our own draws it.  Points travel in a shuffled order, so that no group hides another and the
first of them are a sample; here they are known by their row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from ipywidgets import HTML, VBox, Widget
from numpy.typing import NDArray

from openai_nb.panels.browser import front

if TYPE_CHECKING:
    from openai_nb.plots.paint import Painted

Rows = NDArray[np.intp]

MISSING = (
    "The map can be moved, pointed at and lassoed with anywidget:<br>"
    '<code>pip install "openai-nb[panels]"</code>, and reload this page.'
)
HEIGHT = 480  # pixels
LONGEST = 300  # characters of a text that is pointed at


class Hands(Protocol):
    """Who is told what is done on the map."""

    def words(self, row: int) -> str:
        """What to show of a point."""
        ...

    def pick(self, row: int) -> None:
        """A point was clicked."""
        ...

    def rope(self, rows: Rows) -> None:
        """Points were lassoed."""
        ...

    def kind(self, code: int) -> None:
        """A colour's name was clicked."""
        ...

    def clear(self) -> None:
        """What was chosen shall be let go."""
        ...


class Points:
    """The map of some points; `hands` is told of what is done on it."""

    def __init__(self, hands: Hands, *, name: str = "Map", height: int = HEIGHT) -> None:
        self._hands = hands
        self._rows: Rows = np.empty(0, np.intp)  # the row of each point that is sent
        self._total, self._mid, self._half = 0, np.zeros(2), 1.0
        self.alive = False
        empty = {"places": b"", "codes": b"", "chosen": b"", "labels": [], "legend": [], "note": ""}
        palette = {"light": ["#0072b2"], "dark": ["#56b4e9"]}
        self.front = front("points", name=name, height=height, plain=False, palette=palette, **empty)
        if self.front is not None:
            self.front.on_msg(self._heard)
        self.still = HTML()  # a picture, where nothing can be moved
        self.still.add_class("oai-still")
        self.still.layout.display = "none" if self.front is not None else ""
        self.widget: Widget = VBox([each for each in (self.front, self.still) if each is not None])

    def place(self, places: NDArray[np.float32], seed: int = 0) -> None:
        """Where each row lies, (n, 2); a row without a place (NaN) is not drawn."""
        there = np.flatnonzero(np.isfinite(places.sum(axis=1)))
        self._total = len(places)
        rows = np.random.default_rng(seed).permutation(there)
        low, high = (places[there].min(axis=0), places[there].max(axis=0)) if len(there) else (0.0, 1.0)
        self._mid = np.asarray((low + high) / 2)
        self._half = max(float(np.max(high - low)) / 2, 1e-9)
        self._rows = rows
        self._send(places=self._scaled(places[rows]).astype(np.float32).tobytes())

    def paint(self, painted: Painted) -> None:
        """How the rows are coloured, and what the colours and the places on the map are called."""
        labels = [
            {"text": text, "code": code, **dict(zip("xy", self._scaled(np.array(at)).tolist(), strict=True))}
            for text, code, at in painted.labels
        ]
        codes = painted.codes[self._rows].astype(np.uint8).tobytes()
        self._send(codes=codes, palette=dict(painted.palette), legend=list(painted.legend), labels=labels)

    def choose(self, rows: Rows | None) -> None:
        """Show these rows and let the others step back; None shows all."""
        if rows is None:
            self._send(chosen=b"")
            return
        chosen = np.zeros(self._total, bool)
        chosen[rows] = True
        self._send(chosen=np.packbits(chosen[self._rows], bitorder="little").tobytes())

    def note(self, words: str) -> None:
        """A quiet word on the map."""
        self._send(note=words)

    def mark(self, legend: Sequence[Mapping[str, Any]]) -> None:
        """Which colours' names are pressed."""
        self._send(legend=list(legend))

    def picture(self, url: str, words: str) -> None:
        """The picture that stands there where nothing can be moved."""
        if self.front is None:
            from html import escape

            self.still.value = f'<p>{MISSING}</p><img alt="{escape(words)}" src="{escape(url)}">'

    def _scaled(self, places: NDArray[Any]) -> NDArray[Any]:
        return (places - self._mid) / self._half

    def _send(self, **state: Any) -> None:
        if self.front is not None:
            with self.front.hold_sync():
                for name, value in state.items():
                    setattr(self.front, name, value)

    def _heard(self, _: Any, said: Mapping[str, Any], buffers: Sequence[Any]) -> None:
        hands = self._hands
        if said.get("ready"):
            self.alive = True
        elif "hover" in said and (row := self._row(said["hover"])) is not None:
            words = " ".join(hands.words(row).split("\0"))
            self.front.send({"tip": _cut(words), "at": said["hover"]})
        elif "pick" in said and (row := self._row(said["pick"])) is not None:
            hands.pick(row)
        elif "lasso" in said and buffers:
            inside = np.unpackbits(np.frombuffer(buffers[0], np.uint8), bitorder="little")
            hands.rope(np.sort(self._rows[np.flatnonzero(inside[: len(self._rows)])]))
        elif "kind" in said:
            hands.kind(int(said["kind"]))
        elif said.get("clear"):
            hands.clear()

    def _row(self, at: Any) -> int | None:
        return int(self._rows[at]) if isinstance(at, int) and 0 <= at < len(self._rows) else None


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
