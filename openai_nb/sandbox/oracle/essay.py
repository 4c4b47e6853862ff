"""Essay: what the sandbox says when a prompt needs a model: what it understood, and what it can do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openai_nb.sandbox.oracle import translation
from openai_nb.sandbox.oracle.language import ends, keywords, listing, pick
from openai_nb.sandbox.oracle.memory import persona
from openai_nb.sandbox.oracle.phrases import (
    FAREWELL,
    FEATURES,
    GREETINGS,
    OFFERS,
    OPENINGS,
    REFRAINS,
    THANKS,
    UNDERSTOOD,
)
from openai_nb.sandbox.oracle.talk import Talk
from openai_nb.sandbox.oracle.tokens import count

SHORTEST_ESSAY = 40  # words
_GREETING = re.compile(
    r"(?:hi|hello|hey|hallo|good (?:morning|evening|afternoon|day)|greetings|howdy"
    r"|guten (?:tag|morgen|abend)|bonjour|bonsoir|salut|hola|buenos días|buenas tardes)\b"
    r"(?: (?:there|all|again|everyone|friend|sandbox))?(?:[,.!]? (?:i am|i'm|it's|my name is"
    r"|this is) \w+)?[\s!.,?]*"
    r"(?:(?:how are you|wie geht|comment ça va|¿qué tal)\b.*)?",
    re.IGNORECASE,
)
_THANKING = re.compile(
    r"(?:ok(?:ay)?[,.! ]*)?(?:(?:great|perfect)[,.! ]+)?(?:many )?"
    r"(?:thanks|thank you|thx|cheers|great|perfect|danke|merci|gracias)\b"
    r"(?:,? (?:so|very|a lot|lots|much|again|you|that(?:'s| is| was)? ?(?:all|great|it|helpful|perfect)?"
    r"|for (?:the|your|that)\b[\w ]{0,30}|schön|sehr|beaucoup|muchas)){0,4}[\s!.]*",
    re.IGNORECASE,
)
_LEAVING = re.compile(
    r"(?:ok(?:ay)?[,.! ]*)?(?:bye(?:[ -]bye)?|goodbye|see you(?: \w+)?|tschüss|au revoir|adiós)[\s!.]*",
    re.IGNORECASE,
)
WITH_A_KEY = "With a key, the same cell asks a model."
_PROGRAM = r"(?:this|the|my)(?: \w+)?? (?:code|function|query|sql|script|regex)"
_EXPLAIN = re.compile(
    rf"\b(?:explain|comment on|review) {_PROGRAM}\b"
    rf"|\bwhat does {_PROGRAM}(?: \w+)? (?:do|mean|return)\b",
    re.IGNORECASE,
)
_REWORD = re.compile(
    r"^\W*(?:please )?(?:paraphrase|rephrase|reword|rewrite|shorten|expand|polish)\b", re.IGNORECASE
)
_CODE = re.compile(
    r"\b(?:write|generate|implement|create|give me|show me)\b[^.]{0,60}"
    r"\b(?:code|function|script|program|class|regex|sql query|html page|unit tests?)\b|\b(?:debug"
    r"|refactor)\b",
    re.IGNORECASE,
)


def essay(talk: Talk, wanted: int = 0) -> str:
    """An honest text of about `wanted` words on what was asked; a short paragraph if no length is wished."""
    return _long(talk, wanted) if wanted >= SHORTEST_ESSAY else _short(talk)


def greeting(talk: Talk) -> str | None:
    """A greeting returned, thanks taken; None when the prompt is neither."""
    said = talk.question.strip()[:400]
    if _GREETING.fullmatch(said):
        name = re.search(r"\b(?:I am|I'm|my name is|it's) ([A-Z]\w+)", said)
        return pick(GREETINGS, said, talk.variation).format(name=f", {name[1]}" if name else "")
    if re.match(r"(?:how are you|how do you do|how's it going)\b", said, re.IGNORECASE):
        return (
            "The sandbox is running, which is all it can say of itself. Ask it about a text, a sum or a list."
        )
    if _LEAVING.fullmatch(said):
        return FAREWELL
    return pick(THANKS, said, talk.variation) if _THANKING.fullmatch(said) else None


def refusal(talk: Talk) -> str | None:
    """What is said to a wish that only a model could grant: to translate, or to write code."""
    asked = ends(talk.asked or talk.question)
    if translated := translation.asked(talk):
        return translated
    if _CODE.search(asked):
        return (
            f"The sandbox writes no code: a template would only pretend to understand "
            f"{listing(keywords(asked, 3))}. "
            "It can call a tool that runs code, return JSON by a schema, or read a text of yours; "
            "with a key, the same cell asks a model."
        )
    if _EXPLAIN.search(asked):
        return f"The sandbox does not read code: to explain it takes a model. {WITH_A_KEY}"
    if _REWORD.search(asked):
        return (
            "The sandbox does not reword a text: that takes a model. It can mend its spelling, sum it up in "
            f"sentences of its own, or change its case. {WITH_A_KEY}"
        )
    return None


def _short(talk: Talk) -> str:
    key = talk.question
    found = [f"*{word}*" for word in keywords(key, 4)]
    understood = pick(UNDERSTOOD, key, talk.variation).format(words=listing(found))
    opening = pick(OPENINGS, f"{key}o", talk.variation)
    if played := persona(talk.orders):
        opening = (
            f"This is the sandbox, playing {played}: it computes its answers and has no model behind it."
        )
    offer = pick(OFFERS, f"{key}f", talk.variation)
    return f"{opening} {understood if found else 'There was nothing in the prompt to hold on to.'} {offer}"


def _long(talk: Talk, wanted: int) -> str:
    """Sentences until the length is reached; one that would overshoot is left out."""
    lines: list[str] = []
    room = wanted
    for sentence in _flow(talk):
        size = len(sentence.split())
        if size > room + 6:
            break
        lines.append(sentence)
        room -= size
        if room < 5:
            break
    text = re.sub(r" ?\n\n ?", "\n\n", " ".join(lines))
    return re.sub(r"\s*\*\*[^*]+\*\*\s*$", "", text).strip()


def _flow(talk: Talk) -> Iterator[str]:
    """Sentences without end: what the sandbox is, then each feature in turn, the prompt's words woven in."""
    found = keywords(talk.question, 8) or ["prompt"]
    yield pick(OPENINGS, talk.question, talk.variation)
    asked = listing([f"*{word}*" for word in found[:3]])
    yield f"It was asked for a longer text, on {asked}, and can only tell of itself."
    start = len(talk.question) + talk.variation
    for turn in range(start, start + 2_000):
        title, text = FEATURES[turn % len(FEATURES)]
        word = found[turn % len(found)]
        yield f"\n\n**{title}.**"
        yield from re.split(r"(?<=[.?]) ", text)
        pieces = count(word)
        line = REFRAINS[(turn + (turn - start) // len(FEATURES)) % len(REFRAINS)]
        shape = f"{pieces} token{'s' if pieces > 1 else ''}"
        yield line.format(word=f"*{word}*", letters=len(word), tokens=shape)
