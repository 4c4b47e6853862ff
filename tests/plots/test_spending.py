"""What was spent, from day to day."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from openai_nb.data.ledger import Ledger
from openai_nb.plots.picture import png
from openai_nb.plots.spending import spending


def calls(*rows):
    columns = ["at", "model", "usd", "input_tokens", "output_tokens", "cached", "sandboxed"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(at=pd.to_datetime(table["at"], utc=True))


def titles(figure):
    return [axes.get_title(loc="left") for axes in figure.axes]


def test_sums_stand_above_and_each_day_has_its_bar():
    figure = spending(
        calls(
            ("2026-11-01 08:00", "a", 0.5, 10, 5, False, False),
            ("2026-11-01 09:00", "a", 0.25, 10, 5, False, False),
            ("2026-11-09 09:00", "b", 1.0, 100, 5, False, False),
        )
    )
    assert titles(figure) == ["1.75 USD", "135 tokens"]
    heights = sorted(bar.get_height() for bar in figure.axes[0].patches)
    assert heights == [0, 0, 0.75, 1.0]


def test_what_has_no_price_is_counted_and_what_is_free_is_not():
    figure = spending(
        calls(
            ("2026-11-01", "a", np.nan, 10, 5, False, False),
            ("2026-11-01", "s", np.nan, 10, 5, False, True),
            ("2026-11-01", "a", 0.0, 10, 5, True, False),
        )
    )
    assert figure.get_supxlabel().startswith("1 calls have no known price")


def test_the_dearest_have_a_colour_and_the_rest_are_one():
    rows = [("2026-11-01", f"m{n}", float(n), 1, 1, False, False) for n in range(1, 10)]
    (key,) = spending(calls(*rows)).legends
    assert [text.get_text() for text in key.get_texts()] == ["m9", "m8", "m7", "m6", "m5", "m4", "others"]


def test_a_ledger_can_be_drawn_also_before_anything_was_called():
    ledger = Ledger()
    assert png(spending(ledger.frame(), theme="dark"), 50)
    ledger.add("gpt-6-luna", {"prompt_tokens": 1_000, "completion_tokens": 100})
    assert titles(spending(ledger.frame(), by="what"))[1] == "1,100 tokens"
    ledger.close()


def test_another_column_must_be_there():
    with pytest.raises(ValueError, match="'modle'"):
        spending(Ledger().frame(), by="modle")
