"""Batch lines: the requests of a batch: where they go, what they will cost, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from openai_nb.core.record import asdict
from openai_nb.data import batching, reckoning
from openai_nb.magics.checking import contents


def afforded(file: Any) -> None:
    """Raise `Misused` where what the requests of a file will read costs more than `max_cost` already."""
    from openai_nb.magics import options
    from openai_nb.magics.calls import afford

    if options.current().max_cost is not None:
        afford(*reckoning.posted(contents(file)))


def answers(results: Iterable[Any]) -> Any:
    """A table of what came of each line: answer, error, status_code and the tokens it took, by custom_id."""
    import pandas as pd

    listed = list(results)
    bodies = [asdict(each).get("body") or None for each in listed]
    rows = [{**row, "body": body} for row, body in zip(batching.rows(listed), bodies, strict=True)]
    columns = ["custom_id", "answer", "error", "status_code", "input_tokens", "output_tokens", "body"]
    table = pd.DataFrame(rows, columns=columns).set_index("custom_id")
    return table.astype({"input_tokens": "Int64", "output_tokens": "Int64", "status_code": "Int64"})
