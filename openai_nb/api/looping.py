"""Looping: asking a chat for a typed answer, and asking on until no more functions are called."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from openai_nb.api.chat_completion import Completion, Message
from openai_nb.api.shapes import Id, Jsons
from openai_nb.core.endpoint import Resource
from openai_nb.core.errors import BadValue, WaitedTooLong
from openai_nb.core.record import asdict

if TYPE_CHECKING:
    from openai_nb.api.parsed import ParsedCompletion
    from openai_nb.core.toolbox import Toolbox, Toolish


class Looping(Resource):
    """What can be made of `create`."""

    create: Any

    def parse(self, *, model: Id, messages: Jsons, response_format: Any, **options: Any) -> ParsedCompletion:
        """Ask for an answer in a shape, and read it as that: `.parsed`, or `choices[0].message.parsed`.

        The shape is a dataclass, TypedDict or pydantic model, which gives such an object; or short words
        such as "name str, age int", a dict of types or a JSON schema, which give plain dicts.  The options
        are those of `create`.  Raises `Truncated`, `Declined` or `Misshapen`.
        """
        from openai_nb.api.parsed import parsed
        from openai_nb.core import schemas

        shape = schemas.response_format(response_format)
        answer = self.create(model=model, messages=messages, response_format=shape, **options)
        return parsed(answer, response_format)

    def run(
        self,
        *,
        model: Id,
        messages: Jsons,
        tools: Toolbox | Sequence[Toolish],
        max_turns: int = 8,
        timeout: float | None = 600.0,
        each: Callable[[dict[str, Any]], object] | None = None,
        **options: Any,
    ) -> Completion:
        """Ask, call the functions that are asked for, tell what they gave, and so on: the last answer.

        `each` is called with every message that is added on the way, the answer's included.  Raises
        `WaitedTooLong` after `max_turns` answers that all call functions, or when `timeout` seconds have
        passed between two of them (None: never); its `last` is the last answer.
        """
        from openai_nb.core.toolbox import Toolbox

        if max_turns < 1:
            raise BadValue(f"max_turns is {max_turns}; give 1 or more.")
        box, talk = tools if isinstance(tools, Toolbox) else Toolbox(tools), list(messages)
        end = None if timeout is None else time.monotonic() + timeout
        told = each or (lambda message: None)
        for turn in range(1, max_turns + 1):
            answer: Completion = self.create(model=model, messages=talk, tools=box, **options)
            said = _said(answer.choices[0].message)
            told(said)
            if not said.get("tool_calls"):
                return answer
            late = end is not None and time.monotonic() >= end
            if late or turn == max_turns:
                break
            outputs = box.outputs(answer)
            talk += [said, *outputs]
            for output in outputs:
                told(output)
        raise _too_long(answer, f"{timeout:g} s" if late else f"{turn} turns")


def _said(message: Message) -> dict[str, Any]:
    """A message as it is sent again: its words and its calls."""
    raw = asdict(message)
    kept = {name: raw[name] for name in ("refusal", "tool_calls") if raw.get(name)}
    return {"role": "assistant", "content": raw.get("content"), **kept}


def _too_long(answer: Completion, limit: str) -> WaitedTooLong:
    calls = [asdict(each) for each in answer.choices[0].message.tool_calls or ()]
    names = [str((each.get("function") or each.get("custom") or {}).get("name")) for each in calls]
    error = WaitedTooLong(
        f"No answer after {limit}: the model still calls {', '.join(names)}.",
        "Its last answer is in `last`; allow more with max_turns=… or timeout=….",
    )
    error.last = answer
    return error
