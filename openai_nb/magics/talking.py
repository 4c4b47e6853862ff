"""Talking: one question through to its answer: from the cache or over the wire, by way of functions."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from openai_nb.api.prices import cost
from openai_nb.core.errors import WaitedTooLong
from openai_nb.core.record import asdict
from openai_nb.data.ledger import resource
from openai_nb.magics import options
from openai_nb.magics.answering import Answer
from openai_nb.magics.dialects import Asked, Dialect
from openai_nb.magics.page import Page
from openai_nb.magics.shelf import Shelf, afford, note
from openai_nb.session import current


@dataclass
class Talk:
    """A question, and what the ledger shall say of it."""

    asked: Asked
    dialect: Dialect
    cell: str = ""
    conversation: str = ""
    fresh: bool = False

    def answer(self) -> Answer:
        """An answer of which nothing has come yet."""
        sandboxed = current().client.provider.sandboxed
        return Answer(self.asked.model, self.asked.messages, dialect=self.dialect, sandboxed=sandboxed)

    def go(self, answer: Answer, page: Page | None = None) -> None:
        """Ask, call the functions that are asked for, and ask on, until there is an answer."""
        sent = self.dialect.request(self.asked)
        for _ in range(options.current().tool_turns):
            self._ask(sent, answer, page)
            raw = asdict(answer.whole)
            calls = self.dialect.calls(raw) if self.asked.tools else []
            if not calls:
                return
            added = self._call(calls, answer, page)
            sent = self.dialect.more(sent, raw, added)
            answer.begin()
        raise WaitedTooLong(
            f"No answer after {options.current().tool_turns} turns: the model still calls functions.",
            "Ask for less, or `%config OpenAINb.tool_turns = …` for more.",
        )

    def _ask(self, sent: dict[str, Any], answer: Answer, page: Page | None) -> None:
        """One request, or the answer that was kept of it."""
        shelf = Shelf(self.dialect.path, self.dialect.wire(sent), fresh=self.fresh)
        found = shelf.find()
        if found is not None:
            raw, seconds = found
            with self._noted(answer, cached=True):
                answer.hear(self.dialect.pieces(raw), page)
            answer.seconds = None if seconds is None or answer.seconds is None else answer.seconds + seconds
            return
        if options.current().max_cost is not None:  # to count tokens takes a moment
            afford(self.asked.model, read(self.asked, sent), self.asked.max_tokens)
        kept, answer.kept = answer.kept, False
        answer.sent += 1
        before = answer.seconds or 0.0
        with self._noted(answer), self.dialect.stream(current().client, sent) as answer.source:
            answer.hear(answer.source, page)
        seconds = (answer.seconds or 0.0) - before
        whole = answer.finish and not answer.stopped  # a stop from another thread ends a stream in silence
        answer.kept = bool(whole) and shelf.keep(asdict(answer.whole), seconds) and kept

    @contextmanager
    def _noted(self, answer: Answer, *, cached: bool = False) -> Iterator[None]:
        """Write a call into the ledger, whether it ends or breaks off; not one that was refused."""
        before, began = len(answer.usages), time.monotonic()
        try:
            yield
        finally:
            seconds = round(time.monotonic() - began, 1)  # as they are kept, so that both runs add up alike
            usage = answer.usages[-1] if len(answer.usages) > before else None
            if answer.seconds is not None and not cached:
                answer.seconds += seconds
            if usage or answer.text:
                usd = cost(answer.model, usage)
                answer.costs.append(usd)
                answer.paid.append(0.0 if cached else usd)
                about = {"cell": self.cell, "conversation": self.conversation, "seconds": seconds}
                note(answer.model, usage, what=resource(self.dialect.path), cached=cached, **about)

    def _call(self, calls: list[dict[str, Any]], answer: Answer, page: Page | None) -> list[dict[str, Any]]:
        """Call what is asked for, one after the other; the messages of it."""
        from openai_nb.magics.tooling import called

        assert self.asked.tools is not None
        said = {"role": "assistant", "content": answer.text or None, "tool_calls": calls}
        added: list[dict[str, Any]] = [said]
        for call in calls:
            told, trace = called(call, self.asked.tools)
            added.append(told)
            if page is not None:
                page.called(trace)
        answer.calls += added  # all or none: a talk in which a call has no result cannot go on
        return added


def read(asked: Asked, sent: dict[str, Any]) -> int:
    """About how many tokens a request has: those of its messages, its tools and its shape."""
    from openai_nb.core.encoding import encoded
    from openai_nb.sandbox.oracle.tokens import count, messages_count

    told = [sent[name] for name in ("tools", "response_format", "text") if sent.get(name)]
    return messages_count(asked.messages) + sum(count(encoded(each).decode()) for each in told)
