"""Pages: what the proxy says of itself: whether it is well, and who used how much."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from html import escape

from openai_nb.proxy.limits import Limits
from openai_nb.proxy.store import Spent, Store, period_start

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
ASK = {"WWW-Authenticate": 'Basic realm="the token as password", charset="UTF-8"'}
HTML = "text/html; charset=utf-8"
COLUMNS = ("day", "user", "model", "calls", "input tokens", "output tokens", "USD", "unpriced", "lost")
STYLE = """
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; margin: .5rem 0 1.5rem }
th, td { text-align: left; padding: .2rem 1.2rem .2rem 0; border-bottom: 1px solid #8885 }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums }
"""


def usage(store: Store, user: str, limits: Limits, now: float) -> dict[str, object]:
    """What was used in this month, by the one who asks; by all, if that is an admin."""
    since = period_start("month", now)
    rows = store.spent(since, None if limits.admin else user)
    own = store.spent(period_start(limits.period, now), user)
    return {
        "user": user,
        "since": since,
        "budget": limits.budget,
        "period": limits.period,
        "spent": round(sum(each.cost for each in own), 6),
        "rows": [asdict(each) for each in rows],
    }


def as_json(told: dict[str, object]) -> bytes:
    """The usage for programs."""
    return json.dumps(told).encode()


def as_page(told: dict[str, object]) -> bytes:
    """The usage for people."""
    rows = told["rows"]
    assert isinstance(rows, list)
    body = "".join(_row(Spent(**each)) for each in rows)
    head = "".join(f"<th{_kind(at)}>{name}</th>" for at, name in enumerate(COLUMNS))
    budget = told["budget"]
    left = f" of {budget:.2f} USD" if isinstance(budget, float | int) else " USD"
    period = {"day": "today", "month": "this month", "ever": "ever"}[str(told["period"])]
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Usage</title>
<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>
<h1>Usage</h1>
<p>{escape(str(told["user"]))} has spent {told["spent"]:.4f}{left} {period}. Days are those of UTC; calls
without a known price are counted as unpriced, those that ended with their process as lost.</p>
<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></body></html>
""".encode()


def _row(spent: Spent) -> str:
    cells: Iterable[object] = asdict(spent).values()
    shown = (f"{each:.4f}" if isinstance(each, float) else str(each) for each in cells)
    return "<tr>" + "".join(f"<td{_kind(at)}>{escape(text)}</td>" for at, text in enumerate(shown)) + "</tr>"


def _kind(column: int) -> str:
    return ' class="n"' if column > 2 else ""
