"""Dialects: the two APIs a chat may go through: how each is asked, and how its answers are heard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openai_nb.core.record import asdict, make
from openai_nb.magics.arguments import Misused

if TYPE_CHECKING:
    from openai_nb.client import Client
    from openai_nb.core.toolbox import Toolbox

Json = dict[str, Any]
ENDS = {"max_output_tokens": "length", "content_filter": "content_filter"}  # why a response is incomplete


@dataclass
class Asked:
    """What is wanted of a model, in the words of a chat; `dialect` says how it is sent."""

    model: str
    messages: list[Json]
    temperature: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    reasoning_effort: str | None = None
    shape: Json | None = None
    tools: Toolbox | None = None
    longest: str = "max_completion_tokens"  # what the server calls `max_tokens`


@dataclass
class Heard:
    """What one piece of an answer brought."""

    words: str = ""
    refusal: str = ""
    finish: str = ""
    model: str = ""
    usage: Any = None


class ChatDialect:
    """`/chat/completions`, which nearly every server knows."""

    path = "/chat/completions"

    def request(self, asked: Asked) -> Json:
        """What is sent, as the client takes it."""
        sent = {
            "model": asked.model,
            "messages": asked.messages,
            "temperature": asked.temperature,
            asked.longest: asked.max_tokens,
            "seed": asked.seed,
            "reasoning_effort": asked.reasoning_effort,
            "response_format": asked.shape,
            "tools": asked.tools.definitions if asked.tools else None,
            "stream_options": {"include_usage": True},
        }
        return {name: value for name, value in sent.items() if value is not None}

    def stream(self, client: Client, sent: Json) -> Any:
        """The answer, piece by piece."""
        return client.chat.completions.stream(**sent)

    def wire(self, sent: Json) -> Json:
        """The body as it travels."""
        from openai_nb.api.chat import Completions

        body: Any = Completions(lambda call: call.body).stream(**sent)
        return dict(body)

    def heard(self, piece: Any) -> Heard:
        """What a piece brought."""
        raw = asdict(piece)
        choices: Iterable[Json] = raw.get("choices") or ()
        choice: Json = next((each for each in choices if not each.get("index")), {})
        delta = choice.get("delta") or {}
        return Heard(
            delta.get("content") or "",
            delta.get("refusal") or "",
            choice.get("finish_reason") or "",
            raw.get("model") or "",
            piece.usage if raw.get("usage") else None,
        )

    def whole(self, pieces: Sequence[Any]) -> Any:
        """The answer that the pieces make together."""
        from openai_nb.api.chat import gathered

        return gathered(pieces)

    def pieces(self, raw: Json) -> list[Any]:
        """An answer that was kept, as pieces."""
        from openai_nb.api.chat import Chunk
        from openai_nb.api.joining import split

        return [make(Chunk, each) for each in split(raw)]

    def calls(self, raw: Json) -> list[Json]:
        """The functions an answer asks for, as a chat has them."""
        choices = raw.get("choices") or [{}]
        return list((choices[0].get("message") or {}).get("tool_calls") or [])

    def more(self, sent: Json, raw: Json, added: list[Json]) -> Json:
        """The request that goes on after functions were called; `added` are the messages since."""
        return {**sent, "messages": [*sent["messages"], *added]}


class ResponsesDialect:
    """`/responses`, OpenAI's own API of today; the whole talk is sent along each time."""

    path = "/responses"

    def request(self, asked: Asked) -> Json:
        """What is sent, as the client takes it; raises `Misused` for a seed, which it does not know."""
        if asked.seed is not None:
            raise Misused("The Responses API takes no seed.", "Leave it out, or say --api chat.")
        wanted = asked.shape["json_schema"] if asked.shape else None
        sent = {
            "model": asked.model,
            "input": items(asked.messages),
            "temperature": asked.temperature,
            "max_output_tokens": asked.max_tokens,
            "reasoning": {"effort": asked.reasoning_effort} if asked.reasoning_effort else None,
            "text": {"format": {"type": "json_schema", **wanted}} if wanted else None,
            "tools": asked.tools.responses if asked.tools else None,
        }
        return {name: value for name, value in sent.items() if value is not None}

    def stream(self, client: Client, sent: Json) -> Any:
        """The answer, event by event."""
        return client.responses.stream(**sent)

    def wire(self, sent: Json) -> Json:
        """The body as it travels."""
        from openai_nb.api.responses import Responses

        body: Any = Responses(lambda call: call.body).stream(**sent)
        return dict(body)

    def heard(self, piece: Any) -> Heard:
        """What an event brought; raises `Refused` for the one that says the response failed."""
        raw = asdict(piece)
        kind, response = raw.get("type"), raw.get("response") or {}
        if response.get("error"):
            from openai_nb.core.refusals import refusal

            raise refusal(500, {"error": response["error"]})
        ended = response.get("usage") is not None
        return Heard(
            raw["delta"] if kind == "response.output_text.delta" else "",
            raw["delta"] if kind == "response.refusal.delta" else "",
            _end(response) if ended else "",
            response.get("model") or "",
            piece.response.usage if ended else None,
        )

    def whole(self, pieces: Sequence[Any]) -> Any:
        """The response that the events make together."""
        from openai_nb.api.responses import gathered

        return gathered(pieces)

    def pieces(self, raw: Json) -> list[Any]:
        """A response that was kept, as events."""
        from openai_nb.api.events import event
        from openai_nb.api.unfolding import unfolded

        return [event(each) for each in unfolded(raw)]

    def calls(self, raw: Json) -> list[Json]:
        """The functions a response asks for, as a chat has them."""
        return [_chat_call(each) for each in raw.get("output") or () if each.get("type") == "function_call"]

    def more(self, sent: Json, raw: Json, added: list[Json]) -> Json:
        """The request that goes on after functions were called: its own items, and what they gave."""
        gave = [each for each in added if each["role"] == "tool"]
        return {**sent, "input": [*sent["input"], *raw["output"], *items(gave)]}


Dialect = ChatDialect | ResponsesDialect
DIALECTS: Mapping[str, Dialect] = {"chat": ChatDialect(), "responses": ResponsesDialect()}


def items(messages: Iterable[Json]) -> list[Json]:
    """The messages of a chat as the Responses API takes them."""
    found: list[Json] = []
    for message in messages:
        if message["role"] == "tool":
            called = message["tool_call_id"]
            found.append({"type": "function_call_output", "call_id": called, "output": message["content"]})
            continue
        if message.get("content"):
            found.append({"role": message["role"], "content": _content(message)})
        found += [_response_call(each) for each in message.get("tool_calls") or ()]
    return found


def _content(message: Json) -> Any:
    content = message["content"]
    return content if isinstance(content, str) else [_part(each) for each in content]


def _part(part: Json) -> Json:
    kind = part["type"]
    if kind == "text":
        return {"type": "input_text", "text": part["text"]}
    if kind == "image_url":
        return {"type": "input_image", "image_url": part["image_url"]["url"]}
    return {"type": "input_file", **part["file"]} if kind == "file" else part


def _chat_call(item: Json) -> Json:
    function = {"name": item["name"], "arguments": item["arguments"]}
    return {"id": item["call_id"], "type": "function", "function": function}


def _response_call(call: Json) -> Json:
    return {"type": "function_call", "call_id": call["id"], **call["function"]}


def _end(response: Json) -> str:
    """Why a response ended, in the words of a chat."""
    if response.get("status") == "incomplete":
        return ENDS.get((response.get("incomplete_details") or {}).get("reason") or "", "length")
    asked = any(item.get("type") == "function_call" for item in response.get("output") or ())
    return "tool_calls" if asked else "stop"
