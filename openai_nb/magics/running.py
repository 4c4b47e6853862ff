"""Running: an assistant at work in a thread: its words as they come, its steps and calls under them."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from openai_nb.api.prices import cost
from openai_nb.api.run_events import MessagePiece, Run, RunChange, StepChange
from openai_nb.core.errors import OpenAIError
from openai_nb.core.record import asdict
from openai_nb.data.defaults import usual
from openai_nb.magics import options
from openai_nb.magics.arguments import Misused
from openai_nb.magics.footer import SANDBOX, price, quiet, tokens
from openai_nb.magics.shelf import afford, note
from openai_nb.magics.tooling import Traced, called, folded, toolbox
from openai_nb.session import current

if TYPE_CHECKING:
    from openai_nb.looks.answers import Reply

ENDS = {  # what a reader should know of a run that did not complete
    "incomplete": "cut short",
    "expired": "expired before it was done",
    "cancelled": "cancelled",
}


class RunFailed(OpenAIError):
    """A run that the server gave up."""

    advice = "`%%assistant` with the same words asks again; --new begins a thread anew."


class Running:
    """One thing said to an assistant, and all that comes of it."""

    def __init__(self, args: Namespace, assistant: Any, words: str, names: dict[str, Any]) -> None:
        """Raises `Misused` where there is nothing to say, or a tool is no function."""
        from openai_nb.looks.interpolation import fill

        self.words = str(fill(words.strip(), names, raw=args.raw))
        if not self.words:
            raise Misused("There is nothing to say.", "Write it below the line, or after the name.")
        self.args, self.assistant = args, assistant
        self.box = toolbox(args.tools, names) if args.tools else None
        self.run: Run | None = None
        self.begun = self.stopped = False
        self.seconds = 0.0
        self._text: list[str] = []
        self._traces: list[Traced] = []
        self._page: Any = None

    def enter(self, threads: dict[str, str]) -> None:
        """Say the words in the thread that is meant, which is begun if it has to be."""
        api, name = current().client.threads, self.args.thread or self.assistant.id
        place = f"{current().client.provider.base_url} {name}"
        afford(self.args.model or self.assistant.model, len(self.words) // 4, None)
        if name.startswith("thread_"):
            threads[place] = name
        elif self.args.new or place not in threads:
            threads[place] = api.create().id
        self.name, self.thread = name, threads[place]
        api.messages.say(self.thread, self.words)

    def go(self, *, shown: bool) -> None:
        """Let it answer; functions are called for it.  Stop cancels the run and keeps what has come."""
        from openai_nb.looks.errors import Stopped
        from openai_nb.looks.live import LiveText

        self._page = LiveText(self._render) if shown else None
        self.begun, began = True, time.monotonic()
        try:
            self._answer()
        except KeyboardInterrupt:
            self.stopped = True
            self._cancel()
            raise Stopped(len(self.text), self.args.out or "_assistant") from None
        finally:
            self.seconds = time.monotonic() - began
            self._finish()

    @property
    def text(self) -> str:
        """What it has said."""
        return "".join(self._text)

    @cached_property
    def reply(self) -> Reply:
        """The answer as a value; to be asked for once it has ended."""
        from openai_nb.looks.answers import Reply

        return Reply(
            self.text,
            usage=self.run.usage if self.run else None,
            messages=[{"role": "user", "content": self.words}],
            model=self._model,
            finish_reason=self.run.status if self.run else None,
            interrupted=self.stopped,
            raw=self.run,
            cost=cost(self._model, self._usage),
        )

    @property
    def _model(self) -> str:
        return str(self.run.model if self.run else self.args.model or self.assistant.model)

    @property
    def _usage(self) -> dict[str, Any] | None:
        return asdict(self.run.usage) if self.run and self.run.usage else None

    def _answer(self) -> None:
        runs = current().client.threads.runs
        own = [asdict(each) for each in self.assistant.tools]
        with runs.stream(
            self.thread,
            assistant_id=self.assistant,
            instructions=self.args.instructions,
            model=self.args.model,
            tools=[*own, *self.box.definitions] if self.box else None,
        ) as stream:
            self._hear(stream)
        while self.run is not None and self.run.status == "requires_action":
            outputs = self._outputs(self.run)
            with runs.submit_tool_outputs_stream(self.run, tool_outputs=outputs) as stream:
                self._hear(stream)
        if self.run is not None and self.run.status == "failed":
            why = self.run.last_error
            raise RunFailed(why.message if why else "The run failed.")

    def _hear(self, stream: Iterable[Any]) -> None:
        for event in stream:
            if isinstance(event, RunChange):
                self.run = event.data
            elif isinstance(event, MessagePiece):
                self._write(
                    "".join(part.text.value or "" for part in event.data.delta.content or () if part.text)
                )
            elif isinstance(event, StepChange) and event.event.endswith(".completed"):
                self._worked(asdict(event.data.step_details))

    def _write(self, words: str) -> None:
        self._text.append(words)
        if self._page is not None:
            self._page.write(words)

    def _worked(self, details: dict[str, Any]) -> None:
        """Show what a step did with a tool of the API's own; functions were shown when they were called."""
        for call in details.get("tool_calls") or ():
            kind = str(call.get("type"))
            if kind != "function":
                self._trace(_told(kind, call.get(kind) or {}))

    def _trace(self, trace: Traced) -> None:
        from openai_nb.looks.live import in_terminal

        self._traces.append(trace)
        if self._page is not None:
            self._page.refresh()
            if in_terminal():
                print(f"({trace})")

    def _outputs(self, run: Run) -> list[dict[str, Any]]:
        """Every call that is asked for, made; without functions the run is cancelled, for it would wait."""
        assert run.required_action is not None
        calls = [asdict(each) for each in run.required_action.submit_tool_outputs.tool_calls]
        if self.box is None:
            self._cancel()
            names = ",".join(dict.fromkeys(call["function"]["name"] for call in calls))
            raise Misused(f"It calls {names}, which this cell does not give it.", f"Say --tools {names}.")
        outputs = []
        for call in calls:
            told, trace = called(call, self.box)
            outputs.append({"tool_call_id": call["id"], "output": told["content"]})
            self._trace(trace)
        return outputs

    def _cancel(self) -> None:
        if self.run is not None:
            with suppress(OpenAIError):  # it may have ended meanwhile
                self.run = current().client.threads.runs.cancel(self.run)

    def _finish(self) -> None:
        from openai_nb.core.traces import plain
        from openai_nb.looks.live import in_terminal

        if self._usage or self.text:
            about = {"what": "threads", "cell": usual.cell(), "conversation": self.name}
            note(self._model, self._usage, seconds=self.seconds, **about)
        if self._page is not None and (self.text or self._traces):
            bundle, footer = self._render(self.text), self._footer
            bundle["text/markdown"] += f"\n\n{quiet(footer)}" if footer else ""
            told = {"model": self._model, "usage": self._usage, "cost": self.reply.cost}
            self._page.finish(bundle, {"openai_nb": told})
            if footer and in_terminal():
                print(f"({plain(' · '.join(footer))})")

    @property
    def _footer(self) -> list[str]:
        """Model, tokens, price, seconds or badge, and why it ended otherwise than planned."""
        sandboxed = current().client.provider.sandboxed
        end = "interrupted" if self.stopped else ENDS.get(self.run.status if self.run else "", "")
        if not options.current().footer:
            return [each for each in (SANDBOX if sandboxed else "", end) if each]
        money = [SANDBOX] if sandboxed else [price(self.reply.cost), f"{self.seconds:.1f} s"]
        return [each for each in (self._model, tokens(self._usage), *money, end) if each]

    def _render(self, text: str) -> dict[str, Any]:
        from openai_nb.looks.markdown import safe

        folds = "".join(f"\n\n{folded(each)}" for each in self._traces)
        return {"text/markdown": safe(text) + folds, "text/plain": text}


def _told(kind: str, details: dict[str, Any]) -> Traced:
    """What a tool of the API's own was asked, and what it gave."""
    if kind == "code_interpreter":
        outputs = details.get("outputs") or ()
        gave = "\n".join(str(each.get("logs") or f"[{each.get('type')}]") for each in outputs)
        return Traced(f"code_interpreter: {details.get('input', '')}", gave)
    found = [str(each.get("file_name")) for each in details.get("results") or ()]
    return Traced(kind, ", ".join(found))
