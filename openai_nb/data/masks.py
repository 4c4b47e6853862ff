"""Masks: which part of a picture is to be changed, however somebody says so, and as the API wants it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openai_nb.core.errors import BadValue

if TYPE_CHECKING:
    from PIL.Image import Image

HALF = 128  # of 255: what is more than half painted, or see-through, counts as such


def area(mask: Any, size: tuple[int, int]) -> Image:
    """The part to change as an "L" image of `size`, white where it is; raises `ValueError` for no mask.

    A mask is a file, bytes, a PIL image or an array.  Where it can be see-through, its see-through part is
    meant, as in the API; else what is white, true or more than half.
    """
    import numpy as np
    from PIL import Image as Pictures

    found = _opened(mask)
    if found.size != size:
        sizes = [f"{width} × {height}" for width, height in (found.size, size)]
        raise BadValue(f"The mask is {sizes[0]}, the picture {sizes[1]}: make them of one size.")
    if "A" in found.getbands() or "transparency" in found.info:
        chosen = np.asarray(found.convert("RGBA").getchannel("A")) < HALF
    else:
        chosen = np.asarray(found.convert("L")) >= HALF
    return Pictures.fromarray(np.where(chosen, 255, 0).astype(np.uint8))


def spread(painted: bytes, size: tuple[int, int]) -> Image:
    """What was painted on a small copy, a PNG with paint on nothing, as the `area` of the whole picture."""
    found = _opened(painted).convert("RGBA").getchannel("A").resize(size)
    return found.point(lambda level: 255 if level >= HALF else 0)


def paint(area: Image, size: tuple[int, int]) -> bytes:
    """An area as paint for a copy of `size`: a PNG that is white there and else nothing at all."""
    from PIL import Image as Pictures

    small = area.resize(size)
    sheet = Pictures.new("RGBA", size, (255, 255, 255, 0))
    sheet.putalpha(small)
    return _png(sheet)


def cut(area: Image) -> bytes:
    """The PNG that the API wants: see-through where the picture is to be changed, black elsewhere."""
    from PIL import Image as Pictures

    sheet = Pictures.new("RGBA", area.size, (0, 0, 0, 255))
    sheet.putalpha(area.point(lambda level: 255 - level))
    return _png(sheet)


def is_empty(area: Image) -> bool:
    """Whether nothing is to be changed."""
    return area.getbbox() is None


def _opened(mask: Any) -> Image:
    from PIL import Image as Pictures

    if hasattr(mask, "getbands"):
        return mask  # type: ignore[no-any-return]
    if hasattr(mask, "__array_interface__"):
        return _of_array(mask)
    if not isinstance(mask, bytes | str | Path):
        raise BadValue(f"A {type(mask).__name__} is no mask; give a file, bytes, a PIL image or an array.")
    source = io.BytesIO(mask) if isinstance(mask, bytes) else Path(mask).expanduser()
    try:
        found = Pictures.open(source)
        found.load()
    except (OSError, Pictures.DecompressionBombError) as problem:
        what = "These bytes are" if isinstance(mask, bytes) else f"{mask} is"
        raise BadValue(f"{what} no picture that can be a mask ({type(problem).__name__}).") from None
    return found


def _of_array(mask: Any) -> Image:
    import numpy as np
    from PIL import Image as Pictures

    values = np.asarray(mask)
    if values.ndim == 3 and values.shape[2] == 1:
        values = values[:, :, 0]
    if (values.ndim != 2 and values.shape[2:] not in {(2,), (3,), (4,)}) or values.dtype.kind not in "bfiu":
        raise BadValue(
            f"A mask is an array (height, width), with 1 to 4 channels; not {values.shape} of {values.dtype}."
        )
    if values.dtype.kind == "b":
        values = values * 255
    elif values.dtype.kind == "f" or values.max(initial=0) <= 1:
        values = np.clip(np.nan_to_num(values), 0, 1) * 255
    return Pictures.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def _png(picture: Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
