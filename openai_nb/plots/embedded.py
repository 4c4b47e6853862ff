"""Embedded: texts with their vectors, as a map, a table and something to search in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Container, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from openai_nb.core.errors import BadValue
from openai_nb.data import clusters as clustering
from openai_nb.data.grouping import named
from openai_nb.data.nearness import neighbours
from openai_nb.data.text import extent, is_missing
from openai_nb.plots import coordinates as placing
from openai_nb.plots.map import READ_ALL, scatter
from openai_nb.plots.picture import shown

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Vectors = NDArray[np.float32]
Embed = Callable[[list[str]], Vectors]


class Embedded:
    """Texts and their vectors (n, d) float32; a row of NaN is a text that has none.

    `texts` may be a Series, whose index is kept.  `labels` say what each text is, `embed` makes
    vectors of new texts, for `search`.  The map and the clusters are worked out when first asked for;
    `method` is one of `projection.project`, or "auto" for the best there is for so many.
    """

    def __init__(
        self,
        texts: Sequence[Any],
        vectors: Vectors,
        *,
        labels: Sequence[Any] | None = None,
        embed: Embed | None = None,
        method: str = "auto",
        seed: int = 0,
        title: str | None = None,
        theme: str = "light",
    ) -> None:
        import pandas as pd

        self.texts = pd.Series(texts, dtype=object)
        self.vectors = np.asarray(vectors, np.float32)
        self.labels = None if labels is None else list(labels)
        for what, given in (("vectors", self.vectors), ("labels", self.labels)):
            if given is not None and (size := len(given)) != len(self.texts):
                raise BadValue(f"there are {len(self.texts)} texts but {size} {what}; each needs one")
        self.title, self.theme = title, theme
        self.method = placing.chosen(len(self.vectors), method)
        self.embed, self._seed = embed, seed
        self._placed: Vectors | None = None
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def coordinates(self) -> Vectors:
        """Where each text lies on the map, by `method`: (n, 2) float32."""
        with self._lock:
            if self._placed is None:
                self._placed = placing.coordinates(self.vectors, self.method, seed=self._seed)
            return self._placed

    @cached_property
    def quick(self) -> Vectors:
        """Where each text lies by its principal components, at hand within a second or two: (n, 2)."""
        return placing.quick(self.vectors, seed=self._seed)

    @property
    def settled(self) -> bool:
        """Whether the coordinates are at hand, or will be within about a second."""
        if self._placed is None and not placing.instant(len(self), self.method):
            self._placed = placing.found(self.vectors, self.method, seed=self._seed)
            return self._placed is not None
        return True

    @cached_property
    def cluster(self) -> NDArray[np.intp]:
        """The cluster of each text: (n,), the largest 0, -1 where a text has no vector."""
        return clustering.clusters(self.vectors, seed=self._seed)

    @cached_property
    def names(self) -> dict[int, str]:
        """What each cluster is called, by words that set it apart."""
        return named(self.texts.to_numpy(), self.cluster)

    @cached_property
    def clusters(self) -> pd.DataFrame:
        """One row for each cluster: its name and size, and the text nearest to its middle."""
        import pandas as pd

        rows = [
            {"name": name, "size": int((self.cluster == number).sum()), "example": self._typical(number)}
            for number, name in self.names.items()
        ]
        return pd.DataFrame(rows, columns=["name", "size", "example"])

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row for each text, under its own index: text, x, y, label (where given) and cluster."""
        table = self.rows(np.arange(len(self)))
        x, y = self.coordinates.T
        table.insert(1, "x", x)
        table.insert(2, "y", y)
        return table

    def rows(self, where: NDArray[np.intp]) -> pd.DataFrame:
        """Some of the texts by their positions: text, label (where given) and cluster."""
        import pandas as pd

        columns: dict[str, Any] = {"text": self.texts.to_numpy()[where].tolist()}
        if self.labels is not None:
            columns["label"] = [self.labels[row] for row in where.tolist()]
        columns["cluster"] = [self.names.get(number) for number in self.cluster[where].tolist()]
        return pd.DataFrame(columns, index=self.texts.index[where])

    def search(self, query: str, k: int = 10) -> pd.DataFrame:
        """The k texts most like `query`, best first, with their cosine similarity."""
        if self.embed is None:
            raise BadValue("these vectors came without a model to embed the query; try nearest()")
        return self._around(np.asarray(self.embed([query]))[0], k)

    def nearest(self, item: Any, k: int = 10) -> pd.DataFrame:
        """The k texts most like one that is here, named by its index or its own words; itself left out."""
        own = self._position(item)
        return self._around(self.vectors[own], k, own)

    def plot(
        self, color: Any = None, *, title: str | None = None, theme: str | None = None, note: str = "",
        quick: bool = False,
    ) -> Figure:  # fmt: skip
        """The map, coloured by `color`: "label", "cluster", or a value for each text.

        Without it, by label where there are labels, else by cluster.  A `quick` map is that of the principal
        components, and coloured only by what is at hand; `note` is a quiet word on it.
        """
        bare = quick and color is None and self.labels is None and "names" not in vars(self)
        labels, called = (None, None) if bare else self.colours(color)
        return scatter(
            self.quick if quick else self.coordinates,
            labels=labels,
            texts=self.texts.tolist() if len(self) <= READ_ALL else None,
            names=called,
            axes=placing.AXES["pca" if quick else self.method],
            title=self.title if title is None else title,
            theme=theme or self.theme,
            note=note,
        )

    def save(self, path: str | Path, color: Any = None, *, theme: str | None = None) -> Path:
        """Keep the map in a file: `.png`, or `.svg` for a page that is printed."""
        from openai_nb.plots.leaving import save

        return save(self.plot(color, theme=theme), path)

    def to_jscatter(self, **options: Any) -> Any:
        """A `jscatter.Scatter` of the same map; raises ImportError where jupyter-scatter is not installed."""
        from openai_nb.plots.leaving import jscatter

        return jscatter(self.frame, options)

    def to_atlas(self, path: str | Path) -> Path:
        """Write a Parquet file that embedding-atlas opens, with the command for it in its own metadata.

        Raises ImportError where pyarrow is not installed.
        """
        from openai_nb.plots.leaving import atlas

        return atlas(self.frame, path)

    def __repr__(self) -> str:
        n, d = self.vectors.shape
        sizes = [f"{int((self.cluster == number).sum()):>7,}  {name}" for number, name in self.names.items()]
        return "\n".join([f"{extent(n, d)}; clusters: {len(sizes)}", *sizes])

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        """What a notebook shows: the map, and words where there are no pictures."""
        if "image/png" not in (exclude or ()) and (include is None or "image/png" in include):
            return shown(self.plot(), repr(self))
        return {"text/plain": repr(self)}, {}

    def colours(self, color: Any) -> tuple[list[Any], dict[int, str] | None]:
        """A label for each text, and what labels are called if they are clusters to be named on the map."""
        if color is None:
            color = "cluster" if self.labels is None else "label"
        if not isinstance(color, str):
            return list(color), None
        if color == "cluster":
            few = len(self) <= READ_ALL  # their texts are on the map already, so the names go beside it
            return (self.frame["cluster"].tolist(), None) if few else (self.cluster.tolist(), self.names)
        if color == "label" and self.labels is not None:
            return self.labels, None
        choices = '"cluster", a value for each text' + (', "label"' if self.labels is not None else "")
        raise BadValue(f"no color {color!r}; there are {choices}")

    def _position(self, item: Any) -> int:
        """Which row is meant: by its index, else by its text."""
        for known in (self.texts.index, self.texts.tolist()):
            found = next((at for at, each in enumerate(known) if not is_missing(each) and each == item), None)
            if found is not None:
                return found
        raise KeyError(f"no text has the index or the words {item!r}; search() looks for any words")

    def _around(self, vector: Vectors, k: int, own: int | None = None) -> pd.DataFrame:
        """The rows most like a vector, but for the row it came from."""
        found, likeness = neighbours(self.vectors, vector, k + (own is not None))
        keep = found != (-1 if own is None else own)
        rows = found[keep][:k]
        table = self.rows(rows)
        table.insert(0, "similarity", likeness[keep][:k])
        return table

    def _typical(self, number: int) -> Any:
        """The text nearest to the middle of a cluster."""
        inside = np.flatnonzero(self.cluster == number)
        nearest, _ = neighbours(self.vectors[inside], self.vectors[inside].mean(axis=0), 1)
        return self.texts.iloc[inside[nearest[0]]]
