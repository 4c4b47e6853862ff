"""Vector stores: files cut into chunks and embedded, to be searched by meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from openai_nb.api.shapes import Deleted, Id, Json
from openai_nb.api.vector_store_file_batches import VectorStoreFileBatches
from openai_nb.api.vector_store_files import BETA, FileCounts, FileText, VectorStoreFiles
from openai_nb.core.endpoint import DELETE, GET, POST, Resource
from openai_nb.core.page import Page
from openai_nb.core.record import Record


class ExpiresAfter(Record):
    """When it expires: so many `days` after the `anchor`, last_active_at."""

    anchor: str
    days: int


class VectorStore(Record):
    """A vector store: in_progress while files are taken in, completed, or expired."""

    id: str
    object: str
    created_at: int
    name: str
    status: str
    usage_bytes: int
    file_counts: FileCounts
    expires_after: ExpiresAfter | None
    expires_at: int | None
    last_active_at: int | None
    metadata: dict[str, str] | None


class SearchResult(Record):
    """A chunk that was found: `score` from 0 to 1, and the file it is of."""

    file_id: str
    filename: str
    score: float
    attributes: dict[str, Any] | None
    content: list[FileText]

    def __str__(self) -> str:
        return "\n".join(each.text for each in self.content)


class VectorStores(Resource):
    """Keep files and search them by meaning.

    >>> store = client.vector_stores.create(name="manuals")
    >>> client.vector_stores.search(store, query="How is it reset?")
    """

    headers: ClassVar[Mapping[str, str]] = BETA

    @cached_property
    def files(self) -> VectorStoreFiles:
        """The files of a vector store."""
        return VectorStoreFiles(self._send)

    @cached_property
    def file_batches(self) -> VectorStoreFileBatches:
        """Put many files into a vector store at once."""
        return VectorStoreFileBatches(self._send)

    @POST("/vector_stores")
    def create(
        self,
        *,
        name: str | None = None,
        description: str | None = None,
        file_ids: Sequence[Id] | None = None,
        chunking_strategy: Json | None = None,
        expires_after: Json | None = None,
        metadata: Json | None = None,
    ) -> VectorStore:
        """Make a vector store, of uploaded files if you have them."""
        ...

    @GET("/vector_stores")
    def list(
        self,
        *,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        order: str | None = None,
    ) -> Page[VectorStore]:
        """Your vector stores, newest first."""
        ...

    @GET("/vector_stores/{vector_store_id}")
    def retrieve(self, vector_store_id: Id) -> VectorStore:
        """Look one vector store up."""
        ...

    @POST("/vector_stores/{vector_store_id}")
    def update(
        self,
        vector_store_id: Id,
        *,
        name: str | None = None,
        expires_after: Json | None = None,
        metadata: Json | None = None,
    ) -> VectorStore:
        """Change a vector store's name, labels or life."""
        ...

    @DELETE("/vector_stores/{vector_store_id}")
    def delete(self, vector_store_id: Id) -> Deleted:
        """Delete a vector store; its files stay among your files."""
        ...

    @POST("/vector_stores/{vector_store_id}/search")
    def search(
        self,
        vector_store_id: Id,
        *,
        query: str | Sequence[str],
        filters: Json | None = None,
        max_num_results: int | None = None,
        ranking_options: Json | None = None,
        rewrite_query: bool | None = None,
    ) -> Page[SearchResult]:
        """The chunks that a question is about, the best first: 10, or `max_num_results` up to 50."""
        ...
