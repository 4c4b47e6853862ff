"""Sounding: what embedding a column will take, from a few of its texts that are asked and kept."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Sequence

import numpy as np

from openai_nb.api import prices
from openai_nb.data import packing
from openai_nb.data.estimates import Estimate
from openai_nb.data.fetching import Run
from openai_nb.data.halting import Halted
from openai_nb.data.lanes import Lane
from openai_nb.data.pacer import Pacer
from openai_nb.data.spending import Spending

TEXTS, EACH = 32, 4  # texts that are asked, in requests of so many


def estimate(run: Run, lane: Lane, spending: Spending, pacer: Pacer, *, rows: int, width: int) -> Estimate:
    """What `run` will take; raises what kept its first texts from being embedded.

    Seconds are reckoned from how long small requests took and from the limits that the server told of; large
    requests may take longer.
    """
    lacking = np.flatnonzero(~run.table.done).tolist()
    size, requests = sum(packing.size(run.table.texts[place]) for place in lacking), len(run.todo)
    run.todo, began = _some(lacking), time.monotonic()
    if lacking:
        run.over(lane, spending)
    if run.failure is not None or run.halted:
        raise run.failure or Halted(None, 0)
    took = time.monotonic() - began
    read = round(size / spending.bytes_per_token)
    usage = {"prompt_tokens": read, "completion_tokens": 0}
    latency = took / math.ceil(max(spending.answers, 1) / width)
    speeds = [width / max(latency, 1e-3), *filter(None, [pacer.rate(read / max(requests, 1))])]
    return Estimate(
        model=spending.model,
        rows=rows,
        asked=requests,
        read=read,
        written=0,
        cost=prices.cost(spending.model, usage),
        batch_cost=prices.cost(spending.model, usage, batch=True),
        seconds=took + requests / min(speeds),
        margin=_margin(spending.seen, spending.bytes_per_token) if len(lacking) > TEXTS else 0.0,
        pilot=min(TEXTS, len(lacking)),
    )


def _some(lacking: Sequence[int]) -> deque[list[int]]:
    """A few of the texts, evenly spread, in small requests."""
    count = min(TEXTS, len(lacking))
    chosen = [lacking[place * len(lacking) // count] for place in range(count)]
    return deque(chosen[begin : begin + EACH] for begin in range(0, count, EACH))


def _margin(seen: Sequence[tuple[int, int]], bytes_per_token: float) -> float:
    """Twice the standard error of the total, as a share of it; from how far requests were off the average."""
    if len(seen) < 2:
        return 0.0
    sizes, tokens = np.array(seen, np.float64).T
    off = tokens - sizes / bytes_per_token
    return float(2 * off.std(ddof=1) / math.sqrt(len(seen)) / max(tokens.mean(), 1.0))
