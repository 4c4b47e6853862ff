"""Memory: questions about the conversation itself, and about who is answering."""

from __future__ import annotations

import re
from collections.abc import Callable

from openai_nb.sandbox.oracle.language import ends
from openai_nb.sandbox.oracle.talk import Talk

_NAME = re.compile(
    r"\b(?:[Mm]y name is|I am called|[Cc]all me|I'm|I am) ([A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w'-]+)?)"
)
_MINE = re.compile(
    r"\bmy ([\w ]{2,40}?) (?:is|are|was|=)(?: called)? ([^.!?,\n]{1,80}?)(?= and my |[.!?,\n]|$)",
    re.IGNORECASE,
)
_DOING = r"(live in|work (?:as|at|for)|come from|am from|like|love|prefer|study|have|own|was born in)"
_LIVED = re.compile(rf"\bi {_DOING} ([^.!?\n]{{2,80}}?)(?= and (?:my|i) |[.!?\n]|$)", re.IGNORECASE)
_PERSONA = re.compile(
    r"\b(?:you are|you're|act as|pretend to be|play the part of|your name is) (an? |the )?([^.\n,;:]{2,70})",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\b(?:who|what) (?:exactly )?are you\b|\bintroduce yourself\b|\bwhat(?:'s| is) your name\b|\b(?:which"
    r"|what) model\b"
    r"|\bwer (?:bist du|sind sie)\b|\bwie hei(?:ß|ss)t du\b|\bqui (?:es-tu|êtes-vous)\b|\bquién eres\b"
    r"|\bare you (?:an? )?(?:real|human|ai|bot|chatgpt|gpt|robot|person|sandbox|model|language)",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"\bwhat can (?:you|i) (?:do|ask|help)\b|\bhow can you help\b|\bwhat do you do\b|^\s*help\W*$",
    re.IGNORECASE,
)

ABILITIES = """Without a language model, the sandbox can still do quite a lot, and does it for real:

- **tools**: choose the right one and fill its arguments from the prompt
- **structured output**: JSON that is valid by your schema, filled from the text
- **reading**: find the sentence that answers a question, sum a text up, pick out names, dates and amounts
- **labels**: classify a text by the labels you list, tell its sentiment
- **figures**: arithmetic, dates, counting, sorting, turning a text round
- **conversation**: remember what was said earlier in it"""


def recall(talk: Talk) -> str | None:
    """The answer to a question about the conversation or the user, from what was said; or None."""
    for pattern, remember in _RECALLS:
        if match := pattern.search(ends(talk.question)):
            return remember(talk, match)
    return None


def identity(talk: Talk) -> str | None:
    """Who answers, when asked: the sandbox, playing the part that the system prompt gives it."""
    if _HELP.search(ends(talk.question)):
        return ABILITIES
    if not _WHO.search(ends(talk.question)):
        return None
    played = persona(talk.orders)
    part = f", playing {played} as the system prompt asks" if played else ""
    return (
        f"I am the sandbox of openai_nb{part}: a stand-in for the API that runs in this process. "
        "My answers are computed by rule from the text of the prompt; there is no language model behind them."
    )


def persona(orders: str) -> str:
    """The part the system prompt gives: `You are a pirate who rhymes` gives `a pirate`."""
    found = _PERSONA.search(orders)
    if not found:
        return ""
    part = re.split(r"\s+(?:who|that|which|and|answering|speaking|for|with)\s+", found[2].strip())[0]
    return f"{(found[1] or '').lower()}{part}"


def _name(talk: Talk, match: re.Match[str]) -> str:
    for text in reversed([*talk.said, talk.question]):
        if found := _NAME.search(text):
            return f"Your name is {found[1]}."
    return "You have not told me your name in this conversation."


def _mine(talk: Talk, match: re.Match[str]) -> str | None:
    thing = match[1].strip()
    for text in reversed([*talk.said, talk.told, talk.orders]):
        for found in _MINE.finditer(text):
            if _same(found[1], thing):
                return (
                    f"Your {thing} {match[0].split()[1] if ' are ' in match[0] else 'is'} {found[2].strip()}."
                )
        if named := re.search(
            rf"\bi have an? {re.escape(thing)} (?:called|named) (\w+)", text, re.IGNORECASE
        ):
            return f"Your {thing} is {named[1]}."
    return None if talk.told else f"You have not told me your {thing} in this conversation."


def _same(one: str, other: str) -> bool:
    plain = [re.sub(r"our(?=\b|ite\b)", "or", text.lower()).strip() for text in (one, other)]
    return plain[0] == plain[1]


def _lived(talk: Talk, match: re.Match[str]) -> str | None:
    verb = match[1] or match[2]
    for text in reversed(talk.said):
        for found in _LIVED.finditer(text):
            if verb.lower() in found[1].lower():
                doing = found[1].lower().replace("am ", "are ").replace("was ", "were ")
                return f"You {doing} {found[2].strip()}."
    return None if talk.told else "You have not told me that in this conversation."


def _earlier(talk: Talk, match: re.Match[str]) -> str:
    if not talk.said:
        return "This is the first thing you have asked in this conversation."
    first = "first" in match[0].lower()
    text = talk.said[0 if first else -1].strip()
    return f"You {'first ' if first else ''}{'asked' if text.endswith('?') else 'said'}: “{text}”"


def _answered(talk: Talk, match: re.Match[str]) -> str:
    said = [turn.text for turn in talk.turns if turn.role == "assistant"]
    return f"I said: “{said[-1]}”" if said else "I have not said anything yet in this conversation."


def _count(talk: Talk, match: re.Match[str]) -> str:
    more = "s" if talk.said else ""
    return f"You have written {len(talk.said) + 1} message{more} so far, this one among them."


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_SAID = r"(?:say|said|answer|answered|tell|told|write)"
_RECALLS: list[tuple[re.Pattern[str], Callable[[Talk, re.Match[str]], str | None]]] = [
    (
        _rule(
            r"\bwhat(?:'s| is) my name\b|\bwho am i\b|\bdo you (?:know|remember) my name\b"
            r"|\bwhat am i called\b"
        ),
        _name,
    ),
    (_rule(r"\bhow many (?:questions|messages|things)\b.*\b(?:i|you)\b"), _count),
    (
        _rule(
            r"\bwhat (?:did|have) i (?:just |first )?(?:ask|say|said|write|asked|told)"
            r"|\bwhat (?:was|is) my (?:last|previous|first) (?:question|message)"
        ),
        _earlier,
    ),
    (
        _rule(
            rf"\bwhat (?:did|have) you (?:just )?{_SAID}|\b(?:say|repeat) (?:that|it) again\b"
            r"|\b(?:what was|repeat) your (?:last|previous) (?:answer|reply|message)\b"
        ),
        _answered,
    ),
    (
        _rule(
            r"\b(?:what|who|where|when|how old|which)(?:'s| is| are| was"
            r"| were)? (?:again )?my ([\w ]{2,40}?)(?: called| named)?(?: again)?\s*\?"
        ),
        _mine,
    ),
    (
        _rule(
            r"\b(?:where|what|who|which \w+) do i (live|work|come from|like|love|prefer|study|have|own)\b"
            r"|\bwhere (?:am i|was i) (from|born)\b"
        ),
        _lived,
    ),
]
