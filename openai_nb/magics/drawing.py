"""Drawing: pictures that one request made: kept whole as files, shown small in the notebook."""

from __future__ import annotations

import hashlib
import io
import re
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openai_nb.api.images import content
from openai_nb.core.record import asdict
from openai_nb.magics.arguments import Misused
from openai_nb.magics.footer import SANDBOX, quiet, tokens
from openai_nb.magics.names import file_or_value
from openai_nb.session import current

FOLDER = Path("openai_nb_files")  # beside the notebook, which is where its kernel stands
OPTIONS = ("n", "size", "quality", "background")


class Drawing:
    """The pictures, the files they are kept in, and what was asked."""

    def __init__(self, prompt: str, model: str, answer: Any, *, sandboxed: bool = False) -> None:
        self.prompt, self.model, self.sandboxed = prompt, model, sandboxed
        self.usage = asdict(answer.usage) if answer.usage else None
        self.files = [_kept(content(each), prompt) for each in answer.data]
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
        parts = [self.model, tokens(self.usage), size, files, SANDBOX if self.sandboxed else ""]
        plain = " · ".join(part for part in parts if part)
        display({"text/markdown": quiet(parts), "text/plain": plain}, raw=True)

    @property
    def told(self) -> dict[str, Any]:
        """What the output remembers of how it came to be."""
        files = [path.as_posix() for path in self.files]
        return {"prompt": self.prompt, "model": self.model, "usage": self.usage, "files": files}


def draw(args: Namespace, text: str, names: dict[str, Any]) -> Drawing:
    """Ask for the pictures that `text` describes."""
    from openai_nb.looks.interpolation import fill

    here, prompt = current(), str(fill(text.strip(), names, raw=args.raw))
    if not prompt:
        raise Misused("There is nothing to draw.", "Say what, below the line or after the flags.")
    asked: dict[str, Any] = {"prompt": prompt, "model": args.model or here.image_model}
    asked |= {name: getattr(args, name) for name in OPTIONS}
    if asked["model"].startswith("dall-e"):  # the later models send nothing else
        asked["response_format"] = "b64_json"
    images = here.client.images
    if args.edit:
        mask = file_or_value(args.mask, names) if args.mask else None
        answer = images.edit(image=_one(args.edit, names), mask=mask, **asked)
    elif args.mask:
        raise Misused("A mask needs a picture to lie on.", "Give it: --edit PICTURE.")
    else:
        answer = images.generate(**asked)
    return Drawing(prompt, asked["model"], answer, sandboxed=here.client.provider.sandboxed)


def _one(words: Sequence[str], names: dict[str, Any]) -> Any:
    """The picture to change, or all of them where several are given."""
    given = [file_or_value(each, names) for each in words]
    return given[0] if len(given) == 1 else given


def _kept(data: bytes, prompt: str) -> Path:
    """The file that holds `data`; named by prompt and content, so that the same picture is kept once."""
    words = re.sub(r"[^\w]+", "-", prompt.lower()).strip("-")[:40].strip("-") or "picture"
    mark = hashlib.sha256(data).hexdigest()[:8]
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{words}-{mark}.{_suffix(data)}"
    path.write_bytes(data)
    return path


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
