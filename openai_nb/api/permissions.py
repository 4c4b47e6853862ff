"""Permissions: which projects may use the checkpoints of a fine-tuned model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from openai_nb.api.shapes import Deleted, Id
from openai_nb.core.endpoint import DELETE, GET, POST, Resource
from openai_nb.core.page import Page
from openai_nb.core.record import Record


class Permission(Record):
    """A project's leave to use a checkpoint."""

    id: str
    object: str
    created_at: int
    project_id: str


class Permissions(Resource):
    """Share checkpoints with other projects of the organization; it takes an admin key."""

    @POST("/fine_tuning/checkpoints/{fine_tuned_model_checkpoint}/permissions")
    def create(self, fine_tuned_model_checkpoint: Id, *, project_ids: Sequence[Id]) -> Page[Permission]:
        """Let projects use a checkpoint, given by its model name or its record."""
        ...

    @GET("/fine_tuning/checkpoints/{fine_tuned_model_checkpoint}/permissions")
    def list(
        self,
        fine_tuned_model_checkpoint: Id,
        *,
        after: str | None = None,
        limit: int | None = None,
        order: str | None = None,
        project_id: str | None = None,
    ) -> Page[Permission]:
        """Who may use a checkpoint, newest first; `order` is ascending or descending."""
        ...

    @DELETE("/fine_tuning/checkpoints/{fine_tuned_model_checkpoint}/permissions/{permission_id}")
    def delete(self, permission_id: Id, fine_tuned_model_checkpoint: Id) -> Deleted:
        """Take a permission back."""
        ...

    def retrieve(
        self,
        fine_tuned_model_checkpoint: Id,
        *,
        after: str | None = None,
        limit: int | None = None,
        order: str | None = None,
        project_id: str | None = None,
    ) -> Page[Permission]:
        """`list` under the name it had before."""
        return self.list(
            fine_tuned_model_checkpoint, after=after, limit=limit, order=order, project_id=project_id
        )


class SharedCheckpoints(Resource):
    """The checkpoints of fine-tuned models, and who may use them: `permissions`.

    >>> models = [job.fine_tuned_model for job in client.fine_tuning.jobs.list(limit=3)]
    >>> [client.fine_tuning.checkpoints.permissions.list(model) for model in models if model]
    """

    @cached_property
    def permissions(self) -> Permissions:
        """Who may use a checkpoint."""
        return Permissions(self._send)
