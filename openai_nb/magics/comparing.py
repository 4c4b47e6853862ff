"""Comparing: several models asked the same at once, their answers side by side."""

from __future__ import annotations

import threading
from contextvars import copy_context
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

from openai_nb.core.errors import OpenAIError
from openai_nb.magics.answering import Answer
from openai_nb.magics.arguments import Misused
from openai_nb.magics.page import footer
from openai_nb.magics.shelf import afford
from openai_nb.magics.talking import Talk, read

if TYPE_CHECKING:
    import pandas as pd

GLANCE = 0.1  # seconds between two looks at what has come


class Replies(dict[str, Any]):
    """The replies of a comparison, by model."""

    def df(self) -> pd.DataFrame:
        """A row for each model: its answer, its tokens, its cost in USD."""
        import pandas as pd

        rows = [{"model": model, "answer": str(reply), **_figures(reply)} for model, reply in self.items()]
        return pd.DataFrame(rows)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        from openai_nb.looks.tables import table

        return table([{"model": model, "answer": str(reply)} for model, reply in self.items()])


class _Side:
    """One of the models: its question, its answer, and what went wrong."""

    def __init__(self, model: str, talk: Talk) -> None:
        self.model = model
        self.talk = replace(talk, asked=replace(talk.asked, model=model))
        self.answer: Answer = self.talk.answer()
        self.error: OpenAIError | None = None
        self.thread = threading.Thread(target=copy_context().run, args=(self._work,), daemon=True)

    def _work(self) -> None:
        try:
            self.talk.go(self.answer)
        except OpenAIError as error:
            self.error, self.answer.kept = error, False
            self.answer.stopped = "broken off" if self.answer.text else "failed"

    def words(self) -> tuple[str, str]:
        """(its answer, the line below)."""
        from openai_nb.core.traces import plain

        text = self.answer.text or (plain(str(self.error)) if self.error else "…")
        ended = not self.thread.is_alive() or self.answer.stopped
        return text, " · ".join(part for part in footer(self.answer) if part) if ended else ""


def compare(talk: Talk, words: str, *, shown: bool) -> Replies:
    """Ask each of the models; no turn of a conversation comes of it.

    Raises the first error if every model fails, and `Stopped` on a stop, with what had come on the page.
    """
    models = [each.strip() for each in words.split(",") if each.strip()]
    if len(set(models)) != len(models) or len(models) < 2:
        raise Misused(f"--compare {words} names no two models.", "Put commas between them: --compare A,B.")
    tokens = read(talk.asked, talk.dialect.request(talk.asked))
    for model in models:  # if one of them is too dear, none is asked
        afford(model, tokens, talk.asked.max_tokens)
    sides = [_Side(model, talk) for model in models]
    _follow(sides, shown=shown)
    errors = [side.error for side in sides if side.error]
    if len(errors) == len(sides):
        raise errors[0]
    return Replies({side.model: side.answer.reply for side in sides if not side.error})


def _follow(sides: list[_Side], *, shown: bool) -> None:
    """Ask all of them at once, and show what comes."""
    from openai_nb.looks.live import LiveBundle, in_terminal

    live = LiveBundle() if shown else None
    for side in sides:
        side.thread.start()
    try:
        while waiting := [side for side in sides if side.thread.is_alive()]:
            if live is not None and not in_terminal():  # which cannot take a first state back
                live.show(_bundle(sides))
            waiting[0].thread.join(GLANCE)
    except KeyboardInterrupt:
        _stop(sides)
    finally:
        if live is not None:
            live.show(_bundle(sides))
            live.flush()


def _stop(sides: list[_Side]) -> None:
    """Let what has come stand, and close what still comes."""
    from openai_nb.looks.errors import Stopped

    for side in sides:
        if side.thread.is_alive():
            side.answer.stopped, side.answer.kept = "interrupted", False
            if side.answer.source is not None:
                side.answer.source.close()
    raise Stopped(sum(len(side.answer.text) for side in sides), "the output") from None


def _bundle(sides: list[_Side]) -> dict[str, str]:
    """The answers as columns on a page, one under the other elsewhere."""
    from openai_nb.looks.blocks import Renderer
    from openai_nb.looks.code import coloured

    html = Renderer(colour=coloured).html
    told = [(side.model, *side.words()) for side in sides]
    width = f"{100 // len(sides)}%"
    head = "".join(f'<th style="text-align:left;width:{width}">{escape(model)}</th>' for model, _, _ in told)
    cells = "".join(
        f'<td style="text-align:left;vertical-align:top;white-space:normal">{html(text)}'
        f"<p><sub>{escape(below).replace('$', '<span>$</span>')}</sub></p></td>"  # no edge of a formula
        for _, text, below in told
    )
    table = f'<table style="width:100%;table-layout:fixed"><tr>{head}</tr><tr>{cells}</tr></table>'
    plain = "\n\n".join(
        "\n".join([model, text, *([f"({below})"] if below else [])]) for model, text, below in told
    )
    return {"text/html": table, "text/plain": plain}


def _figures(reply: Any) -> dict[str, Any]:
    usage = reply.usage
    read_, written = (getattr(usage, name, None) for name in ("prompt_tokens", "completion_tokens"))
    return {"prompt_tokens": read_, "completion_tokens": written, "usd": reply.cost}
