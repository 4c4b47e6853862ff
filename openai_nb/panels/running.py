"""Running: something said to an assistant in a thread, and what it does until it has answered."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from openai_nb.api.run_events import MessagePiece, Run, RunChange, StepChange
from openai_nb.core.errors import OpenAIError
from openai_nb.core.hangup import HungUp
from openai_nb.core.record import asdict
from openai_nb.core.toolbox import Toolbox
from openai_nb.data import reckoning
from openai_nb.data.calls import afford, note
from openai_nb.data.conversations import DONE, FAILED, INTERRUPTED, Turn
from openai_nb.panels.work import on_stop

if TYPE_CHECKING:
    from openai_nb.client import Client

UNDER_WAY = "under way"
ENDS = {"incomplete": "cut short", "expired": "expired", "cancelled": INTERRUPTED}
DECLINED = json.dumps({"error": "The user did not allow this call."})
CANCEL_SECONDS = 5.0  # that a server has to hear that a run is not wanted any more
Happening = dict[str, Any]


class Running:
    """One run in a thread; `turn` becomes what was said and done in it, `step` is told of each step.

    `before` is what was said in the thread earlier; `allow` is asked before a function that wants to be
    confirmed is called.
    """

    def __init__(
        self,
        client: Client,
        turn: Turn,
        tools: Toolbox,
        *,
        step: Callable[[Happening], object],
        allow: Callable[[str], bool],
        before: Sequence[Turn] = (),
    ) -> None:
        self.client, self.turn, self.tools, self.before = client, turn, tools, before
        self._step, self._allow = step, allow
        self.run: Run | None = None
        self._over = False

    def go(self, thread: str, assistant: Mapping[str, Any]) -> Generator[dict[str, Any], None, None]:
        """Say it in the thread, or in a new one, and let it answer.

        Raises `TooDear` before it costs too much.  Yields `thread`, then `growing`, the words so far, and
        `called`, the messages before them.
        """
        began, self.turn.status = time.monotonic(), UNDER_WAY
        try:
            self._afford(str(assistant.get("model")))
            thread = thread or self.client.threads.create().id
            self.client.threads.messages.say(thread, str(self.turn.question[0]["content"]))
            yield {"thread": thread}
            yield from self._answer(thread, assistant)
            self._end()
        except OpenAIError as problem:
            self.turn.status = INTERRUPTED if self.turn.answer or isinstance(problem, HungUp) else FAILED
            raise
        finally:
            self._over = True
            if self.turn.status == UNDER_WAY:
                self.turn.status = INTERRUPTED
            self._note(thread, time.monotonic() - began)

    def _answer(self, thread: str, assistant: Mapping[str, Any]) -> Generator[dict[str, Any], None, None]:
        runs, own = self.client.threads.runs, list(assistant.get("tools") or ())
        on_stop(self._cancel)
        offered = [*own, *self.tools.definitions] if len(self.tools) else None
        with runs.stream(thread, assistant_id=str(assistant["id"]), tools=offered) as stream:
            on_stop(stream.close)
            yield from self._hear(stream)
        while self.run is not None and self.run.status == "requires_action":
            outputs = yield from self._outputs(self.run)
            with runs.submit_tool_outputs_stream(self.run, tool_outputs=outputs) as stream:
                on_stop(stream.close)
                yield from self._hear(stream)

    def _afford(self, model: str) -> None:
        said = [(each.question, each.answer) for each in (*self.before, self.turn)]
        afford(model, reckoning.answered(model, said), self.client.provider)

    def _note(self, thread: str, seconds: float) -> None:
        """Write into the ledger what the run took, where it came to anything."""
        turn = self.turn
        if turn.usage or turn.answer:
            about = {"what": "assistant", "conversation": thread, "seconds": seconds}
            note(turn.model, turn.usage, self.client.provider, **about)

    def _hear(self, stream: Iterable[Any]) -> Generator[dict[str, Any], None, None]:
        for event in stream:
            if isinstance(event, RunChange):
                self.run = event.data
                self.turn.model = event.data.model
                self.turn.usage = asdict(event.data.usage) if event.data.usage else None
            elif isinstance(event, MessagePiece):
                parts = event.data.delta.content or ()
                self.turn.answer += "".join(part.text.value or "" for part in parts if part.text)
                yield {"growing": self.turn.answer}
            elif isinstance(event, StepChange):
                self._step(asdict(event.data))
                yield {}

    def _outputs(self, run: Run) -> Generator[dict[str, Any], None, list[dict[str, Any]]]:
        """Every call that is asked for, made."""
        assert run.required_action is not None
        calls = [asdict(each) for each in run.required_action.submit_tool_outputs.tool_calls]
        said = {"role": "assistant", "content": self.turn.answer or None, "tool_calls": calls}
        self.turn.calls.append(said)
        yield {"called": len(self.turn.calls)}
        outputs = []
        for call in calls:
            output = self._called(call)
            outputs.append({"tool_call_id": call["id"], "output": output})
            self.turn.calls.append({"role": "tool", "tool_call_id": call["id"], "content": output})
            yield {"called": len(self.turn.calls)}
        return outputs

    def _called(self, call: Mapping[str, Any]) -> str:
        name = str((call.get("function") or {}).get("name"))
        tool = self.tools.tools.get(name)
        if tool is not None and tool.confirm and not self._allow(spelled(call)):
            return DECLINED
        return self.tools.call(call)

    def _end(self) -> None:
        status = self.run.status if self.run is not None else ""
        self.turn.status = DONE if status == "completed" else ENDS.get(status, FAILED)
        if status == "failed" and self.run is not None:
            why = self.run.last_error
            raise ValueError(why.message if why else "The run failed.")

    def _cancel(self) -> None:
        """End the run over there as well; nobody waits for the answer to that."""
        if self.run is None or self._over:
            return
        run, runs = self.run, self.client.using(timeout=CANCEL_SECONDS, max_retries=0).threads.runs

        def cancel() -> None:
            with suppress(OpenAIError):  # it may have ended meanwhile
                runs.cancel(run)

        threading.Thread(target=cancel, name="openai_nb cancels a run", daemon=True).start()


def spelled(call: Mapping[str, Any]) -> str:
    """A call of a function as one would write it."""
    function = call.get("function") or {}
    try:
        given = json.loads(function.get("arguments") or "{}")
    except ValueError:
        return f"{function.get('name')}({function.get('arguments')})"
    words = (
        [f"{name}={value!r}" for name, value in given.items()] if isinstance(given, dict) else [repr(given)]
    )
    return f"{function.get('name')}({', '.join(words)})"


def did(step: Mapping[str, Any]) -> str:
    """What a step of a run did, in words."""
    details = step.get("step_details") or {}
    told = []
    for call in details.get("tool_calls") or ():
        kind = str(call.get("type"))
        inner = call.get(kind) or {}
        told.append(spelled(call) if kind == "function" else f"{kind}: {inner.get('input', '')}".rstrip(": "))
    return "; ".join(told) or ("writes a message" if details.get("type") == "message_creation" else "")
