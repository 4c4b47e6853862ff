"""Drawing: pictures that one request made: kept whole as files, shown small in the notebook."""

from __future__ import annotations

import io
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openai_nb.api.images import ImagesResponse, content
from openai_nb.data import reckoning
from openai_nb.data.keeping import FOLDER, kept
from openai_nb.magics.arguments import Misused, nearest
from openai_nb.magics.calls import Called, Question, digest
from openai_nb.magics.footer import quiet, tokens
from openai_nb.magics.names import file_or_value
from openai_nb.session import current

OPTIONS = ("n", "size", "quality", "background")
FORMATS = ("png", "jpeg", "webp")


class Drawing:
    """The pictures, the files they are kept in, and what was asked."""

    def __init__(self, prompt: str, called: Called) -> None:
        self.prompt, self.called = prompt, called
        answer = ImagesResponse(called.answer)
        self.files = [_written(content(each), prompt or "variation") for each in answer.data]
        self.pictures = [_opened(path) for path in self.files]

    @property
    def value(self) -> Any:
        """The one picture, or the list of several."""
        return self.pictures[0] if len(self.pictures) == 1 else self.pictures

    def show(self) -> None:
        """Put a preview on the page, and a quiet line below it."""
        from IPython.display import display

        from openai_nb.looks.pictures import bundle, grid

        numbers = [f"[{place}]" for place in range(len(self.pictures))]
        sheet = grid(self.pictures, numbers) if len(numbers) > 1 else self.pictures[0]
        data, metadata = bundle(sheet, self.prompt)
        display(data, metadata={**metadata, "openai_nb": self.told}, raw=True)
        size = " × ".join(str(side) for side in self.pictures[0].size)
        files = f"{self.files[0]}" if len(self.files) == 1 else f"{len(self.files)} files in {FOLDER}"
        parts = self.called.footer(tokens(self.called.usage), size, files)
        if parts:
            display({"text/markdown": quiet(parts), "text/plain": " · ".join(parts)}, raw=True)

    @property
    def told(self) -> dict[str, Any]:
        """What the output remembers of how it came to be; `cost` in USD, None where it is unpriced."""
        files = [path.as_posix() for path in self.files]
        called = self.called
        about = {"prompt": self.prompt, "model": called.model, "usage": called.usage, "cost": called.cost}
        return {**about, "files": files}


def draw(args: Namespace, text: str, names: dict[str, Any]) -> Drawing:
    """Ask for the pictures that `text` describes, for a change of one, or for variations of it."""
    from openai_nb.looks.interpolation import fill

    prompt = str(fill(text.strip(), names, raw=args.raw))
    asked = _asked(args, prompt)
    if args.vary:
        return _vary(args, asked, names)
    if not prompt:
        raise Misused("There is nothing to draw.", "Say what, below the line or after the flags.")
    images = current().client.images
    if args.edit:
        sent = {"image": _several(args.edit, names)}
        for each in sent["image"]:
            _size(each)
        if args.mask:
            sent["mask"] = file_or_value(args.mask, names)
            _check_mask(sent["mask"], sent["image"][0])
        given = {"image": sent["image"] if len(sent["image"]) > 1 else sent["image"][0]}
        return _drawn(args, asked, prompt, "edits", {**sent, **given}, images.edit)
    if args.mask:
        raise Misused("A mask needs a picture to lie on.", "Give it: --edit PICTURE.")
    return _drawn(args, asked, prompt, "generations", {}, images.generate)


def _asked(args: Namespace, prompt: str) -> dict[str, Any]:
    """The request, but for its files."""
    asked: dict[str, Any] = {"prompt": prompt, "model": args.model or current().image_model}
    asked |= {name: getattr(args, name) for name in OPTIONS}
    if args.format and args.format.lower().replace("jpg", "jpeg") not in FORMATS:
        raise Misused(f"There is no format {args.format!r}.", nearest(args.format, FORMATS))
    asked["output_format"] = args.format and args.format.lower().replace("jpg", "jpeg")
    if asked["model"].startswith("dall-e"):  # the later models send nothing else
        asked["response_format"] = "b64_json"
    return asked


def _vary(args: Namespace, asked: dict[str, Any], names: dict[str, Any]) -> Drawing:
    """Variations of a picture, which no words go with."""
    if asked["prompt"] or args.edit or args.mask:
        raise Misused("A variation takes no words and no mask.", "To change a picture, say --edit PICTURE.")
    sent = {name: asked[name] for name in ("model", "n", "size")}
    sent["response_format"] = "b64_json"
    (picture,) = _several([args.vary], names)
    width, height = _size(picture) or (0, 0)
    if width != height:
        raise Misused(f"The picture is {width} × {height}; only a square can be varied.", "Crop it first.")
    images = current().client.images
    return _drawn(args, sent, "", "variations", {"image": picture}, images.create_variation)


def _drawn(
    args: Namespace, asked: dict[str, Any], prompt: str, path: str, files: dict[str, Any], send: Any
) -> Drawing:
    marks = {
        name: [digest(one) for one in each] if isinstance(each, list) else digest(each)
        for name, each in files.items()
    }
    usd = reckoning.drawn(asked["model"], args.n or 1, args.quality, args.size)
    question = Question("images", f"/images/{path}", {**asked, **marks}, usd)
    return Drawing(prompt, question.ask(lambda: send(**files, **asked), fresh=args.fresh))


def _several(words: Sequence[str], names: dict[str, Any]) -> list[Any]:
    """The pictures that these words name."""
    return [file_or_value(each, names) for each in words]


def _check_mask(mask: Any, picture: Any) -> None:
    """Raise `Misused` where a mask does not fit: found out here, it costs nothing."""
    sizes = [_size(each) for each in (mask, picture)]
    if all(sizes) and sizes[0] != sizes[1]:
        told = [f"{width} × {height}" for width, height in sizes]
        raise Misused(f"The mask is {told[0]}, the picture {told[1]}.", "Make them of one size.")


def _size(picture: Any) -> Any:
    """(width, height) of what is a picture, as far as it can be told; raises `Misused` where it is none."""
    from PIL import Image, UnidentifiedImageError

    if isinstance(picture, bytes):
        picture = io.BytesIO(picture)
    try:
        if not isinstance(picture, Path | io.BytesIO):
            return getattr(picture, "size", None) if hasattr(picture, "save") else None
        with Image.open(picture) as found:
            return found.size
    except UnidentifiedImageError:
        raise Misused("That is no picture the API reads.", "It reads png, jpg and webp.") from None


def _written(data: bytes, prompt: str) -> Path:
    return kept(data, prompt, _suffix(data))


def _opened(path: Path) -> Any:
    from PIL import Image

    picture = Image.open(io.BytesIO(path.read_bytes()))
    picture.load()
    picture.filename = str(path)
    return picture


def _suffix(data: bytes) -> str:
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return "webp" if data[8:12] == b"WEBP" else "png"
