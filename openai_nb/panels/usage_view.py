"""Usage view: the widgets of a usage panel, connected to its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipywidgets import HTML, Box, Dropdown, HBox, Label, ToggleButtons, VBox, Widget

from openai_nb.panels.fields import needs
from openai_nb.panels.grid import Grid
from openai_nb.panels.usage import SPANS, WAYS

if TYPE_CHECKING:
    from openai_nb.panels.usage import UsagePanel


class UsageView:
    """What one sees of a usage panel."""

    def __init__(self, panel: UsagePanel) -> None:
        self.panel = panel
        self.grid = Grid(panel.rows, name="Usage", empty="No calls yet.", several=False)
        total, chart = Label(), HTML()
        total.add_class("oai-total")
        panel.link("total", total, "value")
        panel.link("chart", chart, "value")
        parts = [self._head(), total, chart, self.grid.widget, self._foot()]
        self.widget: Widget = VBox(parts)
        self._follow_cells()
        panel.look()

    def _head(self) -> Widget:
        panel = self.panel
        by = ToggleButtons(options=[(words, name) for name, words in WAYS.items()], value=panel.by)
        by.tooltip, by.style.button_width = "Add up by", "auto"
        by.add_class("oai-ways")
        by.observe(lambda change: panel.set_trait("by", change.new), "value")
        panel.link("by", by, "value")
        span = Dropdown(
            options=list(SPANS), value=panel.span, tooltip="Since when", layout={"width": "150px"}
        )
        span.observe(lambda change: panel.set_trait("span", change.new), "value")
        panel.link("span", span, "value")
        room = Box()
        room.add_class("oai-grow")
        look = panel.button("", panel.look, icon="refresh", tip="Look again")
        head = HBox([by, room, span, look])
        head.add_class("oai-head")
        return head

    def _foot(self) -> Widget:
        panel = self.panel
        clear = panel.button("Forget all", panel.clear, icon="trash", tip="Empty the ledger", kind="danger")
        needs(panel.rows, clear, "total")
        return VBox([HBox([panel.telling(), clear]), panel.sure("Forget them")])

    def _follow_cells(self) -> None:
        """Show what cells took."""
        from IPython import get_ipython

        if (shell := get_ipython()) is None:
            return
        ran = lambda *_: self.panel.look()  # noqa: E731
        shell.events.register("post_run_cell", ran)
        self.panel.at_end(lambda: shell.events.unregister("post_run_cell", ran))
