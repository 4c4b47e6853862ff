"""Models: the names one may put after `model=`."""

from __future__ import annotations

from openai_nb.api.shapes import Deleted, Id
from openai_nb.core.endpoint import DELETE, GET, Resource
from openai_nb.core.page import Page
from openai_nb.core.record import Record


class Model(Record):
    """A model one may call; `shutdown_date` is when it stops answering, where that is known."""

    id: str
    object: str
    created: int
    owned_by: str
    shutdown_date: str | None


class Models(Resource):
    """List, look up and delete models.

    >>> [model.id for model in client.models.list()]
    """

    @GET("/models")
    def list(self) -> Page[Model]:
        """Every model this key may use."""
        ...

    @GET("/models/{model}")
    def retrieve(self, model: Id) -> Model:
        """Look one model up by name."""
        ...

    @DELETE("/models/{model}")
    def delete(self, model: Id) -> Deleted:
        """Delete a fine-tuned model of your organization; the Owner role is needed."""
        ...
