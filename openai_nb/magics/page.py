"""Page: the output of a cell in which an answer grows; its last state has a quiet line below."""

from __future__ import annotations

from typing import Any

from openai_nb.magics import options
from openai_nb.magics.answering import Answer
from openai_nb.magics.footer import SANDBOX, price, quiet, tokens
from openai_nb.magics.tooling import Traced, folded

KEPT = "kept"  # on this machine: true of an answer just paid for, and of the same one found there


class Page:
    """Where the words of an answer show while they come; the functions it called fold under them.

    `fence` names the language of an answer that is code or JSON; `many` says that it holds a list.
    """

    def __init__(self, answer: Answer, fence: str = "", *, many: bool = False) -> None:
        from openai_nb.looks.live import LiveText

        self._answer, self._fence, self._many = answer, fence, many
        self._text = LiveText(self._render)
        self._traces: list[Traced] = []

    def write(self, words: str) -> None:
        """Show that `words` have come, now or with those that follow."""
        self._text.write(words)

    def called(self, trace: Traced) -> None:
        """Show that a function was called, and that the words so far are over."""
        from openai_nb.looks.live import in_terminal

        self._traces.append(trace)
        if self._text.text and not self._text.text.endswith("\n\n"):
            self._text.write("\n\n")
        if in_terminal():
            print(f"({trace})")
        self._text.refresh()

    def finish(self) -> None:
        """Show the answer as it stays: with its model, its tokens and what went otherwise than planned."""
        from openai_nb.core.traces import plain
        from openai_nb.looks.live import in_terminal

        answer = self._answer
        if not answer.text and not answer.finish and not self._traces:
            return  # it ended before it began: the error says all there is to say
        bundle = self._render(self._text.text)
        if self._many:
            bundle["text/markdown"] = self._listed() or bundle["text/markdown"]
        footer = self.footer
        if footer:
            bundle["text/markdown"] += f"\n\n{quiet(footer)}"
        told = {"model": answer.model, "usage": answer.told, "cost": answer.cost}
        self._text.finish(bundle, {"openai_nb": told})
        if in_terminal() and footer:
            print(f"({plain(' · '.join(footer))})")

    @property
    def footer(self) -> list[str]:
        """Model, tokens, price, seconds, badge, and why it ended, as far as there is something to say."""
        return [part for part in footer(self._answer) if part]

    def _render(self, text: str) -> dict[str, Any]:
        from openai_nb.looks.markdown import safe

        shown = f"```{self._fence}\n{text}\n```" if self._fence and text else text
        folds = "".join(f"\n\n{folded(each)}" for each in self._traces)
        return {"text/markdown": safe(shown) + folds, "text/plain": text}

    def _listed(self) -> str:
        """A list as one reads it: a table of its records, or a line for each of its texts."""
        from openai_nb.looks.markdown import safe

        try:
            items = self._answer.reply.json()["items"]
        except (ValueError, KeyError, TypeError):
            return ""
        if not items or not all(isinstance(each, dict) for each in items):
            return safe("\n".join(f"- {_cell(each)}" for each in items))
        columns = list(dict.fromkeys(name for each in items for name in each))
        rows = [columns, ["---"] * len(columns)]
        rows += [[_cell(each.get(name, "")) for name in columns] for each in items]
        return safe("\n".join(f"| {' | '.join(row)} |" for row in rows))


def footer(answer: Answer) -> list[str]:
    """What the line below an answer says; figures of a kept one are those of when it was asked.

    A sandbox's answer has its badge instead of a price.
    """
    if not options.current().footer:
        return [SANDBOX if answer.sandboxed else "", answer.note]
    told = answer.told
    if answer.sandboxed:
        return [answer.model, tokens(told), SANDBOX, answer.note]
    seconds = f"{answer.seconds:.1f} s" if answer.seconds is not None else ""
    cost = price(answer.cost) if told else ""
    return [answer.model, tokens(told), cost, seconds, KEPT if answer.kept else "", answer.note]


def _cell(value: Any) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")
