"""Vector store files: what a vector store finds things in, file by file."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from openai_nb.api.files import Files
from openai_nb.api.shapes import Deleted, Id, Json
from openai_nb.core.endpoint import DELETE, GET, POST, Resource
from openai_nb.core.multipart import Upload
from openai_nb.core.page import Page
from openai_nb.core.polling import wait
from openai_nb.core.record import Record

BETA: Mapping[str, str] = MappingProxyType({"OpenAI-Beta": "assistants=v2"})
PURPOSE = "assistants"


class FileError(Record):
    """Why a file could not be taken in: server_error, unsupported_file or invalid_file."""

    code: str
    message: str


class VectorStoreFile(Record):
    """A file in a vector store: in_progress, completed, cancelled or failed."""

    id: str
    object: str
    created_at: int
    vector_store_id: str
    status: str
    usage_bytes: int
    last_error: FileError | None
    chunking_strategy: Record | None
    attributes: dict[str, Any] | None


class FileText(Record):
    """A piece of a file's text."""

    type: str
    text: str

    def __str__(self) -> str:
        return self.text


class FileCounts(Record):
    """How many files there are, and how they stand."""

    in_progress: int
    completed: int
    failed: int
    cancelled: int
    total: int


class VectorStoreFiles(Resource):
    """The files of a vector store; whatever knows its `vector_store_id` may stand without it.

    >>> store = client.vector_stores.create(name="manuals")
    >>> file = client.files.create(file=("a.md", b"Press the button."), purpose="assistants")
    >>> client.vector_stores.files.create(store, file_id=file)
    """

    headers: ClassVar[Mapping[str, str]] = BETA

    @POST("/vector_stores/{vector_store_id}/files")
    def create(
        self,
        vector_store_id: Id,
        *,
        file_id: Id,
        attributes: Json | None = None,
        chunking_strategy: Json | None = None,
    ) -> VectorStoreFile:
        """Put an uploaded file into a vector store; it is taken in while you do something else."""
        ...

    @GET("/vector_stores/{vector_store_id}/files")
    def list(
        self,
        vector_store_id: Id,
        *,
        after: str | None = None,
        before: str | None = None,
        filter: str | None = None,
        limit: int | None = None,
        order: str | None = None,
    ) -> Page[VectorStoreFile]:
        """The files of a vector store, newest first; `filter` is the status they have."""
        ...

    @GET("/vector_stores/{vector_store_id}/files/{file_id}")
    def retrieve(self, file_id: Id, vector_store_id: Id | None = None) -> VectorStoreFile:
        """Look one file up."""
        ...

    @POST("/vector_stores/{vector_store_id}/files/{file_id}")
    def update(self, file_id: Id, vector_store_id: Id | None = None, *, attributes: Json) -> VectorStoreFile:
        """Give a file other attributes."""
        ...

    @DELETE("/vector_stores/{vector_store_id}/files/{file_id}")
    def delete(self, file_id: Id, vector_store_id: Id | None = None) -> Deleted:
        """Take a file out of a vector store; the file itself stays."""
        ...

    @GET("/vector_stores/{vector_store_id}/files/{file_id}/content")
    def content(self, file_id: Id, vector_store_id: Id | None = None) -> Page[FileText]:
        """The text that was read from a file."""
        ...

    def upload(
        self,
        *,
        vector_store_id: Id,
        file: Upload,
        attributes: Json | None = None,
        chunking_strategy: Json | None = None,
    ) -> VectorStoreFile:
        """Upload a file and put it into a vector store."""
        sent = Files(self._send).create(file=file, purpose=PURPOSE)
        return self.create(
            vector_store_id, file_id=sent, attributes=attributes, chunking_strategy=chunking_strategy
        )

    def poll(
        self,
        file_id: Id,
        vector_store_id: Id | None = None,
        *,
        poll_interval_ms: float = 500,
        max_wait_seconds: float | None = 1800.0,
    ) -> VectorStoreFile:
        """The file once it is taken in, or is not; raises `WaitedTooLong` after `max_wait_seconds`."""
        return wait(
            lambda: self.retrieve(file_id, vector_store_id),
            lambda file: file.status != "in_progress",
            every=poll_interval_ms / 1000,
            timeout=max_wait_seconds,
        )

    def create_and_poll(
        self,
        file_id: Id,
        *,
        vector_store_id: Id,
        attributes: Json | None = None,
        chunking_strategy: Json | None = None,
        poll_interval_ms: float = 500,
        max_wait_seconds: float | None = 1800.0,
    ) -> VectorStoreFile:
        """Put a file into a vector store and wait as `poll` does."""
        file = self.create(
            vector_store_id, file_id=file_id, attributes=attributes, chunking_strategy=chunking_strategy
        )
        return self.poll(file, poll_interval_ms=poll_interval_ms, max_wait_seconds=max_wait_seconds)

    def upload_and_poll(
        self,
        *,
        vector_store_id: Id,
        file: Upload,
        attributes: Json | None = None,
        chunking_strategy: Json | None = None,
        poll_interval_ms: float = 500,
        max_wait_seconds: float | None = 1800.0,
    ) -> VectorStoreFile:
        """Upload a file, put it into a vector store, and wait as `poll` does."""
        put = self.upload(
            vector_store_id=vector_store_id,
            file=file,
            attributes=attributes,
            chunking_strategy=chunking_strategy,
        )
        return self.poll(put, poll_interval_ms=poll_interval_ms, max_wait_seconds=max_wait_seconds)
