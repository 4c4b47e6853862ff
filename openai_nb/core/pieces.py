"""Pieces: how the answer of an endpoint arrives when it is streamed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, get_type_hints

Tally = Callable[[dict[str, Any], dict[int, bool]], None]
STREAM: Mapping[str, Any] = MappingProxyType({"stream": True})


def begun_is_ended(raw: dict[str, Any], ended: dict[int, bool]) -> None:
    """The tally of an answer whose pieces do not tell which is the last."""
    ended[0] = True


@dataclass(frozen=True)
class Pieces:
    """How the answer of an endpoint arrives when it is streamed.

    `kind` is one piece, `tally` notes from a piece's JSON which of the answers are begun (False) and
    which have ended (True), `gather` makes the whole answer from all pieces, and `split` makes pieces
    of a whole answer, for servers that answer at once although a stream was asked for.  `asked` are the
    arguments that ask for it, and `last` says of a piece's JSON whether it is the last word, behind which
    nothing is waited for.  `wrap` puts an event's name and its JSON together, where only both tell.
    `kind` may be a function that dresses a piece; where it is `bytes`, the pieces are no events but the
    answer itself.
    """

    kind: Any
    tally: Tally = begun_is_ended
    gather: Callable[[list[Any]], Any] = list
    split: Callable[[dict[str, Any]], list[dict[str, Any]]] = lambda raw: [raw]
    asked: Mapping[str, Any] = field(default_factory=lambda: STREAM)
    last: Callable[[dict[str, Any]], bool] = lambda raw: False
    wrap: Callable[[str, dict[str, Any]], dict[str, Any]] | None = None

    @property
    def hint(self) -> Any:
        """The type of a piece, for signatures."""
        return self.kind if isinstance(self.kind, type) else get_type_hints(self.kind)["return"]
