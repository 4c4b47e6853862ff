"""Tasks: what is asked of each row: where, with which body, and what is made of the answer."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openai_nb.core.encoding import encoded
from openai_nb.core.errors import Garbled
from openai_nb.core.record import Record, asdict
from openai_nb.data.prompts import Prompt, in_words, is_missing
from openai_nb.data.shapes import Shape, Values, said

if TYPE_CHECKING:
    from openai_nb.client import Client

CHAT, MODERATIONS = "/chat/completions", "/moderations"
Question = tuple[dict[str, Any], int]  # a body, and the bytes in it that will be read


@dataclass(frozen=True)
class Task:
    """One kind of question; `columns` are those that a row's question is made of."""

    what: str
    path: str
    model: str
    columns: Sequence[Hashable]
    shape: Shape
    question: Callable[[Sequence[Any]], Question | None]
    send: Callable[[Client, Mapping[str, Any]], dict[str, Any]]
    read: Callable[[Mapping[str, Any]], Values]
    longest: int | None = None  # tokens of an answer


def chat(prompt: Prompt, shape: Shape, model: str, options: Mapping[str, Any], what: str = "map") -> Task:
    """A chat question for each row; `options` go along with each, such as `temperature`."""
    fixed = {"model": model, **{name: value for name, value in options.items() if value is not None}}
    if shape.response_format:
        fixed["response_format"] = shape.response_format
    around = len(encoded(fixed.get("response_format") or "")) // 2  # names of fields are short tokens

    def question(values: Sequence[Any]) -> Question | None:
        found = prompt.messages(values)
        return None if found is None else ({**fixed, "messages": found[0]}, found[1] + around)

    longest = options.get("max_completion_tokens") or options.get("max_tokens")
    return Task(
        what,
        CHAT,
        model,
        prompt.columns,
        shape,
        question,
        _sender(CHAT, "choices"),
        lambda answer: shape.read(said(answer)),
        longest,
    )


def moderation(column: Hashable, shape: Shape, model: str) -> Task:
    """Whether each text of a column is harmful: flagged, the worst category, and how sure that is."""

    def question(values: Sequence[Any]) -> Question | None:
        if is_missing(values[0]):
            return None
        text = in_words(values[0])
        return {"model": model, "input": text}, len(text.encode())

    send = _sender(MODERATIONS, "results")
    return Task("moderate", MODERATIONS, model, [column], shape, question, send, _judged)


def _sender(path: str, field: str) -> Callable[[Client, Mapping[str, Any]], dict[str, Any]]:
    """Sends a body as it is: binding its fields to a method's would take a tenth of a row's time."""

    def send(client: Client, body: Mapping[str, Any]) -> dict[str, Any]:
        return _whole(client.request("POST", path, body=body), field)

    return send


def _judged(answer: Mapping[str, Any]) -> Values:
    found = answer["results"][0]
    scores: dict[str, float] = found.get("category_scores") or {}
    worst = max(scores, key=scores.__getitem__) if scores else None
    return bool(found["flagged"]), worst, scores[worst] if worst else None


def _whole(answer: Any, field: str) -> dict[str, Any]:
    raw = asdict(answer) if isinstance(answer, Record) else {}
    if not raw.get(field):
        raise Garbled(f"An answer came that has no {field}.")
    return raw
