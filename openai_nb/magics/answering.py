"""Answering: an answer while it comes: its words on the page, what it took, and why it ended."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from openai_nb.core.record import asdict
from openai_nb.magics.footer import SANDBOX, quiet, tokens

if TYPE_CHECKING:
    from openai_nb.looks.answers import Reply

ENDS = {
    "length": "cut at the longest answer allowed; raise --max-tokens for the rest",
    "content_filter": "cut by the content filter",
}


class Answer:
    """What has come of an answer so far."""

    def __init__(self, model: str, messages: list[Any], *, sandboxed: bool = False) -> None:
        self.model, self.messages, self.sandboxed = model, messages, sandboxed
        self.finish: str | None = None
        self.usage: Any = None
        self.stopped = ""
        self._chunks: list[Any] = []
        self._words: list[str] = []
        self._refusal = ""

    def hear(self, stream: Iterable[Any], page: Page | None = None) -> None:
        """Take all that comes, and show it where there is a page."""
        for chunk in stream:
            words = self._take(chunk)
            if page is not None and words:
                page.write(words)

    @property
    def text(self) -> str:
        """The words; a refusal's, where there are no others."""
        return "".join(self._words) or self._refusal

    @property
    def note(self) -> str:
        """What a reader should know of its end; empty where it ended as it should."""
        if self.stopped or self._refusal:
            return self.stopped or "the model refused"
        if self.finish == "tool_calls" and not self._words:
            return "the model called a tool instead of answering"
        return ENDS.get(self.finish or "", "" if self.text else "the model said nothing")

    @property
    def told(self) -> dict[str, Any] | None:
        """The usage, as the server told it."""
        return asdict(self.usage) if self.usage else None

    @cached_property
    def reply(self) -> Reply:
        """The answer as a value; to be asked for once it has ended."""
        from openai_nb.api.chat import gathered
        from openai_nb.looks.answers import Reply

        return Reply(
            self.text,
            usage=self.usage,
            messages=self.messages,
            model=self.model,
            finish_reason=self.finish,
            interrupted=bool(self.stopped),
            raw=gathered(self._chunks),
        )

    def _take(self, chunk: Any) -> str:
        """Note what a chunk says; the words it brought."""
        raw = asdict(chunk)
        self._chunks.append(chunk)
        self.model = raw.get("model") or self.model
        self.usage = chunk.usage if raw.get("usage") else self.usage
        choice: dict[str, Any] = next(
            (each for each in raw.get("choices") or () if not each.get("index")), {}
        )
        delta = choice.get("delta") or {}
        words, refusal = delta.get("content") or "", delta.get("refusal") or ""
        self.finish = choice.get("finish_reason") or self.finish
        self._words += [words] if words else []
        self._refusal += refusal
        return words or refusal


class Page:
    """The output of a cell in which an answer grows; its last state has a quiet line below."""

    def __init__(self, answer: Answer, fence: str = "") -> None:
        from openai_nb.looks.live import LiveText

        self._answer, self._fence = answer, fence
        self._text = LiveText(self._render)

    def write(self, words: str) -> None:
        """Show that `words` have come, now or with those that follow."""
        self._text.write(words)

    def finish(self) -> None:
        """Show the answer as it stays: with its model, its tokens and what went otherwise than planned."""
        from openai_nb.looks.errors import plain
        from openai_nb.looks.live import in_terminal

        answer = self._answer
        if not answer.text and not answer.finish:
            return  # it ended before it began: the error says all there is to say
        bundle = self._render(answer.text)
        bundle["text/markdown"] += f"\n\n{quiet(self.footer)}"
        self._text.finish(bundle, {"openai_nb": {"model": answer.model, "usage": answer.told}})
        if in_terminal():
            print(f"({plain(' · '.join(self.footer))})")

    @property
    def footer(self) -> list[str]:
        """Model, tokens, badge, and why it ended, as far as there is something to say."""
        answer = self._answer
        badge = SANDBOX if answer.sandboxed else ""
        return [part for part in (answer.model, tokens(answer.told), badge, answer.note) if part]

    def _render(self, text: str) -> dict[str, Any]:
        from openai_nb.looks.markdown import safe

        shown = f"```{self._fence}\n{text}\n```" if self._fence else text
        return {"text/markdown": safe(shown), "text/plain": text}
