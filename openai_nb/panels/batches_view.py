"""Batches view: the widgets of a panel of batches, connected to its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipywidgets import Accordion, Combobox, HBox, Text, VBox, Widget

from openai_nb.api.batches import ENDED
from openai_nb.api.lines import WANTED
from openai_nb.panels.fields import ending, needs, room
from openai_nb.panels.grid import Grid
from openai_nb.panels.named import named

if TYPE_CHECKING:
    from openai_nb.panels.batches import BatchPanel

WIDE = {"width": "auto"}


class BatchView:
    """What one sees of a panel of batches."""

    def __init__(self, panel: BatchPanel) -> None:
        self.panel = panel
        self.batches = Grid(
            panel.batches, name="Batches", empty="No batches yet. Begin one below.", lines=6, several=False
        )
        self.answers = Grid(
            panel.answers, name="Answers", empty="Answers stand here once a batch has ended.", several=False
        )
        forms = Accordion([self._begin()], titles=("Begin a batch",))
        sure = panel.sure("Cancel the batch", "Let it run")
        self.widget: Widget = VBox([self.batches.widget, self._bar(), sure, self.answers.widget, forms])
        panel.batches.observe(lambda _: self._enable(), ["found", "chosen"])
        self._enable()
        panel.look()

    def _bar(self) -> Widget:
        panel = self.panel
        ending(self.batches.head, panel, room())
        self.cancel = panel.button("Cancel", panel.cancel, icon="stop", tip="Stop the batch", kind="danger")
        keep = panel.button(
            "To a variable", self._keep, icon="table", tip="The answers as the DataFrame `answers`"
        )
        needs(panel.answers, keep, "total")
        bar = HBox([self.cancel, keep, panel.telling()])
        bar.add_class("oai-bar")
        return bar

    def _begin(self) -> Widget:
        panel = self.panel
        given = panel.requests if isinstance(panel.requests, str) else ""
        source = Text(given, description="Requests", layout=WIDE, continuous_update=False)
        source.placeholder = "a name, a path, or a file's id"
        source.observe(lambda change: panel.set_trait("requests", named(change.new, list, dict)), "value")
        model = Text(panel.model, description="Model", placeholder="of lines that name none", layout=WIDE)
        model.observe(lambda change: panel.set_trait("model", change.new.strip()), "value")
        where = Combobox(value=panel.endpoint, options=tuple(WANTED), description="Endpoint", layout=WIDE)
        where.observe(lambda change: panel.set_trait("endpoint", change.new.strip()), "value")
        pair = HBox([VBox([source]), VBox([model, where])])
        pair.add_class("oai-pair")
        check = panel.button("Check", panel.check, icon="check", tip="Look through; nothing is sent")
        create = panel.button("Create", panel.create, icon="rocket", tip="Upload and begin", kind="primary")
        return VBox([pair, HBox([check, create])])

    def _keep(self) -> None:
        """Put the answers where cells find them."""
        from IPython import get_ipython

        table, shell = self.panel.results, get_ipython()
        if not len(table):
            raise ValueError("There are no answers yet.")
        if shell is not None:
            shell.user_ns["answers"] = table
        self.panel.told = f"`answers` is a DataFrame of {len(table):,} rows now."

    def _enable(self) -> None:
        self.cancel.disabled = self.panel.batch.get("status", "completed") in ENDED | {"cancelling"}
