"""Images: pictures drawn by rule from what the prompt names."""

from __future__ import annotations

import base64
import io
import re
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from openai_nb.api.images import Images
from openai_nb.sandbox.catalogue import resolve
from openai_nb.sandbox.forms import Uploaded
from openai_nb.sandbox.oracle import tokens
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.rules import long, number, one_of
from openai_nb.sandbox.store import Store

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("png", "jpeg", "webp")
RULES = {
    "prompt": long(1, 32_000),
    "n": number(1, 10),
    "quality": one_of("auto", "low", "medium", "high", "standard", "hd"),
    "background": one_of("auto", "transparent", "opaque"),
    "output_format": one_of(*FORMATS),
    "output_compression": number(0, 100),
    "partial_images": number(0, 3),
    "response_format": one_of("b64_json", "url"),
    "moderation": one_of("auto", "low"),
    "style": one_of("vivid", "natural"),
    "input_fidelity": one_of("high", "low"),
}
GENERATION = {k: v for k, v in RULES.items() if k != "input_fidelity"}
EDIT = {k: v for k, v in RULES.items() if k != "style"}
VARIATION = {
    "n": RULES["n"],
    "response_format": RULES["response_format"],
    "size": one_of("256x256", "512x512", "1024x1024"),
}
MADE = {"low": "low", "medium": "medium", "standard": "medium"}  # the quality of what is drawn; else high
MOST_VARIED = 4 << 20  # bytes of a picture to be varied
PIXELS_PER_TOKEN = 1024  # what the sandbox counts a picture as: 1,024 tokens for 1024x1024
Draw = Callable[[int], "Image"]


@router.serves(Images.generate, **GENERATION)
def generate(store: Store, prompt: str, model: str = "sandbox-image", **options: Any) -> dict[str, Any]:
    resolve(store, model, "image")
    return _made(store, prompt, _drawer(prompt, options), options)


@router.serves(Images.generate_stream, **GENERATION)
def generate_stream(
    store: Store, prompt: str, model: str = "sandbox-image", **options: Any
) -> Iterator[dict[str, Any]]:
    resolve(store, model, "image")
    yield from _pieces(store, "image_generation", prompt, _drawer(prompt, options), options)


@router.serves(Images.edit, **EDIT)
def edit(
    store: Store,
    image: Any,
    prompt: str,
    mask: Uploaded | None = None,
    model: str = "sandbox-image",
    **options: Any,
) -> dict[str, Any]:
    resolve(store, model, "image")
    return _made(store, prompt, _editor(image, prompt, mask, options), options)


@router.serves(Images.edit_stream, **EDIT)
def edit_stream(
    store: Store,
    image: Any,
    prompt: str,
    mask: Uploaded | None = None,
    model: str = "sandbox-image",
    **options: Any,
) -> Iterator[dict[str, Any]]:
    resolve(store, model, "image")
    yield from _pieces(store, "image_edit", prompt, _editor(image, prompt, mask, options), options)


@router.serves(Images.create_variation, **VARIATION)
def create_variation(
    store: Store,
    image: Uploaded,
    model: str = "sandbox-image",
    n: int = 1,
    response_format: str = "url",
    size: str = "1024x1024",
    user: str | None = None,
) -> dict[str, Any]:
    from openai_nb.sandbox.oracle import pictures

    resolve(store, model, "image")
    base = _square(image).resize(_size(size))
    seed, options = zlib.crc32(image.content), {"response_format": response_format}
    varied = [pictures.vary(base, seed=seed + place) for place in range(n)]
    data = [_answered(_encoded(each, options), options) for each in varied]
    return {"created": store.now(), "data": data}


def _square(file: Uploaded) -> Image:
    """A picture that may be varied."""
    if len(file.content) >= MOST_VARIED:
        raise invalid("image", "Uploaded image must be a PNG and less than 4 MB.", None)
    picture = _opened(file, "image")
    if picture.format != "PNG":
        raise invalid("image", "Uploaded image must be a PNG and less than 4 MB.", None)
    if picture.width != picture.height:
        raise invalid("image", f"Uploaded image must be square, not {picture.width}x{picture.height}.", None)
    return picture


def _drawer(prompt: str, options: dict[str, Any]) -> Draw:
    from openai_nb.sandbox.oracle import pictures

    size, clear = _size(options.get("size")), _transparent(options)
    seed, quality = zlib.crc32(prompt.encode()), options.get("quality", "auto")
    return lambda place: pictures.draw(prompt, size, seed=seed + place, transparent=clear, quality=quality)


def _editor(image: Any, prompt: str, mask: Uploaded | None, options: dict[str, Any]) -> Draw:
    from openai_nb.sandbox.oracle import pictures

    given = [_opened(each, "image") for each in (image if isinstance(image, list) else [image])]
    if not 1 <= len(given) <= 16:
        raise invalid("image", "Invalid 'image': from 1 to 16 images can be given.")
    cover = _opened(mask, "mask") if mask else None
    if cover is not None and cover.size != given[0].size:
        raise invalid(
            "mask", f"Invalid mask image: its size {cover.size} is not that of the image, {given[0].size}."
        )
    if cover is not None and "A" not in cover.getbands():
        raise invalid("mask", "Invalid mask image: it has no alpha channel to say where to paint.")
    size = _size(options["size"]) if options.get("size", "auto") != "auto" else None
    clear = options.get("background") == "transparent"
    return lambda place: pictures.edit(given, prompt, mask=cover, size=size, seed=place, transparent=clear)


def _made(store: Store, prompt: str, draw: Draw, options: dict[str, Any]) -> dict[str, Any]:
    pictures_ = [draw(place) for place in range(options.get("n", 1))]
    data = [_answered(_encoded(each, options), options) for each in pictures_]
    usage = _usage(prompt, pictures_)
    return {"created": store.now(), "data": data, "usage": usage, **_about(pictures_[0], options)}


def _about(picture: Image, options: dict[str, Any]) -> dict[str, str]:
    """What was made of the wishes: an answer never says "auto"."""
    return {
        "size": f"{picture.width}x{picture.height}",
        "quality": MADE.get(options.get("quality", "auto"), "high"),
        "output_format": options.get("output_format", "png"),
        "background": "transparent" if "A" in picture.getbands() else "opaque",
    }


def _pieces(
    store: Store, kind: str, prompt: str, draw: Draw, options: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Each picture, coarse at first, then done."""
    for place in range(options.get("n", 1)):
        picture = draw(place)
        about = {"created_at": store.now(), **_about(picture, options)}
        for part in range(options.get("partial_images", 0)):
            small = picture.reduce(max(1, 16 >> (2 * part))).resize(picture.size)
            shown = {"b64_json": _encoded(small, options), "partial_image_index": part}
            yield {"type": f"{kind}.partial_image", **shown, **about}
        usage = _usage(prompt, [picture])
        yield {"type": f"{kind}.completed", "b64_json": _encoded(picture, options), "usage": usage, **about}


def _answered(text: str, options: dict[str, Any]) -> dict[str, Any]:
    if options.get("response_format") == "url":  # nothing is hosted here; the address holds the picture
        return {"url": f"data:image/{options.get('output_format', 'png')};base64,{text}"}
    return {"b64_json": text}


def _encoded(picture: Image, options: dict[str, Any]) -> str:
    from openai_nb.sandbox.oracle import pictures

    data = pictures.encode(
        picture, options.get("output_format", "png"), compression=options.get("output_compression", 100)
    )
    return base64.b64encode(data).decode()


def _usage(prompt: str, made: list[Image]) -> dict[str, Any]:
    words = tokens.count(prompt)
    painted = sum(-(-each.width * each.height // PIXELS_PER_TOKEN) for each in made)
    details = {"text_tokens": words, "image_tokens": 0}
    return {
        "input_tokens": words,
        "input_tokens_details": details,
        "output_tokens": painted,
        "total_tokens": words + painted,
    }


def _size(text: str | None) -> tuple[int, int]:
    """Width and height, in pixels."""
    if text in (None, "auto"):
        return 1024, 1024
    found = re.fullmatch(r"(\d{2,4})x(\d{2,4})", text or "")
    width, height = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (16 <= width <= 4096 and 16 <= height <= 4096):
        raise invalid(
            "size", f"Invalid value: '{text}'. Give widthxheight, each from 16 to 4096, such as 1024x1024."
        )
    return width, height


def _transparent(options: dict[str, Any]) -> bool:
    clear = options.get("background") == "transparent"
    if clear and options.get("output_format") == "jpeg":
        raise invalid("background", "A transparent background needs output_format png or webp.")
    return clear


def _opened(file: Any, name: str) -> Image:
    from PIL import Image, UnidentifiedImageError

    if not isinstance(file, Uploaded):
        raise invalid(name, f"Invalid type for '{name}': expected a file.", "invalid_type")
    if len(file.content) > 50 << 20:
        raise Refusal(413, f"The {name} has {len(file.content)} bytes; 50 MB are the most.")
    try:
        picture = Image.open(io.BytesIO(file.content))
        picture.load()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise invalid(
            name, f"Invalid {name} file: it is no PNG, WEBP or JPEG.", "invalid_image_file"
        ) from None
    return picture
