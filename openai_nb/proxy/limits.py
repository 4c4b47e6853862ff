"""Limits: what a caller may do: routes, models, rates, money."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

from openai_nb.proxy.refusal import Refusal

ADMIN = "/organization"  # open only to those whose routes name it
TELLING = re.compile(  # answers tell their usage, and requests name their model
    r"/(chat/completions|completions|responses|responses/compact|embeddings|images/(generations|edits)"
    r"|audio/(transcriptions|translations))"
)
FREE = re.compile(  # cost nothing, and bring no model to answer
    r"/(files|uploads|moderations|conversations)(/.*)?|/chat/completions/[^/]+"
    r"|/responses/input_tokens|/.+/(cancel|pause)"
)
SPEECH = "/audio/speech"  # names its model, but its answer is a sound
WRITING = {"POST", "PUT", "PATCH"}


@dataclass(frozen=True)
class Limits:
    """What a caller may do.

    `routes` are like "POST /chat/completions" or "GET /files/**", `models` like "gpt-6*" (none: all).
    `budget` is in USD for each `period` ("day", "month" or "ever", by UTC).  With models or a budget, calls
    that hide either of them are refused, unless `unmetered` lets them through.  An `admin` sees everybody's
    usage.
    """

    routes: tuple[str, ...] = ("* /**",)
    models: tuple[str, ...] = ()
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    concurrent: int = 64
    budget: float | None = None
    period: str = "month"
    unmetered: bool = False
    admin: bool = False

    def check_route(self, verb: str, path: str) -> None:
        """Raise `Refusal` unless the call is on the list."""
        fits = [each for each in self.routes if _fits(each, verb, path)]
        if path.startswith(ADMIN):
            fits = [each for each in fits if each.partition(" ")[2].startswith(ADMIN)]
        if not fits:
            raise Refusal(403, f"You may not {verb} {path} through this proxy.", "route_not_allowed")
        held = bool(self.models or self.budget is not None) and not self.unmetered
        if verb not in WRITING or not held or TELLING.fullmatch(path) or FREE.fullmatch(path):
            return
        if path == SPEECH and self.budget is None:
            return
        raise Refusal(
            403,
            f"{verb} {path} does not tell what it costs or which model answers, and yours are limited here.",
            "route_not_metered",
        )

    def check_model(self, verb: str, path: str, model: str | None) -> None:
        """Raise `Refusal` unless the model is on the list."""
        if not self.models or verb not in WRITING:
            return
        if model is None and (FREE.fullmatch(path) or self.unmetered):
            return
        if model is None:
            raise Refusal(400, "Name the model: this proxy allows some only.", "model_missing")
        if not any(fnmatchcase(model, each) for each in self.models):
            raise Refusal(403, f"You may not use {model!r} through this proxy.", "model_not_allowed")


def is_telling(verb: str, path: str) -> bool:
    """Whether the answer to a call tells what it used."""
    return verb == "POST" and TELLING.fullmatch(path) is not None


def _fits(route: str, verb: str, path: str) -> bool:
    named, _, pattern = route.partition(" ")
    return named in ("*", verb) and _pattern(pattern).fullmatch(path) is not None


@lru_cache(256)
def _pattern(path: str) -> re.Pattern[str]:
    """`*` and `{name}` stand for one step of a path, `**` for any number of them."""
    marks = {"**": ".*", "*": "[^/]+"}
    parts = re.split(r"(\*\*|\*|{\w+})", path)
    spelled = (marks.get("*" if each.startswith("{") else each, re.escape(each)) for each in parts)
    return re.compile("".join(spelled))
