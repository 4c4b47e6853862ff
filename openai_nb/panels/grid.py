"""Grid: rows as a table that scrolls, sorts and is chosen from; only what is seen of it is sent.

A module of our own draws it.  Until it says that it runs, and where it never does, the first rows stand
in a plain list that one can choose from just so.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from ipywidgets import HBox, Label, SelectMultiple, Text, VBox, Widget

from openai_nb.panels.browser import front
from openai_nb.panels.rows import Rows

PLAIN = 200  # rows of the plain list
WINDOW = 60  # rows that are sent before the page says which it shows
MOST = 400  # … and that are sent at once, whatever it says

Act = Callable[[str], object]


class Grid:
    """Shows `rows`; `acts` are called with a row's id: "open" for Enter or a double click, "delete" for Del.

    `name` is what a screen reader calls it, `empty` what stands there while there is nothing.
    """

    def __init__(
        self,
        rows: Rows,
        *,
        name: str,
        empty: str = "Nothing here yet.",
        lines: int = 8,
        acts: Mapping[str, Act] | None = None,
        filtered: bool = True,
        several: bool = True,
    ) -> None:
        self.rows, self._acts, self._several = rows, acts or {}, several
        self.alive = False
        self._window = 0, WINDOW
        self._sent: dict[str, Any] = {}
        self._lock, self._telling = threading.RLock(), False
        self.plain = self._plain(name, lines)
        self.count = Label() if filtered else None
        told = ("name", "title", "width", "right", "badge")
        about = [{key: getattr(each, key) for key in told} for each in rows.columns]
        self.front = front("grid", name=name, columns=about, empty=empty, lines=lines, several=several)
        if self.front is not None:
            self.front.on_msg(lambda _, said, __: self._heard(said))
        parts = [*([self._head(name)] if filtered else []), self.plain, self.front]
        self.widget: Widget = VBox([each for each in parts if each is not None])
        self.widget.add_class("oai-listed")
        rows.observe(lambda _: self.show(), ["found", "chosen", "total"])
        self.show()

    def show(self) -> None:
        """Bring the page up to date."""
        found, total = len(self.rows.found), self.rows.total
        if self.count is not None:
            self.count.value = f"{total:,}" if found == total else f"{found:,} of {total:,}"
        if self.alive:
            self._send()
        else:
            self._draw()

    def _plain(self, name: str, lines: int) -> Any:
        plain = SelectMultiple(rows=lines, tooltip=name, layout={"width": "auto"})
        plain.add_class("oai-plain-grid")
        plain.observe(lambda change: self._picked(change.new), "value")
        return plain

    def _head(self, name: str) -> Widget:
        field = Text(self.rows.query, placeholder=f"Filter {name.lower()}", layout={"width": "220px"})
        field.add_class("oai-filter")
        field.observe(lambda change: self.rows.set_trait("query", change.new), "value")
        assert self.count is not None
        self.count.add_class("oai-quiet")
        self.head = HBox([field, self.count])
        self.head.add_class("oai-head")
        return self.head

    def _heard(self, said: Mapping[str, Any]) -> None:
        rows = self.rows
        if said.get("ready"):
            self.alive, self._sent = True, {}
            self.plain.layout.display, self.plain.index = "none", ()
            self.plain.options = ()
            self._send()
        elif "from" in said:
            begin = max(0, int(said["from"]))
            self._window = begin, min(max(begin, int(said["to"])), begin + MOST)
            self._send()
        elif "sort" in said:
            rows.sort(str(said["sort"]))
        elif "choose" in said:
            self._choose(said)
        elif said.get("act") in self._acts and rows.get(str(said.get("id"))) is not None:
            self._acts[said["act"]](str(said["id"]))

    def _choose(self, said: Mapping[str, Any]) -> None:
        """Choose a row alone, or take it in or out, or choose all from the first chosen one to it."""
        rows, at, how = self.rows, int(said["choose"]), said.get("how", "only")
        key = str(said.get("id") or "")
        if rows.get(key) is None:
            if not 0 <= at < len(rows.found):
                return
            key = str(rows.found[at]["id"])
        chosen = list(rows.chosen)
        if how == "toggle" and self._several:
            rows.chosen = [each for each in chosen if each != key] if key in chosen else [*chosen, key]
        elif how == "to" and chosen and self._several:
            ids = [str(row["id"]) for row in rows.found]
            begin, end = (ids.index(each) if each in ids else at for each in (chosen[0], key))
            span = ids[begin : end + 1] if begin <= end else ids[end : begin + 1][::-1]
            rows.chosen = span
        else:
            rows.chosen = [key]

    def _picked(self, ids: tuple[str, ...]) -> None:
        if not self._telling and not self.alive:
            self.rows.chosen = list(ids) if self._several else list(ids[-1:])

    def _send(self) -> None:
        """Tell the page what has changed of what it shows."""
        with self._lock:
            rows, (begin, end) = self.rows, self._window
            shown = [[str(row["id"]), *rows.cells(row)] for row in rows.found[begin:end]]
            now = {
                "rows": {"from": begin, "rows": shown},
                "total": len(rows.found),
                "sort": [rows.by, rows.down],
                "chosen": list(rows.chosen),
            }
            told = {name: value for name, value in now.items() if self._sent.get(name) != value}
            self._sent = now
            if told and self.front is not None:
                self.front.send(told)

    def _draw(self) -> None:
        """The first rows in the plain list."""
        rows, self._telling = self.rows, True
        try:
            options = [
                ("  ·  ".join(filter(None, rows.cells(row))), str(row["id"])) for row in rows.found[:PLAIN]
            ]
            if self.plain.options != tuple(options):
                self.plain.index = ()  # first: the page cannot choose what is no longer there
                self.plain.options = options
            known = {key for _, key in options}
            self.plain.value = [each for each in rows.chosen if each in known]
        finally:
            self._telling = False
