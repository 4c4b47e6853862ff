"""Filling: what a prompt says about one named field of a schema or of a tool."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from openai_nb.sandbox.oracle import facts
from openai_nb.sandbox.oracle.language import keywords, likeness, sentences
from openai_nb.sandbox.oracle.reading import summary
from openai_nb.sandbox.oracle.sentiment import mood
from openai_nb.sandbox.oracle.stems import stem, words

LANGUAGES = [
    "english",
    "french",
    "german",
    "spanish",
    "italian",
    "portuguese",
    "dutch",
    "swedish",
    "norwegian",
    "danish",
    "finnish",
    "polish",
    "czech",
    "russian",
    "ukrainian",
    "greek",
    "turkish",
    "arabic",
    "hebrew",
    "hindi",
    "japanese",
    "chinese",
    "korean",
    "vietnamese",
    "thai",
    "latin",
]
COLOURS = [
    "red",
    "orange",
    "yellow",
    "green",
    "blue",
    "purple",
    "pink",
    "brown",
    "black",
    "white",
    "grey",
    "gray",
    "silver",
    "gold",
    "beige",
    "turquoise",
]
CURRENCIES = {
    "dollar": "USD",
    "$": "USD",
    "usd": "USD",
    "euro": "EUR",
    "€": "EUR",
    "eur": "EUR",
    "pound": "GBP",
}
CURRENCIES |= {"£": "GBP", "gbp": "GBP", "yen": "JPY", "¥": "JPY", "jpy": "JPY", "franc": "CHF", "chf": "CHF"}
CURRENCIES |= {"yuan": "CNY", "cny": "CNY", "rupee": "INR", "inr": "INR", "krona": "SEK", "sek": "SEK"}

_FROM = re.compile(r"\b(?:from|origin|source|departure|start|sender|base|begin)\b")
_TO = re.compile(r"\b(?:to|destination|target|arrival|end|finish|recipient|receiver)\b")
_KINDS: list[tuple[str, str]] = [
    ("language", r"language|lang|locale"),
    ("currency", r"currency|currencies"),
    ("email", r"e ?mails?|mail"),
    ("url", r"urls?|links?|website|uri|homepage"),
    ("phone", r"phones?|telephone|mobile|fax"),
    ("sentiment", r"sentiment|tone|mood|polarity|emotion"),
    ("time", r"time|hour"),
    ("date", r"dates?|day|when|deadline|birthday|due|born|year"),
    ("company", r"compan(?:y|ies)|organi[sz]ations?|employer|firm|vendor|publisher|institution|institute"),
    ("place", r"cit(?:y|ies)|locations?|places?|town|where|destination|origin|venue|countr(?:y|ies)|airport|region|address"),
    ("money", r"price|cost|fee|salary|budget|total"),
    ("percent", r"percent|percentage|rate|discount"),
    ("colour", r"colou?rs?"),
    ("person", r"names?|persons?|people|authors?|customer|users?|sender|contact|who|owner|attendees?|participants?|patient"
     r"|speaker|employee|actors?|recipient|first name|last name|artist|director|members?|guests?|assignee|friends?"),
    ("heading", r"title|headline|subject|event|heading|song|album|task|activity|occasion"),
    ("keywords", r"keywords?|tags?|topics?|themes?|categor(?:y|ies)|labels?|skills?|genres?|entities|interests|hobbies"),
    ("summary", r"summary|abstract|description|overview|gist|synopsis|details|key points?|points|highlights|facts"),
    ("answer", r"answers?|results?|outputs?|response|reply|solution|conclusion|greeting|value"),
    ("reason", r"explanation|reason|reasoning|rationale|thoughts?|justification|analysis|comment|notes?"),
    ("request", r"quer(?:y|ies)|questions?|search|prompt|input|request|sql|text|message|body|content|sentences?|code"
     r"|expression|instruction|command|q|description"),
]  # fmt: skip
_KIND = [(kind, re.compile(rf"(?:^|\s)(?:{names})$")) for kind, names in _KINDS]
_KIND_ANYWHERE = [(kind, re.compile(rf"\b(?:{names})\b")) for kind, names in _KINDS[:14]]
_POLITE = re.compile(
    r"^(?:please|kindly|hey|hi|hello|ok|can you|could you|would you|will you|i want to|i'd like to|i would like to|i need to"
    r"|i want you to|let's|and|then|also|tell me|show me|search(?: the web| online)?(?: for)?|look up|find(?: out)?|google|query"
    r"|run|calculate|compute)[\s,]+",
    re.IGNORECASE,
)


def kind_of(name: str, description: str = "") -> str:
    """What kind of thing a field holds, by its name and, if that says nothing, by its description."""
    plain = spaced(name)
    named = next((kind for kind, pattern in _KIND if pattern.search(plain)), "")
    named = named or next((kind for kind, pattern in _KIND_ANYWHERE if pattern.search(plain)), "")
    first = re.split(r"[.,;(]|\be\.g\b", description.lower())[0]
    return named or next((kind for kind, pattern in _KIND_ANYWHERE if pattern.search(first)), "")


def spaced(name: str) -> str:
    """A field's name in words: `firstName` and `first_name` give `first name`."""
    return re.sub(r"[_\W]+", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)).strip().lower()


@dataclass
class Source:
    """A text that fields are filled from, and who can be asked for an answer in words."""

    text: str
    say: Callable[[], str] | None = None
    today: datetime.date | None = None
    told: str = ""
    used: set[int] = field(default_factory=set)

    def part(self, text: str) -> Source:
        """The same source, narrowed to a part of its text."""
        return Source(text, self.say, self.today)

    def strings(self, name: str, owner: str = "", description: str = "") -> list[str]:
        """What the text offers for a field of texts, the best first; empty when it says nothing about it."""
        kind = kind_of(name, description)
        stated = self.stated(name)
        if kind in ("person", "heading") and spaced(name) in ("name", "title"):
            kind = _named_after(owner) or kind
        return stated or self._of_kind(kind, spaced(name)) or ([] if kind else self._beside(name))

    def stated(self, name: str) -> list[str]:
        """What stands behind the field's own name: `colour: red`, `the colour is red`."""
        plain = re.escape(spaced(name)).replace(r"\ ", r"[\s_-]?")
        if not plain:
            return []
        lead = rf"(?:^|[^\w])\"?{plain}\"?(?: ?[:=]\s*| is (?:an? |the )?)"
        found = re.search(
            lead + r"[\"'“]?([^\n,;\"”]{1,120}?)(?:[\"'”,;\n]|\.(?:\s|$)| and |$)", self.text, re.IGNORECASE
        )
        return [found[1].strip()] if found and found[1].strip() else []

    def _of_kind(self, kind: str, name: str) -> list[str]:
        if kind in ("email", "url", "phone", "time", "money", "percent"):
            return facts.forms(kind, self.text)
        if kind == "date":
            return _ordered(facts.moments(self.text), name)
        if kind == "place":
            return self._places(name)
        if kind == "currency":
            return _ordered(self.currencies(), name)
        if kind == "person":
            return self._persons(name)
        if kind in ("language", "colour"):
            known = LANGUAGES if kind == "language" else COLOURS
            return [
                word.capitalize() if kind == "language" else word
                for word in words(self.text)
                if word in known
            ]
        return self._of_words(kind)

    def _of_words(self, kind: str) -> list[str]:
        """Fields that hold wording rather than a single fact."""
        if kind == "company":
            return facts.companies(self.text)
        if kind == "sentiment":
            return [mood(self.text)]
        if kind == "keywords":
            return keywords(self.text, 5)
        if kind == "summary":
            return summary(self.text, 2) if self.text.strip() else []
        if kind == "heading":
            return heading(self.text)
        if kind == "request":
            return [*facts.forms("quoted", self.text)[:1], wish(self.text)] if self.text.strip() else []
        if kind == "answer" and self.say:
            return [self.say()]
        if kind == "reason":
            return [
                f"Read from the prompt by rule; it speaks of {', '.join(keywords(self.text, 3)) or 'little'}."
            ]
        return []

    def _places(self, name: str) -> list[str]:
        found = list(facts.places(self.text))
        for pattern, lead in ((_FROM, "from"), (_TO, "to")):
            if pattern.search(name):
                exact = [place for place in found if re.search(rf"\b{lead} {re.escape(place)}", self.text)]
                return exact or _ordered(found, name)
        return found

    def _persons(self, name: str) -> list[str]:
        if re.search(r"recipient|receiver|^to$", name) and (mails := facts.forms("email", self.text)):
            return mails
        made_by = re.findall(rf"\bby ({facts._CAPITAL}(?: {facts._CAPITAL})*)", self.text)
        if re.search(r"artist|author|director|singer|composer", name) and made_by:
            return list(made_by)
        found = facts.persons(self.text)
        if "first" in name:
            return [person.split()[0] for person in found]
        return [person.split()[-1] for person in found] if "last" in name or "surname" in name else found

    def currencies(self) -> list[str]:
        """The currencies of the text by their codes, in their order."""
        signs = re.findall(r"[$€£¥]|[a-z]+", self.text.lower())
        return list(
            dict.fromkeys(
                code for sign in signs if (code := CURRENCIES.get(sign) or CURRENCIES.get(stem(sign)))
            )
        )

    def _beside(self, name: str) -> list[str]:
        """A field of no known kind: what is quoted, or the sentence that has the field's name in it."""
        roots = {stem(word) for word in words(spaced(name))}
        near = [line for line in sentences(self.text) if roots & {stem(word) for word in words(line)}]
        return facts.forms("quoted", self.text)[:1] or [line[:160] for line in near[:1]]

    def chosen(self, options: list[Any], name: str) -> tuple[int, bool]:
        """Which of several options the text speaks of, and whether it does so plainly."""
        low = self.text.lower()
        spots = {
            place: low.rfind(str(option).lower().replace("_", " "))
            for place, option in enumerate(options)
            if re.search(rf"(?<!\w){re.escape(str(option).lower().replace('_', ' '))}(?!\w)", low)
        }
        if spots:
            return max(spots, key=lambda place: (len(str(options[place])), spots[place])), True
        tempers = [str(option).lower() for option in options]
        if "positive" in tempers and "negative" in tempers and (felt := mood(self.text)) in tempers:
            return tempers.index(felt), True
        if not low.strip() or not any(isinstance(option, str) for option in options):
            return 0, False
        close = likeness(self.text[-2_000:], [f"{spaced(str(option))}" for option in options])
        best = max(range(len(options)), key=lambda place: close[place])
        return (best, True) if close[best] > 0.12 else (0, False)

    def truth(self, name: str) -> bool | None:
        """Whether the text says yes to a field, no, or nothing."""
        roots = {
            stem(word) for word in words(spaced(name)) if word not in ("is", "has", "should", "are", "can")
        }
        spoken = [*words(self.text)]
        if roots & {stem("positive"), stem("negative")}:
            return mood(self.text) in {word for word in words(spaced(name))}
        spots = [place for place, word in enumerate(spoken) if stem(word) in roots]
        if not spots:
            return None
        before = spoken[max(0, spots[0] - 3) : spots[0]] + spoken[spots[0] + 1 : spots[0] + 3]
        return not {"no", "not", "never", "without", "non", "isn't", "don't", "false"} & set(before)


def heading(text: str) -> list[str]:
    """What a text is about, as a short title."""
    event = re.search(
        r"\b(?:going to|attend(?:ing)?|join(?:ing)?|invited to|schedule|plan(?:ning)?|book|put|add|organi[sz]e|host(?:ing)?|create)"
        r" (?:an? |the |my |our )?([\w' -]{3,60}?)(?= on | at | in my | in the | for | next | tomorrow| this |[.,;!?]|$)",
        text,
        re.IGNORECASE,
    )
    about = re.search(r"\babout (?:the |an? )?([\w' -]{3,60}?)(?=[.,;!?]|$)", text)
    found = [*facts.forms("quoted", text)[:1], *(match[1].strip() for match in (event, about) if match)]
    return found or ([" ".join(keywords(text, 4)).capitalize()] if keywords(text, 1) else [])


def wish(text: str) -> str:
    """A request without its polite beginning: `Please search for red shoes` gives `red shoes`."""
    plain = text.strip()
    while (shorter := _POLITE.sub("", plain)) != plain and shorter:
        plain = shorter
    return plain.rstrip(" .!") or text.strip()


def _named_after(owner: str) -> str:
    """What the `name` of such an object is."""
    plain = spaced(owner)
    if re.search(r"\b(?:event|calendar|meeting|task|recipe|book|movie|film|song|appointment|project)", plain):
        return "heading"
    kind = kind_of(plain)
    return kind if kind in ("place", "company") else ""


def _ordered(found: list[str], name: str) -> list[str]:
    """For a field of two that belong together, the second comes first where the name says `to`."""
    return found[1:] if _TO.search(name) and len(found) > 1 else found


def description_of(schema: Mapping[str, Any]) -> str:
    """A schema's description, or its title."""
    return str(schema.get("description") or schema.get("title") or "")
