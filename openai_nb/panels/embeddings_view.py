"""The view of a panel of texts: a field, a map, and what is chosen on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import HTML, Box, Dropdown, HBox, Label, Text, VBox, Widget

from openai_nb.panels.embeddings_twin import listed, url
from openai_nb.panels.given import tables, worded
from openai_nb.panels.points import Points, Rows

if TYPE_CHECKING:
    from openai_nb.panels.embeddings import EmbeddingPanel

KEYS = "drag to move · wheel to zoom, once clicked · Shift-drag to lasso"


class EmbeddingsView:
    """What one sees of a panel of texts, and its hands on the map."""

    def __init__(self, panel: EmbeddingPanel) -> None:
        self.panel = panel
        self.points = Points(self, name=panel.NAME)
        self.found = HTML()
        self.found.add_class("oai-found")
        self.opener = self._opener()
        parts = [self.opener, self._head(), self.points.widget, self._below(), self.found]
        self.widget: Widget = VBox(parts)
        panel.observe(lambda _: self._placed(), ["places", "paint"])
        panel.observe(lambda _: self._chosen(), "chosen")
        panel.observe(lambda _: self._note(), "state")
        self._placed()
        self._chosen()

    # The hands

    def words(self, row: int) -> str:
        """The text of a point, and what it belongs to."""
        panel = self.panel
        code = int(panel.paint.codes[row])
        kinds = [each["text"] for each in panel.paint.legend if each["code"] == code and each["count"]]
        return "\n".join([panel.words(row), *(f"· {each}" for each in kinds)])

    def pick(self, row: int) -> None:
        """Show what is nearest to a point."""
        self.panel.attempt(self.panel.near, row)

    def rope(self, rows: Rows) -> None:
        """Choose what was lassoed."""
        self.panel.attempt(self.panel.rope, rows)

    def kind(self, code: int) -> None:
        """Choose what has this colour."""
        self.panel.attempt(self.panel.kind, code)

    def clear(self) -> None:
        """Let go of what is chosen."""
        self.panel.attempt(self.panel.clear)

    # Parts

    def _opener(self) -> Widget:
        """Tables of the notebook to choose from, where none was given."""
        panel, known = self.panel, tables()
        table = Dropdown(options=list(known), description="Table", layout={"width": "auto"})
        column = Dropdown(description="Column", layout={"width": "auto"})

        def offer(_: object = None) -> None:
            column.options = worded(known[table.value]) if table.value else ()

        def go() -> None:
            if not table.value:
                raise ValueError("There is no table with a column of words in this notebook yet.")
            panel.open(known[table.value], column.value)

        table.observe(offer, "value")
        offer()
        row = HBox(
            [table, column, panel.button("Show", go, kind="primary", tip="Embed and show these texts")]
        )
        row.add_class("oai-head")
        row.layout.display = "none" if panel.given else ""
        return row

    def _head(self) -> Widget:
        panel = self.panel
        self.field = Text(placeholder="Search by meaning", layout={"width": "auto"})
        self.field.add_class("oai-grow")
        search = panel.button("Search", self._search, icon="search", kind="primary", tip="Search (Enter)")
        panel.submits(self.field, search, self._search)
        words = panel.button("Words", self._filter, icon="filter", tip="Only texts with these words in them")
        colour = Dropdown(options=[("by cluster", "cluster")], tooltip="Colour", layout={"width": "auto"})
        colour.add_class("oai-colour")
        colour.observe(lambda change: self._coloured(change.new), "value")
        self.colour = colour
        head = HBox([self.field, search, words, colour])
        head.add_class("oai-head")
        return head

    def _below(self) -> Widget:
        panel = self.panel
        told = Label()
        told.add_class("oai-told")
        panel.link("told", told, "value", lambda words: words or KEYS)
        self.all = panel.button("Show all", panel.clear, icon="times", tip="Let go of what is chosen (Esc)")
        room = Box()
        room.add_class("oai-grow")
        return HBox([told, room, self.all])

    # What happens

    def _search(self) -> None:
        self.panel.search(self.field.value)

    def _filter(self) -> None:
        self.panel.filter(self.field.value)

    def _coloured(self, by: str) -> None:
        if by and by != self.panel.colour and self.panel.embedded is not None:
            self.panel.attempt(self.panel.by, by)

    def _placed(self) -> None:
        panel = self.panel
        if panel.places is None or panel.paint is None:
            return
        self.opener.layout.display = "none"
        self._offer()
        if panel.places is not self._last:
            self._last = panel.places
            self.points.place(panel.places)
        self.points.paint(panel.paint)
        if self.points.front is None:
            self.points.picture(url(panel), panel.NAME)
        self._mark()
        self._note()

    _last: Any = None

    def _offer(self) -> None:
        panel = self.panel
        options = [("by cluster", "cluster")]
        if panel.embedded is not None and panel.embedded.labels is not None:
            options.append(("by label", "label"))
        self.colour.layout.display = "" if len(options) > 1 else "none"
        if self.colour.options != tuple(options):
            self.colour.options = options
        self.colour.value = panel.colour

    def _chosen(self) -> None:
        panel = self.panel
        self.points.choose(panel.chosen)
        self.all.layout.display = "none" if panel.chosen is None else ""
        self.found.value = listed(panel)["text/html"]
        self.found.layout.display = "none" if panel.chosen is None else ""
        self._mark()

    def _mark(self) -> None:
        """Press the colour's name whose texts are chosen."""
        panel = self.panel
        if panel.paint is not None:
            pressed = [{**each, "on": panel.pressed(each["text"])} for each in panel.paint.legend]
            self.points.mark(pressed)

    def _note(self) -> None:
        self.points.note(self.panel.state)
