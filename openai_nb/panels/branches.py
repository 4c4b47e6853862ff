"""Branches: a conversation that was continued in more than one way.

A conversation is the list of turns of one way, and cells may add to it; the others are kept beside it,
as a tree, for as long as it lives.
"""

from __future__ import annotations

import weakref
from dataclasses import dataclass, field

from openai_nb.data.conversations import Conversation, Turn

_trees: dict[int, Branches] = {}


@dataclass
class Fork:
    """A turn and all the ways in which it was gone on from; `chosen` is the one that is shown."""

    turn: Turn | None = None
    ways: list[Fork] = field(default_factory=list)
    chosen: int = -1

    def choose(self, turn: Turn) -> Fork:
        """Go on with `turn`, a new way if it is none yet."""
        places = [place for place, way in enumerate(self.ways) if way.turn is turn]
        if not places:
            self.ways.append(Fork(turn))
        self.chosen = places[0] if places else len(self.ways) - 1
        return self.ways[self.chosen]


class Branches:
    """All ways of a conversation; a place is a number of a turn, the first is 0."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = weakref.ref(conversation)
        self._root = Fork()
        self.sync()

    @property
    def conversation(self) -> Conversation:
        """The way that is shown."""
        held = self._conversation()
        assert held is not None
        return held

    def sync(self) -> list[Turn]:
        """Take in what cells have said meanwhile: the turns as they are now."""
        fork = self._root
        for turn in self.conversation.turns:
            fork = fork.choose(turn)
        fork.chosen = -1
        return list(self.conversation.turns)

    def ways(self, place: int) -> tuple[int, int]:
        """Which way is shown at a place, and how many there are."""
        fork = self._fork(place)
        return fork.chosen, len(fork.ways)

    def add(self, place: int, turn: Turn) -> None:
        """Go on differently from a place: what stood there, and after it, becomes another branch."""
        self._fork(place).choose(turn)
        self._show()

    def choose(self, place: int, way: int) -> None:
        """Show another branch; as far as it was gone."""
        fork = self._fork(place)
        fork.chosen = way % len(fork.ways)
        self._show()

    def _fork(self, place: int) -> Fork:
        self.sync()
        fork = self._root
        for _ in range(place):
            fork = fork.ways[fork.chosen]
        return fork

    def _show(self) -> None:
        """Make the conversation that of the chosen ways; below a choice, the newest way."""
        turns, fork = [], self._root
        while fork.ways:
            fork = fork.ways[fork.chosen]
            assert fork.turn is not None
            fork.turn.stale = False
            turns.append(fork.turn)
        self.conversation.turns[:] = turns


def branches(conversation: Conversation) -> Branches:
    """The branches of a conversation; the same for whoever asks."""
    key = id(conversation)
    if key not in _trees:
        _trees[key] = Branches(conversation)
        weakref.finalize(conversation, _trees.pop, key, None)
    return _trees[key]
