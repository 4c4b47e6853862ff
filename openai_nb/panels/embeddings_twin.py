"""The twin of a panel of texts: its map as a picture and the first of what is chosen, as they are saved."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from openai_nb.data.text import extent
from openai_nb.looks.tables import bundle
from openai_nb.plots.drafts import QUICK
from openai_nb.plots.picture import png

if TYPE_CHECKING:
    from openai_nb.panels.embeddings import EmbeddingPanel

SHOWN = 12  # rows of what is chosen
COLOURS = 256  # of the picture: a third of its bytes


def twin(panel: EmbeddingPanel) -> dict[str, str]:
    """HTML and plain words."""
    known = panel.embedded
    if known is None:
        return {"text/html": "<p>No texts yet.</p>", "text/plain": "No texts yet."}
    words = extent(*known.vectors.shape)
    picture = f'<img alt="{escape(_called(panel))}" width="720" src="{url(panel)}">'
    found = listed(panel)
    told = panel.told or words
    html = f"{picture}<p>{escape(told)}</p>{found['text/html']}"
    return {
        "text/html": html,
        "text/plain": "\n".join(filter(None, [words, panel.told, found["text/plain"]])),
    }


def listed(panel: EmbeddingPanel) -> dict[str, str]:
    """The first rows of what is chosen, as a table; empty where nothing is."""
    if panel.chosen is None or panel.embedded is None:
        return {"text/html": "", "text/plain": ""}
    rows = panel.chosen[:SHOWN]
    named = len(panel.embedded) <= QUICK or "names" in vars(panel.embedded)
    table = panel.embedded.rows(rows) if named else _bare(panel, rows)
    if panel.cosines is not None:
        table.insert(0, "similarity", np.round(panel.cosines[:SHOWN], 3))
    more = len(panel.chosen) - len(rows)
    columns = [str(name) for name in table.columns]
    return bundle(columns, table.itertuples(index=False), note=f"… and {more:,} more" if more > 0 else "")


def url(panel: EmbeddingPanel) -> str:
    """The map as it stands, as the address of a picture."""
    from openai_nb.plots.map import scatter

    known, paint = panel.embedded, panel.paint
    assert known is not None
    mark = id(panel.places), id(paint)
    if panel.still[0] != mark:
        labels, names = known.colours(panel.colour) if paint.legend else (None, None)
        texts = known.texts.tolist() if len(known) <= 30 else None
        figure = scatter(
            panel.places, labels=labels, names=names, texts=texts, title=known.title, theme="clear"
        )
        panel.still = mark, f"data:image/png;base64,{b64encode(png(figure, colours=COLOURS)).decode()}"
    return panel.still[1]


def _called(panel: EmbeddingPanel) -> str:
    """What a screen reader says of the picture."""
    groups = ", ".join(f"{each['text']}: {each['count']}" for each in panel.paint.legend if each["count"])
    return f"A map of {len(panel.places):,} texts. {groups}".strip()


def _bare(panel: EmbeddingPanel, rows: Any) -> Any:
    """The texts alone, while their clusters are not known."""
    import pandas as pd

    return pd.DataFrame({"text": [panel.words(row) for row in rows.tolist()]})
