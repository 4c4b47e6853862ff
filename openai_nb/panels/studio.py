"""Studio: all panels in one place, a tab for each."""

from __future__ import annotations

from html import escape
from typing import Any, ClassVar

from ipywidgets import ToggleButtons, VBox, Widget
from traitlets import Unicode

from openai_nb.panels import PANELS, panel
from openai_nb.panels.panel import Panel

FIRST = ["chat", "images", "audio", "embedding", "files", "jobs", "batches", "stores", "assistants"]
FIRST += ["models", "moderation", "usage", "settings"]
ELSEWHERE = {"job", "studio"}  # one wants a job to be given, the other is this


def names() -> list[str]:
    """The panels that have a tab."""
    return [*(name for name in FIRST if name in PANELS), *sorted(PANELS.keys() - {*FIRST, *ELSEWHERE})]


class Studio(Panel):
    """All panels in tabs: `Studio()`, `Studio("images")`; each is made when its tab is first opened.

    `opened` holds those that were made, by name.
    """

    NAME = "Studio"
    LOOKS = ("studio",)
    LABELS: ClassVar = {".oai-tabs": {"role": "group", "aria-label": "Panels"}}

    tab = Unicode("")  # the name of the panel that is seen

    def __init__(self, tab: str = "chat", **traits: Any) -> None:
        super().__init__(**traits)
        self.opened: dict[str, Any] = {}
        self._stage = VBox()
        self._stage.add_class("oai-stage")
        self.show(tab)

    def show(self, name: str) -> Any:
        """The panel of this name, which comes to the front; raises `ValueError` with the names there are."""
        if name not in names():
            raise ValueError(f"There is no tab {name!r}; there are {', '.join(names())}.")
        if name not in self.opened:
            made = panel(name, threads=self.threads)
            vars(made)["keep"] = self.keep  # what it leaves in the notebook stands in our twin
            self.opened[name] = made
        self.tab = name
        self._face()
        self.keep()
        return self.opened[name]

    def view(self) -> Widget:
        """The tabs, and the panel that is seen."""
        tabs = ToggleButtons(options=[(name.capitalize(), name) for name in names()], value=self.tab)
        tabs.style.button_width = "auto"
        tabs.add_class("oai-tabs")
        tabs.observe(lambda change: self.attempt(self.show, change.new), "value")
        self.link("tab", tabs, "value")
        return VBox([tabs, self._stage])

    def twin(self) -> dict[str, str]:
        """What the opened panels leave, one below the other."""
        told = {name: said for name, made in self.opened.items() if (said := made.twin())}
        html = "".join(
            f"<h4>{escape(name.capitalize())}</h4>{said['text/html']}" for name, said in told.items()
        )
        plain = "\n\n".join(f"{name.capitalize()}\n{said['text/plain']}" for name, said in told.items())
        return {"text/html": html or "<p>A studio.</p>", "text/plain": plain or "A studio."}

    def close(self) -> None:
        """Close every panel that was opened, and the studio."""
        if self.closed:
            return
        for each in self.opened.values():
            each.close()
        super().close()
        self._stage.close()

    def _face(self) -> None:
        """Let only the panel of the tab be seen; the others stay as they are."""
        shown = [each.widget for each in self.opened.values()]
        for name, widget in zip(self.opened, shown, strict=True):
            widget.layout.display = "" if name == self.tab else "none"
        if self._stage.children != tuple(shown):
            self._stage.children = shown

    def __repr__(self) -> str:
        return f"Studio({self.tab!r}, {len(self.opened)} open)"
