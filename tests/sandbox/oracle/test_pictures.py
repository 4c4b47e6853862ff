from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from openai_nb.sandbox.oracle.pictures import draw, edit, encode, vary

SMALL = (256, 256)


def pixels(image):
    return np.asarray(image.convert("RGBA"), np.int32)


def differ(one, other):
    return not np.array_equal(pixels(one), pixels(other))


@pytest.fixture(scope="module")
def meadow():
    return draw("a tree in a meadow", SMALL)


@pytest.fixture
def holed():
    mask = Image.new("RGBA", SMALL, (0, 0, 0, 255))
    mask.paste((0, 0, 0, 0), (60, 80, 200, 220))
    return mask


@pytest.mark.parametrize("size", [(256, 256), (1536, 1024), (300, 900), (640, 256), (16, 16), (2048, 2048)])
def test_the_size_is_honoured(size):
    assert draw("a boat on the sea", size).size == size


def test_the_same_prompt_gives_the_same_picture():
    assert not differ(draw("two cats and a lamp", SMALL, seed=3), draw("two cats and a lamp", SMALL, seed=3))


@pytest.mark.parametrize("seed", ["1", "2"])
def test_every_process_draws_the_same(seed):
    prompt = "two cats and a lamp by a lake in the rain"
    program = (
        "from openai_nb.sandbox.oracle.pictures import draw; from zlib import crc32;"
        f"print(crc32(draw({prompt!r}, (128, 96)).tobytes()))"
    )
    seeded = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, "-c", program], env=seeded, capture_output=True, check=True)
    assert int(run.stdout) == crc32(draw(prompt, (128, 96)).tobytes())


def test_another_seed_is_another_composition():
    assert differ(draw("two cats and a lamp", SMALL, seed=3), draw("two cats and a lamp", SMALL, seed=4))


@pytest.mark.parametrize("noun", ["car", "house", "cup", "boat", "flower", "balloon"])
def test_colour_words_colour_what_they_stand_before(noun):
    red, blue = (pixels(draw(f"a {colour} {noun}", SMALL)) for colour in ("red", "blue"))
    assert ((red - blue)[..., :3] @ [1, 0, -1] > 150).sum() > 300
    assert ((red - blue)[..., :3] @ [1, 0, -1]).mean() > 4


def test_nights_are_darker_than_days():
    day, night = (pixels(draw(f"a house on a hill at {hour}", SMALL)).mean() for hour in ("noon", "night"))
    assert night < day * 0.8


def test_a_transparent_ground_is_transparent():
    picture = draw("an apple", SMALL, transparent=True)
    alpha = pixels(picture)[..., 3]
    assert picture.mode == "RGBA"
    assert alpha[:8].max() == 0
    assert alpha[128, 96:160].max() == 255


def test_an_opaque_picture_has_no_alpha():
    assert draw("an apple", SMALL).mode == "RGB"


def test_the_badge_is_on_every_picture():
    for prompt in ("an apple", "justice and entropy"):
        bottom = pixels(draw(prompt, (512, 512)))[-18:, -120:, :3]
        assert (bottom[..., 0] - bottom[..., 2] > 70).sum() > 40


def test_a_low_quality_picture_is_the_same_scene_made_faster():
    fine, coarse = (
        pixels(draw("a sailboat at sunset", SMALL, quality=quality)) for quality in ("high", "low")
    )
    assert coarse.shape == fine.shape
    assert abs(coarse - fine).mean() < 30


@settings(max_examples=12, deadline=None)
@given(
    st.text(max_size=60)
    | st.sampled_from(["", "🚀🌙", "word " * 5000, "99999 cats", "a" * 3000, "red", "\x00"])
)
def test_any_prompt_gives_a_picture(prompt):
    assert draw(prompt, (64, 96)).size == (64, 96)


def test_unknown_prompts_differ_by_their_words():
    assert differ(draw("justice", SMALL), draw("entropy", SMALL))


def test_a_picture_takes_moments():
    start = time.process_time()
    draw("a castle by a lake in the mountains at sunset", (1024, 1024))
    assert time.process_time() - start < 2


def test_only_the_hole_is_painted(meadow, holed):
    done = edit([meadow], "a red heart", mask=holed)
    outside = pixels(holed)[..., 3] > 0
    assert np.array_equal(pixels(done)[outside], pixels(meadow)[outside])
    assert (pixels(done) != pixels(meadow))[~outside].any(-1).mean() > 0.8


def test_an_images_own_hole_is_painted_without_a_mask(meadow):
    holed = meadow.convert("RGBA")
    holed.paste((0, 0, 0, 0), (100, 100, 160, 160))
    done = pixels(edit([holed], "a fish"))
    assert done[..., 3].min() == 255
    assert np.array_equal(done[:100], pixels(holed)[:100])


def test_a_mask_that_hides_nothing_changes_nothing(meadow):
    assert not differ(edit([meadow], "a cat", mask=Image.new("RGBA", SMALL, (0, 0, 0, 255))), meadow)


def test_a_mask_of_another_size_is_refused(meadow):
    with pytest.raises(ValueError, match="give a mask of the image's size"):
        edit([meadow], "a cat", mask=Image.new("RGBA", (10, 10)))


def test_no_image_is_no_edit():
    with pytest.raises(ValueError, match="at least one image"):
        edit([], "a cat")


def test_black_and_white_has_no_colour(meadow):
    body = pixels(edit([meadow], "make it black and white"))[:200, :, :3]
    assert np.ptp(body, axis=-1).max() == 0


@pytest.mark.parametrize(("prompt", "sign"), [("brighter please", 1), ("a bit darker", -1)])
def test_light_goes_where_it_is_told(meadow, prompt, sign):
    change = pixels(edit([meadow], prompt))[:200].mean() - pixels(meadow)[:200].mean()
    assert change * sign > 3


def test_flipping_mirrors(meadow):
    flipped = pixels(edit([meadow], "flip it horizontally"))[:200]
    assert np.array_equal(flipped, pixels(meadow)[:200, ::-1])


@pytest.mark.parametrize(
    "prompt", ["sepia", "blur it", "rotate by 30 degrees", "sharpen", "warmer", "invert", "add a gold border",
               "watercolour", "pencil sketch", "make it snowy", "add a red balloon", "vignette"],
)  # fmt: skip
def test_an_edit_changes_the_picture_and_keeps_its_size(meadow, prompt):
    done = edit([meadow], prompt)
    assert done.size == meadow.size
    assert (pixels(done)[:200] != pixels(meadow)[:200]).any()


def test_things_are_drawn_into_the_scene(meadow):
    done = pixels(edit([meadow], "add a red balloon"))
    assert ((done[..., :3] @ [2, -1, -1] > 200) & (done != pixels(meadow)).any(-1)).sum() > 150


def test_an_edit_can_change_the_size(meadow):
    assert edit([meadow], "brighter", size=(128, 64)).size == (128, 64)


def test_the_ground_can_be_taken_away():
    cut = edit([draw("a red apple icon", SMALL)], "remove the background", transparent=True)
    assert pixels(cut)[0, 0, 3] == 0


def test_more_images_are_laid_on_the_first(meadow):
    other = Image.new("RGB", (80, 80), (255, 0, 255))
    done = pixels(edit([meadow, other], "put them together"))
    assert (np.abs(done[..., :3] - [255, 0, 255]).max(-1) < 12).sum() > 500


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "RGBA", "LA", "1", "I;16"])
def test_images_of_any_kind_can_be_edited(mode):
    image = (
        Image.fromarray(np.arange(4096, dtype=np.uint16).reshape(64, 64))
        if mode == "I;16"
        else Image.new(mode, (64, 64))
    )
    assert edit([image], "brighter").size == (64, 64)


def test_a_variation_is_near_but_not_the_same(meadow):
    first, second = vary(meadow, seed=0), vary(meadow, seed=1)
    assert first.size == meadow.size
    assert differ(first, meadow)
    assert differ(first, second)
    assert not differ(first, vary(meadow, seed=0))


@pytest.mark.parametrize("format", ["png", "jpeg", "webp"])
def test_a_file_opens_as_what_it_was(meadow, format):
    opened = Image.open(io.BytesIO(encode(meadow, format)))
    assert opened.format == format.upper()
    assert opened.size == meadow.size
    assert encode(meadow, format) == encode(meadow, format)


def test_png_keeps_every_pixel(meadow):
    assert not differ(Image.open(io.BytesIO(encode(meadow))), meadow)


@pytest.mark.parametrize("format", ["jpeg", "webp"])
def test_more_compression_makes_smaller_files(meadow, format):
    assert len(encode(meadow, format, compression=20)) < len(encode(meadow, format, compression=90))


def test_clear_places_are_white_in_jpeg():
    picture = Image.open(io.BytesIO(encode(Image.new("RGBA", (16, 16)), "jpeg")))
    assert np.asarray(picture).min() > 250


def test_other_formats_are_refused(meadow):
    with pytest.raises(ValueError, match="png, jpeg or webp"):
        encode(meadow, "gif")
