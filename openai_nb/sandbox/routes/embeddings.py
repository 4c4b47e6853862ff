"""Embeddings: lexical vectors of texts and of token lists."""

from __future__ import annotations

from typing import Any

from openai_nb.api.embeddings import MOST_INPUTS, MOST_TOKENS, Embeddings
from openai_nb.core.vectors import write
from openai_nb.sandbox.catalogue import resolve
from openai_nb.sandbox.oracle import tokens, vectors
from openai_nb.sandbox.refusal import invalid
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.rules import number, one_of
from openai_nb.sandbox.store import Store

MOST_TOKENS_EACH = 8192


@router.serves(Embeddings.create, dimensions=number(1, 3072), encoding_format=one_of("float", "base64"))
def create(
    store: Store,
    model: str,
    input: str | list[Any],
    dimensions: int = 1536,
    encoding_format: str = "float",
    user: str | None = None,
) -> dict[str, Any]:
    name = resolve(store, model, "embedding")
    items = _items(input)
    used = _counted(items)
    rows = vectors.embed([_text(each) for each in items], dimensions)
    data = [
        {
            "object": "embedding",
            "index": index,
            "embedding": write(row) if encoding_format == "base64" else row.tolist(),
        }
        for index, row in enumerate(rows)
    ]
    usage = {"prompt_tokens": used, "total_tokens": used}
    return {"object": "list", "data": data, "model": name, "usage": usage}


def _items(given: str | list[Any]) -> list[Any]:
    """A text or a list of tokens for each vector."""
    items = [given] if isinstance(given, str) or _tokens(given) else given
    if not items:
        raise invalid("input", "Invalid 'input': input cannot be an empty array.", "empty_array")
    if len(items) > MOST_INPUTS:
        raise invalid(
            "input",
            f"Invalid 'input': array too long, {MOST_INPUTS} is the maximum length, got {len(items)}.",
        )
    for place, each in enumerate(items):
        if not isinstance(each, str) and not _tokens(each):
            raise invalid(f"input[{place}]", "Invalid 'input': expected a string or an array of tokens.")
        if not each:
            raise invalid(
                f"input[{place}]", "Invalid 'input': input cannot be an empty string.", "empty_string"
            )
    return items


def _text(item: Any) -> str:
    """A list of tokens is a text of its numbers, in the sandbox."""
    return item if isinstance(item, str) else " ".join(f"t{token}" for token in item)


def _tokens(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(type(each) is int for each in value)


def _counted(items: list[Any]) -> int:
    sizes = [tokens.count(each) if isinstance(each, str) else len(each) for each in items]
    if max(sizes) > MOST_TOKENS_EACH:
        raise invalid(
            "input",
            f"This model's maximum context length is {MOST_TOKENS_EACH} tokens; {max(sizes)} were given.",
        )
    if sum(sizes) > MOST_TOKENS:
        raise invalid(
            "input",
            f"Requested {sum(sizes)} tokens, max {MOST_TOKENS} tokens per request.",
            "max_tokens_per_request",
        )
    return sum(sizes)
