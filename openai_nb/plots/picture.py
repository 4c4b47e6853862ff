"""Picture: a figure as a PNG, the same bytes for the same figure."""

from __future__ import annotations

import io
import warnings
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 144  # twice the 72 of a screen's point, so that it stays sharp on fine screens


@contextmanager
def boxes_for_missing_letters() -> Iterator[None]:
    """Letters that no font has are measured and drawn as boxes, without a warning for each."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from")
        yield


def png(figure: Figure, dpi: float = DPI, *, colours: int | None = None) -> bytes:
    """The figure as a PNG of `dpi` pixels an inch, with no date and no program's name in it.

    `colours` (up to 256) makes it several times smaller where few are used, as in line plots.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    canvas, before = FigureCanvasAgg(figure), figure.dpi
    figure.dpi = dpi
    try:
        with boxes_for_missing_letters():
            canvas.draw()
        image = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba(), "raw", "RGBA", 0, 1)
    finally:
        figure.dpi = before
    if figure.get_facecolor()[3] == 1:
        image = image.convert("RGB")
    if colours:
        image = image.quantize(colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def svg(figure: Figure) -> str:
    """The figure as an SVG, the same text for the same figure; words in it stay words."""
    import matplotlib

    out = io.StringIO()
    quiet = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with (
        matplotlib.rc_context({"svg.hashsalt": "openai_nb", "svg.fonttype": "none"}),
        boxes_for_missing_letters(),
    ):
        figure.savefig(out, format="svg", dpi=DPI, metadata=quiet)
    return out.getvalue()


def shown(figure: Figure, words: str) -> tuple[dict[str, str], dict[str, Any]]:
    """A figure as a notebook's bundle of mime types, and their metadata."""
    width, height = (round(inches * DPI / 1.5) for inches in figure.get_size_inches())
    bundle = {"image/png": b64encode(png(figure)).decode(), "text/plain": words}
    return bundle, {"image/png": {"width": width, "height": height}}
