"""Descriptions: a Python value as words, or as a picture, that a model can read."""

from __future__ import annotations

import inspect
import json
import sys
from base64 import b64decode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openai_nb.looks.pictures import data_url

HEAD = 5  # rows of a table
ITEMS = 20  # numbers of an array


@dataclass(frozen=True)
class Picture:
    """A picture among the words of a prompt, as a data URL."""

    url: str
    caption: str = "picture"

    @property
    def content(self) -> dict[str, Any]:
        """The picture as a part of a message's content."""
        return {"type": "image_url", "image_url": {"url": self.url}}

    def __str__(self) -> str:
        return f"[{self.caption}]"


def describe(value: Any) -> str | Picture:
    """`value` as a model should see it: text as it is, tables by their head, pictures as pictures."""
    if isinstance(value, str):
        return str(value)
    if hasattr(type(value), "_ai_repr_"):
        return _own_words(value)
    for module, name, words in _KINDS:
        kind = getattr(sys.modules.get(module), name, None)
        if isinstance(kind, type) and isinstance(value, kind):
            return words(value)
    if isinstance(value, dict | list | tuple):
        with suppress(TypeError, ValueError):  # names that are no texts, or a list within itself
            return json.dumps(value, ensure_ascii=False, indent=2 if _nested(value) else None, default=str)
    return str(value)


def _nested(value: Any) -> bool:
    inside = value.values() if isinstance(value, dict) else value
    return any(isinstance(item, dict | list) for item in inside)


def _own_words(value: Any) -> str | Picture:
    """What the object says of itself: text, or a bundle of mime types (Jupyter proposal 129)."""
    said = value._ai_repr_()
    if inspect.iscoroutine(said):
        import asyncio
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1) as aside:  # a notebook's own loop is already running
            said = aside.submit(asyncio.run, said).result()
    if not isinstance(said, Mapping):
        return str(said)
    for mime in ("text/markdown", "text/plain", "application/json"):
        if mime in said:
            return said[mime] if isinstance(said[mime], str) else json.dumps(said[mime], ensure_ascii=False)
    picture = next((said[mime] for mime in said if mime.startswith("image/")), None)
    if picture is None:
        return str(value)
    return _picture(b64decode(picture) if isinstance(picture, str) else picture)


def _picture(source: Any) -> Picture:
    url, (width, height) = data_url(source)
    return Picture(url, f"picture, {width} × {height}")


def _frame(frame: Any) -> str:
    kinds = ", ".join(f"{name} ({kind})" for name, kind in zip(frame.columns, frame.dtypes, strict=True))
    size = f"A table of {len(frame):,} rows and {len(frame.columns)} columns: {kinds}."
    head = frame.head(HEAD)
    cells = [[_cell(each) for each in row] for row in head.itertuples(index=False, name=None)]
    named = [_cell(name) for name in frame.columns]
    lines = [f"| {' | '.join(row)} |" for row in [named, ["---"] * len(named), *cells]]
    first = f"The first {len(head)}:" if len(frame) > len(head) else "All of it:"
    return "\n".join([size, first, "", *lines]) + "\n"


def _series(series: Any) -> str:
    head = series.head(ITEMS)
    lines = [f"- {_cell(key)}: {_cell(each)}" for key, each in head.items()]
    size = f"A column {str(series.name)!r} of {len(series):,} values ({series.dtype})"
    return "\n".join([f"{size}, the first {len(head)}:" if len(series) > len(head) else f"{size}:", *lines])


def _array(array: Any) -> str | Picture:
    colours = array.ndim == 3 and array.shape[2] in (3, 4) and min(array.shape) > 2
    if colours and array.dtype.name == "uint8":
        from PIL import Image

        return _picture(Image.fromarray(array))
    head = ", ".join(str(each) for each in array.ravel()[:ITEMS].tolist())
    shape = " × ".join(str(each) for each in array.shape) or "a single value"
    return f"An array of shape {shape} ({array.dtype}): [{head}{', …' if array.size > ITEMS else ''}]"


def _figure(figure: Any) -> Picture:
    drawn = BytesIO()
    figure.savefig(drawn, format="png", bbox_inches="tight")
    return _picture(drawn.getvalue())


def _cell(value: Any) -> str:
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    text = " ".join(text.split())
    return (text if len(text) <= 120 else f"{text[:119]}…").replace("|", "\\|")


# Looked up only where the module is already imported: what was never imported has no values.
_KINDS = [
    ("pandas", "DataFrame", _frame),
    ("pandas", "Series", _series),
    ("numpy", "ndarray", _array),
    ("matplotlib.figure", "Figure", _figure),
    ("matplotlib.axes", "Axes", lambda axes: _figure(axes.figure)),
    ("PIL.Image", "Image", _picture),
    ("IPython.display", "Image", lambda image: _picture(image.data)),
]
