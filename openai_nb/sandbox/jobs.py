"""Jobs: fine-tuning as it goes on: validate, queue, train, keep, tell."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from typing import Any

from openai_nb.sandbox.catalogue import OWN, card
from openai_nb.sandbox.errands import errand, send
from openai_nb.sandbox.oracle.classification import measured
from openai_nb.sandbox.oracle.examples import BadExamples, Example, count_tokens, read
from openai_nb.sandbox.oracle.metrics import of_step, results_csv
from openai_nb.sandbox.oracle.training import Checkpoint, Hyperparameters, Step, Trainer, defaults
from openai_nb.sandbox.oracle.tuned import Tuned
from openai_nb.sandbox.routes.files import keep
from openai_nb.sandbox.store import Store

ENDED = {"succeeded", "failed", "cancelled"}
PAUSE_SECONDS = 0.05  # how long a paused job sleeps before it looks again


def start(store: Store, job: dict[str, Any]) -> None:
    """Begin the work of a job."""
    send(store, "job", job["id"])


@errand("job")
def work(store: Store, id: str) -> Iterator[None]:
    """A job from its files to its model, step by step; it ends early when it is cancelled."""
    job = store.get("job", id)
    assert job is not None
    if job["status"] != "validating_files":
        tell(store, id, "The job was broken off and begins again", level="warn")
    _go_on_telling(store, id, f"Validating training file: {job['training_file']}")
    yield
    try:
        examples = _examples(store, job["training_file"], "training")
        validation = _examples(store, job["validation_file"], "validation") if job["validation_file"] else []
    except BadExamples as error:
        _fail(store, id, str(error))
        return
    _change(store, id, status="queued")
    _go_on_telling(store, id, "Files validated, moving job to queued state")
    yield
    yield from _train(store, job, examples, validation)


def _train(
    store: Store, job: dict[str, Any], examples: list[Example], validation: list[Example]
) -> Iterator[None]:
    """The steps of a job, one at a time, and what is left of them at the end."""
    name, chosen = job["id"], _chosen(job["hyperparameters"], len(examples))
    _change(store, name, status="running", hyperparameters=chosen._asdict())
    _go_on_telling(store, name, "Fine-tuning job started")
    trainer = Trainer(
        examples,
        validation,
        epochs=chosen.n_epochs,
        batch_size=chosen.batch_size,
        learning_rate_multiplier=chosen.learning_rate_multiplier,
        seed=job["seed"],
    )
    steps: list[Step] = []
    for step in trainer:
        steps.append(step)
        _tell_step(store, name, step)
        yield
        if not (yield from _may_go_on(store, name)):
            return
    told = results_csv(steps, _classes(job, trainer.model, validation))
    _finish(store, name, trainer, told, count_tokens(examples) * chosen.n_epochs)


def _classes(job: dict[str, Any], model: Tuned, validation: list[Example]) -> dict[str, float]:
    """How well the labels of the validation set are foretold, for the older jobs that ask for it."""
    asked = job.get("classification") or {}
    if not asked.get("compute_classification_metrics") or not validation:
        return {}
    said = ["".join(piece for piece, _ in model.write(one.prompt, one.system)) for one in validation]
    pairs = [(one.reply.strip(), label.strip()) for one, label in zip(validation, said, strict=True)]
    positive = asked.get("classification_positive_class")
    return measured(pairs, positive and positive.strip(), asked.get("classification_betas") or ())


def tell(
    store: Store, id: str, message: str, data: dict[str, Any] | None = None, level: str = "info"
) -> None:
    """Write an event of a job."""
    event = {
        "id": store.new("ftevent-"),
        "object": "fine_tuning.job.event",
        "created_at": store.now(),
        "level": level,
        "message": message,
        "type": "metrics" if data else "message",
        "data": data or {},
    }
    store.put("event", event, parent=id)


def _go_on_telling(store: Store, id: str, message: str, data: dict[str, Any] | None = None) -> None:
    """Write an event of a job's work, unless it was ended from outside: that event is the last."""
    with store.step():
        job = store.get("job", id)
        if job and job["status"] not in ENDED:
            tell(store, id, message, data)


def _may_go_on(store: Store, id: str) -> Generator[None, None, bool]:
    """Wait while the job is paused; false once it is ended from outside."""
    while (job := store.get("job", id)) and job["status"] == "paused":
        yield
        time.sleep(PAUSE_SECONDS)
    return job is not None and job["status"] not in ENDED


def _examples(store: Store, file_id: str, what: str) -> list[Example]:
    data = store.read(file_id)
    if data is None:
        raise BadExamples(f"The {what} file {file_id} is gone.")
    return read(data)


def _chosen(asked: dict[str, Any], examples: int) -> Hyperparameters:
    """The hyperparameters, with "auto" made out."""
    auto = defaults(examples)
    said = {name: value for name, value in asked.items() if value != "auto" and name in auto._fields}
    return auto._replace(**said)


def _tell_step(store: Store, id: str, step: Step) -> None:
    words = f"Step {step.step}/{step.total}: training loss={step.train_loss:.2f}"
    if step.valid_loss is not None:
        words += f", validation loss={step.valid_loss:.2f}"
    if step.full_valid_loss is not None:
        words += f", full validation loss={step.full_valid_loss:.2f}"
    _go_on_telling(store, id, words, {**of_step(step), "total_steps": step.total})


def _fail(store: Store, id: str, message: str) -> None:
    error = {"code": "invalid_training_file", "message": message, "param": "training_file"}
    with store.step():
        tell(store, id, f"The job failed due to an invalid training file. {message}", level="error")
        _change(store, id, status="failed", error=error, finished_at=store.now())


def _finish(store: Store, id: str, trainer: Trainer, told: bytes, tokens: int) -> None:
    """Keep the model, its checkpoints and its results, and say so."""
    job = store.get("job", id)
    assert job is not None
    suffix, short = job.get("user_provided_suffix") or "", id.rpartition("-")[2][:8]
    base = job["model"] if not job["model"].startswith("ft:") else OWN["chat"]
    name = f"ft:{base}:{job['organization_id']}:{suffix}:{short}"
    *early, last = trainer.checkpoints
    for checkpoint in early:
        _keep_checkpoint(store, id, f"{name}:ckpt-step-{checkpoint.step.step}", checkpoint)
    _keep_checkpoint(store, id, name, last)
    results = keep(store, "step_metrics.csv", told, "fine-tune-results")
    tell(store, id, f"New fine-tuned model created: {name}")
    done = {"fine_tuned_model": name, "trained_tokens": tokens, "result_files": [results["id"]]}
    with store.step():  # whoever sees that it is done sees its last event too
        _change(store, id, status="succeeded", finished_at=store.now(), estimated_finish=None, **done)
        tell(store, id, "The job has successfully completed")


def _keep_checkpoint(store: Store, id: str, name: str, checkpoint: Checkpoint) -> None:
    store.write(f"model-{name}", checkpoint.model.to_bytes())
    store.put("model", card(name, store.now(), "sandbox-organization"))
    metrics = {k: v for k, v in of_step(checkpoint.step).items() if k != "step"}
    kept = {
        "id": store.new("ftckpt_"),
        "object": "fine_tuning.job.checkpoint",
        "created_at": store.now(),
        "fine_tuned_model_checkpoint": name,
        "fine_tuning_job_id": id,
        "metrics": {"step": checkpoint.step.step, **metrics},
        "step_number": checkpoint.step.step,
    }
    store.put("checkpoint", kept, parent=id)


def _change(store: Store, id: str, **fields: Any) -> None:
    """Set fields of a job, unless it was ended from outside in the meantime."""
    with store.step():
        job = store.get("job", id)
        if job and job["status"] not in ENDED:
            method = job["method"]
            if "hyperparameters" in fields:
                method = {"type": "supervised", "supervised": {"hyperparameters": fields["hyperparameters"]}}
            store.put("job", {**job, "method": method, **fields})
