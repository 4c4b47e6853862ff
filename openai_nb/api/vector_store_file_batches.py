"""Vector store file batches: many files put into a vector store at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any, ClassVar

from openai_nb.api.files import Files
from openai_nb.api.shapes import Id, Json, Jsons
from openai_nb.api.vector_store_files import BETA, PURPOSE, FileCounts, VectorStoreFile
from openai_nb.core.endpoint import GET, POST, Resource, Shaped
from openai_nb.core.ids import as_id
from openai_nb.core.multipart import Upload
from openai_nb.core.page import Page
from openai_nb.core.polling import wait
from openai_nb.core.record import Record


def with_ids(files: Sequence[Any]) -> list[dict[str, Any]]:
    """Files with arguments of their own, where records may stand for ids and for whole entries."""
    entries = [{"file_id": each} if isinstance(each, str | Record) else dict(each) for each in files]
    return [{**each, "file_id": as_id("file_id", each.get("file_id"))} for each in entries]


class VectorStoreFileBatch(Record):
    """Files taken in together: in_progress, completed, cancelled or failed."""

    id: str
    object: str
    created_at: int
    vector_store_id: str
    status: str
    file_counts: FileCounts


class VectorStoreFileBatches(Resource):
    """Put many files into a vector store at once.

    >>> store = client.vector_stores.create(name="manuals")
    >>> file = client.files.create(file=("a.md", b"Press the button."), purpose="assistants")
    >>> client.vector_stores.file_batches.create(store, file_ids=[file.id])
    """

    headers: ClassVar[Mapping[str, str]] = BETA

    @POST("/vector_stores/{vector_store_id}/file_batches")
    def create(
        self,
        vector_store_id: Id,
        *,
        file_ids: Sequence[Id] | None = None,
        files: Annotated[Jsons | None, Shaped(with_ids)] = None,
        attributes: Json | None = None,
        chunking_strategy: Json | None = None,
    ) -> VectorStoreFileBatch:
        """Put uploaded files (`file_ids`), or files with attributes of their own (`files`), into it."""
        ...

    @GET("/vector_stores/{vector_store_id}/file_batches/{batch_id}")
    def retrieve(self, batch_id: Id, vector_store_id: Id | None = None) -> VectorStoreFileBatch:
        """Look one batch up."""
        ...

    @POST("/vector_stores/{vector_store_id}/file_batches/{batch_id}/cancel")
    def cancel(self, batch_id: Id, vector_store_id: Id | None = None) -> VectorStoreFileBatch:
        """Take in no more files of a batch; those that are in stay."""
        ...

    @GET("/vector_stores/{vector_store_id}/file_batches/{batch_id}/files")
    def list_files(
        self,
        batch_id: Id,
        vector_store_id: Id | None = None,
        *,
        after: str | None = None,
        before: str | None = None,
        filter: str | None = None,
        limit: int | None = None,
        order: str | None = None,
    ) -> Page[VectorStoreFile]:
        """The files of a batch, newest first; `filter` is the status they have."""
        ...

    def poll(
        self,
        batch_id: Id,
        vector_store_id: Id | None = None,
        *,
        poll_interval_ms: float = 500,
        max_wait_seconds: float | None = 3600.0,
    ) -> VectorStoreFileBatch:
        """The batch once no file is left to do; raises `WaitedTooLong` after `max_wait_seconds`."""
        return wait(
            lambda: self.retrieve(batch_id, vector_store_id),
            lambda batch: batch.status != "in_progress",
            every=poll_interval_ms / 1000,
            timeout=max_wait_seconds,
        )

    def create_and_poll(
        self,
        vector_store_id: Id,
        *,
        file_ids: Sequence[Id] | None = None,
        files: Jsons | None = None,
        attributes: Json | None = None,
        chunking_strategy: Json | None = None,
        poll_interval_ms: float = 500,
        max_wait_seconds: float | None = 3600.0,
    ) -> VectorStoreFileBatch:
        """Put uploaded files into a vector store and wait as `poll` does."""
        batch = self.create(
            vector_store_id,
            file_ids=file_ids,
            files=files,
            attributes=attributes,
            chunking_strategy=chunking_strategy,
        )
        return self.poll(batch, poll_interval_ms=poll_interval_ms, max_wait_seconds=max_wait_seconds)

    def upload_and_poll(
        self,
        vector_store_id: Id,
        *,
        files: Iterable[Upload],
        file_ids: Sequence[Id] = (),
        max_concurrency: int = 5,
        attributes: Json | None = None,
        chunking_strategy: Json | None = None,
        poll_interval_ms: float = 500,
        max_wait_seconds: float | None = 3600.0,
    ) -> VectorStoreFileBatch:
        """Upload files, `max_concurrency` at a time, put them into a vector store, wait as `poll` does."""
        held = Files(self._send)
        with ThreadPoolExecutor(max_concurrency) as pool:
            sent = [*pool.map(lambda file: held.create(file=file, purpose=PURPOSE), files)]
        return self.create_and_poll(
            vector_store_id,
            file_ids=[*file_ids, *sent],
            attributes=attributes,
            chunking_strategy=chunking_strategy,
            poll_interval_ms=poll_interval_ms,
            max_wait_seconds=max_wait_seconds,
        )
