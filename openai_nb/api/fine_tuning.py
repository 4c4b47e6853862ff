"""Fine-tuning: teach a model by examples."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from openai_nb.api.graders import Alpha
from openai_nb.api.permissions import SharedCheckpoints
from openai_nb.api.shapes import Id, Json
from openai_nb.core.endpoint import GET, POST, Resource
from openai_nb.core.page import Page
from openai_nb.core.polling import wait
from openai_nb.core.record import Record

ENDED = frozenset({"succeeded", "failed", "cancelled"})


class JobError(Record):
    """Why a job failed."""

    code: str
    message: str
    param: str | None


class Job(Record):
    """A fine-tuning job: validating_files, queued, running, paused, succeeded, failed or cancelled."""

    id: str
    object: str
    created_at: int
    error: JobError | None
    fine_tuned_model: str | None
    finished_at: int | None
    estimated_finish: int | None
    hyperparameters: Record
    metadata: dict[str, str] | None
    method: Record | None
    model: str
    organization_id: str
    result_files: list[str]
    seed: int
    status: str
    trained_tokens: int | None
    training_file: str
    validation_file: str | None


class JobEvent(Record):
    """Something that happened in a job; `type` is message or metrics, `data` the metrics."""

    id: str
    object: str
    created_at: int
    level: str
    message: str
    type: str | None
    data: dict[str, Any] | None


class Checkpoint(Record):
    """A model kept on the way, usable like the final one."""

    id: str
    object: str
    created_at: int
    fine_tuned_model_checkpoint: str
    fine_tuning_job_id: str
    metrics: dict[str, float]
    step_number: int


class Checkpoints(Resource):
    """The models kept on the way."""

    @GET("/fine_tuning/jobs/{fine_tuning_job_id}/checkpoints")
    def list(
        self, fine_tuning_job_id: Id, *, after: str | None = None, limit: int | None = None
    ) -> Page[Checkpoint]:
        """The checkpoints of a job, newest first."""
        ...


class Jobs(Resource):
    """Start, follow and stop fine-tuning jobs.

    >>> client.fine_tuning.jobs.list(limit=5)
    """

    @cached_property
    def checkpoints(self) -> Checkpoints:
        """The models kept on the way."""
        return Checkpoints(self._send)

    @POST("/fine_tuning/jobs")
    def create(
        self,
        *,
        model: Id,
        training_file: Id,
        validation_file: Id | None = None,
        hyperparameters: Json | None = None,
        method: Json | None = None,
        suffix: str | None = None,
        seed: int | None = None,
        integrations: Sequence[Json] | None = None,
        metadata: Json | None = None,
    ) -> Job:
        """Start a job that trains `model` on an uploaded file of chat examples (JSONL, 10 at least)."""
        ...

    @GET("/fine_tuning/jobs")
    def list(
        self, *, after: str | None = None, limit: int | None = None, metadata: Json | None = None
    ) -> Page[Job]:
        """Your jobs, newest first."""
        ...

    @GET("/fine_tuning/jobs/{fine_tuning_job_id}")
    def retrieve(self, fine_tuning_job_id: Id) -> Job:
        """Look one job up."""
        ...

    @POST("/fine_tuning/jobs/{fine_tuning_job_id}/cancel")
    def cancel(self, fine_tuning_job_id: Id) -> Job:
        """Stop a job at once."""
        ...

    @POST("/fine_tuning/jobs/{fine_tuning_job_id}/pause")
    def pause(self, fine_tuning_job_id: Id) -> Job:
        """Hold a job where it is."""
        ...

    @POST("/fine_tuning/jobs/{fine_tuning_job_id}/resume")
    def resume(self, fine_tuning_job_id: Id) -> Job:
        """Let a paused job go on."""
        ...

    @GET("/fine_tuning/jobs/{fine_tuning_job_id}/events")
    def list_events(
        self, fine_tuning_job_id: Id, *, after: str | None = None, limit: int | None = None
    ) -> Page[JobEvent]:
        """What happened in a job, newest first."""
        ...

    def wait(self, fine_tuning_job_id: Id, *, every: float = 1.0, timeout: float | None = 3600.0) -> Job:
        """The job once it has ended; raises `WaitedTooLong` after `timeout` seconds (None: never)."""
        return wait(
            lambda: self.retrieve(fine_tuning_job_id),
            lambda job: job.status in ENDED,
            every=every,
            timeout=timeout,
        )


class FineTuning(Resource):
    """Teach a model by examples: `jobs`; share what was made, and try graders out.

    >>> [client.fine_tuning.jobs.checkpoints.list(job) for job in client.fine_tuning.jobs.list(limit=3)]
    """

    @cached_property
    def jobs(self) -> Jobs:
        """Start, follow and stop fine-tuning jobs."""
        return Jobs(self._send)

    @cached_property
    def checkpoints(self) -> SharedCheckpoints:
        """Who may use a checkpoint."""
        return SharedCheckpoints(self._send)

    @cached_property
    def alpha(self) -> Alpha:
        """Graders, which may still change."""
        return Alpha(self._send)
