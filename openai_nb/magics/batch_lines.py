"""Batch lines: the requests of a batch: where they go, what they will cost, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from openai_nb.api.lines import read
from openai_nb.core.record import asdict
from openai_nb.data import batching
from openai_nb.magics.checking import contents

BYTES_PER_TOKEN = 4  # of English, about


def afforded(file: Any) -> None:
    """Raise `Misused` where what the requests of a file will read costs more than `max_cost` already."""
    from openai_nb.magics import options
    from openai_nb.magics.calls import afford

    if options.current().max_cost is None:
        return
    costs: list[float | None] = [_reading(row.get("body") or {}) for row in _rows(file)]
    known = [each for each in costs if each is not None]
    unpriced = next((row for row, each in zip(_rows(file), costs, strict=True) if each is None), None)
    model = str((unpriced or {}).get("body", {}).get("model", "The batch"))
    total = sum(known) if unpriced is None else None
    afford(model, total)


def answers(results: Iterable[Any]) -> Any:
    """A table of what came of each line: answer, error, status_code and the tokens it took, by custom_id."""
    import pandas as pd

    listed = list(results)
    bodies = [asdict(each).get("body") or None for each in listed]
    rows = [{**row, "body": body} for row, body in zip(batching.rows(listed), bodies, strict=True)]
    columns = ["custom_id", "answer", "error", "status_code", "input_tokens", "output_tokens", "body"]
    table = pd.DataFrame(rows, columns=columns).set_index("custom_id")
    return table.astype({"input_tokens": "Int64", "output_tokens": "Int64", "status_code": "Int64"})


def _rows(file: Any) -> list[dict[str, Any]]:
    return [row for line in contents(file).splitlines() if line.strip() and (row := read(line))]


def _reading(body: Mapping[str, Any]) -> float | None:
    """About what a request costs before it is answered, in USD at a batch's prices."""
    from openai_nb.api.prices import cost
    from openai_nb.core.encoding import encoded

    said = next((body[name] for name in ("messages", "input", "prompt") if name in body), "")
    usage = {"prompt_tokens": len(encoded(said)) // BYTES_PER_TOKEN, "completion_tokens": 0}
    return cost(str(body.get("model")), usage, batch=True)
