"""Stores view: the widgets of a panel of vector stores, connected to its state."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

from ipywidgets import HTML, HBox, Label, Text, VBox, Widget

from openai_nb.panels.fields import ending, needs, room
from openai_nb.panels.grid import Grid
from openai_nb.panels.intake import Intake

if TYPE_CHECKING:
    from openai_nb.panels.stores import StorePanel


class StoreView:
    """What one sees of a panel of vector stores."""

    def __init__(self, panel: StorePanel) -> None:
        self.panel = panel
        self.intake = Intake(
            lambda path: panel.attempt(panel.add, path),
            lambda words: panel.set_trait("problem", words),
            name="Files for the store",
        )
        panel.at_end(self.intake.close)
        one: dict[str, Any] = {"lines": 5, "several": False}
        some: dict[str, Any] = {"lines": 6, "filtered": False}
        self.stores = Grid(panel.stores, name="Stores", empty="No stores yet. Name one above.", **one)
        self.files = Grid(panel.files, name="Files in the store", empty="No files yet.", **some)
        self.found = Grid(
            panel.found, name="Places found", empty="Search to see places.", several=False, **some
        )
        self.shown = HTML()
        panel.link("shown", self.shown, "value", _answer)
        pair = HBox([self._filling(), self._searching()])
        pair.add_class("oai-pair")
        self.widget: Widget = VBox([self.stores.widget, panel.sure(), pair, self._foot()])
        self._head()
        panel.look()

    def _head(self) -> None:
        panel = self.panel
        name, make = self._asked("Name of a new store", "Create", "plus", panel.create, width="180px")
        delete = panel.button("Delete", panel.delete, icon="trash", tip="Delete the store", kind="danger")
        needs(panel.stores, delete)
        ending(self.stores.head, panel, room(), name, make, delete)

    def _filling(self) -> Widget:
        panel = self.panel
        path, add = self._asked(
            "… a path, or a file's id", "Add", "plus", panel.add, tip="A path, or a file's id"
        )
        remove = panel.button("Take out", panel.remove, icon="minus", tip="Take the chosen files out")
        needs(panel.files, remove)
        return VBox([_title("Files"), self.files.widget, HBox([path, add, remove]), self.intake.widget])

    def _searching(self) -> Widget:
        words, search = self._asked(
            "What is it about?", "Search", "search", self.panel.search, kind="primary"
        )
        return VBox([_title("Search"), HBox([words, search]), self.found.widget, self.shown])

    def _asked(
        self,
        hint: str,
        words: str,
        icon: str,
        verb: Callable[[str], None],
        *,
        tip: str = "",
        width: str = "",
        kind: str = "",
    ) -> tuple[Widget, Widget]:
        """A field and the button that does something with its words."""
        field = Text(placeholder=hint, tooltip=tip, continuous_update=False)
        if width:
            field.layout.width = width
        else:
            field.add_class("oai-grow")

        def act() -> None:
            verb(field.value)
            if kind != "primary":
                field.value = ""

        button = self.panel.button(words, act, icon=icon, kind=kind)
        self.panel.submits(field, button, act)
        return field, button

    def _foot(self) -> Widget:
        return HBox([self.panel.telling()])


def _title(words: str) -> Widget:
    label = Label(words)
    label.add_class("oai-title")
    return label


def _answer(text: str) -> str:
    return f'<div class="oai-answer">{escape(text)}</div>' if text else ""
