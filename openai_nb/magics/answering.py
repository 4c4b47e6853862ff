"""Answering: an answer while it comes: its words, the functions it calls, what it took, why it ended."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from openai_nb.core.record import Record, asdict
from openai_nb.magics.dialects import DIALECTS, Dialect

if TYPE_CHECKING:
    from openai_nb.looks.answers import Reply
    from openai_nb.magics.page import Page

ENDS = {
    "length": "cut at the longest answer allowed; raise --max-tokens for the rest",
    "content_filter": "cut by the content filter",
}
NAMES = {"input_tokens": "prompt_tokens", "output_tokens": "completion_tokens"}


class Answer:
    """What has come of an answer so far: of its last request, and of those before that called functions."""

    def __init__(
        self,
        model: str,
        messages: list[Any],
        *,
        dialect: Dialect = DIALECTS["chat"],
        sandboxed: bool = False,
    ) -> None:
        self.model, self.messages, self.sandboxed, self.dialect = model, messages, sandboxed, dialect
        self.stopped = ""
        self.source: Any = None  # the stream it comes from
        self.calls: list[dict[str, Any]] = []  # messages between the question and the answer
        self.usages: list[Any] = []  # one for each request whose server told it
        self.costs: list[float | None] = []  # USD that each of them takes when it is asked
        self.paid: list[float | None] = []  # … and what was paid now
        self.seconds: float | None = 0.0  # spent waiting; None where a kept answer does not tell
        self.sent = 0  # requests that went out; the others were answered from the cache
        self.kept = True  # whether asking again is free
        self.begin()

    def begin(self) -> None:
        """A request is sent: what the one before said is over."""
        self.finish = ""
        self._pieces: list[Any] = []
        self._words: list[str] = []
        self._refusal = ""

    def hear(self, stream: Iterable[Any], page: Page | None = None) -> None:
        """Take all that comes, and show it where there is a page."""
        for piece in stream:
            heard = self.dialect.heard(piece)
            self._pieces.append(piece)
            self.model = heard.model or self.model
            self.finish = heard.finish or self.finish
            self._words += [heard.words] if heard.words else []
            self._refusal += heard.refusal
            if heard.usage:
                self.usages.append(heard.usage)
            if page is not None and (words := heard.words or heard.refusal):
                page.write(words)

    @property
    def text(self) -> str:
        """The words; a refusal's, where there are no others."""
        return "".join(self._words) or self._refusal

    @property
    def whole(self) -> Any:
        """The last request's answer, as far as it has come."""
        return self.dialect.whole(self._pieces)

    @property
    def note(self) -> str:
        """What a reader should know of its end; empty where it ended as it should."""
        if self.stopped or self._refusal:
            return self.stopped or "the model refused"
        if self.finish == "tool_calls" and not self._words:
            return "the model called a tool instead of answering"
        return ENDS.get(self.finish, "" if self.text else "the model said nothing")

    @property
    def told(self) -> dict[str, Any] | None:
        """The usage as the server told it, of all requests together, in the words of a chat."""
        if not self.usages:
            return None
        whole: dict[str, Any] = {}
        for each in self.usages:
            _add(whole, asdict(each))
        return {NAMES.get(name, name): value for name, value in whole.items()}

    @property
    def cost(self) -> float | None:
        """USD that it takes to ask; None where that is not known."""
        return _sum(self.costs)

    @cached_property
    def reply(self) -> Reply:
        """The answer as a value; to be asked for once it has ended."""
        from openai_nb.looks.answers import Reply

        usage = self.usages[-1] if len(self.usages) == 1 else Record(self.told) if self.usages else None
        return Reply(
            self.text,
            usage=usage,
            messages=[*self.messages, *self.calls],
            model=self.model,
            finish_reason=self.finish or None,
            interrupted=bool(self.stopped),
            raw=self.whole,
            cost=_sum(self.paid),
            cached=bool(self._pieces) and not self.sent,
        )


def _sum(costs: list[float | None]) -> float | None:
    known = [each for each in costs if each is not None]
    return sum(known) if known and len(known) == len(costs) else None


def _add(whole: dict[str, Any], told: dict[str, Any]) -> None:
    for name, value in told.items():
        if isinstance(value, dict):
            whole[name] = whole.get(name) or {}  # a server may tell no details once, and then some
            _add(whole[name], value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            whole[name] = (whole.get(name) or 0) + value
        else:
            whole.setdefault(name, value)
