"""Moderation: how harmful a text reads in each of the API's categories, 0 to 1.

A logistic sum over the cues of `harms`: each counts less where the text negates it or only tells of it.
It is good for trying the call out, not for keeping anyone safe.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict

from openai_nb.sandbox.oracle.harms import CATEGORIES, CUES

CALM = -7.0  # log-odds of a text without a cue: 0.0009
MOST = 14.0  # log-odds that cues can add
NEGATED, TOLD = 0.45, 0.62  # what is left of a cue that is negated, or stands in a sober text
MINOR_ADDS = 3.5
_LOOK_ALIKES = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "@": "a", "$": "s"})
_NOT = re.compile(
    r"\b(?:not|never|no longer|don'?t|doesn'?t|didn'?t|won'?t|wouldn'?t|can'?t|couldn'?t|isn'?t|aren'?t"
    r"|nobody|avoid|stop)"
    r"(?: \w+){0,3} ?$"
)

MINOR = re.compile(
    r"\b(?:child(?:ren)?|kids?|minors?|under-?age|pre-?teens?|toddlers?|infants?|bab(?:y|ies)|"
    r"school ?(?:girl|boy)s?|little (?:girl|boy)s?"
    r"|teen(?:s|ager|agers|age)?|(?:[1-9]|1[0-7])[- ]?(?:years?[- ]old|yo|y/o))\b"
)
SOBER = re.compile(
    r"\b(?:prevent\w*|awareness|hotline|helpline|support groups?|therap\w+|counsel\w+|charity|"
    r"survivors? of|research\w*|stud(?:y|ies)"
    r"|statistic\w*|rates?|histor\w+|museum|documentary|article|news\w*|report(?:s|ed|er)?|"
    r"novels?|fiction\w*|films?|movies?|play(?:ed|ing)?"
    r"|(?:video )?games?|characters?|lyrics|essay|law\w*|court|police said|trial|sentenced|"
    r"medical|medicine|doctors?|anatomy|biolog\w+"
    r"|educat\w+|health|cancer|contracepti\w+|consent|protect\w*|detect\w*|defen[cd]\w*|against)\b"
)
"""Words of a text that tells, warns or teaches, rather than does harm."""
IDIOM = re.compile(
    r"\b(?:kill(?:s|ed|ing)? (?:\w+ )?(?:time|processes|process|jobs?|tasks?|threads?|"
    r"sessions?|servers?|daemons?|kernels?|containers?|pods?|pids?|programs?|apps?"
    r"|the (?:engine|lights?|mood|bill|deal|music|vibe)|weeds?|bacteria|germs|virus(?:es)?|"
    r"it\b|two birds|switch|-9|cancer cells|mosquito\w*|bugs?|zombies?|dragons?|monsters?)"
    r"|killer (?:app|feature|whale|deal|workout|outfit)|(?:my|these|the) \w+ (?:is|"
    r"are) killing me|dress(?:ed)? to kill|dying to|to die for|die hard"
    r"|die(?:s|d)? (?:of|from) (?:laughter|boredom|old age)|dead(?:line|lock| end| code|"
    r" battery)|shoot (?:me|you|us|him|her|them) (?:an?|the) (?:\w+ )?(?:email|e-mail|mail|"
    r"message|text|note|line|dm)"
    r"|shoot(?:ing)? (?:\w+ )?(?:photos?|pictures?|films?|videos?|hoops|scenes?|portraits?|"
    r"stars?)|photo ?shoots?|bath bombs?|photo ?bomb\w*|bomb (?:shelter|disposal|squad|"
    r"cyclone)"
    r"|(?:seo|zip|fork|logic) bombs?|beat (?:the )?(?:\w+ )?(?:market|record|odds|eggs?|drum|"
    r"team|traffic|clock|benchmark|game|level|boss|them|him|her|you) (?:at|in|by|to|with)|"
    r"beat(?:ing|s)? (?:eggs?|the (?:eggs?|butter|cream|record|odds|clock))"
    r"|attack(?:s|ed|ing)? (?:the )?(?:problem|surface|vectors?)|heart attacks?|"
    r"panic attacks?|burn(?:ing|s)? calories|burn (?:a|the) (?:cd|dvd|candle|candles)|"
    r"burned out"
    r"|(?:cut|cutting) (?:costs?|paper|corners|the (?:cake|paper|bread|grass))|hang(?:ing|"
    r"s)? (?:out|up|on|around|the (?:picture|painting|laundry))|crush(?:ed|ing)? (?:on|it)|"
    r"break a leg"
    r"|sex (?:education|chromosomes?|ratio)|(?:same|opposite|biological|both) sex(?:es)?|"
    r"sex(?:es)? of (?:the|a)|naked (?:eye|mole)|life ?hacks?|hack(?:ed|ing)? together|"
    r"growth hack\w*"
    r"|steal(?:s|ing)? (?:the )?(?:show|spotlight|bases?|scene|heart)|(?:a|what a) steal|"
    r"work[- ]stealing|suicide squad|stupid (?:question|mistake|idea|error|bug)|"
    r"dumb (?:question|terminal|pipe))\b"
)
"""Harmless phrases with harmful words in them."""


def scores(text: str) -> dict[str, float]:
    """How likely each category is, 0 to 1."""
    plain = IDIOM.sub(" … ", _plain(text))
    told = TOLD if SOBER.search(plain) else 1.0
    added: defaultdict[str, float] = defaultdict(float)
    for cue in CUES:
        strength = told * _strength(plain, cue.pattern)
        for category, weight in cue.weights.items():
            added[category] += weight * strength
    if added["sexual"] > 2 and MINOR.search(plain):
        added["sexual/minors"] += added["sexual"] + MINOR_ADDS * told
    return {category: _chance(CALM + min(added[category], MOST)) for category in CATEGORIES}


def _plain(text: str) -> str:
    """Lower case, with look-alike digits inside words and drawn-out letters undone."""
    folded = unicodedata.normalize("NFKC", text).replace("’", "'").lower()
    folded = re.sub("[\u200b-\u200f\u2060\ufeff]", "", folded)
    folded = re.sub(r"(?<=[a-z])[013457@$](?=[a-z])", lambda match: match[0].translate(_LOOK_ALIKES), folded)
    return " ".join(re.sub(r"([a-z])\1{2,}", r"\1", folded).split())


def _strength(text: str, pattern: re.Pattern[str]) -> float:
    """How strongly a pattern speaks: its first words count whole, any other words half of those before."""
    found: dict[str, float] = {}
    for match in pattern.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        found[match[0]] = max(found.get(match[0], 0.0), NEGATED if _NOT.search(before) else 1.0)
    return sum(each * 0.5**place for place, each in enumerate(sorted(found.values(), reverse=True)))


def _chance(odds: float) -> float:
    return round(1 / (1 + math.exp(-odds)), 9)
