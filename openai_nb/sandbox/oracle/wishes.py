"""Wishes: the matter of a request without its frame: what to search for, what to tell, what to call it."""

from __future__ import annotations

import re

from openai_nb.sandbox.oracle.facts import forms
from openai_nb.sandbox.oracle.language import keywords

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
                return found[1].strip()
    return wish(text)


def heading(text: str, name: str = "title") -> list[str]:
    """What a text is about, as a short title; key words make one where nothing is named, but not a song."""
    found = [match[1].strip() for pattern in (_PLAYED, _EVENT, _ABOUT) if (match := pattern.search(text))]
    if that := _THAT.search(text):
        found.append(that[1].strip())
    found = [*forms("quoted", text)[:1], *found]
    about = " ".join(keywords(text, 4)).capitalize()
    return found or ([about] if about and name not in ("song", "track", "album") else [])
