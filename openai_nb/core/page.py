"""Pages: lists that fetch their own next page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar, overload

from openai_nb.core.record import view

T = TypeVar("T")


class Page(Generic[T]):
    """One page of a list; iterating walks this page and all that follow.

    `data` holds this page's records, `has_more` says whether the server has others, and
    `next_page()` fetches them.  A walk ends when the server says so, or when it repeats itself.
    """

    def __init__(
        self, raw: dict[str, Any], kind: Any = None, fetch: Callable[[str], Page[T]] | None = None
    ) -> None:
        self.raw, self.kind, self._fetch = raw, kind, fetch
        self.data: list[T] = [view(each, kind) for each in raw.get("data") or []]

    @property
    def has_more(self) -> bool:
        """Whether the server has further records."""
        return bool(self.raw.get("has_more")) and self._cursor is not None

    @property
    def last_id(self) -> str | None:
        """The id of the last record on this page: `after` it, the next page begins."""
        rows = self.raw.get("data") or []
        last = self.raw.get("last_id") or (rows[-1].get("id") if rows else None)
        return str(last) if last else None

    @property
    def _cursor(self) -> str | None:
        return (self.raw["next_page"] or None) if "next_page" in self.raw else self.last_id

    def next_page(self) -> Page[T] | None:
        """The page after this one, or None at the end."""
        return self._fetch(self._cursor) if self.has_more and self._fetch and self._cursor else None

    def __iter__(self) -> Iterator[T]:
        page: Page[T] | None = self
        seen: set[str | None] = set()
        while page is not None and page._cursor not in seen:
            seen.add(page._cursor)
            yield from page.data
            page = page.next_page()

    def __len__(self) -> int:
        return len(self.data)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        return self.data[index]

    def __repr__(self) -> str:
        more = ", more to come" if self.has_more else ""
        return f"Page({len(self.data)} × {getattr(self.kind, '__name__', 'Record')}{more})"
