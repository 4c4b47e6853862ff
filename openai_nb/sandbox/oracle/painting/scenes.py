"""Scenes: what a prompt asks to see, read word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from openai_nb.sandbox.oracle.painting.colours import NAMED, Colour, dark, light
from openai_nb.sandbox.oracle.painting.nouns import MOODS, PLACES, THINGS
from openai_nb.sandbox.oracle.stems import stem, words

MOST = 12  # of one kind, and twice as many in all
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "pair": 2, "couple": 2, "three": 3, "four": 4, "five": 5, "six": 6,
          "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "few": 3, "some": 3,
          "several": 4, "many": 8, "lots": 8, "flock": 6, "herd": 5, "group": 4, "school": 7, "bunch": 5,
          "fleet": 5, "swarm": 9}  # fmt: skip
SIZES = {"big": 1.35, "large": 1.35, "huge": 1.7, "giant": 1.8, "tall": 1.3, "great": 1.2, "small": 0.65,
         "little": 0.72, "tiny": 0.5, "mini": 0.55}  # fmt: skip
WHERE = {
    "on",
    "under",
    "below",
    "beneath",
    "over",
    "above",
    "behind",
    "beside",
    "near",
    "by",
    "in",
    "at",
    "into",
    "atop",
}
ARTS = {"painting", "drawing", "sketch"}
SHADES = {"dark": dark, "deep": dark, "light": light, "pale": light, "bright": light}
STYLES = {"line", "wash", "pixel", "minimal", "grey", "neon", "sepia"}
_BY = {"a", "an", "line", "pencil", "oil", "ink", "charcoal", "chalk"}
NOT = {"no", "without", "not"}
JOINED = {"hot air balloon": "balloon", "pixel art": "pixel", "line art": "line", "line drawing": "line",
          "black and white": "monochrome", "night sky": "night", "milky way": "galaxy", "under the sea": "underwater",
          "under water": "underwater", "bar chart": "chart", "pie chart": "chart", "pine tree": "pine",
          "palm tree": "palm", "light bulb": "bulb", "rocket ship": "rocket", "party balloon": "balloons",
          "teddy bear": "bear", "golden hour": "sunset", "next to": "beside", "in front of": "before",
          "on top of": "on", "eiffel tower": "tower", "race car": "car", "steam train": "train",
          "half moon": "crescent", "in the fall": "autumn", "fall leaves": "autumn", "the woods": "forest",
           "crescent moon": "crescent", "mobile phone": "phone", "still life": "table", "cup of coffee": "cup",
          "cup of tea": "cup", "mug of coffee": "cup", "coffee cup": "cup",
          "starry night": "night", "starry sky": "night", "ice cream": "dessert"}  # fmt: skip


@dataclass(frozen=True)
class Thing:
    """Some of a kind: how many, in which colours, how large, and where, seen from another thing."""

    noun: str
    count: int = 1
    colours: tuple[Colour, ...] = ()
    size: float = 1.0
    side: float | None = None
    home: str = ""
    link: tuple[str, int] | None = None


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
    return _Reader(_tokens(prompt[:4000])).scene


class _Reader:
    """Goes over the words once; what stands before a noun belongs to it."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.scene = Scene()
        self._tokens = tokens
        self._at = -1  # the thing last named
        self._last = ""  # "thing" or the last place's name, for "the car is red" and "boats on the sea"
        self._clear()
        self._between = ""
        for place, token in enumerate(tokens):
            self._take(token, place)

    def _clear(self) -> None:
        self._colours: list[Colour] = []
        self._count, self._size, self._off = 0, 1.0, False

    def _take(self, token: str, place: int) -> None:
        root, before, after = stem(token), self._near(place - 1), self._near(place + 1)
        if (token in SHADES and after in NAMED) or (token in ARTS and after != "of" and before not in _BY):
            return
        if token in NAMED and not self._is_fruit(token, place):
            self._colour(token, place)
        elif token in COUNTS or token.isdigit():
            self._count = max(self._count, COUNTS.get(token) or min(MOST, int(token[:4])))
        elif token in SIZES:
            self._size *= SIZES[token]
        elif token in NOT:
            self._off = True
        elif token in WHERE or token in ("left", "right", "before"):
            self._where(token)
        elif self._off and root in {**THINGS, **PLACES, **MOODS}:
            self._clear()
        elif root in MOODS:
            self.scene.moods.add(MOODS[root])
        elif root == "moon" and self._between == "on" and self._last == "thing":
            self._place(token, "lunar")
        elif root in PLACES:
            self._place(token, PLACES[root])
        elif root in THINGS:
            self._thing(token, THINGS[root], before == "the")

    def _near(self, place: int) -> str:
        return self._tokens[place] if 0 <= place < len(self._tokens) else ""

    def _is_fruit(self, token: str, place: int) -> bool:
        """Orange, rose and violet are things when no thing follows them, and nothing is said to be so."""
        after = [stem(word) for word in self._tokens[place + 1 : place + 3]]
        told = self._near(place - 1) in ("is", "are", "in", "and")
        nouns = THINGS.keys() | PLACES.keys() | NAMED.keys() | {"background"}
        if token == "coral":
            return "reef" in after
        return stem(token) in THINGS and not told and not nouns & set(after)

    def _colour(self, token: str, place: int) -> None:
        colour, before = NAMED[token], self._near(place - 1)
        colour = SHADES[before](colour, 0.3) if before in SHADES else colour
        self.scene.colours.append(colour)
        if before in ("is", "are") and self._last == "thing":
            self.scene.things[self._at] = replace(self.scene.things[self._at], colours=(colour,))
        elif self._near(place + 1) == "background":
            self.scene.places.setdefault("sky", ())
            self.scene.places["sky"] += (colour,)
        else:
            self._colours.append(colour)

    def _where(self, token: str) -> None:
        if token in ("left", "right") and self._last == "thing":
            side = 0.22 if token == "left" else 0.78
            self.scene.things[self._at] = replace(self.scene.things[self._at], side=side)
        else:
            self._between = token

    def _place(self, token: str, name: str) -> None:
        if token in ("beach", "shore", "coast", "island"):
            self.scene.places.setdefault("beach", ())
        if self._last == "thing" and self._between in ("in", "on", "over", "above"):
            home = {"sky": "sky", "sea": "water" if self._between in ("on", "in") else "sky"}.get(name, "")
            if home and token not in ("beach", "shore", "coast", "island"):
                self.scene.things[self._at] = replace(self.scene.things[self._at], home=home)
        self.scene.places[name] = self.scene.places.get(name, ()) + tuple(self._colours)
        self._last, self._between = name, ""
        self._clear()

    def _thing(self, token: str, noun: str, again: bool) -> None:
        known = [place for place, thing in enumerate(self.scene.things) if thing.noun == noun]
        if again and known and not self._colours:
            self._at, self._last, self._between = known[0], "thing", ""
            return
        plural = token in ("fish", "sheep", "people", "men", "women", "children", "mice") or (
            token.endswith("s") and not token.endswith("ss") and token != noun
        )
        count = self._count or (3 if plural else 1)
        link = (self._between, self._at) if self._last == "thing" and self._between else None
        kind = Thing(noun, max(1, min(MOST, count)), tuple(self._colours[:3]), self._size, link=link)
        if sum(thing.count for thing in self.scene.things) + kind.count <= 2 * MOST:
            self.scene.things.append(kind)
            self._at, self._last, self._between = len(self.scene.things) - 1, "thing", ""
        self._clear()


def _tokens(prompt: str) -> list[str]:
    text = " ".join(words(prompt))
    for phrase, word in JOINED.items():
        text = re.sub(rf"\b{phrase}(e?s)?\b", rf"{word}\1", text)
    return text.split()
