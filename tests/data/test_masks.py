"""Masks: every way to say which part of a picture is meant."""

import io

import numpy as np
import pytest
from PIL import Image

from openai_nb.data import masks

SIZE = (6, 4)


def png(picture):
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def hole():
    """A picture with a hole at the left."""
    sheet = Image.new("RGBA", SIZE, (9, 9, 9, 255))
    sheet.paste((0, 0, 0, 0), (0, 0, 2, 4))
    return sheet


def left():
    wanted = np.zeros((4, 6), np.uint8)
    wanted[:, :2] = 255
    return wanted


def test_every_guise_of_a_mask_means_the_same(tmp_path):
    (tmp_path / "mask.png").write_bytes(png(hole()))
    shades = Image.fromarray(left())
    guises = [tmp_path / "mask.png", str(tmp_path / "mask.png"), png(hole()), hole(), shades]
    guises += [
        left() > 0,
        left(),
        left() / 255,
        np.stack([left()] * 3, axis=2),
        left()[:, :, None],
        (left() > 0).astype(int),
    ]
    for each in guises:
        assert (np.asarray(masks.area(each, SIZE)) == left()).all()


def test_a_mask_for_the_api_is_see_through_where_it_is_meant():
    cut = Image.open(io.BytesIO(masks.cut(masks.area(hole(), SIZE))))
    assert cut.mode == "RGBA" and cut.size == SIZE
    assert (np.asarray(cut)[..., 3] == 255 - left()).all()


def test_paint_on_a_small_copy_covers_the_whole_picture():
    area = masks.area(left(), SIZE)
    again = masks.spread(masks.paint(area, (60, 40)), SIZE)
    assert (np.asarray(again) == left()).all() and not masks.is_empty(again)
    assert masks.is_empty(masks.spread(masks.paint(Image.new("L", SIZE), SIZE), SIZE))


def test_what_is_no_mask_is_refused_in_words(tmp_path):
    (tmp_path / "a.txt").write_text("no")
    wrong = [
        (b"no", "no picture"),
        (tmp_path / "a.txt", "a.txt is no picture"),
        (tmp_path / "b", "no picture"),
    ]
    wrong += [(Image.new("L", (2, 2)), "2 × 2, the picture 6 × 4"), (np.zeros(3), "array")]
    for mask, words in wrong:
        with pytest.raises(ValueError, match=words):
            masks.area(mask, SIZE)


@pytest.mark.parametrize(
    "mask", [np.ones((4, 6, 5)), np.ones(4), np.ones((4, 6), complex), np.array(1), 5, None]
)
def test_what_can_be_no_mask_says_so(mask):
    with pytest.raises(ValueError, match="mask"):
        masks.area(mask, SIZE)
