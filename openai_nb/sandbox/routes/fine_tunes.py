"""Fine-tunes: the older face of the jobs that really train."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from openai_nb.api.fine_tunes import FineTunes
from openai_nb.sandbox.catalogue import resolve
from openai_nb.sandbox.jobs import ENDED, start, tell
from openai_nb.sandbox.oracle.examples import BadExamples, read
from openai_nb.sandbox.oracle.training import defaults
from openai_nb.sandbox.pages import envelope
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.routes.fine_tuning import check_files, plain
from openai_nb.sandbox.rules import long, number
from openai_nb.sandbox.store import Store

OLDER = "older"  # the parent that keeps these jobs apart from those of today
STATUS = {"validating_files": "created", "queued": "created", "paused": "running"}
LOOK_SECONDS = 0.02  # between two looks of a stream for new events
LONGEST = 3600.0  # seconds that a stream lasts
METRICS = ("compute_classification_metrics", "classification_n_classes", "classification_positive_class",
           "classification_betas")  # fmt: skip


def betas(name: str, value: list[Any]) -> None:
    """Numbers that say how much more recall counts than precision."""
    for place, each in enumerate(value):
        where = f"{name}[{place}]"
        if type(each) not in (int, float):
            raise invalid(where, f"Invalid type for '{where}': expected a number.", "invalid_type")
        number(0.0, 1_000.0)(where, each)


RULES = {
    "batch_size": number(1, 256),
    "classification_betas": betas,
    "classification_n_classes": number(2, 1_000),
    "learning_rate_multiplier": number(1e-6, 100.0),
    "n_epochs": number(1, 50),
    "prompt_loss_weight": number(0.0, 1.0),
    "suffix": long(1, 40),
}


@router.serves(FineTunes.create, **RULES)
def create(
    store: Store,
    training_file: str,
    validation_file: str | None = None,
    model: str = "curie",
    suffix: str | None = None,
    **options: Any,
) -> dict[str, Any]:
    check_files(store, training_file, validation_file)
    _check_metrics(validation_file, options)
    files = {"training_file": training_file, "validation_file": validation_file}
    job = _new(store, files, resolve(store, model, "text"), options) | {"user_provided_suffix": plain(suffix)}
    store.put("job", job, parent=OLDER)
    tell(store, job["id"], f"Created fine-tune: {job['id']}")
    start(store, job)
    return _looked_up(store, job["id"])


def _new(store: Store, files: dict[str, str | None], model: str, options: dict[str, Any]) -> dict[str, Any]:
    """A job that has not begun, as the engine keeps it."""
    return {
        "id": store.new("ft-"),
        "object": "fine_tuning.job",
        "created_at": store.now(),
        "model": model,
        "organization_id": "sandbox",
        "status": "validating_files",
        "fine_tuned_model": None,
        "hyperparameters": _hyperparameters(store, str(files["training_file"]), options),
        "method": {"type": "supervised"},
        "prompt_loss_weight": options.get("prompt_loss_weight", 0.01),
        "classification": {name: options[name] for name in METRICS if name in options},
        "result_files": [],
        "finished_at": None,
        "seed": 42,
        **files,
    }


@router.serves(FineTunes.list)
def list_all(store: Store) -> dict[str, Any]:
    return envelope([_shown(store, job) for job in reversed(store.all("job", OLDER))])


@router.serves(FineTunes.retrieve)
def retrieve(store: Store, fine_tune_id: str) -> dict[str, Any]:
    return _looked_up(store, fine_tune_id)


@router.serves(FineTunes.cancel)
def cancel(store: Store, fine_tune_id: str) -> dict[str, Any]:
    with store.step():
        job = _job(store, fine_tune_id)
        if job["status"] in ENDED:
            raise Refusal(400, f"Fine-tune {fine_tune_id} is {job['status']} and cannot be cancelled.")
        store.put("job", {**job, "status": "cancelled", "finished_at": store.now()})
        tell(store, fine_tune_id, "Fine-tune cancelled")
    return _looked_up(store, fine_tune_id)


@router.serves(FineTunes.list_events)
def list_events(store: Store, fine_tune_id: str, stream: bool = False) -> dict[str, Any]:
    _job(store, fine_tune_id)
    return {"object": "list", "data": _events(store, fine_tune_id)}


@router.serves(FineTunes.stream_events)
def stream_events(store: Store, fine_tune_id: str) -> Iterator[dict[str, Any]]:
    told, end = 0, time.monotonic() + LONGEST
    while time.monotonic() < end:
        ended = _job(store, fine_tune_id)["status"] in ENDED  # looked at first, so that no event is missed
        events = _events(store, fine_tune_id)
        yield from events[told:]
        told = len(events)
        if ended:
            return
        time.sleep(LOOK_SECONDS)
    raise Refusal(408, f"The fine-tune went on for {LONGEST:g} s; stream its events again.")


def _job(store: Store, fine_tune_id: str) -> dict[str, Any]:
    job = store.get("job", fine_tune_id)
    if job is None or not fine_tune_id.startswith("ft-"):
        raise Refusal(404, f"No such fine-tune: {fine_tune_id}", param="fine_tune_id")
    return job


def _looked_up(store: Store, fine_tune_id: str) -> dict[str, Any]:
    """A job in the older shape, with its events."""
    return {**_shown(store, _job(store, fine_tune_id)), "events": _events(store, fine_tune_id)}


def _shown(store: Store, job: dict[str, Any]) -> dict[str, Any]:
    """A job in the older shape: files as objects, hyperparameters by their older names."""
    files = {
        "training_files": [job["training_file"]],
        "validation_files": [job["validation_file"]],
        "result_files": job["result_files"],
    }
    shown = {
        name: [file for each in ids if each and (file := store.get("file", each))]
        for name, ids in files.items()
    }
    kept = ("id", "created_at", "model", "fine_tuned_model", "organization_id")
    return {
        **{name: job[name] for name in kept},
        "object": "fine-tune",
        "updated_at": job["finished_at"] or job["created_at"],
        "status": STATUS.get(job["status"], job["status"]),
        "hyperparams": {
            **job["hyperparameters"],
            "prompt_loss_weight": job["prompt_loss_weight"],
            **job["classification"],
        },
        **shown,
    }


def _events(store: Store, fine_tune_id: str) -> list[dict[str, Any]]:
    return [
        {"object": "fine-tune-event", **{name: each[name] for name in ("created_at", "level", "message")}}
        for each in store.all("event", fine_tune_id)
    ]


def _hyperparameters(store: Store, training_file: str, options: dict[str, Any]) -> dict[str, Any]:
    """What was asked for; the rest as it suits the number of examples."""
    try:
        count = len(read(store.read(training_file) or b""))
    except BadExamples:
        count = 0  # the job will say so
    asked = {name: value for name, value in options.items() if name in defaults(count)._fields}
    nested = options.get("hyperparameters") or {}
    for name, value in nested.items():
        where = f"hyperparameters.{name}"
        if name != "n_epochs":
            raise invalid(where, f"Unknown parameter: '{where}'.", "unknown_parameter")
        if value != "auto":
            if type(value) is not int:
                raise invalid(
                    where, f"Invalid type for '{where}': expected 'auto' or an integer.", "invalid_type"
                )
            RULES["n_epochs"](where, value)
            asked[name] = value
    return {**defaults(count)._asdict(), **asked}


def _check_metrics(validation_file: str | None, options: dict[str, Any]) -> None:
    """Metrics of classes need a file to measure, and to be told what the classes are."""
    if not options.get("compute_classification_metrics"):
        return
    if validation_file is None:
        raise invalid("validation_file", "Classification metrics need a 'validation_file'.", None)
    if not options.get("classification_n_classes") and not options.get("classification_positive_class"):
        raise invalid(
            "classification_n_classes",
            "Give 'classification_n_classes', or 'classification_positive_class' for two classes.",
            None,
        )
