"""Fine-tuning: jobs that really train, and tell of each step."""

from __future__ import annotations

import re
from typing import Any

from openai_nb.api.fine_tuning import Checkpoints, Jobs
from openai_nb.sandbox.beta import as_object
from openai_nb.sandbox.catalogue import resolve
from openai_nb.sandbox.jobs import ENDED, start, tell
from openai_nb.sandbox.pages import listing
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.rules import long, number
from openai_nb.sandbox.store import Store

HYPERPARAMETERS: dict[str, tuple[type[float], float, float]] = {
    "n_epochs": (int, 1, 50),
    "batch_size": (int, 1, 256),
    "learning_rate_multiplier": (float, 1e-6, 100.0),
}


@router.serves(Jobs.create, seed=number(0, 2_147_483_647), suffix=long(1, 64), metadata=long(0, 16))
def create(
    store: Store,
    model: str,
    training_file: str,
    validation_file: str | None = None,
    hyperparameters: dict[str, Any] | None = None,
    method: dict[str, Any] | None = None,
    suffix: str | None = None,
    seed: int = 42,
    integrations: list[Any] | None = None,
    metadata: dict[str, str] | None = None,
) -> dict[str, Any]:
    chosen = _hyperparameters(hyperparameters, method)
    if integrations:
        raise Refusal(
            400, "The sandbox has no integrations.", code="unsupported_parameter", param="integrations"
        )
    check_files(store, training_file, validation_file)
    job = {
        **_blank(store),
        "hyperparameters": chosen,
        "metadata": metadata,
        "method": {"type": "supervised", "supervised": {"hyperparameters": chosen}},
        "model": resolve(store, model, "chat"),
        "seed": seed,
        "training_file": training_file,
        "user_provided_suffix": plain(suffix),
        "validation_file": validation_file,
    }
    store.put("job", job)
    tell(store, job["id"], f"Created fine-tuning job: {job['id']}")
    start(store, job)
    return job


def _blank(store: Store) -> dict[str, Any]:
    """A job of which nothing has happened yet."""
    later = ("error", "estimated_finish", "fine_tuned_model", "finished_at", "trained_tokens")
    return {
        "id": store.new("ftjob-"),
        "object": "fine_tuning.job",
        "created_at": store.now(),
        "status": "validating_files",
        "organization_id": "sandbox",
        "integrations": [],
        "result_files": [],
        **dict.fromkeys(later),
    }


@router.serves(Jobs.list)
def list_all(
    store: Store, after: str | None = None, limit: int | None = None, metadata: dict[str, str] | None = None
) -> dict[str, Any]:
    wanted = (metadata or {}).items()
    return listing(
        store, "job", after=after, limit=limit, where=lambda job: wanted <= (job["metadata"] or {}).items()
    )


@router.serves(Jobs.retrieve)
def retrieve(store: Store, fine_tuning_job_id: str) -> dict[str, Any]:
    job = store.get("job", fine_tuning_job_id)
    if job is None:
        raise Refusal(
            404,
            f"Could not find fine tune: {fine_tuning_job_id}",
            code="fine_tune_not_found",
            param="fine_tuning_job_id",
        )
    return job


@router.serves(Jobs.cancel)
def cancel(store: Store, fine_tuning_job_id: str) -> dict[str, Any]:
    return _turn(
        store, fine_tuning_job_id, "cancelled", "The job has been cancelled", finished_at=store.now()
    )


@router.serves(Jobs.pause)
def pause(store: Store, fine_tuning_job_id: str) -> dict[str, Any]:
    return _turn(store, fine_tuning_job_id, "paused", "The job has been paused", only={"running"})


@router.serves(Jobs.resume)
def resume(store: Store, fine_tuning_job_id: str) -> dict[str, Any]:
    return _turn(store, fine_tuning_job_id, "running", "The job has been resumed", only={"paused"})


@router.serves(Jobs.list_events)
def list_events(
    store: Store, fine_tuning_job_id: str, after: str | None = None, limit: int | None = None
) -> dict[str, Any]:
    retrieve(store, fine_tuning_job_id)
    return listing(store, "event", fine_tuning_job_id, after=after, limit=limit, most=1000)


@router.serves(Checkpoints.list)
def list_checkpoints(
    store: Store, fine_tuning_job_id: str, after: str | None = None, limit: int | None = None
) -> dict[str, Any]:
    retrieve(store, fine_tuning_job_id)
    return listing(store, "checkpoint", fine_tuning_job_id, after=after, limit=limit or 10)


def _turn(
    store: Store, id: str, status: str, message: str, only: set[str] | None = None, **fields: Any
) -> dict[str, Any]:
    """Move a job to another status, where it may go there."""
    with store.step():
        job = retrieve(store, id)
        if job["status"] in ENDED or (only and job["status"] not in only):
            raise Refusal(
                400, f"Job {id} is {job['status']} and cannot become {status}.", code="invalid_status"
            )
        job = store.put("job", {**job, "status": status, **fields})
        tell(store, id, message)
    return job


def _hyperparameters(given: dict[str, Any] | None, method: dict[str, Any] | None) -> dict[str, Any]:
    """What was asked for, "auto" where nothing was."""
    kind = (method or {}).get("type", "supervised")
    if kind != "supervised":
        raise Refusal(
            400,
            f"The sandbox trains supervised only, not '{kind}'.",
            code="unsupported_value",
            param="method",
        )
    supervised = as_object((method or {}).get("supervised"), "method.supervised")
    inner = as_object(supervised.get("hyperparameters"), "method.supervised.hyperparameters")
    asked = {**(given or {}), **inner}
    for name, value in asked.items():
        _check_hyperparameter(name, value)
    return {name: asked.get(name, "auto") for name in HYPERPARAMETERS}


def _check_hyperparameter(name: str, value: Any) -> None:
    where = f"hyperparameters.{name}"
    if name not in HYPERPARAMETERS:
        raise invalid(where, f"Unknown parameter: '{where}'.", "unknown_parameter")
    kind, low, high = HYPERPARAMETERS[name]
    is_number = isinstance(value, int | kind) and not isinstance(value, bool)
    if value != "auto" and not (is_number and low <= value <= high):
        raise invalid(
            where, f"Invalid '{where}': expected 'auto' or a number from {low} to {high}, got {value!r}."
        )


def check_files(store: Store, training_file: str, validation_file: str | None) -> None:
    """Refuse files that are not there, or that came for something else."""
    for name, file_id in (("training_file", training_file), ("validation_file", validation_file)):
        if file_id is None:
            continue
        file = store.get("file", file_id)
        if file is None:
            raise Refusal(400, f"invalid {name}: {file_id}", param=name, code="invalid_file")
        if file["purpose"] != "fine-tune":
            wrong = f"File '{file_id}' has the purpose '{file['purpose']}'; 'fine-tune' is needed."
            raise invalid(name, wrong, None)


def plain(suffix: str | None) -> str | None:
    """The letters of a suffix that a model's name may hold."""
    return re.sub(r"[^a-z0-9]+", "-", suffix.lower()).strip("-") if suffix else None
