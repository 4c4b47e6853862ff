"""Easel: one picture to look at closely and to paint a mask on; without its module, a plain picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ipywidgets import FileUpload, Image, VBox, Widget

from openai_nb.data import masks
from openai_nb.looks.pictures import preview
from openai_nb.panels.browser import front

SIDE = 1280  # pixels of the copy that one looks at
LARGEST = 900_000  # bytes of it

Size = tuple[int, int]


class Easel:
    """Shows a picture; `painted` is called with what was painted on it, `brought` with a mask's file."""

    def __init__(self, painted: Callable[[bytes, Size], object], brought: Callable[[bytes], object]) -> None:
        self._painted, self._size = painted, (0, 0)
        self.plain = self._plain(brought)
        self.front = front("mask", name="The picture; P paints on it", picture=b"", mask=b"", width=0)
        if self.front is not None:
            self.front.on_msg(lambda *_: self._alive())
            self.front.observe(lambda change: self._heard(bytes(change.new)), "mask")
        self.widget: Widget = VBox([each for each in (self.plain, self.front) if each is not None])
        self.widget.layout.display = "none"

    def show(self, picture: Any, mask: Any) -> None:
        """Show a PIL image with the area of its mask, or nothing where it is None."""
        self.widget.layout.display = "none" if picture is None else ""
        if picture is None:
            return
        small = picture.copy()
        small.thumbnail((SIDE, SIDE))
        _, data = preview(small, LARGEST)
        if data != self._shown.value:
            self._shown.value = data
        self._size = small.size
        paint = masks.paint(mask, small.size) if mask is not None else b""
        if self.front is not None:
            with self.front.hold_sync():
                self.front.picture, self.front.width = data, picture.width
                if not self._same(paint):
                    self.front.mask = paint

    def _same(self, paint: bytes) -> bool:
        """Whether this is what the page shows already: paint that came from it need not go back to it."""
        held = bytes(self.front.mask)
        if not held or not paint:
            return held == paint
        mine, theirs = (masks.spread(each, self._size).tobytes() for each in (paint, held))
        return mine == theirs

    def _heard(self, paint: bytes) -> None:
        if self._size != (0, 0):
            self._painted(paint, self._size)

    def _alive(self) -> None:
        """The module says that it runs; it says nothing else."""
        self.plain.layout.display = "none"

    def _plain(self, brought: Callable[[bytes], object]) -> Any:
        self._shown = Image()
        self._shown.add_class("oai-plain-picture")
        upload = FileUpload(description="A mask from a file", tooltip="A picture that is see-through there")
        upload.layout.width = "auto"

        def came(change: Any) -> None:
            for each in change.new:
                brought(bytes(each["content"]))
            if change.new:
                upload.value = ()

        upload.observe(came, "value")
        return VBox([self._shown, upload])
