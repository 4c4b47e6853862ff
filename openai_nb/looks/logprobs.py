"""Logprobs: a text whose tokens are shaded by how sure the model was of each."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, NamedTuple

from openai_nb.core.record import Record, asdict

SHADE = "213, 94, 0"  # Okabe and Ito's vermilion
DEEPEST = 0.55  # of a shade, so that words stay readable on it
UNSURE = 0.5  # below it a token is marked in plain words, too
OTHERS = 4  # tokens that might have stood there instead
_STYLE = (
    "<style>.oai-tokens{white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.7;"
    "color:var(--jp-ui-font-color1,var(--vscode-editor-foreground,inherit))}"
    ".oai-tokens span{border-radius:3px}.oai-tokens small{opacity:.7}</style>"
)


class Token(NamedTuple):
    """A token, how probable it was (0 to 1), and those that might have stood there instead."""

    text: str
    probability: float
    others: tuple[tuple[str, float], ...] = ()


class Shaded:
    """The tokens of an answer that was asked for with `logprobs=True`; as a cell's value they are shaded.

    Takes a choice or its `logprobs`, of a chat or a completion.  Raises ValueError where there are none.
    """

    def __init__(self, said: Any) -> None:
        self.tokens = list(_read(asdict(said) if isinstance(said, Record) else said))

    @property
    def perplexity(self) -> float:
        """From 1, where the model was sure of each token, up (e to the mean surprise); NaN without tokens."""
        logs = [math.log(max(token.probability, 1e-30)) for token in self.tokens]
        return math.exp(-sum(logs) / len(logs)) if logs else math.nan

    def __str__(self) -> str:
        return "".join(token.text for token in self.tokens)

    def __repr__(self) -> str:
        return "".join(_plain(token) for token in self.tokens)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        spans = "".join(_span(token) for token in self.tokens)
        below = (
            f"{len(self.tokens):,} tokens · perplexity {self.perplexity:.3g}" if self.tokens else "No tokens."
        )
        html = f'{_STYLE}<div class="oai-tokens">{spans}</div><small>{below}</small>'
        return {"text/html": html, "text/plain": repr(self)}


def _read(said: Any) -> Iterable[Token]:
    if not isinstance(said, Mapping):
        raise ValueError("there are no logprobs in this; ask with logprobs=True (and top_logprobs=3)")
    inner = said.get("logprobs", said)
    if not isinstance(inner, Mapping) or not (inner.keys() & {"content", "tokens"}):
        raise ValueError("there are no logprobs in this answer; ask with logprobs=True (and top_logprobs=3)")
    if "tokens" in inner:  # a completion's
        tops = inner.get("top_logprobs") or [None] * len(inner["tokens"])
        for text, logprob, top in zip(inner["tokens"], inner["token_logprobs"], tops, strict=True):
            yield Token(text, _share(logprob), _others(text, (top or {}).items()))
        return
    for each in inner["content"] or ():
        tops = [(other["token"], other["logprob"]) for other in each.get("top_logprobs") or ()]
        yield Token(each["token"], _share(each["logprob"]), _others(each["token"], tops))


def _others(own: str, tops: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    ranked = sorted(
        ((text, _share(logprob)) for text, logprob in tops if text != own), key=lambda top: -top[1]
    )
    return tuple(ranked[:OTHERS])


def _share(logprob: float | None) -> float:
    """The first token of a prompt that is given back has no logprob: nothing could surprise there."""
    return 1.0 if logprob is None else math.exp(min(float(logprob), 0.0))


def _span(token: Token) -> str:
    told = ", ".join(
        [_per_cent(token.probability), *(f"{text!r} {_per_cent(p)}" for text, p in token.others)]
    )
    depth = DEEPEST * (1 - token.probability)
    style = f' style="background:rgba({SHADE},{depth:.2f})"' if depth >= 0.005 else ""
    return f'<span title="{escape(told)}"{style}>{escape(token.text)}</span>'


def _plain(token: Token) -> str:
    if token.probability >= UNSURE:
        return token.text
    body = token.text.rstrip()
    return f"{body}[{_per_cent(token.probability)}]{token.text[len(body) :]}"


def _per_cent(share: float) -> str:
    return f"{share:.0%}" if 0.01 <= share <= 0.995 or share in (0, 1) else f"{share:.2%}"
