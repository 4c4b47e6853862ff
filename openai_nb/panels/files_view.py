"""Files view: the widgets of a files panel, connected to its state."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from ipywidgets import HTML, Dropdown, HBox, Text, VBox, Widget

from openai_nb.panels.fields import ending, room
from openai_nb.panels.files import PURPOSES, SENDING, WRONG, Staged
from openai_nb.panels.grid import Grid
from openai_nb.panels.intake import Intake

if TYPE_CHECKING:
    from openai_nb.panels.files import FilesPanel

TOLD = 5  # problems that are shown of a file


class FilesView:
    """What one sees of a files panel."""

    def __init__(self, panel: FilesPanel) -> None:
        self.panel = panel
        self.intake = Intake(
            lambda path: panel.attempt(panel.add, path),
            lambda words: panel.set_trait("problem", words),
            name="Files to upload",
        )
        panel.at_end(self.intake.close)
        self.grid = Grid(
            panel.files,
            name="Files",
            empty="No files yet. Drop some below.",
            acts={"open": self._open, "delete": self._delete},
        )
        self.shown = HTML()
        self.staged = VBox()
        parts = [self.grid.widget, self._bar(), panel.sure(), self.shown, self._upload(), self.staged]
        self.widget: Widget = VBox(parts)
        panel.observe(lambda _: self._draw_staged(), "staged")
        panel.observe(lambda _: self._draw_preview(), "shown")
        panel.files.observe(lambda _: self._enable(), "chosen")
        self._enable()
        self._draw_preview()
        panel.look()

    def _bar(self) -> Widget:
        panel = self.panel
        ending(self.grid.head, panel, room())
        self.preview = panel.button("Preview", panel.preview, icon="eye", tip="Show how it begins (Enter)")
        self.folder = Text(".", placeholder="Folder", layout={"width": "160px"}, continuous_update=False)
        self.folder.tooltip = "Folder that downloads go to"
        download = lambda: panel.download(self.folder.value)  # noqa: E731
        self.download = panel.button("Download to", download, icon="download", tip="Write it to a folder")
        self.delete = panel.button("Delete", panel.delete, icon="trash", tip="Delete (Del)", kind="danger")
        bar = HBox([self.preview, self.download, self.folder, self.delete, panel.telling()])
        bar.add_class("oai-bar")
        return bar

    def _upload(self) -> Widget:
        panel = self.panel
        kinds = Dropdown(
            options=PURPOSES, value=panel.purpose, description="Purpose", layout={"width": "220px"}
        )
        kinds.observe(lambda change: panel.set_trait("purpose", change.new), "value")
        panel.link("purpose", kinds, "value")
        path = Text(placeholder="… or a path on this machine", continuous_update=False)
        path.tooltip = "A path on this machine"
        path.add_class("oai-grow")

        def add() -> None:
            if path.value.strip():
                panel.add(path.value.strip())
                path.value = ""

        button = panel.button("Upload", add, icon="upload", tip="Look it through, and send it")
        panel.submits(path, button, add)
        row = HBox([kinds, path, button])
        row.add_class("oai-bar")
        box = VBox([self.intake.widget, row])
        box.add_class("oai-folded")
        return box

    def _open(self, id: str) -> None:
        self.panel.files.chosen = [id]
        self.panel.attempt(self.panel.preview)

    def _delete(self, id: str) -> None:
        if id not in self.panel.files.chosen:
            self.panel.files.chosen = [id]
        self.panel.attempt(self.panel.delete)

    def _enable(self) -> None:
        count = len(self.panel.files.chosen)
        self.preview.disabled = count != 1
        self.download.disabled = self.delete.disabled = count == 0

    def _draw_preview(self) -> None:
        self.shown.value = self.panel.shown.get("text/html", "")
        self.shown.layout.display = "" if self.shown.value else "none"

    def _draw_staged(self) -> None:
        old = self.staged.children
        self.staged.children = [self._card(each) for each in self.panel.staged]
        for each in old:
            _close(each)

    def _card(self, staged: Staged) -> Widget:
        panel, name = self.panel, str(staged.path)
        card: list[Widget] = [HTML(_told(staged))]
        if staged.state == WRONG:
            send = panel.button(
                "Send anyway", partial(panel.send, name), icon="upload", tip="Send it as it is"
            )
            leave = panel.button("Discard", partial(panel.discard, name), icon="times", tip="Do not send it")
            card.append(HBox([leave, send]))
        box = VBox(card)
        box.add_class("oai-staged")
        return box


def _told(staged: Staged) -> str:
    """A file on its way, as HTML: its name, how it stands, its bad lines."""
    share = f" {staged.sent:.0%}" if staged.state == SENDING and staged.sent else ""
    count = len(staged.problems)
    state = f"{count:,} problem{'s' * (count != 1)}, not sent" if staged.state == WRONG else staged.state
    head = f'<div class="oai-name"><b>{escape(staged.path.name)}</b><span>{escape(state)}{share}</span></div>'
    items = []
    for at, problem in enumerate(staged.problems[:TOLD]):
        where = f"Line {problem.line:,}" if problem.line else "The file"
        words = staged.lines[at] if at < len(staged.lines) else ""
        code = f"<code>{escape(words)}</code>" if words else ""
        items.append(f"<li><b>{where}</b>: {escape(problem.message)}{code}</li>")
    more = f"<li>… and {count - TOLD:,} more</li>" if count > TOLD else ""
    return head + (f'<ul class="oai-wrong">{"".join(items)}{more}</ul>' if items else "")


def _close(widget: Any) -> None:
    from openai_nb.panels.browser import tree

    for each in tree(widget):
        each.close()
