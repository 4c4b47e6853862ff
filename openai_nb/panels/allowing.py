"""Allowing: a panel asks whether a model may call a function, and the call waits for the answer."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ipywidgets import HBox, Label, Widget
from traitlets import HasTraits, Unicode

from openai_nb.panels.work import on_stop

if TYPE_CHECKING:
    from openai_nb.panels.panel import Panel

PATIENCE = 600.0  # seconds that a call waits to be allowed


class Permission(HasTraits):
    """What a panel asks now, empty for nothing; `yes` or `no`.  Whoever is not heard in time says no."""

    question = Unicode("")

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self._panel, self._answered, self._allowed = panel, threading.Event(), False

    def ask(self, call: str) -> bool:
        """Whether this call may be made; to be asked within the panel's work, which waits meanwhile."""
        if not self._panel.threads:
            return False  # nobody could answer while this waits
        self._answered.clear()
        self._allowed = False
        self._say(f"Let the model call {call}?")
        on_stop(self.no)
        self._answered.wait(PATIENCE)
        self._say("")
        return self._allowed

    def yes(self) -> None:
        """Let the call be made; raises `ValueError` where nothing was asked."""
        if not self.question:
            raise ValueError("No call waits to be allowed.")
        self._allowed = True
        self._answered.set()

    def no(self) -> None:
        """Let it not be made."""
        self._answered.set()

    def bar(self) -> Widget:
        """A widget with the question and its two answers, which are made when there first is one."""
        bar = HBox(layout={"display": "none"})
        bar.add_class("oai-allow")

        def fold(_: object) -> None:
            if self.question:
                bar.children = bar.children or self._answers()
                bar.children[0].value = self.question
            bar.layout.display = "" if self.question else "none"

        self.observe(fold, "question")
        self._panel.at_end(self.unobserve_all)
        return bar

    def _answers(self) -> tuple[Widget, ...]:
        words, button = Label(), self._panel.button
        words.add_class("oai-grow")
        yes = button("Allow", self.yes, icon="check", tip="Let it be called this once", kind="primary")
        return words, yes, button("Refuse", self.no, icon="times", tip="Do not let it be called")

    def _say(self, words: str) -> None:
        with self._panel._lock:
            self.question = words
