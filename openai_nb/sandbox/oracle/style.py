"""Style: the simple orders about form that a prompt or a system prompt gives, and how they are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openai_nb.sandbox.oracle.language import LONGEST, ends, number_of, sentences

_COUNT = r"(\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|a single|a)"
_ANSWER = (
    r"(?:please )?(?:answer|reply|respond|write|say it|give (?:me )?(?:the |your )?answer|speak"
    r"|keep (?:it|your answer))"
)
_ORDERS = re.compile(
    rf"[,;(]?\s*\b(?:{_ANSWER})?\s*(?:always |only )?(?:in|with|to|using)(?: just| only| at most| exactly"
    rf"| no more than)? "
    rf"(?:{_COUNT} (?:words?|sentences?|lines?|(?:bullet )?points?|bullets)"
    r"|(?:all |only )?(?:upper ?case|capitals|capital letters|lower ?case|all caps))\b[.)]?",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"[,;.]?\s*\b(?:please )?(?:(?:answer|reply|respond)(?: with)?|give|return|output|show"
    r"|write) (?:me )?(?:just|only) "
    r"(?:with )?(?:the )?(?:final )?(?:number|result|answer|value|figure)\b[.!]?",
    re.IGNORECASE,
)
_JSON = re.compile(
    r"[,;]?\s*\b(?:(?:answer|reply|respond|return (?:it|the (?:answer|result)))\s+)?(?:as|in) (?:a )?json"
    r"(?: object)?\b:?\s*",
    re.IGNORECASE,
)
_EDGE = re.compile(
    r"\b(?:always )?(start|begin|end|finish) (?:every|each|all|your)? ?"
    r"(?:answers?|repl(?:y|ies)|responses?|messages?|sentences?)? ?(?:with|by saying)(?: the words?"
    r"| the phrase)? "
    r"[\"'“`]?(.+?)[\"'”`]?(?:\.\s|\.$|\n|$)",
    re.IGNORECASE,
)
_WORKING = re.compile(
    r"\s*\b(?:show|explain) (?:your |the )?(?:work(?:ing)?|steps)\b\.?|\bstep by step\b", re.IGNORECASE
)
_BULLETED = re.compile(r"\b(?:as|in|with|using) (?:a )?bullet(?:ed)?(?: points?| list|s)\b", re.IGNORECASE)
_LONG = re.compile(
    r"\b(?:(?<!how )long|detailed|in detail|at length|lengthy|essay|article|blog post|report)\b",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"\b(\d[\d,]{0,9}|hundred|thousand)[ -]?(word|token|page|paragraph)s?\b", re.IGNORECASE)
_SCALE = {"word": 1.0, "token": 0.72, "page": 450.0, "paragraph": 70.0}


@dataclass(frozen=True)
class Style:
    """What is wished of an answer's form."""

    case: str = ""
    words: int = 0
    sentences: int = 0
    bullets: int = 0
    bare: bool = False
    opening: str = ""
    closing: str = ""
    length: int = 0

    def keep(self, text: str) -> str:
        """The text in this form."""
        if self.bare and "\n" not in text and (found := re.search(r"(?:= |≈ )(\S+)$", text)):
            text = found[1]
        if self.words:
            text = _few(text, self.words)
        if self.sentences and len(sentences(text)) > self.sentences:
            text = " ".join(sentences(text)[: self.sentences])
        if self.bullets and not re.search(r"^\s*[-*•] ", text, re.MULTILINE):
            text = "\n".join(f"- {line}" for line in sentences(text)[: self.bullets])
        text = {"upper": str.upper, "lower": str.lower}.get(self.case, str)(text)
        return " ".join(part for part in (self.opening, text, self.closing) if part)


def wished(orders: str, asked: str) -> Style:
    """The form a system prompt and a question wish; the question's word is the later one and wins."""
    orders, asked = ends(orders), ends(asked)
    both = f"{orders}\n{asked}"
    edges = {match[1].lower(): match[2].strip() for match in _EDGE.finditer(orders)}
    size = length(asked)
    return Style(
        case=_case(both),
        words=0 if size else _number(both, r"words?"),
        sentences=0 if size else _number(both, r"(?:short )?(?:sentences?|lines?)"),
        bullets=_number(both, r"(?:short )?(?:bullet )?(?:points?|bullets?)")
        or 3 * bool(_BULLETED.search(both)),
        bare=bool(
            _BARE.search(both)
            or re.search(r"\b(?:only|just) (?:the |a )?(?:number|result|value|figure)\b", both)
        ),
        opening=edges.get("start") or edges.get("begin") or "",
        closing=edges.get("end") or edges.get("finish") or "",
        length=size,
    )


def without(text: str) -> str:
    """A question without what it says of the answer's form."""
    if len(text) > 4 * LONGEST:
        return text
    plain = _JSON.sub("", _BARE.sub("", _ORDERS.sub("", text))).strip()
    return _WORKING.sub("", plain).strip(" ,") or text


def length(text: str) -> int:
    """How many words a prompt wishes to have written; 0 when it does not say, or wishes only a few."""
    if found := _LENGTH.search(text):
        number = {"hundred": 100, "thousand": 1_000}.get(found[1].lower()) or int(found[1].replace(",", ""))
        wanted = min(6_000, int(number * _SCALE[found[2].lower()]))
        return wanted if wanted >= 40 else 0
    return 260 if _LONG.search(text) and len(text) < 400 else 0


def _case(text: str) -> str:
    for case, names in (
        ("upper", r"upper ?-?case|all caps|capital letters|capitals"),
        ("lower", r"lower ?-?case"),
    ):
        verbs = r"\b(?:answer|reply|respond|write|speak|talk)\w*\b[^.\n]{0,40}"
        if re.search(rf"{verbs}\b(?:in|using|with) (?:all |only )?(?:{names})", text, re.IGNORECASE):
            return case
    return ""


def _number(text: str, unit: str) -> int:
    """The last number said of a unit: `in two sentences` gives 2."""
    lead = r"\b(?:in|with|to|using|as|at most|exactly|only|than|give me|make|write|into)"
    limit = r"(?: just| only| at most| exactly| no more than)? "
    found = re.findall(rf"{lead}{limit}{_COUNT} {unit}\b", text, re.IGNORECASE)
    if not found:
        return 0
    return 1 if found[-1].lower() in ("a", "a single") else number_of(found[-1]) or 0


def _few(text: str, most: int) -> str:
    """The first words of a text; for a sum, its result."""
    if most < 4 and (found := re.search(r"(?:= |≈ )(\S+)$", text)):
        return found[1]
    plain = re.sub(r"[*_`#>]", "", text).split()
    return " ".join(plain[:most]).rstrip(",;:") if len(plain) > most else text
