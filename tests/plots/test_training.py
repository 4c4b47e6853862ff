"""Training curves: from a job's events to a picture."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from openai_nb.core.record import Record
from openai_nb.plots.course import smooth
from openai_nb.plots.training import Curve, curve, points


def metrics(step, when=0, **data):
    return {"type": "metrics", "created_at": when, "data": {"step": step, **data}}


def falling(steps):
    return [{"step": step, "train_loss": 4 / step, "valid_loss": 5 / step} for step in range(1, steps + 1)]


def size(picture):
    return Image.open(io.BytesIO(picture)).size


def test_points_come_in_order_of_step():
    events = [metrics(3, train_loss=1.0), metrics(1, train_loss=3.0), metrics(2, train_loss=2.0)]
    assert [point["train_loss"] for point in points(events)] == [3.0, 2.0, 1.0]


def test_only_metrics_are_points():
    message = {"type": "message", "message": "Step 1/3", "data": None}
    assert points([message, {"type": "metrics", "data": {}}, {"type": "metrics"}]) == []


def test_records_are_as_good_as_dicts():
    assert points([Record(metrics(1, train_loss=2.0))]) == [{"step": 1, "train_loss": 2.0}]


def test_a_step_told_twice_is_one_point_and_the_newest_word_holds():
    old, new = metrics(1, when=5, train_loss=2.0, valid_loss=9.0), metrics(1, when=6, train_loss=1.0)
    expected = [{"step": 1, "train_loss": 1.0, "valid_loss": 9.0}]
    assert points([old, new]) == points([new, old]) == points([new, new, old]) == expected


def test_what_was_not_measured_is_left_out():
    assert points([metrics(1, train_loss=2.0, valid_loss=None)]) == [{"step": 1, "train_loss": 2.0}]


def ends(figure):
    """The last values as they are printed."""
    words = [text.get_text() for axes in figure.axes for text in axes.texts if text.get_visible()]
    return sorted(word for word in words if word[:1].isdigit())


def test_events_and_points_give_the_same_curve():
    events = [{"type": "metrics", "data": point} for point in falling(5)]
    assert ends(curve(events)) == ends(curve(falling(5))) == ["0.800", "1.00"]


def test_the_last_value_is_printed():
    shown = curve([{"step": 1, "train_loss": 2.0}, {"step": 2, "train_loss": 0.25, "train_accuracy": 0.875}])
    assert ends(shown) == ["0.250", "88%"]


def test_steps_without_a_value_leave_the_line_whole():
    shown = curve([{"step": 1, "train_loss": 3.0}, {"step": 2}, {"step": 3, "train_loss": float("nan")}])
    assert ends(shown) == ["3.00"]


def test_two_values_that_end_together_are_printed_apart():
    shown = curve([{"step": 1, "train_loss": 2.0, "valid_loss": 2.001}])
    shown.canvas.draw()
    low, high = sorted(
        (text.get_window_extent() for text in shown.axes[0].texts if text.get_text() == "2.00"),
        key=lambda box: box.y0,
    )
    assert low.y1 <= high.y0 + 1


@pytest.mark.parametrize("theme", ["light", "dark", "clear"])
@pytest.mark.parametrize("steps", [0, 1, 2, 1000])
def test_any_number_of_points_is_a_small_picture(steps, theme):
    picture = Curve(title="$job_1$", theme=theme).update(falling(steps))
    assert size(picture) == (1036, 388)
    assert len(picture) <= 40_000


def test_the_same_points_give_the_same_bytes():
    live = Curve()
    first = live.update(falling(20))
    assert live.update(falling(30)) != first
    assert live.update(falling(20)) == first == Curve().update(falling(20))


def test_no_points_yet_says_so():
    words = [text.get_text() for text in curve([]).axes[0].texts if text.get_visible()]
    assert "not measured yet" in words


def test_smoothing_neither_lags_nor_shifts():
    values = np.linspace(5, 1, 300)
    assert smooth(values)[10:-10] == pytest.approx(values[10:-10], abs=0.05)
    assert smooth(np.full(100, 3.0)) == pytest.approx(3.0)


def test_few_values_are_not_smoothed():
    assert smooth(np.array([3.0, 1.0, 2.0])).tolist() == [3.0, 1.0, 2.0]


def test_what_is_no_number_is_no_measure():
    told = points([metrics(1, train_loss=2.0, valid_loss="2.5", note="warm", full_valid_loss=float("inf"))])
    assert told == [{"step": 1, "train_loss": 2.0}]
