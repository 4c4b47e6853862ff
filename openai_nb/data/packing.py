"""Packing: many texts in few requests, within the API's limits for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

MOST_TEXTS = 2_048  # the API's limits: texts and tokens of a request, tokens of a text
MOST_TOKENS = 300_000
LONGEST = 8_192
BYTES_PER_TOKEN = 3  # fewer than text has (about 4), so that estimates stay on the safe side


def size(text: str) -> int:
    """The bytes of a text."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


def tokens(text: str) -> int:
    """About how many tokens a text has, by its bytes; rather too many than too few."""
    return size(text) // BYTES_PER_TOKEN + 1


def requests(
    texts: Sequence[str], most_texts: int = MOST_TEXTS, most_tokens: int = MOST_TOKENS
) -> Iterator[list[int]]:
    """The positions of the texts that travel together, one list for each request.

    A text that may be too long for the model goes alone: refused with others, it would cost them a second
    way.  The others keep their order.
    """
    together: list[int] = []
    total = 0
    for place, text in enumerate(texts):
        count = tokens(text)
        if count > LONGEST:
            yield [place]
            continue
        if together and (len(together) >= most_texts or total + count > most_tokens):
            yield together
            together, total = [], 0
        together.append(place)
        total += count
    if together:
        yield together
