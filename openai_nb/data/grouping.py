"""Grouping: what belongs together, what stands apart, and how alike each is to each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from openai_nb.core.errors import BadValue
from openai_nb.data.clusters import clusters
from openai_nb.data.embeddings import Embeddings
from openai_nb.data.names import names
from openai_nb.data.nearness import Exact, Indices, Vectors, normed

if TYPE_CHECKING:
    import pandas as pd

NAMED_BY = 1_000  # texts of a cluster that are read for its name
KIN = 5_000  # rows among which the nearest of each are sought
CELLS = 50_000_000  # of a table of similarities: 200 MB


def cluster(found: Embeddings, k: int | None = None, *, seed: int = 0) -> pd.Series:
    """The cluster of each text, as a category by its name, the largest first; missing where no vector is.

    A name is two or three words that set the texts of a cluster apart.  Without `k`, as many clusters as lie
    best apart, from 2 to 16.
    """
    import pandas as pd

    labels = clusters(np.asarray(found), k, seed=seed)
    called = named(found.texts, labels)
    order = [called[label] for label in sorted(called)]
    kinds = pd.Categorical.from_codes(labels, pd.Index(order, dtype=object))
    return pd.Series(kinds, index=found.index, name="cluster")


def named(texts: Sequence[Any] | NDArray[Any], labels: Indices) -> dict[int, str]:
    """A name for each cluster, by at most a thousand of its texts, evenly spread; -1 is none."""
    known = [np.flatnonzero(labels == each) for each in range(int(labels.max(initial=-1)) + 1)]
    read = np.concatenate([np.empty(0, np.intp), *(rows[:: len(rows) // NAMED_BY + 1] for rows in known)])
    return names([texts[row] for row in read.tolist()], labels[read].tolist())


def outliers(found: Embeddings, share: float | None = None, *, k: int = 10) -> pd.DataFrame:
    """The texts that stand apart, oddest first: `distance` and `text`.

    The distance is 1 less the mean cosine to the k nearest others (Angiulli and Pizzuti 2002), sought among
    all, or among 5,000 drawn from more.  Odd is what lies far out, by three times the spread of the middle
    half beyond it (Tukey 1977), or the given `share` of all texts.
    """
    import pandas as pd

    if share is not None and not 0 <= share <= 1:
        raise BadValue(f"share is {share}; it lies between 0 and 1, such as 0.05 for one text in twenty")
    distance = apart(np.asarray(found), k)
    sound = np.flatnonzero(np.isfinite(distance))
    order = sound[np.argsort(-distance[sound], kind="stable")]
    if share is not None:
        odd = order[: round(share * len(sound))]
    elif len(sound):
        low, high = np.quantile(distance[sound], (0.25, 0.75))
        odd = order[distance[order] > high + 3 * max(high - low, 1e-6)]
    else:
        odd = order
    words = [found.texts[row] for row in odd.tolist()]
    return pd.DataFrame({"distance": distance[odd], "text": words}, index=found.index[odd])


def apart(vectors: Vectors, k: int = 10, *, seed: int = 0) -> Vectors:
    """How far each row (n, d) lies from its k nearest others: (n,), 0 to 2; NaN for rows with NaN."""
    distance = np.full(len(vectors), np.nan, np.float32)
    sound = np.flatnonzero(np.isfinite(vectors.sum(axis=1)))
    k = min(k, len(sound) - 1)
    if k < 1:
        return distance
    rng = np.random.default_rng(seed)
    kin = sound if len(sound) <= KIN else np.sort(rng.choice(sound, KIN, replace=False))
    where, cosines = Exact(vectors[kin]).nearest(vectors[sound], k + 1)
    own = kin[where] == sound[:, None]
    own[~own.any(axis=1), -1] = True  # a row that is not among them leaves out the farthest instead
    distance[sound] = 1 - cosines[~own].reshape(len(sound), k).mean(axis=1)
    return distance


def similarity(left: Embeddings, right: Embeddings | None = None) -> pd.DataFrame:
    """The cosine of each text on the left (rows) with each on the right (columns; left again without one)."""
    import pandas as pd

    right = left if right is None else right
    if len(left) * len(right) > CELLS:
        raise BadValue(
            f"a table of {len(left):,} × {len(right):,} similarities would be too large; "
            "join() finds the nearest of each, or take a part: embeddings[:1000]"
        )
    cosines = np.clip(normed(np.asarray(left)) @ normed(np.asarray(right)).T, -1, 1)
    return pd.DataFrame(cosines, index=left.index, columns=right.index)
