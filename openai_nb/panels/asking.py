"""Asking: a question on its way: the answer as it comes, and the functions that are called for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from openai_nb.core.errors import OpenAIError
from openai_nb.core.record import asdict
from openai_nb.core.toolbox import Toolbox
from openai_nb.panels.work import Steps, on_stop
from openai_nb.session import DONE, FAILED, INTERRUPTED, Turn

if TYPE_CHECKING:
    from openai_nb.client import Client

MOST_ROUNDS = 10  # answers in a row that call functions
UNDER_WAY = "under way"


def asking(client: Client, turn: Turn, sent: Mapping[str, Any], tools: Toolbox) -> Steps:
    """Ask, answer what functions are asked for, and ask again; `turn` becomes what came of it.

    Yields `growing`, the words so far, and `called`, how many messages stand before the answer.
    """
    turn.status = UNDER_WAY
    offered = {**sent, "tools": tools} if len(tools) else dict(sent)
    try:
        for _ in range(MOST_ROUNDS):
            messages = [*sent["messages"], *turn.calls]
            calls = yield from _listening(client, turn, {**offered, "messages": messages})
            if not calls or turn.status != UNDER_WAY:
                break
            yield from _calling(turn, calls, tools)
        if turn.status == UNDER_WAY:
            turn.status = DONE
    except OpenAIError:
        turn.status = INTERRUPTED if turn.answer else FAILED
        raise
    finally:
        if turn.status == UNDER_WAY:
            turn.status = INTERRUPTED


def _listening(client: Client, turn: Turn, sent: Mapping[str, Any]) -> Any:
    """Hear one answer; the calls it asks for are what this generator returns."""
    from openai_nb.api.chat_completion import gathered

    chunks, finish = [], None
    turn.answer = ""
    with client.chat.completions.stream(**sent) as stream:
        on_stop(stream.close)
        for chunk in stream:
            chunks.append(chunk)
            delta = chunk.choices[0] if chunk.choices else None
            if delta is not None:
                finish = delta.finish_reason or finish
                turn.answer += str(delta.delta) if delta.delta else ""
            turn.model = chunk.model or turn.model
            _count(turn, chunk.usage)
            yield {"growing": turn.answer}
    if finish is None:
        turn.status = INTERRUPTED
    if not chunks:
        return []
    whole = gathered(chunks)
    return asdict(whole.choices[0].message).get("tool_calls") or [] if whole.choices else []


def _calling(turn: Turn, calls: list[dict[str, Any]], tools: Toolbox) -> Steps:
    """Call what is asked for, one after the other, and note what it gave."""
    turn.calls.append({"role": "assistant", "content": turn.answer or None, "tool_calls": calls})
    turn.answer = ""
    yield {"called": len(turn.calls)}
    for output in map(tools.outputs, calls):
        turn.calls += output
        yield {"called": len(turn.calls), "growing": ""}


def _count(turn: Turn, usage: Any) -> None:
    """Add up what the answers of a turn took."""
    if not usage:
        return
    told, before = asdict(usage), turn.usage or {}
    names = ("prompt_tokens", "completion_tokens", "total_tokens")
    turn.usage = {**told, **{name: (before.get(name) or 0) + (told.get(name) or 0) for name in names}}
