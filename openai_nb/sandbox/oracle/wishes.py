"""Wishes: the matter of a request without its frame: what to search for, what to tell, what to call it."""

from __future__ import annotations

import re

from openai_nb.sandbox.oracle.facts import forms
from openai_nb.sandbox.oracle.language import keywords
from openai_nb.sandbox.oracle.vocabulary import NOT_NAMES

_POLITE = re.compile(
    r"^(?:please|kindly|hey|hi|hello|ok|can you|could you|would you|will you|i want to|i'd like to"
    r"|i would like to"
    r"|i need to|i want you to|let's|and|then|also|tell me|show me|search(?: the web| online)?(?: for)?"
    r"|look up"
    r"|find(?: out)?|google|query|run|calculate|compute)[\s,]+",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:going to|attend(?:ing)?|join(?:ing)?|invited to|schedule|plan(?:ning)?|book|put(?! on)|add"
    r"|organi[sz]e|host(?:ing)?"
    r"|create) (?:an? |the |my |our )?([\w' -]{3,60}?)"
    r"(?= on | at | in my | to my | in the | for | next | tomorrow| this | by |[.,;!?]|$)",
    re.IGNORECASE,
)
_PLAYED = re.compile(
    r"\b(?:play|hear|listen to|put on) (?:me |us )?(?:some |the song |the album |a song |songs )?"
    r"(?!by\b|something\b|anything\b)([\w' -]{2,60}?)(?= by | from |[.,;!?]|$)",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\babout (?:the |an? )?([\w' -]{3,60}?)(?=[.,;!?]|$)", re.IGNORECASE)
_THAT = re.compile(
    r"\b(?:that|saying|and say|telling (?:him|her|them)(?: that)?)\b:? ([^\n]{3,400}?)[.!]?$", re.IGNORECASE
)
_SAID = re.compile(r"\b(?:translate|say) (.{1,400}?) (?:in|into|to) [A-Z]\w+")
_LEADING = re.compile(
    r"^(?![^,.\n]{0,60}\?)([A-Z][\w' -]{2,40}?) (?:tomorrow|today|tonight|on|at|with|next|this|from) "
)
_WRITTEN = re.compile(r"^[\"“]?([A-Z][^,.\n\"”]{1,60}?)[\"”]?,? by [A-Z]")
_THING = r"((?:[A-Za-z][\w'-]* ){0,3}[A-Za-z][\w'-]*)"
_GOODS = (
    re.compile(
        rf"\b(?:the|an?|our|my|this) {_THING} (?:costs?|is|was|are|were|sells?|goes)\b", re.IGNORECASE
    ),
    re.compile(rf"\b{_THING}(?: costs?| for| at|:| -| –) ?[$€£]?\d", re.IGNORECASE),
    re.compile(r"\b\d+ ?x? ([A-Za-z][\w'-]*)(?= at\b| for\b|,|$)", re.IGNORECASE),
)
_BEFORE = re.compile(
    r"^.*\b(?:the|an?|sells?|sold|buy|bought|ordered|have|and|of|for|costs?) ", re.IGNORECASE
)
_SUM = re.compile(r"(?<![\w.])[-(]*\d[\d\s.,+*/^()%×÷-]*[\d)%]")


def wish(text: str) -> str:
    """A request without its polite beginning: `Please search for red shoes` gives `red shoes`."""
    plain = text.strip()
    while (shorter := _POLITE.sub("", plain)) != plain and shorter:
        plain = shorter
    return plain.rstrip(" .!") or text.strip()


def matter(text: str, name: str) -> str:
    """What a field of a request is to hold: an expression, the message to tell, else the whole wish."""
    if name == "expression" and (found := _SUM.search(text)):
        return found[0].strip()
    if name in ("body", "message", "content", "text"):
        for pattern in (_SAID, _THAT, _ABOUT):
            if found := pattern.search(text):
                return found[1].strip().removeprefix("that ")
    return wish(text)


def goods(text: str) -> list[str]:
    """What a text says a price or an amount is of: `the blue kettle costs`, `toasters for $35`."""
    found = [match[1] for pattern in _GOODS for match in pattern.finditer(text)]
    return [plain for each in found if (plain := _BEFORE.sub("", each).strip())]


def heading(text: str, name: str = "title") -> list[str]:
    """What a text is about, as a short title; key words make one where nothing is named, but not a song."""
    found = [match[1].strip() for pattern in (_PLAYED, _EVENT, _ABOUT) if (match := pattern.search(text))]
    if that := _THAT.search(text):
        found.append(that[1].strip().removeprefix("that "))
    if not found and (lead := _WRITTEN.match(text) or _LEADING.match(text)):
        found = [lead[1]] if lead[1].split()[0].lower() not in NOT_NAMES else []
    found = [*forms("quoted", text)[:1], *found]
    about = " ".join(keywords(text, 4)).capitalize()
    return found or ([about] if about and name not in ("song", "track", "album") else [])
