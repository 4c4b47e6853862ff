"""Training: how a fine-tune gets on, as points and as a picture of its loss and accuracy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from openai_nb.core.record import Record, asdict
from openai_nb.plots import style
from openai_nb.plots.course import Course
from openai_nb.plots.picture import png

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Point = dict[str, Any]

# Which fields each course shows; the first that is measured counts.
LOSS = (("train_loss",), ("valid_loss", "full_valid_loss"))
ACCURACY = (
    ("train_mean_token_accuracy", "train_accuracy"),
    ("valid_mean_token_accuracy", "full_valid_mean_token_accuracy", "valid_accuracy"),
)
COLOURS = 64  # enough for two lines and their shades


def points(events: Iterable[Record | Mapping[str, Any]]) -> list[Point]:
    """The steps measured in a job's events: one dict a step, in order of step.

    Events come newest first and, when one polls, again and again; a step that is told twice counts
    once, and the newest word on it holds.  What is no number is left out.
    """
    steps: dict[int, tuple[Any, Point]] = {}
    for event in events:
        raw = asdict(event) if isinstance(event, Record) else event
        data = raw.get("data")
        if raw.get("type") != "metrics" or not isinstance(data, Mapping) or not _number(data.get("step")):
            continue
        step, told = int(data["step"]), raw.get("created_at") or 0
        known, point = steps.get(step, (told, {}))
        said = {name: value for name, value in data.items() if _number(value)}
        steps[step] = (max(known, told), point | said if told > known else said | point)
    return [point for _, (_, point) in sorted(steps.items(), key=lambda item: item[0])]


def curve(
    events_or_steps: Iterable[Record | Mapping[str, Any]], *, title: str | None = None, theme: str = "light"
) -> Figure:
    """The loss and, where measured, the accuracy over the steps of a fine-tune.

    Takes a job's events, or the points of `points`.  Faint dots are the steps as measured, the
    line runs through their moving average.
    """
    given = [asdict(each) if isinstance(each, Record) else each for each in events_or_steps]
    drawn = Curve(title=title, theme=theme)
    drawn.set(points(given) if any("data" in each for each in given) else given)
    return drawn.figure


class Curve:
    """A training curve that is drawn again and again on one figure, as points come in."""

    def __init__(self, *, title: str | None = None, theme: str = "light") -> None:
        from matplotlib.figure import Figure

        look = style.theme(theme)
        self.figure = Figure(figsize=(7.2, 2.7 if title else 2.5), facecolor=look.paper)
        top = 0.76 if title else 0.84
        self.figure.subplots_adjust(left=0.055, right=0.93, top=top, bottom=0.2, wspace=0.34)
        loss, accuracy = self.figure.subplots(1, 2, width_ratios=(1.7, 1))
        self._loss = Course(loss, "loss", LOSS, look)
        self._accuracy = Course(accuracy, "accuracy", ACCURACY, look, share=True)
        if title:
            words = self.figure.text(
                0.055, 0.965, title, va="top", color=look.ink, size=9.5, weight="bold", family=style.fonts()
            )
            words.set_parse_math(False)

    def set(self, points: Sequence[Mapping[str, Any]]) -> None:
        """Show these points, without making a picture yet."""
        self._loss.set(points)
        self._accuracy.set(points)

    def update(self, points: Sequence[Mapping[str, Any]]) -> bytes:
        """Show these points: the picture, a PNG."""
        self.set(points)
        return png(self.figure, colours=COLOURS)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and isfinite(value)
