"""Placing: words on a picture, moved no further than needed to stay off each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

ROUNDS = 200


def apart(
    centres: Numbers, sizes: Numbers, bounds: tuple[float, float], still: Numbers | None = None
) -> Numbers:
    """New centres (n, 2) for boxes of `sizes` (n, 2), so that they do not overlap where there is room.

    Boxes that overlap push each other along the shorter way and stay between 0 and `bounds` (width,
    height).  `still` (m, 4) are the centres and sizes of boxes that push but do not move.
    """
    count, limit = len(centres), np.asarray(bounds, np.float64)
    fixed = np.zeros((0, 4)) if still is None else still
    places = np.vstack([centres, fixed[:, :2]]).astype(np.float64)
    half = np.minimum(np.vstack([sizes, fixed[:, 2:]]), limit) / 2
    touch = half[:count, None] + half[None]
    places[:count] = np.clip(places[:count], half[:count], limit - half[:count])
    order = np.sign(np.arange(count)[:, None] - np.arange(len(places))[None])
    for _ in range(ROUNDS):
        gap = places[:count, None] - places[None]
        over = touch - np.abs(gap)
        clash = (over > 0.5).all(axis=2) & (order != 0)
        if not clash.any():
            break
        along = over[..., 0] < over[..., 1]
        side = np.where(gap == 0, order[..., None], np.sign(gap))
        step = over * side * np.stack([along, ~along], axis=2) * clash[..., None]
        places[:count] = np.clip(places[:count] + 0.4 * step.sum(axis=1), half[:count], limit - half[:count])
    return places[:count]
