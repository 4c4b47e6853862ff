"""Embeddings: texts on a map one can move, point at, search by meaning and lasso."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from ipywidgets import Widget
from numpy.typing import NDArray
from traitlets import Any as AnyTrait
from traitlets import Int, Unicode

from openai_nb.data.nearness import Exact
from openai_nb.panels.given import Given, embed_all, given, vector_of
from openai_nb.panels.panel import Panel
from openai_nb.panels.work import Steps
from openai_nb.plots.coordinates import AT_ONCE
from openai_nb.plots.drafts import WORDS
from openai_nb.plots.embedded import Embedded
from openai_nb.plots.paint import Painted, painted, plain
from openai_nb.plots.words import shortened
from openai_nb.session import current

if TYPE_CHECKING:
    from openai_nb.client import Client

Rows = NDArray[np.intp]

NOTHING = Given(pd.Series([], dtype=object))
NO_TEXTS = "There are no texts yet: choose a table and a column, or EmbeddingPanel(df, 'text')."


class EmbeddingPanel(Panel):
    """Texts on a map: `EmbeddingPanel(df, "text")`; also of a Series, a list, `Embedded` or `Embeddings`.

    `vectors` (n, d) spare the asking; `color` is a column, or a value for each text.  What is searched for,
    lassoed or clicked is the `selection`, as rows of the table.
    """

    NAME = "Texts on a map"
    LOOKS = ("points",)
    LABELS: ClassVar = {".oai-told": {"role": "status", "aria-live": "polite"}}

    places = AnyTrait()  # (n, 2) float32, where the texts lie; None before they do
    paint = AnyTrait()  # `Painted`: their colours
    chosen = AnyTrait()  # rows of the selection, best first; None for all
    cosines = AnyTrait()  # how like each of these is, where they were searched for
    told = Unicode("")  # what the selection is
    state = Unicode("")  # what is still worked out
    colour = Unicode("cluster")  # or "label"
    k = Int(20)  # texts that a search finds

    def __init__(
        self, data: Any = None, column: Any = None, *, vectors: Any = None, color: Any = None,
        client: Client | None = None, model: str | None = None, method: str = "auto", title: str = "",
        **traits: Any,
    ) -> None:  # fmt: skip
        super().__init__(**traits)
        self.embedded: Embedded | None = None
        self.still: tuple[Any, str] = (None, "")  # the picture in the twin, and of what it is
        self._client, self._model, self._method, self._title = client, model, method, title
        self._shown, self._given = False, NOTHING
        if data is not None:
            self.open(data, column, vectors=vectors, color=color)

    @property
    def client(self) -> Client:
        """Who embeds."""
        return self._client or current().client

    @property
    def selection(self) -> pd.DataFrame:
        """The rows that are chosen, under their own index; all of them where nothing is.

        After a search the best comes first, with its `similarity`.
        """
        table, texts = self._given.table, self._given.texts
        if table is None and self.embedded is None:
            table = texts.to_frame("text")
        rows = np.arange(len(texts)) if self.chosen is None else self.chosen
        found: pd.DataFrame = self._known.rows(rows) if table is None else table.iloc[rows].copy()
        if self.cosines is not None and "similarity" not in found:
            found.insert(0, "similarity", self.cosines)
        return found

    @property
    def given(self) -> bool:
        """Whether there are texts to show, or soon will be."""
        return self._given is not NOTHING

    # Verbs

    def open(self, data: Any, column: Any = None, *, vectors: Any = None, color: Any = None) -> None:
        """Show other texts: a table's column, a Series, a list, `Embedded` or `Embeddings`."""
        self._given = given(data, column, vectors=vectors, color=color)
        self.embedded, self.chosen, self.cosines, self.told = None, None, None, ""
        self.__dict__.pop("_exact", None)
        if isinstance(data, Embedded):
            self.embedded = data
        elif self._given.vectors is not None:
            self.embedded = self._mapped(self._given.vectors)
        if self.embedded is not None:
            self._first()
        if self._shown:
            self.work(self._steps(), quiet=True)

    def search(self, words: str) -> None:
        """Choose the `k` texts nearest in meaning to these words."""
        if not words.strip():
            self.clear()
            return
        self.work(self._searching(words.strip()))

    def filter(self, words: str) -> None:
        """Choose the texts that have these words in them, in capitals or not."""
        if not words.strip():
            self.clear()
            return
        looked = words.strip().lower()
        texts = self._known.texts.tolist()
        rows = [row for row, text in enumerate(texts) if looked in str(text).lower()]
        self._choose(np.array(rows, np.intp), f"have “{words.strip()}” in them")

    def near(self, row: int) -> None:
        """Choose the text in this row (0 is the first) and the `k` nearest to it."""
        found, cosines = self._exact.nearest(self._known.vectors[row], self.k + 1)
        there = found[0] >= 0
        self._choose(found[0][there], f"are nearest to “{shortened(self.words(row), 60)}”", cosines[0][there])

    def rope(self, rows: Rows) -> None:
        """Choose the texts in these rows, as a lasso does."""
        self._choose(np.asarray(rows, np.intp), "lie in the lasso") if len(rows) else self.clear()

    def kind(self, code: int) -> None:
        """Choose the texts of one colour; all, where just these are chosen."""
        paint: Painted = self.paint
        name = next((each["text"] for each in paint.legend if each["code"] == code), "")
        if not name or self.pressed(name):
            self.clear()
        else:
            self._choose(np.flatnonzero(paint.codes == code), f"are in “{name}”")

    def pressed(self, name: str) -> bool:
        """Whether just the texts of the colour with this name are chosen."""
        told: str = self.told
        return told.endswith(f"texts are in “{name}”")

    def clear(self) -> None:
        """Let go of what is chosen."""
        self.told, self.cosines, self.chosen = "", None, None
        self.keep()

    def by(self, colour: str) -> None:
        """Colour the texts by "cluster" or by "label"."""
        labels, names = self._known.colours(colour)
        self.colour, self.paint = colour, painted(labels, names, self.places)

    def words(self, row: int) -> str:
        """The text in a row."""
        return str(self._known.texts.iloc[row])

    # What is shown

    def view(self) -> Widget:
        """The field, the map and what is chosen on it."""
        from openai_nb.panels.embeddings_view import EmbeddingsView

        view = EmbeddingsView(self)
        self._shown = True
        if self.given:
            self.work(self._steps(), quiet=True)
        return view.widget

    def twin(self) -> dict[str, str]:
        """The map as a picture, and what is chosen on it."""
        from openai_nb.panels.embeddings_twin import twin

        return twin(self)

    def _mapped(self, vectors: Any) -> Embedded:
        def ask(words: list[str]) -> Any:
            return np.asarray(embed_all(words, client=self.client, model=self._model))

        texts, labels, title = self._given.texts, self._given.labels, self._title or None
        asked = self._given.embed or ask
        return Embedded(texts, vectors, labels=labels, embed=asked, method=self._method, title=title)

    def _first(self) -> None:
        """What can be shown at once."""
        known = self._known
        self.colour = "cluster" if known.labels is None else "label"
        self.places = known.coordinates if len(known) <= AT_ONCE else known.quick
        if known.labels is None:
            self.paint = plain(len(known))
        else:
            self.by("label")

    def _steps(self) -> Steps:
        """From words to a map, and from a quick one to a good one."""
        if self.embedded is None:
            texts = self._given.texts
            yield {"state": f"embedding {len(texts):,} texts…"}
            found = embed_all(texts, client=self.client, model=self._model)
            self.embedded = self._mapped(np.asarray(found))
            self._first()
        known = self._known
        yield {"state": "finding clusters…"}
        labels, names = known.colours("cluster")
        if self.colour == "cluster":
            yield {"paint": painted(labels, names, self.places)}
        word = WORDS[known.method]
        yield {"state": "" if known.settled else f"laying out {len(known):,} texts by {word}…"}
        places = known.coordinates
        labels, names = known.colours(self.colour)
        yield {"places": places, "state": "", "paint": painted(labels, names, places)}

    def _searching(self, words: str) -> Steps:
        yield None
        known = self._known
        found, cosines = self._exact.nearest(vector_of(words, known), self.k)
        there = found[0] >= 0
        told = f"{there.sum():,} texts are most like “{shortened(words, 60)}”"
        yield {"told": told, "cosines": cosines[0][there], "chosen": found[0][there]}

    def _choose(self, rows: Rows, told: str, cosines: NDArray[np.float32] | None = None) -> None:
        self.told = f"{len(rows):,} of {len(self._known):,} texts {told}"
        self.cosines, self.chosen = cosines, rows
        self.keep()

    @property
    def _known(self) -> Embedded:
        if self.embedded is None:
            raise ValueError(NO_TEXTS)
        return self.embedded

    @cached_property
    def _exact(self) -> Exact:
        return Exact(self._known.vectors)

    def __repr__(self) -> str:
        n = 0 if self.embedded is None else len(self.embedded)
        return f"EmbeddingPanel({n:,} texts{', ' + self.told if self.told else ''})"
