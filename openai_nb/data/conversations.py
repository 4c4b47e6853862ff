"""Conversations: what was asked and answered in the cells of a notebook, in the order of the page."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from typing import Any

DONE, INTERRUPTED, FAILED = "done", "interrupted", "failed"


@dataclass
class Turn:
    """One question and its answer, under the key of the cell that asked.

    `question` holds messages as they were sent; `calls` those between it and the answer: functions that
    were called, and what they gave; `begins` says that nothing before it was sent along;
    `stale` says that an earlier turn has changed since.
    """

    key: str
    question: list[dict[str, Any]]
    answer: str = ""
    model: str = ""
    usage: dict[str, Any] | None = None
    status: str = DONE
    begins: bool = False
    stale: bool = False
    calls: list[dict[str, Any]] = field(default_factory=list)

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What later questions are told of this turn: nothing where no answer came."""
        if self.status == FAILED or not self.answer:
            return []
        return [*self.question, *self.calls, {"role": "assistant", "content": self.answer}]

    @property
    def cell(self) -> str:
        """The cell that asked; a second question of the same cell has a key `cell#2`."""
        return self.key.partition("#")[0]


@dataclass
class Conversation:
    """Turns in the order of the page; a cell that runs again replaces its own."""

    name: str = "default"
    turns: list[Turn] = field(default_factory=list)

    def messages(self, before: str | None = None) -> list[dict[str, Any]]:
        """All that was said, or all that was said before the turn with the key `before`."""
        said = self.turns if before is None else self.turns[: self._place(before)]
        start = max((place for place, turn in enumerate(said) if turn.begins), default=0)
        return [message for turn in said[start:] for message in turn.messages]

    def keep(self, turn: Turn) -> None:
        """Put `turn` in its place; the turns after it become stale."""
        place = self._place(turn.key)
        again = place < len(self.turns) and self.turns[place].key == turn.key
        self.turns[place : place + again] = [turn]
        turn.stale = False
        for later in self.turns[place + 1 :]:
            later.stale = True

    def fork(self, name: str, before: str | None = None) -> Conversation:
        """A copy under another name, of all turns or of those before the turn with the key `before`."""
        return Conversation(
            name, deepcopy(self.turns if before is None else self.turns[: self._place(before)])
        )

    def undo(self) -> Turn | None:
        """Take the last turn away; None where there is none."""
        return self.turns.pop() if self.turns else None

    def rows(self) -> list[dict[str, Any]]:
        """One row for each turn, to be shown as a table."""
        return [_row(place, turn) for place, turn in enumerate(self.turns, 1)]

    def json(self) -> dict[str, Any]:
        """The conversation as JSON, for `Conversation.read`."""
        return asdict(self)

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Conversation:
        """The conversation that `json()` wrote."""
        return cls(said["name"], [Turn(**turn) for turn in said["turns"]])

    def _place(self, key: str) -> int:
        """Where the turn with this key stands, or where it would."""
        keys = [turn.key for turn in self.turns]
        if key in keys:
            return keys.index(key)
        cell = key.partition("#")[0]
        same = [place for place, turn in enumerate(self.turns) if turn.cell == cell]
        return same[-1] + 1 if same else len(keys)


def _row(place: int, turn: Turn) -> dict[str, Any]:
    usage = turn.usage or {}
    return {
        "turn": place,
        "question": "\n".join(_text(message["content"]) for message in turn.question),
        "answer": turn.answer,
        "model": turn.model,
        "prompt_tokens": usage.get("prompt_tokens"),
        "completion_tokens": usage.get("completion_tokens"),
        "calls": sum(message["role"] == "tool" for message in turn.calls),
        "status": turn.status,
        "stale": turn.stale,
    }


def _text(content: Any) -> str:
    """The words of a message; pictures and the like are named by their kind."""
    if isinstance(content, str):
        return content
    return " ".join(part.get("text") or f"[{part.get('type')}]" for part in content)
