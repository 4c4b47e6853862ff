"""Sure: a second look before something is done that cannot be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import HBox, Label, Widget
from traitlets import HasTraits, Unicode

if TYPE_CHECKING:
    from openai_nb.panels.panel import Panel


class Asking(HasTraits):
    """What a panel needs to ask once more: `question` is what it asks now, empty while it asks nothing."""

    question = Unicode("")
    _wanted: Any = None

    def ask(self, question: str, verb: Any) -> None:
        """Ask, and do `verb` only after `yes`."""
        self._wanted, self.question = verb, question

    def yes(self) -> None:
        """Do what was asked about; raises `ValueError` where nothing was."""
        verb = self._wanted
        self.no()
        if verb is None:
            raise ValueError("There is nothing to be sure of.")
        verb()

    def no(self) -> None:
        """Leave everything as it is."""
        self._wanted, self.question = None, ""


def sure(panel: Panel, *, yes: str = "Delete", no: str = "Keep") -> Widget:
    """The question and its two answers; not seen while there is none.  Esc keeps."""
    words = Label()
    words.add_class("oai-grow")
    asking: Any = panel
    keep = panel.button(no, asking.no, tip=f"{no} (Esc)", kind="oai-stop")
    bar = HBox([words, panel.button(yes, asking.yes, icon="trash", kind="danger"), keep])
    bar.add_class("oai-sure")
    panel.link("question", words, "value")

    def fold(_: Any = None) -> None:
        bar.layout.display = "" if asking.question else "none"
        keep.disabled = not asking.question

    panel.observe(fold, "question")
    fold()
    return bar
