"""Transcript: the turns of a conversation on a page, told of them in as few words as will do.

A module of our own draws them, and reports what is clicked.  Until it says that it runs, and where it
never does, the same turns stand in a plain widget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from ipywidgets import HTML, VBox, Widget

from openai_nb.looks.growing import Growing
from openai_nb.panels.browser import front
from openai_nb.panels.turns import LIVING

Act = Callable[[str, Mapping[str, Any]], object]


class Transcript:
    """Shows turns, as `turns.shown` tells them; `act(verb, said)` is called for what is clicked in them."""

    def __init__(self, act: Act) -> None:
        self._act = act
        self._turns: list[dict[str, Any]] = []
        self._growing = Growing(LIVING)
        self._drawn = 0  # characters of the growing answer in the plain widget
        self.alive = False
        self.plain = HTML()
        self.plain.add_class("oai-plain")
        self.front = front("transcript")
        if self.front is not None:
            self.front.on_msg(lambda _, said, __: self._heard(said))
        self.widget: Widget = VBox([each for each in (self.plain, self.front) if each is not None])

    def show(self, turns: Sequence[dict[str, Any]]) -> None:
        """Bring the page up to date: only turns that have changed are sent."""
        if (
            turns
            and turns[-1]["live"]
            and turns[-1]["key"] != (self._turns[-1]["key"] if self._turns else "")
        ):
            self._growing = Growing(LIVING)
        before, self._turns = self._turns, list(turns)
        if not self.alive:
            self._draw()
            return
        for at, turn in enumerate(turns):
            if at >= len(before) or turn != before[at]:
                self._send({"at": at, "turn": turn})
        if len(turns) < len(before):
            self._send({"count": len(turns)})

    def grow(self, text: str) -> None:
        """The last turn's answer, all of it so far."""
        if text == self._growing.text or not self._turns or not self._turns[-1]["live"]:
            return
        if not text.startswith(self._growing.text):  # another round of it begins
            self._growing = Growing(LIVING)
            self._drawn = 0
        told = self._growing.write(text)
        if self.alive:
            self._send({"at": len(self._turns) - 1, "grow": told})
        elif len(text) - self._drawn > max(60, len(text) // 25):
            self._draw()

    def insert(self, text: str, at: int | None) -> None:
        """Ask the page to put `text`, of the turn `at`, into a new cell; it answers with `inserted`."""
        self._send({"insert": text, "at": at})

    def _heard(self, said: Mapping[str, Any]) -> None:
        if not said.get("ready"):
            self._act(str(said.get("act")), said)
            return
        self.alive = True
        self.plain.layout.display, self.plain.value = "none", ""
        self._send({"all": self._turns})
        grown = self._growing
        if self._turns and self._turns[-1]["live"] and grown.text:
            told = {"from": 0, "done": grown.done, "keep": 0, "add": grown.open}
            self._send({"at": len(self._turns) - 1, "grow": told})
        self._act("ready", {})

    def _send(self, said: Mapping[str, Any]) -> None:
        if self.front is not None:
            self.front.send(said)

    def _draw(self) -> None:
        """All turns in the plain widget."""
        self._drawn = len(self._growing.text)
        self.plain.value = "".join(map(self._plain, self._turns)) or "<p>Ask something.</p>"

    def _plain(self, turn: Mapping[str, Any]) -> str:
        answer = self._growing.html if turn["live"] else turn["answer"]
        called = "".join(
            f"<details><summary>{escape(each['name'])}</summary><pre>{escape(each['arguments'])}</pre>"
            f"<pre>{escape(each['output'])}</pre></details>"
            for each in turn["calls"]
        )
        names = "".join(f" [{escape(each['name'])}]" for each in turn["chips"])
        return (
            f'<div class="oai-asked"><div class="oai-words">{escape(turn["question"])}{names}</div></div>'
            f'{called}<div class="oai-md">{answer}</div><p class="oai-foot">{escape(turn["foot"])}</p>'
        )
