"""Scenes: what a prompt asks to see, read word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from openai_nb.sandbox.oracle.painting.colours import NAMED, Colour
from openai_nb.sandbox.oracle.painting.nouns import MOODS, PLACES, THINGS
from openai_nb.sandbox.oracle.painting.phrases import (
    ARTS,
    BY,
    COUNTS,
    NOT,
    SHADES,
    SIZES,
    WHERE,
    joined,
    plural,
)
from openai_nb.sandbox.oracle.painting.plants import PLANTS
from openai_nb.sandbox.oracle.stems import stem

MOST = 12  # of one kind, and twice as many in all
STYLES = {"line", "wash", "pixel", "minimal", "grey", "neon", "sepia"}
FESTIVE = {"holding", "birthday", "party", "cake", "gift", "celebration", "children"}
SHORES = {"beach", "shore", "coast", "island"}


@dataclass(frozen=True)
class Thing:
    """Some of a kind: how many, in which colours, how large, and where, seen from another thing."""

    noun: str
    count: int = 1
    colours: tuple[Colour, ...] = ()
    size: float = 1.0
    side: float | None = None
    home: str = ""
    link: tuple[str, tuple[int, ...]] | None = None


@dataclass
class Scene:
    """All that a prompt asks for; what it leaves open is left open here."""

    things: list[Thing] = field(default_factory=list)
    places: dict[str, tuple[Colour, ...]] = field(default_factory=dict)
    moods: set[str] = field(default_factory=set)
    colours: list[Colour] = field(default_factory=list)

    @property
    def known(self) -> bool:
        """True when there is anything to show but colours and styles."""
        return bool(self.things or self.places or self.moods - STYLES)

    @property
    def cold(self) -> bool:
        """True when snow lies."""
        return bool(self.moods & {"snow", "winter"})


def read(prompt: str) -> Scene:
    """The scene in a prompt: `"two red boats on a lake at night"` has boats, a lake and a mood."""
    return _Reader(joined(prompt[:4000])).scene


class _Reader:
    """Goes over the words once; what stands before a noun belongs to it."""

    def __init__(self, found: Sequence[str]) -> None:
        self.scene = Scene()
        self._words = found
        self._group: list[int] = []  # the things last named, as one: "a cat and a dog"
        self._between, self._field = "", False
        self._clear()
        for place, word in enumerate(found):
            if not self._qualified(word, place):
                self._adjacent = (
                    THINGS.get(stem(self._near(place - 1))) in PLANTS
                )  # a tulip field is full of them
                self._named(word, place)

    def _clear(self) -> None:
        self._colours: list[Colour] = []
        self._count, self._size, self._off = 0, 1.0, False

    def _near(self, place: int) -> str:
        return self._words[place] if 0 <= place < len(self._words) else ""

    def _qualified(self, word: str, place: int) -> bool:
        """Takes a word that says something about a noun; False for all others."""
        before, after = self._near(place - 1), self._near(place + 1)
        shade = word in SHADES and after in NAMED
        busy = word in ARTS and after != "of" and before not in BY
        if word in NAMED and not self._is_noun(word, place):
            self._colour(NAMED[word], before, after)
        elif word in NOT or (word.isdecimal() and not int(word[:4])):
            self._off = True
        elif word in COUNTS or word.isdecimal():
            self._count = max(self._count, COUNTS.get(word) or min(MOST, int(word[:4])))
        elif word in SIZES:
            self._size *= SIZES[word]
        elif word in WHERE:
            self._where(word)
        else:
            return shade or busy
        return True

    def _named(self, word: str, place: int) -> None:
        root = stem(word)
        if self._off:
            if root in THINGS or root in PLACES or root in MOODS:
                self._clear()
        elif root in MOODS:
            self.scene.moods.add(MOODS[root])
        elif root == "moon" and self._between == "on" and self._group:
            self._place(word, "lunar")
        elif root in PLACES:
            self._place(word, PLACES[root])
        elif root in THINGS:
            self._thing(word, THINGS[root], self._near(place - 1))

    def _is_noun(self, word: str, place: int) -> bool:
        """Orange, rose and violet are things when none follows them, and nothing is said to be so."""
        after = {stem(near) for near in self._words[place + 1 : place + 3]}
        if word == "coral":
            return "reef" in after
        told = self._near(place - 1) in ("is", "are", "in", "and")
        nouns = THINGS.keys() | PLACES.keys() | NAMED.keys() | {"background"}
        return stem(word) in THINGS and not told and not nouns & after

    def _colour(self, colour: Colour, before: str, after: str) -> None:
        colour = SHADES[before](colour, 0.3) if before in SHADES else colour
        self.scene.colours.append(colour)
        if before in ("is", "are") and self._group:
            self._change(colours=(colour,))
        elif after == "background":
            self.scene.places["sky"] = (*self.scene.places.get("sky", ()), colour)
        else:
            self._colours.append(colour)

    def _where(self, word: str) -> None:
        if word in ("left", "right"):
            self._change(side=0.22 if word == "left" else 0.78)
        else:
            self._between = word

    def _change(self, **what: Any) -> None:
        for place in self._group:
            self.scene.things[place] = replace(self.scene.things[place], **what)

    def _place(self, word: str, name: str) -> None:
        if word in SHORES:
            self.scene.places.setdefault("beach", ())
        elif name == "sea" and self._between in ("on", "in"):
            self._change(home="water")
        elif name == "sky" and self._between in ("on", "in"):
            self._change(home="sky")
        self._field = name == "meadow"
        if self._field and self._adjacent:
            self._change(count=5)
        self.scene.places[name] = (*self.scene.places.get(name, ()), *self._colours)
        self._group, self._between = [], ""
        self._clear()

    def _thing(self, word: str, noun: str, before: str) -> None:
        things = self.scene.things
        known = [place for place, thing in enumerate(things) if thing.noun == noun]
        again = known and (before == "the" or THINGS.get(stem(before)) == noun) and not self._colours
        room = 2 * MOST - sum(thing.count for thing in things)
        if again or room < 1:
            self._group, self._between = known[:1], ""
            return self._clear()
        if noun == "balloon" and word.startswith("balloon") and FESTIVE & {self._between, *self._words}:
            noun = "party balloon"
        count = self._count or (3 if plural(word) else 1)
        if word in ("village", "town") or (before == "of" and self._field):
            count = max(count, 5)
        link = (self._between, tuple(self._group)) if self._group and self._between else None
        things.append(Thing(noun, min(count, MOST, room), tuple(self._colours[:3]), self._size, link=link))
        together = before in ("and", "a", "an") and not self._between
        self._group = [*(self._group if together else []), len(things) - 1]
        self._between = ""
        return self._clear()
