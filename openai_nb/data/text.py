"""Text: what a model makes of a column of texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from openai_nb.client import Client


def embed(
    texts: Iterable[Any], client: Client, model: str, *, dimensions: int | None = None
) -> NDArray[np.float32]:
    """A vector for each text, in their order: (n, d) float32.

    Each different text is sent once.  What is missing or blank is not sent; its row is NaN.  Values
    that are no text are embedded as they print.
    """
    import numpy as np

    wanted = [_text(each) for each in ([texts] if isinstance(texts, str) else texts)]
    distinct = {text: number for number, text in enumerate(dict.fromkeys(filter(None, wanted)))}
    if not distinct:
        return np.full((len(wanted), dimensions or 0), np.nan, np.float32)
    found = client.embeddings.vectors(model=model, input=list(distinct), dimensions=dimensions)
    where = np.array([distinct[text] if text else -1 for text in wanted])
    rows: NDArray[np.float32] = found[where]
    rows[where < 0] = np.nan
    return rows


def _text(value: Any) -> str | None:
    """The value as text; None where it is missing or blank."""
    try:
        if value is None or value != value:  # NaN is unlike itself
            return None
    except TypeError:  # pandas' NA answers no question
        return None
    text = str(value)
    return text if text.strip() else None
