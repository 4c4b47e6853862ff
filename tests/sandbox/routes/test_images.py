import io

import numpy as np
import pytest
from PIL import Image

from openai_nb.api.images import content
from openai_nb.core.errors import BadRequest

MODEL = "sandbox-image"


def opened(image):
    return Image.open(io.BytesIO(content(image)))


def test_size_number_and_format_are_honoured(client):
    made = client.images.generate(
        model=MODEL, prompt="a red boat on the sea", n=2, size="256x128", output_format="webp"
    )
    pictures = [opened(each) for each in made.data]
    assert [each.size for each in pictures] == [(256, 128)] * 2 and pictures[0].format == "WEBP"
    assert content(made.data[0]) != content(made.data[1]) and made.usage.total_tokens > 0


def test_the_same_prompt_draws_the_same_picture(client):
    first, second = (client.images.generate(model=MODEL, prompt="a cat", size="128x128") for _ in range(2))
    assert content(first.data[0]) == content(second.data[0])


def test_only_what_the_mask_opens_is_painted(client):
    base = Image.new("RGB", (128, 128), "white")
    mask = Image.new("RGBA", (128, 128), (0, 0, 0, 255))
    mask.paste((0, 0, 0, 0), (64, 0, 128, 128))
    made = client.images.edit(model=MODEL, image=base, mask=mask, prompt="a red apple")
    painted = np.asarray(opened(made.data[0]).convert("RGB"))
    assert (painted[:, :60] == 255).all() and (painted[:, 68:] != 255).any()


def test_a_background_can_be_transparent(client):
    made = client.images.generate(model=MODEL, prompt="a star", size="64x64", background="transparent")
    assert opened(made.data[0]).convert("RGBA").getextrema()[3][0] == 0


def test_a_picture_comes_in_stages(client):
    stream = client.images.generate_stream(model=MODEL, prompt="a house", size="64x64", partial_images=2)
    kinds = []
    made = stream.gather(lambda piece: kinds.append(piece.type.rpartition(".")[2]))
    assert kinds == ["partial_image", "partial_image", "completed"] and opened(made.data[0]).size == (64, 64)


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"size": "huge"}, "size"),
        ({"n": 11}, "n"),
        ({"prompt": ""}, "prompt"),
        ({"background": "transparent", "output_format": "jpeg"}, "background"),
        ({"output_format": "gif"}, "output_format"),
    ],
)
def test_what_the_api_refuses_is_refused(client, options, param):
    with pytest.raises(BadRequest) as caught:
        client.images.generate(**{"model": MODEL, "prompt": "a cat", "size": "64x64", **options})
    assert caught.value.param == param


def test_what_is_no_picture_is_no_picture(client):
    with pytest.raises(BadRequest, match="no PNG, WEBP or JPEG"):
        client.images.edit(model=MODEL, image=b"\x89PNG but not really", prompt="a cat")
