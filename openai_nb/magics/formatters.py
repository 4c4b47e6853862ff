"""Formatters: how records and pages look on a page, told to IPython from above; they know no HTML."""

from __future__ import annotations

from typing import Any

NAMED = {"Record": "openai_nb.core.record", "Page": "openai_nb.core.page"}
MAP = "openai_nb.plots.embedded"


def install(shell: Any) -> None:
    """Let records and pages show as tables, texts as a map; nothing is imported before one is shown."""
    formatter = shell.display_formatter.mimebundle_formatter
    formatter.for_type_by_name(NAMED["Record"], "Record", record)
    formatter.for_type_by_name(NAMED["Page"], "Page", page)
    shell.display_formatter.ipython_display_formatter.for_type_by_name(MAP, "Embedded", embedded)


def remove(shell: Any) -> None:
    """Let them show as IPython would."""
    formatter = shell.display_formatter.mimebundle_formatter
    for name, module in NAMED.items():
        formatter.pop(f"{module}.{name}", None)
    shell.display_formatter.ipython_display_formatter.pop(f"{MAP}.Embedded", None)


def record(value: Any, **_: Any) -> dict[str, str]:
    """A record as a table of its fields; in plain text as it says itself."""
    from openai_nb.core.record import asdict
    from openai_nb.looks.tables import bundle

    fields = [(name, _dated(name, each)) for name, each in asdict(value).items() if each is not None]
    return {**bundle(("", ""), fields), "text/plain": repr(value)}


def page(value: Any, **_: Any) -> dict[str, str]:
    """A page as a table of what it holds; the pages after it are not fetched for a look."""
    from openai_nb.looks.tables import table

    return table(value.data, note="more to come: list(page) fetches it" if value.has_more else "")


def embedded(value: Any) -> None:
    """Texts and their vectors as a map, which gets better in place."""
    from openai_nb.looks.maps import show

    show(value)


def _dated(name: str, value: Any) -> Any:
    """Seconds since 1970 as a date in UTC, where the field holds a time."""
    from datetime import UTC, datetime

    from openai_nb.data.frames import LATEST, is_time

    moment = type(value) is int and is_time(name) and abs(value) < LATEST
    return datetime.fromtimestamp(value, UTC) if moment else value
