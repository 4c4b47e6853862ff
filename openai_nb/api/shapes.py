"""Shapes: records and arguments that several families share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, TypeAlias

from openai_nb.core.endpoint import Shaped
from openai_nb.core.record import Record
from openai_nb.core.toolbox import Toolbox, definitions

Id: TypeAlias = str | Record  # an id, or the record that has it
Json: TypeAlias = Mapping[str, Any]
Jsons: TypeAlias = Sequence[Mapping[str, Any] | Record]
Tools: TypeAlias = Annotated[Sequence[Json | Callable[..., Any]] | Toolbox | None, Shaped(definitions)]
Texts: TypeAlias = Sequence[str]
Tokens: TypeAlias = Sequence[int] | Sequence[Sequence[int]]


class Deleted(Record):
    """The receipt for something deleted."""

    id: str
    object: str
    deleted: bool


class TokenDetails(Record):
    """What kind of tokens they were."""

    cached_tokens: int | None
    audio_tokens: int | None
    reasoning_tokens: int | None
    accepted_prediction_tokens: int | None
    rejected_prediction_tokens: int | None
    text_tokens: int | None
    image_tokens: int | None


class Usage(Record):
    """How many tokens a call took."""

    prompt_tokens: int
    completion_tokens: int | None
    total_tokens: int
    prompt_tokens_details: TokenDetails | None
    completion_tokens_details: TokenDetails | None
