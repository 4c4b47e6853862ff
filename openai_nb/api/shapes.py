"""Shapes: records and arguments that several families share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from openai_nb.core.endpoint import Shaped
from openai_nb.core.record import Record

if TYPE_CHECKING:
    from openai_nb.core.toolbox import Toolbox


def _definitions(tools: Any) -> Any:
    """Functions among the tools as the API wants to know them."""
    from openai_nb.core.toolbox import definitions  # when tools are given: it takes as long as a family

    return definitions(tools)


Id: TypeAlias = str | Record  # an id, or the record that has it
Json: TypeAlias = Mapping[str, Any]
Jsons: TypeAlias = Sequence[Mapping[str, Any] | Record]
Texts: TypeAlias = Sequence[str]
Tokens: TypeAlias = Sequence[int] | Sequence[Sequence[int]]
if TYPE_CHECKING:
    Tools: TypeAlias = Sequence[Json | Callable[..., Any]] | Toolbox | None
else:
    Tools = Annotated[Sequence[Json] | None, Shaped(_definitions)]


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
