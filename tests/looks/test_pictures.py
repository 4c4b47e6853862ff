from __future__ import annotations

from base64 import b64decode
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from openai_nb.looks.pictures import bundle, data_url, grid, preview


def noise(width, height, channels=3):
    return Image.fromarray(np.random.default_rng(0).integers(0, 256, (height, width, channels), "uint8"))


def encoded(picture, kind="PNG"):
    out = BytesIO()
    picture.save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("size", [(64, 64), (1024, 1024), (1792, 1024)])
def test_a_preview_is_small_and_keeps_its_shape(size):
    mime, data = preview(encoded(noise(*size)))
    seen = Image.open(BytesIO(data))
    assert mime == "image/jpeg"
    assert len(data) <= 200_000
    assert seen.width / seen.height == pytest.approx(size[0] / size[1], rel=0.02)


def test_what_is_see_through_stays_so():
    picture = noise(800, 800, 4)
    mime, data = preview(picture)
    assert mime == "image/png"
    assert len(data) <= 200_000
    assert Image.open(BytesIO(data)).mode == "RGBA"


def test_an_opaque_picture_with_an_alpha_channel_is_a_jpeg():
    assert preview(Image.new("RGBA", (50, 50), "red"))[0] == "image/jpeg"


def test_no_room_at_all_is_told():
    with pytest.raises(ValueError, match="too few"):
        preview(noise(100, 100), max_bytes=100)


def test_a_bundle_has_a_caption_and_a_size():
    data, metadata = bundle(noise(2048, 1024), "A sea")
    assert data["text/plain"] == "A sea"
    assert metadata == {"image/jpeg": {"width": 512, "height": 256}}
    assert Image.open(BytesIO(b64decode(data["image/jpeg"]))).format == "JPEG"


def test_a_data_url_is_no_longer_than_asked():
    url, size = data_url(noise(3000, 1500))
    assert size == (1024, 512)
    assert Image.open(BytesIO(b64decode(url.partition(",")[2]))).size == size


def test_a_picture_is_not_changed_by_being_shown():
    picture = noise(2000, 1000)
    data_url(picture)
    preview(picture)
    assert picture.size == (2000, 1000)


@pytest.mark.parametrize(("count", "across"), [(1, 1), (2, 2), (4, 2), (5, 3)])
def test_several_pictures_make_one(count, across):
    sheet = grid([noise(100, 50)] * count, [f"picture {n} " * 20 for n in range(count)])
    assert sheet.width == across * 392 - 8
    assert len(preview(sheet)[1]) <= 200_000


def test_a_grid_shows_each_picture():
    sheet = grid([Image.new("RGB", (10, 10), "red"), Image.new("RGBA", (10, 10), (0, 0, 0, 0))])
    assert sheet.getpixel((190, 190)) == (255, 0, 0)
    assert sheet.getpixel((192 + 392, 190)) == (255, 255, 255)
