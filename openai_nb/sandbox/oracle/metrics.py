"""Metrics: a run's steps in the API's own shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openai_nb.sandbox.oracle.training import Step

COLUMNS = ("step", "train_loss", "train_accuracy", "valid_loss", "valid_mean_token_accuracy")


def results_csv(steps: Sequence[Step], classes: Mapping[str, float] | None = None) -> bytes:
    """The result file of a job: a row for each step, empty where nothing was measured.

    `classes` are measures of the whole run, in columns of their own that only the last row fills.
    """
    more = dict(classes or {})
    rows = [(*COLUMNS, *more)]
    for place, step in enumerate(steps, 1):
        found = [step.train_loss, step.train_accuracy, step.valid_loss, step.valid_accuracy]
        found += more.values() if place == len(steps) else [None] * len(more)
        rows.append((str(step.step), *("" if value is None else f"{value:.5f}" for value in found)))
    return ("\n".join(map(",".join, rows)) + "\n").encode()


def of_step(step: Step) -> dict[str, float]:
    """What was measured at a step, under the names of the API's checkpoints and events."""
    named = {
        "step": step.step,
        "train_loss": step.train_loss,
        "train_mean_token_accuracy": step.train_accuracy,
        "valid_loss": step.valid_loss,
        "valid_mean_token_accuracy": step.valid_accuracy,
        "full_valid_loss": step.full_valid_loss,
        "full_valid_mean_token_accuracy": step.full_valid_accuracy,
    }
    return {name: value for name, value in named.items() if value is not None}
