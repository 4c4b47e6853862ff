"""Asking: a question on its way: the answer as it comes, and the functions that are called for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from openai_nb.core.errors import OpenAIError
from openai_nb.core.hangup import HungUp
from openai_nb.core.record import asdict
from openai_nb.core.toolbox import Toolbox
from openai_nb.data import reckoning
from openai_nb.data.calls import afford, note
from openai_nb.data.conversations import DONE, FAILED, INTERRUPTED, Turn
from openai_nb.data.defaults import standing_out
from openai_nb.panels.running import DECLINED, spelled
from openai_nb.panels.work import Steps, on_stop

if TYPE_CHECKING:
    from openai_nb.client import Client
    from openai_nb.panels.chat import ChatPanel

MOST_ROUNDS = 10  # answers in a row that call functions
UNDER_WAY = "under way"

Allow = Callable[[str], bool]


def request(panel: ChatPanel, model: str) -> dict[str, Any]:
    """What a panel's settings say of each request; without a `model` the server is asked for one."""
    longest = "max_completion_tokens" if panel.client.provider.models else "max_tokens"
    sent = {
        "model": model,
        "temperature": panel.temperature,
        longest: panel.max_tokens,
        "reasoning_effort": panel.effort or None,
        "stream_options": {"include_usage": True},
    }
    return {name: value for name, value in sent.items() if value is not None}


def asking(
    client: Client,
    turn: Turn,
    sent: Mapping[str, Any],
    tools: Toolbox,
    *,
    allow: Allow,
    conversation: str = "",
) -> Steps:
    """Ask, answer what functions are asked for, and ask again; `turn` becomes what came of it.

    Yields `growing`, the words so far, and `called`, how many messages stand before the answer.  `allow` is
    asked before a function that wants to be confirmed is called.  Raises `TooDear` before it costs too much.
    """
    turn.status = UNDER_WAY
    try:
        sent = {**sent, "model": sent["model"] or standing_out(client, "chat")}
        offered = {**sent, "tools": tools} if len(tools) else sent
        for _ in range(MOST_ROUNDS):
            messages = [*sent["messages"], *turn.calls]
            _afford(client, {**sent, "messages": messages})
            calls = yield from _listening(client, turn, {**offered, "messages": messages})
            if not calls or turn.status != UNDER_WAY:
                break
            yield from _calling(turn, calls, tools, allow)
        if turn.status == UNDER_WAY:
            turn.status = DONE
    except OpenAIError as problem:
        stopped = turn.answer or isinstance(problem, HungUp)
        turn.status = INTERRUPTED if stopped else FAILED
        raise
    finally:
        if turn.status == UNDER_WAY:
            turn.status = INTERRUPTED
        if turn.usage:
            note(turn.model, turn.usage, client.provider, conversation=conversation)


def _afford(client: Client, sent: Mapping[str, Any]) -> None:
    """Let a request pass that does not cost more than one may."""
    model, longest = str(sent["model"]), sent.get("max_completion_tokens") or sent.get("max_tokens")
    afford(model, reckoning.answered(model, sent["messages"], longest), client.provider)


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


def _calling(turn: Turn, calls: list[dict[str, Any]], tools: Toolbox, allow: Allow) -> Steps:
    """Call what is asked for, one after the other, and note what it gave."""
    turn.calls.append({"role": "assistant", "content": turn.answer or None, "tool_calls": calls})
    turn.answer = ""
    yield {"called": len(turn.calls)}
    for call in calls:
        tool = tools.tools.get(str((call.get("function") or {}).get("name")))
        if tool is None or not tool.confirm or allow(spelled(call)):
            turn.calls += tools.outputs(call)
        else:
            turn.calls.append({"role": "tool", "tool_call_id": call.get("id"), "content": DECLINED})
        yield {"called": len(turn.calls), "growing": ""}


def _count(turn: Turn, usage: Any) -> None:
    """Add up what the answers of a turn took."""
    if not usage:
        return
    told, before = asdict(usage), turn.usage or {}
    names = ("prompt_tokens", "completion_tokens", "total_tokens")
    turn.usage = {**told, **{name: (before.get(name) or 0) + (told.get(name) or 0) for name in names}}
