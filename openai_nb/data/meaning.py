"""Meaning: tables and columns searched, joined, sorted out and grouped by what their texts say.

Each function embeds what it needs, once: the cache keeps every vector.  To ask many things of one column,
`embed` it and ask the result.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from openai_nb.data import embedding, grouping, matching
from openai_nb.data.columnwise import columnwise, on_one_machine
from openai_nb.data.embeddings import Embeddings
from openai_nb.data.prompts import PLACE, find, in_words, is_missing
from openai_nb.data.questions import one_column, placed

if TYPE_CHECKING:
    import pandas as pd

RIGHT = "_right"  # what a column of the other table is called by, where both have it


@columnwise
def embed(df: Any, *, on: str = "", dry_run: bool = False, **how: Any) -> Any:
    """The vectors of a column, under its index: `Embeddings`; what they will take, with `dry_run=True`.

    `on` is a column, or a text with `{{column}}` in it; a list needs none.  `how` is said as for
    `openai_nb.data.embedding.embed`: model, client, dimensions, cache, max_in_flight, max_cost, progress,
    batch.
    """
    if isinstance(df, Embeddings):
        return df
    whole = hasattr(df, "to_pandas") or hasattr(df, "dtypes")
    do = embedding.estimate if dry_run else embedding.embed
    return do(_texts(df, on) if whole else df, **how)


@on_one_machine
def search(
    df: Any, query: Any, k: int = 10, *, on: str = "", way: str | None = None, **how: Any
) -> pd.DataFrame:
    """The k rows nearest in meaning to a query, best first, with their `similarity` (cosine) before them.

    The query is words, or a list of them: then `query` says whose finds they are.  `way` is "exact",
    "leading" or "lists"; `.attrs["search"]` tells which was taken and its recall.
    """
    found = _whole(df, on, how)
    many = not isinstance(query, str) and not (isinstance(query, np.ndarray) and query.ndim == 1)
    where, cosines = found.nearest(query, k, way=way)
    asked, place = np.nonzero(where >= 0)
    rows = _rows(df, found, where[asked, place])
    rows.insert(0, _free("similarity", rows), cosines[asked, place])
    if many:
        words = list(query)
        rows.insert(0, _free("query", rows), [words[number] for number in asked.tolist()])
    rows.attrs["search"] = repr(found.finder(way))
    return rows


@on_one_machine
def join(
    df: Any,
    other: Any,
    k: int = 1,
    *,
    on: str = "",
    other_on: str = "",
    threshold: float | None = None,
    way: str | None = None,
    **how: Any,
) -> pd.DataFrame:
    """Each row beside the k rows of another table that are nearest in meaning, best first.

    `similarity` (cosine) comes last; with a `threshold` only those that are so near.  Rows without a partner
    are left out.  A column that both have is called `…_right` on the other side.
    """
    left, right = _whole(df, on, how), _whole(other, other_on or _same(on, other), how)
    rows, others, cosines = matching.pairs(left, right, k, threshold, way)
    joined, beside = _rows(df, left, rows), _rows(other, right, others)
    for name in beside.columns:
        free = name
        while free in joined.columns:
            free = f"{free}{RIGHT}"
        joined[free] = beside[name].array
    joined[_free("similarity", joined)] = cosines
    joined.attrs["search"] = repr(right.finder(way))
    return joined


@on_one_machine
def dedupe(df: Any, threshold: float = 0.95, *, on: str = "", groups: bool = False, **how: Any) -> Any:
    """The rows that say what none before them says; of those that say the same the first is kept.

    `threshold` is the cosine from which two texts are the same.  With `groups=True` no row is left out:
    `keep` says which would stay, `group` to which of these each belongs (its label), and `similarity` how
    near it is to that one.
    """
    found = _whole(df, on, how)
    told = matching.dedupe(found, threshold)
    if not groups:
        return df[told["keep"].to_numpy()] if hasattr(df, "iloc") else _rows(df, found, told["keep"])
    rows = _rows(df, found, slice(None))
    for name in told.columns:
        rows[_free(str(name), rows)] = told[name].array
    return rows


@on_one_machine
def cluster(df: Any, k: int | None = None, *, on: str = "", into: str = "cluster", **how: Any) -> Any:
    """The rows with the cluster of each, by a readable name; of a column the clusters alone.

    Without `k`, as many clusters as lie best apart, from 2 to 16; the largest is the first category.
    """
    found = grouping.cluster(_whole(df, on, how), k)
    return df.assign(**{into: found.array}) if hasattr(df, "assign") else found.rename(into)


@on_one_machine
def outliers(df: Any, share: float | None = None, *, on: str = "", **how: Any) -> pd.DataFrame:
    """The rows whose texts stand apart from all others, oddest first, with their `distance` before them.

    Those that lie far out, or the given `share` of all.
    """
    found = _whole(df, on, how)
    told = grouping.outliers(Embeddings(found.texts, found.values), share)
    rows = _rows(df, found, told.index.to_numpy())
    rows.insert(0, _free("distance", rows), told["distance"].array)
    return rows


@on_one_machine
def similarity(df: Any, other: Any = None, *, on: str = "", other_on: str = "", **how: Any) -> Any:
    """How alike texts are, as cosines: to one text a column; to another column, or its own, a table."""
    found = _whole(df, on, how)
    if other is None:
        return grouping.similarity(found)
    if not isinstance(other, str):
        return grouping.similarity(found, _whole(other, other_on or _same(on, other), how))
    to = Embeddings([other], found.vectors_of(other))
    return grouping.similarity(found, to).iloc[:, 0].rename("similarity")


def _whole(df: Any, on: str, how: Mapping[str, Any]) -> Embeddings:
    """The embeddings of all texts: what is said of half a column would mislead."""
    found: Embeddings = embed(df, on=on, **how)
    if found.stopped:
        raise InterruptedError(
            "Not all texts are embedded. What has come is kept; run it again for the rest."
        )
    return found


def _texts(df: Any, on: str) -> Any:
    """The column of texts that is meant, or one made of several columns."""
    import pandas as pd

    asked, text = placed(df, on)
    if not PLACE.search(on):
        return asked.frame[one_column(asked, text)]
    known = {str(each): each for each in asked.frame.columns}
    names = list(dict.fromkeys(PLACE.findall(on)))
    for name in names:
        find(name, known)
    columns = zip(*(asked.frame[known[name]].tolist() for name in names), strict=True)
    rows = [_filled(on, dict(zip(names, values, strict=True))) for values in columns]
    return pd.Series(rows, index=asked.frame.index, dtype=object)


def _filled(text: str, values: Mapping[str, Any]) -> str | None:
    """The text with its places filled; None where none of them holds anything."""
    words = {name: "" if is_missing(value) else in_words(value) for name, value in values.items()}
    return PLACE.sub(lambda place: words[place[1]], text) if any(words.values()) else None


def _rows(df: Any, found: Embeddings, where: Any) -> pd.DataFrame:
    """Some rows of what was embedded, as a table."""
    import pandas as pd

    if isinstance(df, pd.DataFrame):
        table: pd.DataFrame = df.iloc[where].copy()
        return table
    name = df.name if isinstance(df, pd.Series) and df.name is not None else "text"
    places = np.arange(len(found))[where]
    words = [found.texts[place] for place in places.tolist()]
    return pd.DataFrame({name: words}, index=found.index[places])


def _free(name: str, rows: pd.DataFrame) -> str:
    """The name, or one like it that no column has yet."""
    while name in rows.columns:
        name += "_"
    return name


def _same(on: str, other: Any) -> str:
    """The name of the column on the other side, where it is called the same."""
    return on if on in getattr(other, "columns", ()) else ""
