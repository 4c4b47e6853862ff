"""Pages: lists as the API hands them out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openai_nb.sandbox.refusal import invalid
from openai_nb.sandbox.store import Store


def listing(
    store: Store,
    kind: str,
    parent: str = "",
    *,
    after: str | None = None,
    limit: int | None = None,
    order: str | None = None,
    where: Callable[[dict[str, Any]], bool] | None = None,
    most: int = 100,
) -> dict[str, Any]:
    """One page of a kind: newest first unless `order` is asc, from behind the id `after`."""
    things = [each for each in store.all(kind, parent) if where is None or where(each)]
    if order not in (None, "asc", "desc"):
        raise invalid("order", f"Invalid value: '{order}'. Supported values are: 'asc' and 'desc'.")
    if order != "asc":
        things.reverse()
    if after is not None:
        ids = [each["id"] for each in things]
        if after not in ids:
            raise invalid("after", f"No such object to page after: {after}", None)
        things = things[ids.index(after) + 1 :]
    size = 20 if limit is None else limit
    if not 1 <= size <= most:
        raise invalid(
            "limit", f"Invalid 'limit': expected a number from 1 to {most}, but got {size} instead."
        )
    return envelope(things[:size], len(things) > size)


def envelope(things: list[dict[str, Any]], has_more: bool = False) -> dict[str, Any]:
    """Things as a list of the API."""
    first, last = (things[0].get("id"), things[-1].get("id")) if things else (None, None)
    return {"object": "list", "data": things, "first_id": first, "last_id": last, "has_more": has_more}
