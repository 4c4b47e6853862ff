"""Given: the texts a panel was given, as a table's column or in another guise."""

from __future__ import annotations

import threading
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from openai_nb.data.embedding import embed
from openai_nb.data.embeddings import Embeddings
from openai_nb.data.progress import Progress
from openai_nb.panels.work import on_stop
from openai_nb.plots.embedded import Embedded

RAISE = "What has come is kept; `%config OpenAINb.max_cost = …` with more lets it go on."
INSTEAD = "filter by words instead."


class Given(NamedTuple):
    """Texts (a Series), the label of each, the table they stand in, their vectors where these are there."""

    texts: Any
    labels: Any = None
    table: Any = None
    vectors: Any = None
    embed: Any = None


def given(data: Any, column: Any, *, vectors: Any = None, color: Any = None) -> Given:
    """Texts from a table and its column, a Series, a list, `Embedded` or `Embeddings`."""
    if isinstance(data, Embedded):
        return Given(data.texts, data.labels, None, data.vectors, data.embed)
    if isinstance(data, Embeddings):
        texts = pd.Series(list(data.texts), index=data.index, dtype=object)
        return Given(texts, color, None, np.asarray(data, np.float32), data.embed)
    values = None if vectors is None else np.asarray(vectors, np.float32)
    if not isinstance(data, pd.DataFrame):
        return Given(pd.Series(data, dtype=object), color, None, values)
    if column not in data:
        names = ", ".join(map(repr, data.columns[:8]))
        raise ValueError(f"There is no column {column!r}; there are {names}.")
    by_name = isinstance(color, str) and color in data
    return Given(data[column], data[color].tolist() if by_name else color, data, values)


def embed_all(texts: Any, **how: Any) -> Embeddings:
    """The vectors of all texts, as `embed` makes them; a stop of the panel's work ends it, and shows nothing.

    Raises `ValueError` where max_cost ended it before its time.
    """
    stopped = threading.Event()
    on_stop(stopped.set)

    def look(so_far: Progress) -> None:
        if stopped.is_set() and not so_far.ended:
            raise KeyboardInterrupt  # as the stop button does to a cell

    found = embed(texts, progress=look, **how)
    if found.stopped and not stopped.is_set():
        lacking = int(np.isnan(np.asarray(found)[:, :1]).sum())
        raise ValueError(f"max_cost is reached: {lacking:,} texts have no vector yet. {RAISE}")
    return found


def vector_of(words: str, known: Embedded) -> Any:
    """The vector of a query, (d,); raises `ValueError` where it cannot be compared with the known ones."""
    if known.embed is None:
        raise ValueError(f"These vectors came without a model to embed the query; {INSTEAD}")
    query, own = np.asarray(known.embed([words]))[0], known.vectors.shape[1]
    if len(query) != own:
        told = f"These vectors have {own:,} dimensions and the model's {len(query):,}"
        raise ValueError(f"{told}: name the `model` they came from, or {INSTEAD}")
    return query


def tables() -> dict[str, Any]:
    """The tables of this notebook that have a column of words, by name."""
    from IPython import get_ipython

    shell = get_ipython()
    names = {} if shell is None else dict(shell.user_ns)
    return {
        name: value
        for name, value in names.items()
        if isinstance(value, pd.DataFrame) and not name.startswith("_") and worded(value)
    }


def worded(table: Any) -> list[Any]:
    """The columns of a table that hold words, the longest words first."""
    head = table.head(50)
    found = [
        (-float(head[name].dropna().astype(str).str.len().mean()), place, name)
        for place, name in enumerate(table.columns)
        if head[name].map(lambda each: isinstance(each, str)).any()
    ]
    return [name for _, _, name in sorted(found, key=lambda each: each[:2])]
