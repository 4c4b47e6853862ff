"""Composer: the field a talk is written in, its send and its stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ipywidgets import HBox, Textarea, VBox, Widget

from openai_nb.panels.fields import room

if TYPE_CHECKING:
    from openai_nb.panels.panel import Panel


class Composer:
    """`say(text)` is what sending does; `above` and `beside` are what else stands around the field."""

    def __init__(
        self,
        panel: Panel,
        say: Callable[[str], object],
        *,
        above: Sequence[Widget] = (),
        beside: Sequence[Widget] = (),
    ) -> None:
        self._say = say
        self.field = Textarea(placeholder="Message", rows=2, continuous_update=False)
        send = panel.button("Send", self.send, icon="arrow-up", tip="Send (Shift-Enter)", kind="primary")
        stop = panel.button("Stop", panel.stop, icon="stop", tip="Stop (Esc)", kind="oai-stop")
        panel.submits(self.field, send, self.send)
        panel.link("busy", send, "disabled")
        panel.link("busy", stop, "disabled", lambda busy: not busy)
        panel.link("busy", stop.layout, "display", lambda busy: "" if busy else "none")
        self.widget: Widget = VBox([*above, self.field, HBox([*beside, room(), stop, send])])
        self.widget.add_class("oai-composer")

    def send(self) -> None:
        """Say what the field holds; it stays there where that cannot be said."""
        text = self.taken()
        try:
            self._say(text)
        except Exception:
            self.field.value = text  # nothing was sent: nothing is lost
            raise

    def taken(self) -> str:
        """What the field holds, which it then holds no longer."""
        text, self.field.value = self.field.value, ""
        return str(text)
