import base64
import io

import pytest
from PIL import Image

from openai_nb.sandbox.oracle.chat import answer
from openai_nb.sandbox.oracle.sight import describe


def address(colour, size=(40, 20), form="PNG"):
    buffer = io.BytesIO()
    Image.new("RGBA" if len(colour) == 4 else "RGB", size, colour).save(buffer, form)
    return f"data:image/{form.lower()};base64,{base64.b64encode(buffer.getvalue()).decode()}"


def test_size_colour_and_light_are_measured():
    text = describe((address((40, 80, 200)),))
    assert "PNG of 40 × 20 pixels (wide)" in text
    assert "blue (100%)" in text
    assert "dark" in text


@pytest.mark.parametrize(("colour", "tone"), [((255, 255, 255), "bright"), ((0, 0, 0), "dark")])
def test_white_is_bright_and_black_is_dark(colour, tone):
    assert f"It is {tone}" in describe((address(colour, (8, 8), "JPEG"),))


def test_transparency_is_told():
    assert "100% of it is transparent" in describe((address((9, 9, 9, 0)),))


def test_an_address_is_not_fetched():
    assert "fetches nothing" in describe(("https://example.org/cat.png",))


@pytest.mark.parametrize("data", ["data:image/png;base64,AAAA", "data:image/png;base64,!", "data:,x"])
def test_what_is_no_picture_is_said_to_be_none(data):
    assert "cannot be read" in describe((data,))


def test_pictures_are_described_in_a_chat():
    parts = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": address((9, 9, 9))}},
    ]
    text = answer([{"role": "user", "content": [*parts, parts[1]]}]).content
    assert text.count("40 × 20") == 2
