"""Completing: the older text calls in the words of a chat, so that they are asked and heard like one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openai_nb.api.edits import EDITOR as EDITOR
from openai_nb.core.record import Record, asdict, make
from openai_nb.magics.dialects import Asked, ChatDialect, Heard, Json

if TYPE_CHECKING:
    from openai_nb.client import Client


@dataclass
class Text(Asked):
    """A text to go on with, and how."""

    stop: list[str] | None = None
    suffix: str | None = None
    echo: bool | None = None


class CompletionDialect(ChatDialect):
    """`/completions`: a text in, its continuation out."""

    path = "/completions"

    def request(self, asked: Asked) -> Json:
        """What is sent, as the client takes it."""
        assert isinstance(asked, Text)
        sent = {
            "model": asked.model,
            "prompt": asked.messages[0]["content"],
            "temperature": asked.temperature,
            "max_tokens": asked.max_tokens,
            "seed": asked.seed,
            "stop": asked.stop,
            "suffix": asked.suffix,
            "echo": asked.echo,
            "stream_options": {"include_usage": True},
        }
        return {name: value for name, value in sent.items() if value is not None}

    def stream(self, client: Client, sent: Json) -> Any:
        """The continuation, piece by piece."""
        return client.completions.stream(**sent)

    def wire(self, sent: Json) -> Json:
        """The body as it travels."""
        from openai_nb.api.completions import TextCompletions

        body: Any = TextCompletions(lambda call: call.body).stream(**sent)
        return dict(body)

    def heard(self, piece: Any) -> Heard:
        """What a piece brought."""
        raw = asdict(piece)
        choice: Json = next((each for each in raw.get("choices") or () if not each.get("index")), {})
        return Heard(
            choice.get("text") or "",
            finish=choice.get("finish_reason") or "",
            model=raw.get("model") or "",
            usage=piece.usage if raw.get("usage") else None,
        )

    def whole(self, pieces: Sequence[Any]) -> Any:
        """The continuation that the pieces make together."""
        from openai_nb.api.completions import gathered

        return gathered(pieces)

    def pieces(self, raw: Json) -> list[Any]:
        """A continuation that was kept, as one piece."""
        from openai_nb.api.completions import TextCompletion

        return [make(TextCompletion, raw)]

    def calls(self, raw: Json) -> list[Json]:
        """None: the older calls know no functions."""
        return []


class EditDialect(CompletionDialect):
    """`/edits`: a text and an instruction in, the changed text out, all at once."""

    path = "/edits"

    def request(self, asked: Asked) -> Json:
        """What is sent, as the client takes it."""
        instruction, text = (each["content"] for each in asked.messages)
        sent = {"model": asked.model, "instruction": instruction, "input": text}
        return sent if asked.temperature is None else {**sent, "temperature": asked.temperature}

    def stream(self, client: Client, sent: Json) -> Any:
        """The changed text, as the one piece it comes in."""
        return _AtOnce([client.edits.create(**sent)])

    def wire(self, sent: Json) -> Json:
        """The body as it travels."""
        return dict(sent)

    def whole(self, pieces: Sequence[Any]) -> Any:
        """The one piece there is."""
        return pieces[-1] if pieces else make(Record, {})

    def pieces(self, raw: Json) -> list[Any]:
        """A changed text that was kept."""
        from openai_nb.api.edits import Edit

        return [make(Edit, raw)]


class _AtOnce(list[Any]):
    """An answer that is there already, where a stream is expected."""

    def __enter__(self) -> _AtOnce:
        return self

    def __exit__(self, *_: object) -> None:
        pass
