"""Models view: the widgets of a models panel, connected to its state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import Checkbox, Dropdown, HBox, Label, VBox, Widget

from openai_nb.api.prices import AS_OF
from openai_nb.panels.fields import ending, room
from openai_nb.panels.grid import Grid
from openai_nb.panels.models import KINDS, TUNED

if TYPE_CHECKING:
    from openai_nb.panels.models import ModelsPanel


class ModelsView:
    """What one sees of a models panel."""

    def __init__(self, panel: ModelsPanel) -> None:
        self.panel = panel
        self.grid = Grid(
            panel.rows,
            name="Models",
            empty="No models here.",
            lines=10,
            several=False,
            acts={"open": lambda _: panel.attempt(panel.use, self.kind.value), "delete": self._delete},
        )
        self._head()
        note = Label(f"USD per million tokens, as of {AS_OF}; empty where that is not known.")
        note.add_class("oai-quiet")
        self.widget: Widget = VBox([self.grid.widget, note, self._bar(), panel.sure()])
        panel.rows.observe(lambda _: self._enable(), "chosen")
        panel.observe(lambda _: self._enable(), "usual")
        self._enable()
        panel.look()

    def _head(self) -> None:
        panel = self.panel
        leaving = Checkbox(panel.leaving, description="Only those with a last day", indent=False)
        leaving.layout.width = "auto"
        leaving.observe(lambda change: panel.set_trait("leaving", change.new), "value")
        panel.link("leaving", leaving, "value")
        ending(self.grid.head, panel, leaving, room())

    def _bar(self) -> Widget:
        panel = self.panel
        self.kind = Dropdown(options=KINDS, description="Use for", layout={"width": "210px"})
        self.kind.style.description_width = "auto"
        self.kind.observe(lambda _: self._enable(), "value")
        use = lambda: panel.use(self.kind.value)  # noqa: E731
        self.use = panel.button("Use", use, icon="check", tip="Ask it where none is named (Enter)")
        self.delete = panel.button("Delete", panel.delete, icon="trash", tip="Delete (Del)", kind="danger")
        self.usual = Label()
        self.usual.add_class("oai-quiet")
        bar = HBox([self.kind, self.use, self.delete, self.usual, panel.telling()])
        bar.add_class("oai-bar")
        return bar

    def _delete(self, id: str) -> None:
        self.panel.rows.chosen = [id]
        self.panel.attempt(self.panel.delete)

    def _enable(self) -> None:
        chosen: Any = self.panel.rows.chosen
        self.use.disabled = len(chosen) != 1
        self.delete.disabled = len(chosen) != 1 or not chosen[0].startswith(TUNED)
        named = self.panel.usual.get(self.kind.value, "")
        self.usual.value = f"now {named}" if named else ""
