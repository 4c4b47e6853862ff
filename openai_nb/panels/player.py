"""Player: a sound that is played here, its words lit up as they are said; where it may, it records too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ipywidgets import Audio, Label, VBox, Widget

from openai_nb.looks.sounds import kind
from openai_nb.panels.browser import front, tree

LARGEST = 16_000_000  # bytes of a sound that is played in the page

Unit = tuple[str, float, float]  # a word or a stretch, its beginning and end in seconds


class Player:
    """Plays a sound; `recorded` is called with what was recorded, `trouble` with what went wrong."""

    def __init__(
        self,
        recorded: Callable[[bytes], object] | None = None,
        trouble: Callable[[str], object] = print,
        *,
        name: str = "Sound",
    ) -> None:
        self._recorded, self._trouble = recorded, trouble
        self._pieces = bytearray()
        self._alive = False
        self.text = Label()
        self.text.add_class("oai-text")
        self.plain = VBox()
        records = recorded is not None
        self.front = front("sound", name=name, records=records, sound=b"", kind="", units=[])
        if self.front is not None:
            self.front.on_msg(self._heard)
        self.widget: Widget = VBox([each for each in (self.plain, self.front, self.text) if each is not None])
        self.show(b"")

    def show(self, sound: bytes, text: str = "", units: Sequence[Unit] = ()) -> None:
        """Play this sound, under it its words with their times, or where there are none its text."""
        played = sound if len(sound) <= LARGEST else b""
        self._plainly(b"" if self._alive else played)
        if self.front is not None:
            with self.front.hold_sync():
                self.front.sound, self.front.kind = played, kind(played)[0] or "audio/mpeg"
                self.front.units = [list(each) for each in units]
        self._units, self.text.value = bool(units), text
        self._fold()

    def _plainly(self, sound: bytes) -> None:
        """Have the page's own player play it; an empty one would look for what is not there."""
        old = self.plain.children
        made = (
            Audio(value=sound, format=kind(sound)[1] or "mp3", autoplay=False, loop=False) if sound else None
        )
        self.plain.children = [made] if made else []
        for each in old:
            for part in tree(each):
                part.close()

    def _fold(self) -> None:
        lit = self._alive and self._units
        self.text.layout.display = "none" if lit or not self.text.value else ""

    def _heard(self, _: Any, said: Mapping[str, Any], buffers: Sequence[Any]) -> None:
        if said.get("ready"):
            self._alive = True
            self._plainly(b"")
            self._fold()
        elif "broken" in said:
            self._trouble(f"Nothing can be recorded here: {said['broken']}")
        elif "recorded" in said and self._recorded is not None:
            self._pieces = bytearray() if not said["recorded"] else self._pieces
            self._pieces += b"".join(map(bytes, buffers))
            if said.get("last"):
                self._recorded(bytes(self._pieces))
