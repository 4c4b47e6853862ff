"""Heat maps: order, names, numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from openai_nb.plots.heat import heatmap
from openai_nb.plots.picture import png


def alike(n):
    """n texts about two things, in turn."""
    kind = np.arange(n) % 2
    table = np.where(kind[:, None] == kind, 0.9, 0.1) + 0.1 * np.eye(n)
    names = [f"{'$x$' if each else '<b>'} {number}" for number, each in enumerate(kind)]
    return pd.DataFrame(table, names, names)


def rows(figure):
    return [text.get_text() for text in figure.axes[0].get_yticklabels()]


def test_what_is_alike_stands_together():
    kinds = [name[:3] for name in rows(heatmap(alike(10)))]
    assert kinds in (["$x$"] * 5 + ["<b>"] * 5, ["<b>"] * 5 + ["$x$"] * 5)
    assert rows(heatmap(alike(4), ordered=False)) == list(alike(4).index)


def test_few_numbers_are_written_and_many_are_not():
    assert sorted({text.get_text() for text in heatmap(alike(6)).axes[0].texts}) == ["0.10", "0.90", "1.00"]
    assert not list(heatmap(alike(13)).axes[0].texts)
    assert rows(heatmap(alike(41))) == []


@pytest.mark.parametrize("theme", ["light", "dark", "clear"])
@pytest.mark.parametrize(
    "table", [np.zeros((0, 0)), [[1.0]], [[np.nan, 1.0]], np.ones((3, 5)), np.eye(60, 3)]
)
def test_any_table_is_a_picture(table, theme):
    assert png(heatmap(np.asarray(table), title="$t$", theme=theme), 50).startswith(b"\x89PNG")


def test_infinities_stay_blank_and_turn_no_order_over():
    table = alike(10).replace(1.0, np.inf)
    kinds = [name[:3] for name in rows(heatmap(table))]
    assert kinds in (["$x$"] * 5 + ["<b>"] * 5, ["<b>"] * 5 + ["$x$"] * 5)


def test_a_table_of_words_says_which_columns_are_none_of_numbers():
    with pytest.raises(ValueError, match=r"made of numbers; leave out kind, name$"):
        heatmap(pd.DataFrame({"kind": ["a", "b"], "n": [1, 2], "name": ["x", "y"]}))
