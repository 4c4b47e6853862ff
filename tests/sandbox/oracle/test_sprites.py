from __future__ import annotations

from random import Random

import numpy as np
import pytest

from openai_nb.sandbox.oracle.painting.nouns import SPRITES
from openai_nb.sandbox.oracle.painting.sprites import render


def drawn(noun, height, night=False):
    return np.asarray(render(SPRITES[noun], height, (), night, Random(0)), np.int32)


@pytest.mark.parametrize("noun", SPRITES)
def test_every_thing_fills_its_sheet(noun):
    sheet = drawn(noun, 80)
    assert sheet.shape == (80, round(80 * SPRITES[noun].aspect), 4)
    assert (sheet[..., 3] > 100).mean() > 0.05
    assert (sheet[..., 3] < 50).mean() > 0.05


@pytest.mark.parametrize("noun", ["house", "castle", "bus", "ship"])
def test_windows_shine_at_night(noun):
    day, night = (drawn(noun, 80, night) for night in (False, True))
    assert (night - day)[..., :3].max() > 60


def test_a_things_own_colours_come_by_chance():
    looks = {render(SPRITES["balloon"], 40, (), False, Random(seed)).tobytes() for seed in range(12)}
    assert len(looks) > 2
