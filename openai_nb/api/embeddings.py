"""Embeddings: text in, vectors out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from openai_nb.api.shapes import Id, Texts, Tokens, Usage
from openai_nb.core.endpoint import POST, Resource
from openai_nb.core.errors import BadRequest, BadType, BadValue, Garbled
from openai_nb.core.record import Record
from openai_nb.core.vectors import read

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_INPUTS = 2048  # the API's limits for one request
MOST_TOKENS = 300_000
BYTES_PER_TOKEN = 3  # fewer than text has (about 4), so that estimates stay on the safe side


class Embedding(Record):
    """One vector: numbers, or base64 of little-endian float32 where that was asked for."""

    index: int
    object: str
    embedding: list[float]


class EmbeddingResponse(Record):
    """The vectors, in the order of the texts."""

    object: str
    model: str
    data: list[Embedding]
    usage: Usage


class Embeddings(Resource):
    """Turn text into vectors.

    >>> client.embeddings.create(model="text-embedding-3-small", input=["tea", "ice"]).data[0].embedding
    """

    @POST("/embeddings")
    def create(
        self,
        *,
        model: Id,
        input: str | Texts | Tokens,
        dimensions: int | None = None,
        encoding_format: str | None = None,
        user: str | None = None,
        **extra: Any,
    ) -> EmbeddingResponse:
        """One vector for each text of `input`, in the same order."""
        ...

    @POST("/embeddings", encoding_format="base64")
    def _encoded(
        self,
        *,
        model: Id,
        input: Sequence[Any],
        dimensions: int | None = None,
        user: str | None = None,
        **extra: Any,
    ) -> bytes:
        """The same as it travels: base64 inside JSON."""
        ...

    def vectors(
        self,
        *,
        model: Id,
        input: str | Texts | Tokens,
        dimensions: int | None = None,
        user: str | None = None,
        **extra: Any,
    ) -> NDArray[np.float32]:
        """One row for each text: (n, dimensions) float32.

        Any number of texts may be given; they travel in requests of 2,048 texts and 300,000 tokens at
        most.  Raises `ValueError` for an empty text, before anything is sent.
        """
        import numpy as np

        items = _items(input)
        out: NDArray[np.float32] | None = None
        for start, end in _requests(items):
            rows = self._rows(items[start:end], model=model, dimensions=dimensions, user=user, **extra)
            if end - start == len(items):
                return rows
            if out is None:
                out = np.empty((len(items), rows.shape[1]), np.float32)
            if rows.shape[1] != out.shape[1]:
                raise Garbled(f"The vectors have both {out.shape[1]} and {rows.shape[1]} dimensions.")
            out[start:end] = rows
        return np.empty((0, dimensions or 0), np.float32) if out is None else out

    def _rows(self, items: Sequence[Any], **arguments: Any) -> NDArray[np.float32]:
        """The vectors of one request, halved when the server finds that it holds too many tokens."""
        import numpy as np

        try:
            return read(self._encoded(input=items, **arguments), len(items))
        except BadRequest as error:
            said = error.message.lower()
            if len(items) < 2 or "context" in said or not ("token" in said and "max" in said):
                raise  # what is too long for the model's context is one text, and not their number
        half = len(items) // 2
        return np.concatenate([self._rows(part, **arguments) for part in (items[:half], items[half:])])


def _items(given: Any) -> list[Any]:
    """The inputs, one for each vector."""
    if isinstance(given, str):
        given = [given]
    if isinstance(given, bytes | dict) or hasattr(given, "columns"):
        raise BadType(f"input is of type {type(given).__name__}; give texts, such as one column of a table.")
    items = given.tolist() if hasattr(given, "tolist") else list(given)
    if items and all(isinstance(each, int) for each in items):
        items = [items]  # the tokens of one text
    for place, each in enumerate(items):
        if not isinstance(each, str | list | tuple):
            raise BadType(f"input[{place}] is {each!r}; give texts, or lists of tokens.")
        if not each:
            raise BadValue(f"input[{place}] is empty; the API has no vector for nothing.")
    return items


def _requests(items: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """(start, end) of each request that `items` are split into."""
    start = tokens = 0
    for place, each in enumerate(items):
        size = len(each.encode()) // BYTES_PER_TOKEN + 1 if isinstance(each, str) else len(each)
        if place > start and (place - start >= MOST_INPUTS or tokens + size > MOST_TOKENS):
            yield start, place
            start, tokens = place, 0
        tokens += size
    if start < len(items):
        yield start, len(items)
