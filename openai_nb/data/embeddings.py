"""Embeddings: texts with their vectors, to search, join, group and keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from openai_nb.core.errors import BadType, BadValue
from openai_nb.data.finding import Finder, finder
from openai_nb.data.nearness import Indices, Rows, Vectors
from openai_nb.data.text import extent

if TYPE_CHECKING:
    import pandas as pd

Embed = Callable[[list[str]], Vectors]


class Embeddings:
    """Texts and their vectors, `values` (n, d) float32, under the `index` they came with.

    A row of NaN is a text without a vector; `errors` says why (index label to message), where there was an
    error.  `embed` makes vectors of other words, for `search`.  It is an array to NumPy:
    `np.asarray(found)`.
    """

    def __init__(
        self,
        texts: Sequence[Any],
        values: Rows,
        *,
        index: pd.Index | None = None,
        model: str = "",
        embed: Embed | None = None,
        errors: Mapping[Any, str] | None = None,
        stopped: bool = False,
    ) -> None:
        if len(texts) != values.shape[0]:
            raise BadValue(f"there are {len(texts)} texts but {values.shape[0]} vectors; each needs one")
        self.texts, self.values, self._index = texts, values, index
        self.model, self.embed = model, embed
        self.errors, self.stopped = dict(errors or {}), stopped

    def __len__(self) -> int:
        return self.values.shape[0]

    @property
    def shape(self) -> tuple[int, int]:
        """(texts, dimensions)."""
        n, d = self.values.shape
        return n, d

    @cached_property
    def index(self) -> pd.Index:
        """What the rows are called."""
        import pandas as pd

        return pd.RangeIndex(len(self)) if self._index is None else self._index

    @property
    def series(self) -> pd.Series:
        """The vectors as a column, an array in each cell; None where there is none."""
        import pandas as pd

        rows = [None if np.isnan(row[:1]).any() else row for row in np.asarray(self.values)]
        return pd.Series(rows, index=self.index, dtype=object, name="vector")

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        values = np.asarray(self.values[:], dtype)
        return values.copy() if copy else values

    def __getitem__(self, wanted: Any) -> Embeddings:
        """Some of them, by a slice, a mask or positions."""
        import pandas as pd

        where = np.arange(len(self))[wanted.to_numpy() if isinstance(wanted, pd.Series) else wanted]
        if where.ndim == 0:
            raise BadType("one position names one row; its vector is .values[position]")
        rows = self.values[wanted if isinstance(wanted, slice) else where]
        return self._with([self.texts[place] for place in where.tolist()], rows, self.index[where])

    def finder(self, way: str | None = None) -> Finder:
        """The way to search them, made once: "exact", "leading" or "lists"; None chooses."""
        if way not in self._finders:
            self._finders[way] = finder(self.values, self.model, way)
        return self._finders[way]

    def nearest(self, queries: Any, k: int = 10, *, way: str | None = None) -> tuple[Indices, Vectors]:
        """The k rows nearest to each query, words or vectors: positions (q, k) and cosines (q, k).

        Where there are fewer than k, -1 and NaN fill up.
        """
        vectors = np.atleast_2d(self.vectors_of(queries))
        if len(vectors) and vectors.shape[1] != self.shape[1]:
            raise BadValue(
                f"the query has {vectors.shape[1]} dimensions and these vectors have {self.shape[1]}; "
                "use one model and one `dimensions` for both"
            )
        return self.finder(way).nearest(vectors, max(min(k, len(self)), 0))

    def search(self, query: Any, k: int = 10, *, way: str | None = None) -> pd.DataFrame:
        """The k texts nearest in meaning to a query, best first: `similarity` (cosine) and `text`.

        The query is words or a vector; for a list of them, `query` stands before each one's finds.  How the
        search went, and its recall on a sample, is in `.attrs["search"]`.
        """
        import pandas as pd

        one = isinstance(query, str) or (isinstance(query, np.ndarray) and query.ndim == 1)
        where, cosines = self.nearest(query, k, way=way)
        asked, place = np.nonzero(where >= 0)
        rows = where[asked, place]
        found = pd.DataFrame(
            {"similarity": cosines[asked, place], "text": [self.texts[row] for row in rows.tolist()]},
            index=self.index[rows],
        )
        if not one:
            words = range(len(where)) if isinstance(query, np.ndarray | Embeddings) else list(query)
            found.insert(0, "query", [words[number] for number in asked.tolist()])
        found.attrs["search"] = repr(self.finder(way))
        return found

    def vectors_of(self, queries: Any) -> Vectors:
        """The vectors of words, (q, d) float32; vectors stay as they are."""
        words = [queries] if isinstance(queries, str) else queries
        if isinstance(words, Embeddings) or (len(words) and not isinstance(next(iter(words)), str)):
            return np.asarray(words, np.float32)
        if self.embed is None:
            raise BadValue("these vectors came without a model to embed the query; give a vector")
        return np.asarray(self.embed(list(words)), np.float32)

    def cluster(self, k: int | None = None, *, seed: int = 0) -> pd.Series:
        """The cluster of each text by a readable name, largest first; None where a text has no vector."""
        from openai_nb.data.grouping import cluster

        return cluster(self, k, seed=seed)

    def dedupe(self, threshold: float = 0.95) -> pd.DataFrame:
        """Which texts say what an earlier one says: `keep`, `group` (the first's label), `similarity`."""
        from openai_nb.data.matching import dedupe

        return dedupe(self, threshold)

    def join(self, other: Embeddings, k: int = 1, *, threshold: float | None = None) -> pd.DataFrame:
        """The k nearest of the others for each text here: `left`, `right`, `similarity` and both texts."""
        from openai_nb.data.matching import join

        return join(self, other, k=k, threshold=threshold)

    def outliers(self, share: float | None = None, *, k: int = 10) -> pd.DataFrame:
        """The texts that lie farthest from all others, oddest first: `distance` and `text`."""
        from openai_nb.data.grouping import outliers

        return outliers(self, share, k=k)

    def similarity(self, other: Embeddings | None = None) -> pd.DataFrame:
        """The cosine of each text here with each of the others (of these, where none are given)."""
        from openai_nb.data.grouping import similarity

        return similarity(self, other)

    def save(self, path: str | Path) -> Path:
        """Keep them in a file: `.parquet` (needs pyarrow) or `.npy`, with the texts beside it."""
        from openai_nb.data.vectorfiles import save

        return save(self, path)

    @classmethod
    def open(cls, path: str | Path, *, embed: Embed | None = None) -> Embeddings:
        """Those in a file that `save` wrote; vectors are read when they are needed, block by block."""
        from openai_nb.data.vectorfiles import opened

        return opened(path, embed=embed)

    def load(self) -> Embeddings:
        """The same with all vectors in memory: searches in a file read it each time."""
        return self._with(self.texts, np.array(self.values[:], np.float32), self.index)

    def __repr__(self) -> str:
        n, d = self.shape
        parts = [extent(n, d), self.model]
        parts += [f"{len(self.errors):,} errors"] * bool(self.errors)
        parts += ["stopped before the end"] * self.stopped + [repr(way) for way in self._finders.values()]
        return " · ".join(filter(None, parts))

    @cached_property
    def _finders(self) -> dict[str | None, Finder]:
        return {}

    def _with(self, texts: Sequence[Any], values: Rows, index: pd.Index) -> Embeddings:
        return Embeddings(texts, values, index=index, model=self.model, embed=self.embed, errors=self.errors)
