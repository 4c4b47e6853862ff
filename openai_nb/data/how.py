"""How: the manner in which a column is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openai_nb.data import spending
from openai_nb.data.defaults import usual
from openai_nb.data.lanes import Lane
from openai_nb.data.progress import Reporter
from openai_nb.data.run import Run
from openai_nb.data.workers import wide

if TYPE_CHECKING:
    from openai_nb.client import Client

IN_FLIGHT, IN_SANDBOX = 64, 4  # a sandbox computes here, and has no more than this machine's cores


@dataclass(frozen=True)
class How:
    """How a column is asked: by whom, how many at once, at what cost, and who is told."""

    client: Client
    max_in_flight: int
    cache: bool = True
    max_cost: float | None = None
    dry_run: bool = False
    meta: bool = False
    progress: Reporter | None = None
    lane: Callable[[Run], Lane] | None = None
    attempts: int = 5
    batch: bool = False


def how(
    client: Client | None = None,
    max_in_flight: int | None = None,
    cache: bool | None = None,
    max_cost: float | None = None,
    dry_run: bool = False,
    meta: bool = False,
    progress: Reporter | bool = True,
    lane: Callable[[Run], Lane] | None = None,
    attempts: int = 5,
    batch: bool = False,
) -> How:
    """The manner of a run, with what is usual where nothing is said."""
    client = client or usual.client()
    width = wide(max_in_flight, IN_SANDBOX if client.provider.sandboxed else IN_FLIGHT)
    told = usual.reporter() if progress is True else progress or None
    ceiling = spending.payable(usual.max_cost() if max_cost is None else max_cost)
    kept = usual.cache() if cache is None else cache
    return How(client, width, kept, ceiling, dry_run, meta, told, lane, attempts, batch)


def options_of(arguments: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(those that say how, those that go along with each request)."""
    known = How.__dataclass_fields__
    return (
        {name: value for name, value in arguments.items() if name in known},
        {name: value for name, value in arguments.items() if name not in known},
    )
