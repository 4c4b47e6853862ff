"""Images: words in, pictures out."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from openai_nb.api.shapes import Id
from openai_nb.core.endpoint import POST, Resource, streams
from openai_nb.core.multipart import Upload
from openai_nb.core.record import Record, asdict


class Image(Record):
    """One picture: `b64_json` holds it, or `url` says where it is."""

    b64_json: str | None
    url: str | None
    revised_prompt: str | None


class ImageUsage(Record):
    """How many tokens the pictures took."""

    input_tokens: int
    output_tokens: int
    total_tokens: int


class ImagesResponse(Record):
    """The pictures made, with what they took."""

    created: int
    data: list[Image]
    background: str | None
    output_format: str | None
    quality: str | None
    size: str | None
    usage: ImageUsage | None


class ImagePiece(Record):
    """A picture under way (`…partial_image`) or done (`…completed`)."""

    type: str
    b64_json: str
    partial_image_index: int | None
    usage: ImageUsage | None


def content(image: Image) -> bytes:
    """The bytes of a picture that came as base64; raises `ValueError` if it came as an address."""
    if not image.b64_json:
        raise ValueError('The picture came as an address; ask with response_format="b64_json".')
    return base64.b64decode(image.b64_json)


def _done(raw: dict[str, Any]) -> bool:
    return str(raw.get("type", "")).endswith(".completed")


def _tally(raw: dict[str, Any], ended: dict[int, bool]) -> None:
    ended[0] = _done(raw)  # pictures come one after another


def _gathered(pieces: list[Any]) -> ImagesResponse:
    done = [asdict(piece) for piece in pieces if _done(asdict(piece))]
    shared = {
        name: each[name] for each in done for name in ("size", "quality", "output_format") if name in each
    }
    created = done[-1].get("created_at", 0) if done else 0
    usage = done[-1].get("usage") if done else None
    return ImagesResponse(
        created=created, data=[{"b64_json": each["b64_json"]} for each in done], usage=usage, **shared
    )


def _split(raw: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "image_generation.completed", "usage": raw.get("usage"), **each} for each in raw["data"]]


class Images(Resource):
    """Draw pictures, and change them.

    >>> picture = client.images.generate(model="gpt-image-1", prompt="a red house")
    """

    @POST("/images/generations")
    def generate(
        self,
        *,
        prompt: str,
        model: Id | None = None,
        n: int | None = None,
        size: str | None = None,
        quality: str | None = None,
        background: str | None = None,
        moderation: str | None = None,
        output_format: str | None = None,
        output_compression: int | None = None,
        partial_images: int | None = None,
        response_format: str | None = None,
        style: str | None = None,
        stream: bool | None = None,
        user: str | None = None,
        **extra: Any,
    ) -> ImagesResponse:
        """Draw what the prompt says: `n` pictures of `size`, such as "1024x1024"."""
        ...

    generate_stream = streams(generate, ImagePiece, tally=_tally, gather=_gathered, split=_split)

    @POST("/images/edits")
    def edit(
        self,
        *,
        image: Upload | Sequence[Upload],
        prompt: str,
        mask: Upload | None = None,
        model: Id | None = None,
        n: int | None = None,
        size: str | None = None,
        quality: str | None = None,
        background: str | None = None,
        input_fidelity: str | None = None,
        moderation: str | None = None,
        output_format: str | None = None,
        output_compression: int | None = None,
        partial_images: int | None = None,
        response_format: str | None = None,
        stream: bool | None = None,
        user: str | None = None,
        **extra: Any,
    ) -> ImagesResponse:
        """Change a picture as the prompt says, where the mask is transparent (all of it without one)."""
        ...

    edit_stream = streams(edit, ImagePiece, tally=_tally, gather=_gathered, split=_split)

    @POST("/images/variations")
    def create_variation(
        self,
        *,
        image: Upload,
        model: Id | None = None,
        n: int | None = None,
        response_format: str | None = None,
        size: str | None = None,
        user: str | None = None,
    ) -> ImagesResponse:
        """Vary a square PNG of 4 MB at most: a path, bytes, a PIL image or an image array."""
        ...
