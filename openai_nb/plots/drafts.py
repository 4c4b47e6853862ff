"""Drafts: a map that can be looked at at once, and again when it is better."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openai_nb.data.text import extent
from openai_nb.plots.embedded import Embedded
from openai_nb.plots.picture import shown

Bundle = tuple[dict[str, str], dict[str, Any]]

WORDS = {"neighbours": "neighbours", "umap": "UMAP", "pacmap": "PaCMAP", "tsne": "t-SNE", "pca": "PCA"}
QUICK = 2_000  # texts up to which their clusters are found in less than a second


def drafts(embedded: Embedded) -> Iterator[Bundle]:
    """What to show, better each time: principal components, then clusters, then the method that was chosen.

    The last is the map itself; where all is at hand it is the only one.  What is still to come is said in a
    quiet word on the map.
    """
    n = len(embedded)
    if n > QUICK and embedded.labels is None:
        yield _draft(embedded, "finding clusters…")
    if not (settled := embedded.settled):
        embedded.names  # noqa: B018 (found now, so that they are there from here on)
        yield _draft(embedded, f"laying out {n:,} texts by {WORDS[embedded.method]}…")
    try:
        yield embedded._repr_mimebundle_()
    except Exception as error:  # another package's trouble is no reason to show nothing
        if settled:
            raise
        yield _draft(embedded, f"{WORDS[embedded.method]} did not work: {error}")


def _draft(embedded: Embedded, note: str) -> Bundle:
    return shown(embedded.plot(quick=True, note=note), f"{extent(*embedded.vectors.shape)}; {note}")
