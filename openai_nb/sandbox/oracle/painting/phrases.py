"""Phrases: words around nouns: how many, how large, where, and several words that mean one."""

from __future__ import annotations

import re

from openai_nb.sandbox.oracle.painting.colours import dark, light
from openai_nb.sandbox.oracle.stems import words

_COUNTS = """
a:1 an:1 one:1 two:2 pair:2 couple:2
three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ten:10
eleven:11 twelve:12 dozen:12 few:3 some:3 several:4 many:8 lots:8
flock:6 herd:5 group:4 school:7 bunch:5 fleet:5 swarm:9
"""
COUNTS = {word: int(count) for word, count in (pair.split(":") for pair in _COUNTS.split())}

_SIZES = """
big:1.35 large:1.35 huge:1.7 giant:1.8 tall:1.3 great:1.2 small:0.65 little:0.72 tiny:0.5 mini:0.55
"""
SIZES = {word: float(size) for word, size in (pair.split(":") for pair in _SIZES.split())}

SHADES = {"dark": dark, "deep": dark, "light": light, "pale": light, "bright": light}
"""What a word before a colour makes of it."""

_WHERE = """
on under below beneath over above behind beside near by in at into atop before left right holding carrying
"""
WHERE = frozenset(_WHERE.split())
NOT = frozenset({"no", "without", "not"})

_PLURALS = "fish sheep people men women children mice"
PLURALS = frozenset(_PLURALS.split())
"""Plurals that do not end in s."""

ARTS = frozenset({"painting", "drawing", "sketch"})
BY = frozenset({"a", "an", "line", "pencil", "oil", "ink", "charcoal", "chalk"})
"""Before one of the arts: the prompt wants it drawn so, and nobody in it draws."""

_JOINED = """
hot air balloon=airship; party balloon=partyballoon; pixel art=pixel; line art=line; line drawing=line
black and white=monochrome; night sky=night; starry night=night; starry sky=night; golden hour=sunset
milky way=galaxy; under the sea=underwater; under water=underwater; the woods=forest; still life=table
bar chart=chart; pie chart=chart; pine tree=pine; palm tree=palm; light bulb=bulb; rocket ship=rocket
teddy bear=bear; eiffel tower=tower; race car=car; steam train=train; half moon=crescent; ice cream=dessert
crescent moon=crescent; mobile phone=phone; cup of coffee=cup; cup of tea=cup; mug of coffee=cup
coffee cup=cup; birthday cake=cake; happy birthday=cake; in the fall=autumn; fall leaves=autumn; on top of=on
next to=beside; in front of=before; sailor=man
"""
JOINED = [tuple(pair.strip().split("=")) for line in _JOINED.strip().splitlines() for pair in line.split(";")]


def joined(prompt: str) -> list[str]:
    """The words of a prompt, those that belong together as one."""
    text = " ".join(words(prompt))
    for phrase, word in JOINED:
        if phrase in text:
            text = re.sub(rf"\b{phrase}(e?s)?\b", rf"{word}\1", text)
    return text.split()


def plural(word: str) -> bool:
    """True for `cats`, not for `bus`, `glass` or `cat`."""
    return word in PLURALS or (word.endswith("s") and not word.endswith(("ss", "us")))
