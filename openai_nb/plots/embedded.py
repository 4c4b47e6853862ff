"""Embedded: texts with their vectors, as a map, a table and something to search in."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Container, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from openai_nb.data import clusters as clustering
from openai_nb.data import names as naming
from openai_nb.data.nearness import neighbours
from openai_nb.plots.map import READ_ALL, scatter
from openai_nb.plots.picture import DPI, png
from openai_nb.plots.projection import project

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Vectors = NDArray[np.float32]
Embed = Callable[[list[str]], Vectors]


class Embedded:
    """Texts and their vectors (n, d) float32; a row of NaN is a text that has none.

    `texts` may be a Series, whose index is kept.  `labels` say what each text is, `embed` makes
    vectors of new texts, for `search`.  The map and the clusters are worked out when first asked for.
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
        for what, size in (("vectors", len(self.vectors)), ("labels", len(self.labels or self.texts))):
            if size != len(self.texts):
                raise ValueError(f"there are {len(self.texts)} texts but {size} {what}; each needs one")
        self.title, self.theme = title, theme
        self._embed, self._method, self._seed = embed, method, seed

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def coordinates(self) -> Vectors:
        """Where each text lies on the map: (n, 2) float32."""
        return project(self.vectors, self._method, seed=self._seed)

    @cached_property
    def cluster(self) -> NDArray[np.intp]:
        """The cluster of each text: (n,), the largest 0, -1 where a text has no vector."""
        return clustering.clusters(self.vectors, seed=self._seed)

    @cached_property
    def names(self) -> dict[int, str]:
        """What each cluster is called, by words that set it apart."""
        return naming.names(self.texts.tolist(), self.cluster.tolist())

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
        import pandas as pd

        x, y = self.coordinates.T
        columns: dict[str, Any] = {"text": self.texts.tolist(), "x": x, "y": y}
        if self.labels is not None:
            columns["label"] = self.labels
        columns["cluster"] = [self.names.get(number) for number in self.cluster.tolist()]
        return pd.DataFrame(columns, index=self.texts.index)

    def search(self, query: str, k: int = 10) -> pd.DataFrame:
        """The k texts most like `query`, best first, with their cosine similarity."""
        if self._embed is None:
            raise ValueError("these vectors came without a model to embed the query; try nearest()")
        return self._around(np.asarray(self._embed([query]))[0], k)

    def nearest(self, item: Any, k: int = 10) -> pd.DataFrame:
        """The k texts most like one that is here, named by its index or its own words; itself left out."""
        own = self._position(item)
        return self._around(self.vectors[own], k, own)

    def plot(self, color: Any = None, *, title: str | None = None, theme: str | None = None) -> Figure:
        """The map, coloured by `color`: "label", "cluster", or a value for each text.

        Without it, by label where there are labels, else by cluster.
        """
        labels, called = self._colours(color)
        return scatter(
            self.coordinates,
            labels=labels,
            texts=self.texts.tolist(),
            names=called,
            title=self.title if title is None else title,
            theme=theme or self.theme,
        )

    def __repr__(self) -> str:
        n, d = self.vectors.shape
        sizes = [f"{int((self.cluster == number).sum()):>7,}  {name}" for number, name in self.names.items()]
        return "\n".join([f"{n:,} texts × {d:,} dimensions; clusters: {len(sizes)}", *sizes])

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        """What a notebook shows: the map, and words where there are no pictures."""
        bundle, metadata = {"text/plain": repr(self)}, {}
        if "image/png" not in (exclude or ()) and (include is None or "image/png" in include):
            figure = self.plot()
            bundle["image/png"] = b64encode(png(figure)).decode()
            width, height = (round(inches * DPI / 1.5) for inches in figure.get_size_inches())
            metadata["image/png"] = {"width": width, "height": height}
        return bundle, metadata

    def _colours(self, color: Any) -> tuple[list[Any], dict[int, str] | None]:
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
        raise ValueError(f"no color {color!r}; there are {choices}")

    def _position(self, item: Any) -> int:
        """Which row is meant: by its index, else by its text."""
        for known in (self.texts.index, self.texts.tolist()):
            found = np.flatnonzero(np.array([each == item for each in known], bool))
            if len(found):
                return int(found[0])
        raise KeyError(f"no text has the index or the words {item!r}; search() looks for any words")

    def _around(self, vector: Vectors, k: int, own: int | None = None) -> pd.DataFrame:
        """The rows most like a vector, but for the row it came from."""
        found, likeness = neighbours(self.vectors, vector, k + (own is not None))
        keep = found != (-1 if own is None else own)
        table: pd.DataFrame = self.frame.iloc[found[keep][:k]].drop(columns=["x", "y"])
        table.insert(0, "similarity", likeness[keep][:k])
        return table

    def _typical(self, number: int) -> Any:
        """The text nearest to the middle of a cluster."""
        inside = np.flatnonzero(self.cluster == number)
        nearest, _ = neighbours(self.vectors[inside], self.vectors[inside].mean(axis=0), 1)
        return self.texts.iloc[inside[nearest[0]]]
