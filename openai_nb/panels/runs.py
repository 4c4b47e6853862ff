"""Runs: the courses of fine-tuning jobs, as lines to draw and as what a notebook keeps."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from openai_nb.looks.curves import Line
from openai_nb.looks.monitor import Follower
from openai_nb.plots.training import LOSS, Curve, points


def lines(runs: Sequence[Follower]) -> list[Line]:
    """The losses of these runs; of a run alone the loss on training and on validation data."""
    found = []
    for colour, run in enumerate(runs):
        steps = points(run.rows)
        for dashed, fields in enumerate(LOSS):
            line = tuple(_values(steps, fields))
            if len(runs) == 1:
                found.append(Line(("train", "validation")[dashed], line, dashed))
            elif line or not dashed:
                found.append(
                    Line(_name(run) + (", validation" if dashed else ""), line, colour, bool(dashed))
                )
    return found


def twin(listed: Mapping[str, str], runs: Sequence[Follower]) -> dict[str, str]:
    """A table of jobs and, of a run that is followed alone, its events and its curve as a picture."""
    html, text = [listed["text/html"]], [listed["text/plain"]]
    if len(runs) == 1 and runs[0].rows:
        events = runs[0].table()
        html.append(events["text/html"])
        text.append(events["text/plain"])
        if steps := points(runs[0].rows):
            png = b64encode(Curve().update(steps)).decode()
            html.append(f'<img src="data:image/png;base64,{png}" alt="loss and accuracy">')
    return {"text/html": "".join(html), "text/plain": "\n\n".join(text)}


def _values(steps: Sequence[Mapping[str, Any]], fields: Sequence[str]) -> list[tuple[float, float]]:
    found = []
    for step in steps:
        value = next((step[name] for name in fields if step.get(name) is not None), None)
        if isinstance(value, int | float):
            found.append((float(step["step"]), float(value)))
    return found


def _name(run: Follower) -> str:
    job = run.job
    if job is None:
        return run.job_id
    model = job.fine_tuned_model or job.model
    return model if job.fine_tuned_model else f"{model} {run.job_id[-6:]}"
