"""Gallery: the pictures of an image panel, under the words they were asked for with."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

from ipywidgets import Dropdown, VBox, Widget

from openai_nb.api.images import ImagesResponse, content
from openai_nb.core import clock
from openai_nb.data.calls import Called
from openai_nb.data.keeping import kept
from openai_nb.looks.prices import price
from openai_nb.panels.browser import front

SIDE, THUMBNAIL = 200, 10_000  # pixels and bytes of a small copy
ENDINGS = {b"\xff\xd8\xff": "jpg", b"RIFF": "webp"}
KEPT, EACH = 8, 4  # sheets in the saved notebook, and pictures of each


_numbers = count(1)


@dataclass(frozen=True)
class Picture:
    """A picture: its bytes, and the file that holds them."""

    data: bytes = field(repr=False)
    path: Path | None = None
    key: str = field(default_factory=lambda: f"picture-{next(_numbers)}")

    @cached_property
    def image(self) -> Any:
        """The PIL image; raises `ValueError` where it is none."""
        from PIL import Image

        try:
            found = Image.open(BytesIO(self.data))
            found.load()
        except (OSError, Image.DecompressionBombError) as problem:
            raise ValueError(f"This is no picture ({type(problem).__name__}).") from None
        return found

    @cached_property
    def thumbnail(self) -> str:
        """A small copy, as a data URL."""
        from openai_nb.looks.pictures import preview

        small = self.image.copy()
        small.thumbnail((SIDE, SIDE))
        kind, data = preview(small, THUMBNAIL)
        return f"data:{kind};base64,{b64encode(data).decode()}"

    @property
    def ending(self) -> str:
        """How the name of a file with these bytes ends."""
        return next((name for begin, name in ENDINGS.items() if self.data.startswith(begin)), "png")

    @property
    def label(self) -> str:
        """What it is called."""
        size = " × ".join(map(str, self.image.size))
        return f"{self.path.name}, {size}" if self.path else size


@dataclass(frozen=True)
class Sheet:
    """What one request made: its words, its pictures, and a note of how they came to be."""

    words: str
    pictures: Sequence[Picture]
    note: str = ""
    key: str = field(default_factory=lambda: f"sheet-{next(_numbers)}")

    def shown(self) -> dict[str, Any]:
        """The sheet as the page wants it."""
        pictures = [{"key": each.key, "src": each.thumbnail, "label": each.label} for each in self.pictures]
        return {"key": self.key, "words": self.words, "note": self.note, "pictures": pictures}


def drawn(called: Called, words: str, fallback: str) -> Sheet:
    """The sheet that an answer of the API makes; its pictures are kept as files."""
    pictures = []
    for each in ImagesResponse(called.answer).data:
        data = content(each)
        pictures.append(Picture(data, kept(data, words or fallback, Picture(data).ending)))
    paid = "sandbox" if called.sandboxed else price(called.cost)
    seconds = f"{clock.shown(called.seconds):.1f} s" if called.seconds is not None else ""
    size = " × ".join(map(str, pictures[0].image.size)) if pictures else "no picture"
    note = " · ".join(each for each in (called.model, size, paid, seconds) if each)
    return Sheet(words, tuple(pictures), note)


class Gallery:
    """Shows sheets; `choose` is called with a picture's key, `again` with a sheet's."""

    def __init__(self, choose: Callable[[str], object], again: Callable[[str], object]) -> None:
        self._choose, self._again = choose, again
        self._sheets: list[Sheet] = []
        self._sent, self.alive = 0, False
        self.plain = Dropdown(description="Picture", layout={"width": "auto"})
        self.plain.observe(lambda change: change.new and self._choose(change.new), "value")
        self.front = front("gallery", name="Pictures so far", chosen="")
        if self.front is not None:
            self.front.on_msg(lambda _, said, __: self._heard(said))
        self.widget: Widget = VBox([each for each in (self.plain, self.front) if each is not None])
        self._fold()

    def show(self, sheets: Sequence[Sheet], chosen: str) -> None:
        """Show these sheets, which are those of before and perhaps more."""
        self._sheets = list(sheets)
        if self.front is not None:
            self.front.chosen = chosen
            if self.alive:
                self._tell()
        options = [(_named(sheet, each), each.key) for sheet in sheets for each in sheet.pictures]
        if not self.alive and self.plain.options != tuple(options):
            self.plain.options = options
        if not self.alive:
            self.plain.value = chosen or None
        self._fold()

    def _fold(self) -> None:
        hidden = self.alive or not self._sheets
        self.plain.layout.display = "none" if hidden else ""

    def _tell(self, *, fresh: bool = False) -> None:
        new = self._sheets[0 if fresh else self._sent :]
        self._sent = len(self._sheets)
        if new or fresh:
            self.front.send({"sheets": [each.shown() for each in new], "fresh": fresh})

    def _heard(self, said: dict[str, Any]) -> None:
        if said.get("ready"):
            self.alive = True
            self._fold()
            self._tell(fresh=True)
        elif "choose" in said:
            self._choose(str(said["choose"]))
        elif "again" in said:
            self._again(str(said["again"]))


def twin(sheets: Sequence[Sheet]) -> dict[str, str]:
    """The newest sheets as a plain output: words, small pictures, how they came to be."""
    shown = list(sheets)[-KEPT:]
    html = "".join(_saved(each) for each in reversed(shown))
    lines = [f"{each.words or 'A picture'} ({each.note})\n{_files(each)}".strip() for each in reversed(shown)]
    return {
        "text/html": html or "<p>No pictures yet.</p>",
        "text/plain": "\n".join(lines) or "No pictures yet.",
    }


def _saved(sheet: Sheet) -> str:
    look = "border-radius:6px;margin:2px"
    pictures = "".join(
        f'<img src="{each.thumbnail}" alt="{escape(each.label, quote=True)}" style="{look}">'
        for each in sheet.pictures[:EACH]
    )
    note = f"<small>{escape(' · '.join(filter(None, (sheet.note, _files(sheet)))))}</small>"
    return f"<p>{escape(sheet.words)}<br>{pictures}<br>{note}</p>"


def _files(sheet: Sheet) -> str:
    return ", ".join(each.path.as_posix() for each in sheet.pictures if each.path)


def _named(sheet: Sheet, picture: Picture) -> str:
    place = f" [{sheet.pictures.index(picture)}]" if len(sheet.pictures) > 1 else ""
    return f"{' '.join(sheet.words.split())[:60] or picture.label}{place}"
