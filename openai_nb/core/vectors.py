"""Vectors: many numbers out of one JSON answer, without a tree of Python floats in between.

Base64 is cut out of the bytes first; what remains is small and read as JSON in the usual way.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import TYPE_CHECKING, Any

from openai_nb.core.errors import Garbled, Truncated

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BEGIN = re.compile(rb'"embedding"\s*:\s*"')


def read(body: bytes, count: int) -> NDArray[np.float32]:
    """The `count` vectors of an embeddings answer, in the order asked: (count, dimensions) float32.

    They may come as base64 (little-endian float32) or as lists; raises `Garbled` if some are missing,
    `Truncated` if the answer broke off.
    """
    import numpy as np

    skeleton, encoded = _cut(body)
    try:
        rows = json.loads(skeleton)["data"]
        found = [(row.get("index"), row.get("embedding")) for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        if isinstance(problem, ValueError) and skeleton.lstrip()[:1] == b"{":
            raise Truncated("The answer broke off: it is not whole JSON.") from None
        raise Garbled("The answer holds no embeddings.") from None
    if len(found) != count:
        raise Garbled(f"{count} embeddings were due and {len(found)} came.")
    places = [place if index is None else index for place, (index, _) in enumerate(found)]
    if not all(isinstance(place, int) for place in places) or set(places) != set(range(count)):
        raise Garbled(f"The embeddings are not numbered from 0 to {count - 1}.")
    out: NDArray[np.float32] | None = None
    for place, (_, value) in zip(places, found, strict=True):
        vector = _vector(value, encoded)
        if out is None:
            out = np.empty((count, len(vector)), np.float32)
        if len(vector) != out.shape[1]:
            raise Garbled(f"The embeddings have both {out.shape[1]} and {len(vector)} dimensions.")
        out[place] = vector
    return np.empty((0, 0), np.float32) if out is None else out


def write(vector: NDArray[np.float32]) -> str:
    """A vector as base64."""
    return base64.b64encode(vector.astype("<f4").tobytes()).decode()


def _cut(body: bytes) -> tuple[bytes, list[memoryview]]:
    """(the JSON with a number in place of each base64 vector, the base64 texts)."""
    kept: list[bytes | memoryview] = []
    texts: list[memoryview] = []
    whole, end = memoryview(body), 0
    while found := _BEGIN.search(body, end):
        close = body.find(b'"', found.end())
        if close < 0:
            break
        kept += [whole[end : found.end() - 1], b"%d" % len(texts)]
        texts.append(whole[found.end() : close])
        end = close + 1
    return b"".join([*kept, whole[end:]]), texts


def _vector(value: Any, encoded: list[memoryview]) -> NDArray[np.float32]:
    import numpy as np

    try:
        if isinstance(value, int):
            vector = np.frombuffer(binascii.a2b_base64(encoded[value]), "<f4")
        else:
            vector = np.asarray(value, np.float32)
    except (ValueError, TypeError):
        raise Garbled("An embedding is not base64 of float32 numbers, nor a list of them.") from None
    except IndexError:
        raise Garbled("An embedding holds no numbers.") from None
    if vector.ndim == 2 and len(vector) == 1:  # some servers wrap it once more
        vector = vector[0]
    if vector.ndim == 2:
        raise Garbled(
            f"An embedding of shape {vector.shape} came, one vector per token.",
            "Switch pooling on in the server.",
        )
    if vector.ndim != 1 or not vector.size:
        raise Garbled("An embedding holds no numbers.")
    return vector
