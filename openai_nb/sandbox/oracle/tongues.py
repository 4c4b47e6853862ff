"""Tongues: which language a text is in, by its words of grammar."""

from __future__ import annotations

import re

from openai_nb.sandbox.oracle.lexicon import STOP

_GRAMMAR = {
    "de": """der die das den dem des ein eine einen einem einer und oder aber ist sind war waren wird werden
    ich du er sie es wir ihr nicht kein keine mit von zu zum zur auf aus bei nach für fur über uber im am wie
    was wer wo wenn dass auch noch nur sich haben hat""",
    "fr": """le la les un une des du de et ou mais est sont était etait être etre je tu il elle nous vous ils
    elles ne pas plus avec pour par sur dans au aux ce cette ces qui que quoi où comme se son sa ses mon ma
    mes très tres avoir""",
    "es": """el la los las un una unos unas y o pero es son era ser estar está esta yo tú él ella nosotros
    ellos no más mas con para por sobre en al del de este estos que quien como se su sus mi mis muy tiene
    hay""",
    "it": """il lo la gli le un uno una e o ma è sono era essere io tu lui lei noi voi loro non più piu con
    per su in nel nella al alla del della di questo questa che chi come si suo sua mio mia molto ho ha""",
    "pt": """o a os as um uma uns umas e ou mas é são sao era ser estar eu tu ele ela nós eles não nao mais
    com para por sobre em no na ao do da de este esta que quem como se seu sua meu minha muito tem""",
    "nl": """de het een en of maar is zijn was waren ik jij hij zij wij niet geen met van voor op uit bij naar
    over in aan dat die deze dit wie wat waar als ook nog zich hebben heeft""",
}
_WORDS = {"en": STOP, **{tongue: frozenset(words.split()) for tongue, words in _GRAMMAR.items()}}
NAMES = {
    "en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian", "pt": "portuguese",
    "nl": "dutch", "sv": "swedish", "da": "danish", "no": "norwegian", "fi": "finnish", "pl": "polish",
    "cs": "czech", "tr": "turkish", "hu": "hungarian", "ro": "romanian", "ca": "catalan", "id": "indonesian",
    "ms": "malay", "vi": "vietnamese", "ru": "russian", "uk": "ukrainian", "el": "greek", "he": "hebrew",
    "ar": "arabic", "hi": "hindi", "ta": "tamil", "th": "thai", "zh": "chinese", "ja": "japanese",
    "ko": "korean", "fa": "persian", "ur": "urdu", "bg": "bulgarian", "hr": "croatian", "sr": "serbian",
    "sk": "slovak", "sl": "slovenian", "et": "estonian", "lv": "latvian", "lt": "lithuanian",
    "is": "icelandic", "ga": "irish", "cy": "welsh", "eu": "basque", "gl": "galician", "sw": "swahili",
    "af": "afrikaans", "tl": "tagalog", "mi": "maori", "la": "latin", "bn": "bengali",
    "mr": "marathi", "ne": "nepali",
}  # fmt: skip


UNKNOWN = "The sandbox cannot tell: it knows the small words of seven languages, and finds none of them here."


def tongue(text: str) -> str:
    """The language of `text`, by its two letters (ISO 639-1); English where nothing tells another."""
    hits = _hits(text)
    best = max(hits, key=lambda name: hits[name])
    return best if hits[best] > hits["en"] and hits[best] >= 2 else "en"


def known(text: str) -> str:
    """The name of the language that a text has most small words of; nothing where it has none."""
    hits = _hits(text)
    best = max(hits, key=lambda name: hits[name])
    return NAMES[best] if hits[best] else ""


def grammar(text: str) -> frozenset[str]:
    """The small words of the language of a text, which say nothing of what it is about; none for English."""
    found = tongue(text)
    return frozenset() if found == "en" else _WORDS[found]


def _hits(text: str) -> dict[str, int]:
    """How many words of grammar of each language a text has."""
    said = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", text.lower())
    return {name: sum(word in known for word in said) for name, known in _WORDS.items()}
