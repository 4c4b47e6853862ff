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


def test_a_picture_is_varied_in_size_and_number(client):
    base = client.images.generate(model=MODEL, prompt="a red boat", size="128x128").data[0]
    made = client.images.create_variation(
        image=content(base), n=2, size="256x256", response_format="b64_json"
    )
    first, second = (np.asarray(opened(each).convert("RGB"), int) for each in made.data)
    assert first.shape == second.shape == (256, 256, 3)
    assert (first != second).any()
    seen = np.asarray(opened(base).convert("RGB").resize((256, 256)), int)
    assert np.abs(first - seen).mean() < np.abs(255 - first - seen).mean()  # like it rather than unlike it


@pytest.mark.parametrize(
    "image", [Image.new("RGB", (64, 64), "red"), np.full((64, 64, 3), 128, np.uint8)], ids=["pillow", "array"]
)
def test_a_picture_in_memory_is_varied_and_comes_at_an_address(client, image):
    made = client.images.create_variation(image=image, size="256x256")
    assert made.data[0].url.startswith("data:image/png;base64,")


@pytest.mark.parametrize(
    ("size", "form", "message"),
    [((64, 32), "PNG", "square"), ((64, 64), "JPEG", "PNG"), ((1400, 1400), "PNG", "4 MB")],
)
def test_only_small_square_pngs_are_varied(client, size, form, message):
    noise = np.random.default_rng(1).integers(0, 255, (size[1], size[0], 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, form)
    with pytest.raises(BadRequest, match=message) as caught:
        client.images.create_variation(image=file.getvalue())
    assert caught.value.param == "image"


@pytest.mark.parametrize(("options", "param"), [({"size": "300x300"}, "size"), ({"n": 11}, "n")])
def test_a_variation_has_the_sizes_of_old(client, options, param):
    with pytest.raises(BadRequest) as caught:
        client.images.create_variation(image=Image.new("RGB", (64, 64)), **options)
    assert caught.value.param == param
