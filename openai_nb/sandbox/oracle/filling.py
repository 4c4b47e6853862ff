"""Filling: what a prompt says about one named field of a schema or of a tool."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from openai_nb.sandbox.oracle import dates, facts, judging, tongues
from openai_nb.sandbox.oracle.fields import kind_of, named_after, spaced
from openai_nb.sandbox.oracle.language import keywords, likeness, sentences
from openai_nb.sandbox.oracle.reading import summary
from openai_nb.sandbox.oracle.sentiment import mood
from openai_nb.sandbox.oracle.stems import stem, words
from openai_nb.sandbox.oracle.vocabulary import COLOURS, COUNTRIES, CURRENCIES, HINTS, LANGUAGES, PLACES
from openai_nb.sandbox.oracle.wishes import goods, heading, matter, wish

_FROM = re.compile(r"\b(?:from|origin|source|departure|start|sender|base|begin)\b")
_TO = re.compile(r"\b(?:to|destination|target|arrival|end|finish|until|return|recipient|receiver)\b")
_FORMS = ("email", "url", "phone", "time", "money", "percent", "identifier", "room")
_CALLED = (  # "the package requests?"
    r"\b(?:the|of|for|in) NAME (?:called |named )?[`\"']?([\w.+-]*\w)[`\"']?(?=[,;?!\n]|\.\s|\.?$| and )"
)
_VALUE = (
    r"[\"'“]?((?:[^\n,;\"”]|,(?=\d{3}(?!\d))){1,120}?)"
    r"(?:[\"'”;\n]|,(?!\d{3}(?!\d))|\.(?:\s|$)| and | saying |$)"
)
_MAKERS = re.compile(r"artist|author|director|singer|composer")
_NEGATIONS = frozenset(["no", "not", "never", "without", "non", "isn't", "don't", "false"])


@dataclass
class Source:
    """A text that fields are filled from, and who can be asked for an answer in words."""

    text: str
    say: Callable[[], str] | None = None
    today: datetime.date | None = None
    told: str = ""
    orders: str = ""
    used: set[int] = field(default_factory=set)

    def part(self, text: str) -> Source:
        """The same source, narrowed to a part of its text."""
        return Source(text, self.say, self.today, orders=self.orders)

    def strings(self, name: str, owner: str = "", description: str = "") -> list[str]:
        """What the text offers for a field of texts, the best first; empty when it says nothing about it."""
        kind = kind_of(name, description)
        if spaced(name) in ("name", "title"):
            kind = named_after(owner) or kind
        if kind == "person" and spaced(owner) in ("item", "items") and not facts.names(self.text):
            kind = "product"
        return self.stated(name) or self.of_kind(kind, spaced(name)) or ([] if kind else self._beside(name))

    def stated(self, name: str) -> list[str]:
        """What stands behind the field's own name: `colour: red`, `the colour is red`."""
        plain = re.escape(spaced(name)).replace(r"\ ", r"[\s_-]?")
        if not plain:
            return []
        sign = r"\"? ?[:=]\s*" if plain in ("to", "from") else r"\"?(?: ?[:=]\s*| is (?:an? |the )?)"
        told = rf"(?:^|[^\w])\"?{plain}{sign}{_VALUE}"
        found = re.search(told, self.text, re.IGNORECASE) or re.search(
            rf"\bwith (?:the|an?) {plain} (?:of )?{_VALUE}", self.text, re.IGNORECASE
        )
        return [found[1].strip()] if found and found[1].strip() else []

    def of_kind(self, kind: str, name: str) -> list[str]:
        """What the text offers of one kind: all its e-mail addresses, its places, its persons."""
        if kind in _FORMS:
            return facts.forms(kind, self.text)
        if kind == "date":
            return ordered(dates.moments(self.text), name)
        if kind == "place":
            return self._places(name)
        if kind == "currency":
            return ordered(self._currencies(), name)
        if kind == "person":
            return self._persons(name)
        if kind == "company":
            return facts.companies(self.text)
        if kind == "product":
            return goods(self.text) or list(facts.names(self.text))
        if kind == "language":
            named = [word.capitalize() for word in words(self.text) if word in LANGUAGES]
            other = tongues.tongue(self.text)
            return named or ([tongues.NAMES[other].capitalize()] if other != "en" else [])
        if not kind and (_FROM.search(name) or _TO.search(name)):
            return ordered(self._currencies(), name) or self._places(name)
        return self._of_words(kind, name) if self.text.strip() else []

    def _of_words(self, kind: str, name: str) -> list[str]:
        """Fields that hold wording rather than a single fact."""
        if kind == "colour":
            return [word for word in words(self.text) if word in COLOURS]
        if kind == "sentiment":
            return [mood(self.text)]
        if kind == "keywords":
            return keywords(self.text, 5)
        if kind == "summary":
            return summary(self.told or self.text, 2)
        if kind == "heading":
            return heading(self.text, name)
        if kind == "request":
            return [*facts.forms("quoted", self.text)[:1], matter(self.text, name), wish(self.text)]
        if kind == "answer" and self.say:
            said = self.say()
            return [said.rpartition(" = ")[2] if "\n" not in said else said]
        if kind == "reason":
            return [
                f"Read from the prompt by rule; it speaks of "
                f"{', '.join(keywords(self.text, 3)) or 'figures'}."
            ]
        return []

    def _places(self, name: str) -> list[str]:
        found = [place for place in facts.places(self.text) if _fits(place, name)]
        for pattern, lead, other in ((_FROM, "from", "to"), (_TO, "to", "from")):
            if pattern.search(name):
                exact = [place for place in found if re.search(rf"\b{lead} {re.escape(place)}", self.text)]
                rest = [
                    place for place in found if not re.search(rf"\b{other} {re.escape(place)}", self.text)
                ]
                return exact or (ordered(rest, name) if len(found) > 1 or lead == "to" else rest)
        return found

    def _persons(self, name: str) -> list[str]:
        mails = facts.forms("email", self.text)
        if mails and re.search(r"recipient|receiver|^to$", name):
            return mails
        found = facts.persons(self.text)
        if _MAKERS.search(name):
            return (
                re.findall(rf"\bby ((?:The )?{facts.CAPITAL}(?: {facts.CAPITAL}){{0,3}})", self.text) or found
            )
        if "first" in name:
            return [person.split()[0] for person in found]
        return [person.split()[-1] for person in found] if "last" in name or "surname" in name else found

    def _currencies(self) -> list[str]:
        """The currencies of the text by their codes, in their order."""
        signs = re.findall(r"[$€£¥]|[a-z]+", self.text.lower())
        codes = [CURRENCIES.get(sign) or CURRENCIES.get(stem(sign)) for sign in signs]
        return list(dict.fromkeys(code for code in codes if code))

    def _beside(self, name: str) -> list[str]:
        """A field of no known kind: what is called so, is quoted, or the sentence that has its name in it."""
        called = _CALLED.replace("NAME", re.escape(spaced(name)))
        if found := re.search(called, self.text, re.IGNORECASE):
            return [found[1]]
        roots = {stem(word) for word in words(spaced(name))}
        near = [line for line in sentences(self.text) if roots & {stem(word) for word in words(line)}]
        return facts.forms("quoted", self.text)[:1] or [line[:160] for line in near[:1]]

    def chosen(self, options: list[Any]) -> tuple[int, bool]:
        """Which of several options the text speaks of, and whether it does so plainly."""
        low = self.text.lower()
        plain = [spaced(str(option)) or str(option).lower() for option in options]
        told = judging.explanations(self.orders)
        if low.strip() and all(str(option).lower() in told for option in options):
            return judging.fitting(self.text, plain, [told[str(option).lower()] for option in options]), True
        found = [re.search(rf"(?<!\w){re.escape(option)}(?!\w)", low) for option in plain]
        spots = [place for place, match in enumerate(found) if match]
        if spots:
            return max(spots, key=lambda place: len(plain[place])), True
        if {"positive", "negative"} <= set(plain) and (felt := mood(self.text)) in plain:
            return plain.index(felt), True
        if not low.strip() or not any(isinstance(option, str) for option in options):
            return 0, False
        close = likeness(self.text[-2_000:], plain)
        best = max(range(len(options)), key=lambda place: close[place])
        return (best, True) if close[best] > 0.12 else (0, False)

    def truth(self, name: str) -> bool | None:
        """Whether the text says yes to a field, no, or nothing."""
        if wanted := judging.condition(self.orders):
            return judging.holds(wanted, self.text)
        named = {word for word in words(spaced(name)) if word not in ("is", "has", "should", "are", "can")}
        if named & {"positive", "negative"}:
            return mood(self.text) in named
        said = {stem(word) for word in words(self.text)}
        hints = next((HINTS[word] for word in named if word in HINTS), "")
        if len(said & {stem(word) for word in hints.split()}) > 1:
            return True
        roots, spoken = {stem(word) for word in named}, words(self.text)
        spots = [place for place, word in enumerate(spoken) if stem(word) in roots]
        if not spots:
            return None
        around = spoken[max(0, spots[0] - 3) : spots[0] + 3]
        return not _NEGATIONS & set(around)


def _fits(place: str, name: str) -> bool:
    """Whether a place is what the name says: of those that are known, a country is no city."""
    low = place.lower()
    if re.search(r"\bcountr", name):
        return low in COUNTRIES or low not in PLACES
    return low not in COUNTRIES if re.search(r"\b(?:cit(?:y|ies)|town)\b", name) else True


def ordered(found: list[str], name: str) -> list[str]:
    """For a field of two that belong together, the second comes first where the name says `to`."""
    return found[1:] if _TO.search(name) and len(found) > 1 else found
