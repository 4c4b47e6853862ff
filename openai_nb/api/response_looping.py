"""Response looping: a response in a shape, and asking on until no more functions are called."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from openai_nb.api.items import ItemMessage, OutputRefusal
from openai_nb.api.response import Response, function_calls
from openai_nb.api.shapes import Id, Json, Jsons
from openai_nb.core.endpoint import Resource
from openai_nb.core.errors import BadValue, Declined, Misshapen, OpenAIError, Truncated, WaitedTooLong
from openai_nb.core.record import asdict, make
from openai_nb.core.schemas import Unfit, read, response_format
from openai_nb.core.toolbox import Toolbox, Toolish

_set = object.__setattr__  # a record is what the server said; what was read of it stands beside


class ParsedResponse(Response):
    """A response; `output_parsed` is what it says, in the shape asked for, or None where it calls tools."""

    __slots__ = ("output_parsed",)
    output_parsed: Any


class ResponseLooping(Resource):
    """What can be made of `create`."""

    create: Any

    def parse(
        self, *, model: Id, input: str | Jsons, text_format: Any, text: Json | None = None, **options: Any
    ) -> ParsedResponse:
        """Ask for an answer in a shape, and read it as that: `.output_parsed`.

        The shape is a dataclass, TypedDict or pydantic model, which gives such an object; or short words
        such as "name str, age int", a dict of types or a JSON schema, which give plain dicts.  The options
        are those of `create`.  Raises `Truncated`, `Declined` or `Misshapen`.
        """
        wanted = response_format(text_format)["json_schema"]
        form = {"type": "json_schema", **wanted}
        answer = self.create(model=model, input=input, text={**(text or {}), "format": form}, **options)
        return parsed(answer, text_format)

    def run(
        self,
        *,
        model: Id,
        input: str | Jsons,
        tools: Toolbox | Sequence[Toolish],
        max_turns: int = 8,
        timeout: float | None = 600.0,
        each: Callable[[dict[str, Any]], object] | None = None,
        **options: Any,
    ) -> Response:
        """Ask, call the functions that are asked for, tell what they gave, and so on: the last response.

        `each` is called with every item that is added on the way, those of the answer included.  Raises
        `WaitedTooLong` after `max_turns` answers that all call functions, or when `timeout` seconds have
        passed between two of them (None: never); its `last` is the last response.
        """
        if max_turns < 1:
            raise BadValue(f"max_turns is {max_turns}; give 1 or more.")
        box, told = Toolbox(tools), each or (lambda item: None)
        end = None if timeout is None else time.monotonic() + timeout
        said: list[Any] = [{"role": "user", "content": input}] if isinstance(input, str) else list(input)
        for turn in range(1, max_turns + 1):
            answer: Response = self.create(model=model, input=said, tools=box.responses, **options)
            added, calls = [asdict(item) for item in answer.output], function_calls(answer)
            late = end is not None and time.monotonic() >= end
            if calls and (late or turn == max_turns):
                raise _too_long(answer, f"{timeout:g} s" if late else f"{turn} turns")
            outputs = box.outputs(answer) if calls else []
            for item in [*added, *outputs]:
                told(item)
            if not calls:
                break
            # A conversation keeps what was said by itself; else all of it is said again.
            said = outputs if options.get("conversation") else [*said, *added, *outputs]
        return answer


def parsed(response: Response, shape: Any) -> ParsedResponse:
    """`response` with its answer read as `shape`.

    Raises `Truncated` where it was cut off, `Declined` where the model would not answer, and `Misshapen`
    where what it says does not fit; each has the response as its `partial`.
    """
    found: ParsedResponse = make(ParsedResponse, asdict(response))
    problem = _why_not(response)
    if problem is None:
        try:
            value = None if function_calls(response) else read(response.output_text, shape)
            _set(found, "output_parsed", value)
            return found
        except Unfit as unfit:
            problem = Misshapen(f"The answer has not the shape that was asked for. {unfit}")
    problem.partial = response
    raise problem


def _why_not(response: Response) -> OpenAIError | None:
    """Why an answer has not come whole."""
    for item in response.output:
        for part in item.content if isinstance(item, ItemMessage) else ():
            if isinstance(part, OutputRefusal):
                return Declined(f"The model would not answer: {part.refusal}")
    reason = response.incomplete_details.reason if response.incomplete_details else None
    if reason == "content_filter":
        return Declined("A filter stopped the answer.", "Ask otherwise; what the filter is, the API says.")
    if response.status == "incomplete":
        return Truncated(
            f"The answer was cut off ({reason}), in the middle of its JSON.",
            "Allow more: max_output_tokens=…, or ask for less.",
        )
    return None


def _too_long(answer: Response, limit: str) -> WaitedTooLong:
    names = ", ".join(call.name for call in function_calls(answer))
    error = WaitedTooLong(
        f"No answer after {limit}: the model still calls {names}.",
        "Its last response is in `last`; allow more with max_turns=… or timeout=….",
    )
    error.last = answer
    return error
