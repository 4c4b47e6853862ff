"""Batch lines: the requests of a batch: where they go, what they will cost, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from openai_nb.api.lines import read
from openai_nb.core.record import asdict
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

    rows = [_row(asdict(each)) for each in results]
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


def _row(result: Mapping[str, Any]) -> dict[str, Any]:
    body, error = result.get("body") or {}, result.get("error") or {}
    usage = body.get("usage") or {}
    return {
        "custom_id": result["custom_id"],
        "answer": _words(body),
        "error": error.get("message") or error.get("code"),
        "status_code": result.get("status_code"),
        "input_tokens": usage.get("prompt_tokens", usage.get("input_tokens")),
        "output_tokens": usage.get("completion_tokens", usage.get("output_tokens")),
        "body": body or None,
    }


def _words(body: Mapping[str, Any]) -> Any:
    """What an answer says: words, a vector, whether it is flagged; None where it says none of these."""
    if choices := body.get("choices"):
        return (choices[0].get("message") or {}).get("content", choices[0].get("text"))
    if output := body.get("output"):
        parts = [part for item in output for part in item.get("content") or () if isinstance(part, dict)]
        return "".join(str(part.get("text", "")) for part in parts)
    if data := body.get("data"):
        return data[0].get("embedding")
    results = body.get("results") or [{}]
    return results[0].get("flagged")
