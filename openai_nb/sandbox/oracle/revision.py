"""Revision: a text changed as an instruction says, by rules for what can be done without understanding."""

from __future__ import annotations

import re

from openai_nb.sandbox.oracle import chat
from openai_nb.sandbox.oracle.changes import (
    Work,
    added,
    camel_case,
    in_order,
    items,
    joined,
    lines,
    plain,
    removed,
    replaced,
    unique,
)
from openai_nb.sandbox.oracle.edits import edit
from openai_nb.sandbox.oracle.grammar import capitalised, mended, punctuated
from openai_nb.sandbox.oracle.language import sentences
from openai_nb.sandbox.oracle.spelling import corrected
from openai_nb.sandbox.oracle.talk import Talk, Turn

_THING = r"(?:[\"'“‘`](?P<{0}>[^\"”’`]+?)[\"'”’`]|(?P<{0}_>[^\s\"'“‘`,]+))"
_OLD, _NEW = _THING.format("old"), _THING.format("new")
_KIND = r"(?:the |all |every |each |any |occurrences? of |instances? of |words? |letters? |names? |of )*"


def revised(text: str, instruction: str) -> str:
    """The text after each of the instruction's changes, in their order; as it was where none is understood.

    With no text to change, what the instruction asks for.
    """
    if not text.strip():
        return chat.answer([{"role": "user", "content": instruction}]).content or ""
    found = [
        (match.start(), work, match) for pattern, work in _WORKS if (match := pattern.search(instruction))
    ]
    if not found:
        return edit(_told(text, instruction)) or text
    for _, work, match in sorted(found, key=lambda each: each[0]):
        text = work(text, match)
    return text


def _told(text: str, instruction: str) -> Talk:
    """The instruction as one of the chat's, with the text it is about."""
    return Talk("", (Turn("user", instruction),), instruction, asked=instruction, told=text)


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


_MEND = r"\b(?:fix|correct|check|improve|repair|mend|clean up|proof-?read)\b[^.;]*?"
_WORKS: tuple[tuple[re.Pattern[str], Work], ...] = (
    (
        _rule(
            rf"{_MEND}\b(?:spell\w*|typos?|mistakes?|misspell\w*|errors?|text|english|it)\b|"
            rf"\bspell-?check\b|^{_MEND}$"
        ),
        plain(corrected),
    ),
    (
        _rule(
            rf"{_MEND}\b(?:grammar|grammatical|english|errors|"
            r"mistakes(?! in spelling))\b(?<!spelling errors)(?<!spelling mistakes)"
        ),
        plain(mended),
    ),
    (_rule(r"\b(?:fix|add|correct)\b[^.;]*?\bpunctuation\b"), plain(punctuated)),
    (
        _rule(
            r"\bcapitali[sz]e (?:the )?(?:first (?:letter|word)|(?:each |every )?(?:beginning|"
            r"start|sentences?))|\bsentence case\b|\b(?:fix|"
            r"correct)\b[^.;]*?\bcapitali[sz]ation\b"
        ),
        plain(capitalised),
    ),
    (_rule(r"\bupper ?-?case\b|\b(?:all )?caps\b|\bcapitals\b|\bcapital letters\b"), plain(str.upper)),
    (_rule(r"\blower ?-?case\b|\bsmall letters\b"), plain(str.lower)),
    (_rule(r"\btitle ?-?case\b|\bcapitali[sz]e (?:each|every|all)(?: the)? words?\b"), plain(str.title)),
    (_rule(r"\bsnake[ _-]?case\b"), plain(lambda text: joined(text, "_"))),
    (_rule(r"\bkebab[ _-]?case\b"), plain(lambda text: joined(text, "-"))),
    (_rule(r"\bcamel[ _-]?case\b"), plain(camel_case)),
    (_rule(rf"\b(?:replace|substitute|swap) {_KIND}{_OLD} (?:with|by|for) {_KIND}{_NEW}"), replaced),
    (
        _rule(
            rf"\b(?:change|rename|convert|turn) {_KIND}{_OLD} (?:to|into) (?!upper|lower|title|"
            rf"snake|camel|kebab|capital|all\b|a\b|an\b){_KIND}{_NEW}"
        ),
        replaced,
    ),
    (
        _rule(r"\b(?:remove|delete|strip|drop)\b[^.;]*?\bpunctuation\b"),
        plain(lambda text: re.sub(r"[^\w\s]", "", text)),
    ),
    (
        _rule(r"\b(?:remove|delete|strip|drop)\b[^.;]*?\b(?:digits|numbers)\b"),
        plain(lambda text: re.sub(r" ?\d[\d.,]*", "", text)),
    ),
    (
        _rule(r"\b(?:remove|delete|strip|drop)\b[^.;]*?\b(?:html|tags)\b"),
        plain(lambda text: re.sub(r"<[^<>]+>", "", text)),
    ),
    (
        _rule(
            r"\b(?:remove|delete|strip|drop|trim|collapse)\b[^.;]*?\b(?:extra |"
            r"double )?(?:white)?spaces?\b"
        ),
        plain(lambda text: re.sub(r"[ \t]+", " ", text).strip()),
    ),
    (
        _rule(r"\b(?:remove|delete|drop)\b[^.;]*?\b(?:empty|blank) lines\b"),
        lines(lambda lines: [line for line in lines if line.strip()]),
    ),
    (_rule(r"\b(?:remove|delete|drop)\b[^.;]*?\bduplicates?\b|\bde-?duplicate\b"), lines(unique)),
    (
        _rule(
            r"\b(?:remove|delete|drop) (?!.*\b(?:punctuation|digits|numbers|html|tags|spaces?|"
            rf"lines|duplicates?)\b){_KIND}{_OLD}"
        ),
        removed,
    ),
    (_rule(r"\b(?:sort|alphabeti[sz]e|order)\b"), in_order),
    (
        _rule(r"\breverse\b[^.;]*?\b(?:lines|list|order of)\b|\bupside down\b"),
        lines(lambda lines: lines[::-1]),
    ),
    (_rule(r"\breverse\b(?![^.;]*\b(?:lines|list|order)\b)"), plain(lambda text: text[::-1])),
    (
        _rule(r"\bbullet(?:s|ed|ted)?\b|\bbullet ?-?points?\b"),
        plain(lambda text: "\n".join(f"- {item}" for item in items(text))),
    ),
    (
        _rule(r"\b(?:number (?:the|each|every|all)|numbered list)\b"),
        plain(lambda text: "\n".join(f"{place}. {item}" for place, item in enumerate(items(text), 1))),
    ),
    (
        _rule(
            r"\b(?:one|each|every) sentence (?:per|on (?:a|its own)) (?:new )?line\b|"
            r"\bsplit\b[^.;]*?\bsentences\b"
        ),
        plain(lambda text: "\n".join(sentences(text))),
    ),
    (
        _rule(r"\bjoin\b[^.;]*?\blines\b|\b(?:on|into|to) (?:a|one) single line\b"),
        plain(lambda text: " ".join(text.split())),
    ),
    (_rule(rf"\b(?:add|append|prepend|put|insert|prefix)\b[^\"'“]*?{_NEW.split('|')[0]}) ?"), added),
    (
        _rule(r"\b(?:wrap|put|enclose)\b[^.;]*?\b(?:quotes|quotation marks)\b"),
        plain(lambda text: f'"{text}"'),
    ),
)
