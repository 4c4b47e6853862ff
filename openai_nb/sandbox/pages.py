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
    before: str | None = None,
    limit: int | None = None,
    order: str | None = None,
    where: Callable[[dict[str, Any]], bool] | None = None,
    most: int = 100,
) -> dict[str, Any]:
    """One page of a kind: newest first unless `order` is asc, from behind the id `after`, up to `before`.

    With `before` alone it is the page that ends there.
    """
    things = [each for each in store.all(kind, parent) if where is None or where(each)]
    return page(things, after=after, before=before, limit=limit, order=order, most=most)


def page(
    things: list[dict[str, Any]],
    *,
    after: str | None = None,
    before: str | None = None,
    limit: int | None = None,
    order: str | None = None,
    most: int = 100,
) -> dict[str, Any]:
    """One page of things given oldest first, as `listing` makes it."""
    if order not in (None, "asc", "desc"):
        raise invalid("order", f"Invalid value: '{order}'. Supported values are: 'asc' and 'desc'.")
    if order != "asc":
        things = things[::-1]
    things = _between(things, after, before)
    size = 20 if limit is None else limit
    if not 1 <= size <= most:
        raise invalid(
            "limit", f"Invalid 'limit': expected a number from 1 to {most}, but got {size} instead."
        )
    kept = things[-size:] if before is not None and after is None else things[:size]
    return envelope(kept, len(things) > size)


def _between(things: list[dict[str, Any]], after: str | None, before: str | None) -> list[dict[str, Any]]:
    ids = [each["id"] for each in things]
    for name, mark in (("after", after), ("before", before)):
        if mark is not None and mark not in ids:
            raise invalid(name, f"No such object to page {name}: {mark}", None)
    start = 0 if after is None else ids.index(after) + 1
    return things[start : None if before is None else ids.index(before)]


def envelope(things: list[dict[str, Any]], has_more: bool = False) -> dict[str, Any]:
    """Things as a list of the API."""
    first, last = (things[0].get("id"), things[-1].get("id")) if things else (None, None)
    return {"object": "list", "data": things, "first_id": first, "last_id": last, "has_more": has_more}
