"""Rows: what a list of a panel holds: which of it are found, in what order, and which are chosen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from traitlets import Any as AnyTrait
from traitlets import Bool, HasTraits, Int, List, Unicode, observe

from openai_nb.core.record import Record, asdict
from openai_nb.core.traces import plain
from openai_nb.data.frames import is_time
from openai_nb.looks.tables import bundle

Row = Mapping[str, Any]
Words = Callable[[Any], str]

LONGEST = 300  # characters of a cell
BREAK = "\x1f"  # between two cells: no query goes across


def moment(value: Any) -> str:
    """Seconds since 1970 as a day and a time of day, UTC."""
    whole = isinstance(value, int | float) and 0 < value < 2e11
    return time.strftime("%Y-%m-%d %H:%M", time.gmtime(value)) if whole else ""


def clock(value: Any) -> str:
    """Seconds since 1970 as a time of day, UTC."""
    return time.strftime("%H:%M:%S", time.gmtime(value)) if moment(value) else ""


def size(value: Any) -> str:
    """Bytes in a unit that keeps the figure short."""
    if not isinstance(value, int | float):
        return ""
    for unit in ("B", "kB", "MB"):
        if value < 1000:
            return f"{value:.3g} {unit}" if unit != "B" else f"{value:.0f} B"
        value /= 1000
    return f"{value:,.2f} GB"


def words(value: Any) -> str:
    """Any value on one line."""
    if value is None:
        return ""
    text = str(value)[:LONGEST]
    return text if text.isprintable() else plain(text)


class Column(NamedTuple):
    """One column: the field it shows (`a.b` within an object), its title, its width, how it is written."""

    name: str
    title: str
    width: str = "minmax(6em, 1fr)"  # as CSS writes the track of a grid
    say: Words | None = None
    right: bool = False
    badge: bool = False  # whether it is a status, which is coloured

    def of(self, row: Row) -> Any:
        """The value of a row in this column."""
        if "." not in self.name:
            return row.get(self.name)
        value: Any = row
        for part in self.name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        return value

    def text(self, row: Row) -> str:
        """What stands there."""
        return self.writer(self.of(row))

    @property
    def writer(self) -> Words:
        """How a value is written, whether or not the column says so."""
        return self.say or (moment if is_time(self.name) else words)


class Rows(HasTraits):
    """Rows with an `id` each; all words of `query` must stand in a row for it to be found.

    `by` names the column that orders them, `down` puts the largest first; without `by` they stand as they
    came.  What is held changes at once, what is `found` with the next `sift`.
    """

    query = Unicode("")
    by = Unicode("")
    down = Bool(True)
    chosen = List(Unicode())  # ids
    found = AnyTrait(())  # the rows that are shown, in order
    total = Int(0)

    def __init__(self, columns: Sequence[Column], *, by: str = "", down: bool = True) -> None:
        self.columns = list(columns)
        self._writers = [each.writer for each in columns]
        self._rows: dict[str, Row] = {}
        self._texts: dict[str, str] = {}
        self._late: dict[str, int] = {}  # what was put or dropped, and which version that made
        self.version, self._sifted = 0, 0
        super().__init__(by=by, down=down)

    def set(self, rows: Iterable[Row | Record], since: int | None = None) -> None:
        """Hold these rows and no others.

        Where they were asked for at the version `since`, what was put or dropped after that stays so.
        """
        late = {} if since is None else {key: at for key, at in self._late.items() if at > since}
        kept = {key: row for key, row in self._rows.items() if key in late}
        self._rows, self._texts = kept, {}
        self.add(each for each in map(_plain, rows) if str(each["id"]) not in late)

    def put(self, row: Row | Record) -> None:
        """Hold this row too, before all others."""
        first = _plain(row)
        self._rows = {str(first["id"]): first, **self._rows}
        self.version += 1
        self._late[str(first["id"])] = self.version

    def add(self, rows: Iterable[Row | Record]) -> None:
        """Hold these rows too; one of an id that is known takes its place."""
        for row in map(_plain, rows):
            self._rows[str(row["id"])] = row
            self._texts.pop(str(row["id"]), None)
        self.version += 1

    def drop(self, ids: Iterable[str]) -> None:
        """Hold the rows of these ids no longer."""
        for each in ids:
            self._rows.pop(each, None)
            self._late[each] = self.version + 1
        self.version += 1

    def choose(self, *ids: str) -> None:
        """Choose the rows of these ids, and no others; raises `ValueError` where there is no such row."""
        for each in ids:
            if each not in self._rows:
                raise ValueError(f"There is no {each!r} here; look again.")
        self.chosen = list(ids)

    def sort(self, by: str) -> None:
        """Order by a column; by the same once more, the other way round."""
        self.down = not self.down if by == self.by else self._numeric(by)
        self.by = by

    def get(self, id: str) -> Row | None:
        """The row of an id."""
        return self._rows.get(id)

    @property
    def all(self) -> list[Row]:
        """Every row, as they came."""
        return list(self._rows.values())

    @property
    def one(self) -> str:
        """The id of the only row that is chosen; raises `ValueError` where none is, or several are."""
        if len(self.chosen) != 1:
            raise ValueError(f"Choose one row first; {len(self.chosen) or 'none'} of them is chosen now.")
        return str(self.chosen[0])

    def cells(self, row: Row) -> list[str]:
        """What stands in a row, column by column."""
        return [say(column.of(row)) for column, say in zip(self.columns, self._writers, strict=True)]

    def prepare(self) -> None:
        """Read all rows now, on whatever thread this is, so that the first filter is as quick as the next."""
        for row in self.all:
            self._text(row)

    @observe("query", "by", "down")
    def _asked(self, _: Any) -> None:
        self.sift()

    def sift(self) -> None:
        """Bring up to date what is found and what is chosen."""
        self._sifted = self.version
        wanted = self.query.casefold().split()
        rows = list(self._rows.values())
        if wanted:
            rows = [row for row in rows if all(word in self._text(row) for word in wanted)]
        with self.hold_trait_notifications():
            self.total, self.found = len(self._rows), self._ordered(rows)
            self.chosen = [each for each in self.chosen if each in self._rows]

    def freshen(self) -> None:
        """Bring it up to date if rows have come or gone."""
        if self._sifted != self.version:
            self.sift()

    def _text(self, row: Row) -> str:
        key = str(row["id"])
        if key not in self._texts:
            self._texts[key] = BREAK.join([*self.cells(row), key]).casefold()
        return self._texts[key]

    def _ordered(self, rows: list[Row]) -> tuple[Row, ...]:
        column = next((each for each in self.columns if each.name == self.by), None)
        if column is None:
            return tuple(rows)
        empty = [row for row in rows if column.of(row) is None]
        known = [row for row in rows if column.of(row) is not None]
        return (*sorted(known, key=lambda row: _rank(column.of(row)), reverse=self.down), *empty)

    def _numeric(self, by: str) -> bool:
        column = next((each for each in self.columns if each.name == by), None)
        return any(isinstance(column.of(row), int | float) for row in self.all[:20]) if column else False


def kept(rows: Rows, empty: str, most: int = 20) -> dict[str, str]:
    """The first rows of what is found, as a bundle that a notebook can keep."""
    found = [rows.cells(row) for row in rows.found[:most]]
    more = f"{len(rows.found):,} in all" if len(rows.found) > most else ""
    return bundle([each.title for each in rows.columns], found, note=more if found else empty)


def joined(bundles: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Several bundles as one, one below the other."""
    return {
        "text/html": "".join(each["text/html"] for each in bundles),
        "text/plain": "\n\n".join(each["text/plain"] for each in bundles),
    }


def _plain(row: Row | Record) -> Row:
    return asdict(row) if isinstance(row, Record) else row


def _rank(value: Any) -> tuple[int, Any]:
    """Numbers before words, and each among their own."""
    return (0, value) if isinstance(value, int | float) else (1, str(value).casefold())
