"""Memory: questions about the conversation itself, and about who is answering."""

from __future__ import annotations

import re

from openai_nb.sandbox.oracle.talk import Talk

_NAME = re.compile(r"\b(?:my name is|i am called|call me|i'm|i am) ([A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w'-]+)?)")
_MINE = re.compile(r"\bmy ([\w ]{2,40}?) (?:is|are|was|=)(?: called)? ([^.!?\n]{1,80})", re.IGNORECASE)
_ASK_MINE = re.compile(
    r"\b(?:what|who|where|when|how old|which)(?:'s| is| are| was| were)? (?:again )?my ([\w ]{2,40}?)(?: again)?\s*\?",
    re.IGNORECASE,
)
_LIVE = re.compile(
    r"\bi (live in|work (?:as|at|for)|come from|am from|like|love|prefer|study|have|own|was born in) ([^.!?\n]{2,80})",
    re.IGNORECASE,
)
_ASK_LIVE = re.compile(
    r"\b(?:where|what|who|which \w+) do i (live|work|come from|like|love|prefer|study|have|own)\b|\bwhere (?:am i|was i) (from|born)\b",
    re.IGNORECASE,
)
_PERSONA = re.compile(
    r"\b(?:you are|you're|act as|play|pretend to be|your name is) (?:an? |the )?([^.\n,;:]{2,70})",
    re.IGNORECASE,
)


def recall(talk: Talk) -> str | None:
    """The answer to a question about the conversation or the user, from what was said; None for other questions."""
    low = talk.question.lower()
    if re.search(
        r"\bwhat(?:'s| is) my name\b|\bwho am i\b|\bdo you (?:know|remember) my name\b|\bwhat am i called\b",
        low,
    ):
        return _name(talk)
    if mine := _ASK_MINE.search(talk.question):
        return _mine(talk, mine[1])
    if live := _ASK_LIVE.search(talk.question):
        return _lived(talk, live[1] or live[2])
    if re.search(r"\bhow many (?:questions|messages|things)\b.*\b(?:i|you)\b", low):
        return f"You have written {len(talk.said) + 1} message{'s' if talk.said else ''} so far, this one among them."
    if re.search(
        r"\bwhat (?:did|have) i (?:just |first )?(?:ask|say|said|write|asked|told)|\bmy (?:last|previous|first) (?:question|message)",
        low,
    ):
        return _earlier(talk, first="first" in low)
    if re.search(
        r"\bwhat (?:did|have) you (?:just )?(?:say|said|answer|answered|tell)|\byour (?:last|previous) (?:answer|reply|message)\b|\b(?:say|repeat) (?:that|it) again\b",
        low,
    ):
        said = [turn.text for turn in talk.turns if turn.role == "assistant"]
        return f"I said: “{said[-1]}”" if said else "I have not said anything yet in this conversation."
    return None


def identity(talk: Talk) -> str | None:
    """Who answers, when asked: the sandbox, playing the part that the system prompt gives it."""
    low = talk.question.lower()
    played = persona(talk.orders)
    if re.search(
        r"\b(?:who|what) (?:exactly )?are you\b|\bintroduce yourself\b|\bwhat(?:'s| is) your name\b|\bwhich model\b|\bwhat model\b|\bare you (?:an? )?(?:real|human|ai|bot|chatgpt|gpt|robot|person|sandbox|model|language)",
        low,
    ):
        part = f", playing {played} as the system prompt asks" if played else ""
        return (
            f"I am the sandbox of openai_nb{part}: a stand-in for the API that runs in this process. "
            "My answers are computed by rule from the text of the prompt; there is no language model behind them."
        )
    if re.search(r"\bwhat can you (?:do|help)\b|\bhow can you help\b|\bwhat do you do\b|^\s*help\W*$", low):
        return ABILITIES
    return None


ABILITIES = """Without a language model, the sandbox can still do quite a lot, and does it for real:

- **tools**: choose the right one and fill its arguments from the prompt
- **structured output**: JSON that is valid by your schema, filled from the text
- **reading**: find the sentence that answers a question, sum a text up, pick out names, dates and amounts
- **labels**: classify a text by the labels you list, tell its sentiment
- **figures**: arithmetic, dates, counting, sorting, turning a text round
- **conversation**: remember what was said earlier in it"""


def persona(orders: str) -> str:
    """The part the system prompt gives: `You are a pirate` gives `a pirate`."""
    found = _PERSONA.search(orders)
    if not found:
        return ""
    part = found[1].strip()
    part = re.split(r"\s+(?:who|that|which|and|answering|speaking|for|with)\s+", part)[0]
    article = re.search(rf"\b(an?|the) {re.escape(part[:20])}", found[0], re.IGNORECASE)
    return f"{article[1].lower()} {part}" if article else part


def _name(talk: Talk) -> str:
    for text in reversed([*talk.said, talk.question]):
        if found := _NAME.search(text):
            return f"Your name is {found[1]}."
    return "You have not told me your name in this conversation."


def _mine(talk: Talk, thing: str) -> str:
    wanted = thing.lower().replace("favourite", "favorite").strip()
    for text in reversed([*talk.said, talk.told]):
        for found in _MINE.finditer(text):
            if found[1].lower().replace("favourite", "favorite").strip() == wanted:
                return f"Your {thing} {'are' if thing.endswith('s') and not thing.endswith('ss') else 'is'} {found[2].strip()}."
    return f"You have not told me your {thing} in this conversation."


def _lived(talk: Talk, verb: str) -> str:
    for text in reversed(talk.said):
        for found in _LIVE.finditer(text):
            if verb.lower() in found[1].lower():
                return f"You {found[1].lower().replace('am ', 'are ').replace('was ', 'were ')} {found[2].strip()}."
    return "You have not told me that in this conversation."


def _earlier(talk: Talk, first: bool) -> str:
    if not talk.said:
        return "This is the first thing you have asked in this conversation."
    return f"You {'first said' if first else 'asked' if talk.said[-1].strip().endswith('?') else 'said'}: “{talk.said[0 if first else -1].strip()}”"
