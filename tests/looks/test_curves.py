"""Curves: lines drawn by hand."""

from __future__ import annotations

from openai_nb.looks.curves import Line, curves


def test_a_line_ends_at_its_last_measure():
    drawn = curves([Line("loss", [(1, 2.0), (2, 0.5), (3, float("nan"))])], title="Loss")
    assert "nan" not in drawn
    assert drawn == curves([Line("loss", [(1, 2.0), (2, 0.5)])], title="Loss")
