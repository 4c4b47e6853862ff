"""Fine-tunes: the older way to teach a model by examples; the live API offers it no longer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openai_nb.api.files import File
from openai_nb.api.shapes import Id, Json
from openai_nb.core.endpoint import GET, POST, Resource, streams
from openai_nb.core.page import Page
from openai_nb.core.polling import wait
from openai_nb.core.record import Record

ENDED = frozenset({"succeeded", "failed", "cancelled"})


class FineTuneEvent(Record):
    """Something that happened in a fine-tune; `level` is info, warn or error."""

    object: str
    created_at: int
    level: str
    message: str


class FineTune(Record):
    """A fine-tune: created, running, succeeded, failed or cancelled; `events` where one is looked up."""

    id: str
    object: str
    created_at: int
    updated_at: int
    model: str
    fine_tuned_model: str | None
    organization_id: str
    status: str
    hyperparams: Record
    training_files: list[File]
    validation_files: list[File]
    result_files: list[File]
    events: list[FineTuneEvent] | None


def _tally(raw: dict[str, Any], ended: dict[int, bool]) -> None:
    ended[0] = False  # no event tells that it is the last; `[DONE]` does


class FineTunes(Resource):
    """Start, follow and stop fine-tunes.

    >>> client.fine_tunes.list()
    """

    @POST("/fine-tunes")
    def create(
        self,
        *,
        training_file: Id,
        validation_file: Id | None = None,
        model: Id | None = None,
        batch_size: int | None = None,
        classification_betas: Sequence[float] | None = None,
        classification_n_classes: int | None = None,
        classification_positive_class: str | None = None,
        compute_classification_metrics: bool | None = None,
        hyperparameters: Json | None = None,
        learning_rate_multiplier: float | None = None,
        n_epochs: int | None = None,
        prompt_loss_weight: float | None = None,
        suffix: str | None = None,
    ) -> FineTune:
        """Train `model` on an uploaded file of lines with a prompt and a completion."""
        ...

    @GET("/fine-tunes")
    def list(self) -> Page[FineTune]:
        """Your fine-tunes, newest first."""
        ...

    @GET("/fine-tunes/{fine_tune_id}")
    def retrieve(self, fine_tune_id: Id) -> FineTune:
        """Look one fine-tune up, with its events."""
        ...

    @POST("/fine-tunes/{fine_tune_id}/cancel")
    def cancel(self, fine_tune_id: Id) -> FineTune:
        """Stop a fine-tune at once."""
        ...

    @GET("/fine-tunes/{fine_tune_id}/events")
    def list_events(self, fine_tune_id: Id, *, stream: bool | None = None) -> Page[FineTuneEvent]:
        """What has happened in a fine-tune so far, oldest first."""
        ...

    stream_events = streams(list_events, FineTuneEvent, tally=_tally)

    def wait(self, fine_tune_id: Id, *, every: float = 1.0, timeout: float | None = 3600.0) -> FineTune:
        """The fine-tune once it has ended; raises `WaitedTooLong` after `timeout` seconds (None: never)."""
        return wait(
            lambda: self.retrieve(fine_tune_id),
            lambda each: each.status in ENDED,
            every=every,
            timeout=timeout,
        )
