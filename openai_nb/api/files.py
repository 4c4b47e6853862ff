"""Files: what one uploads for the API to work on, and what it writes."""

from __future__ import annotations

from pathlib import Path

from openai_nb.api.shapes import Deleted, Id, Json
from openai_nb.core.endpoint import DELETE, GET, POST, Resource
from openai_nb.core.multipart import Upload
from openai_nb.core.page import Page
from openai_nb.core.places import replacing
from openai_nb.core.polling import wait
from openai_nb.core.record import Record


class File(Record):
    """A file the API holds; `status` is uploaded, processed or error, `bytes` its size."""

    id: str
    object: str
    bytes: int
    created_at: int
    expires_at: int | None
    filename: str
    purpose: str
    status: str
    status_details: str | None


class Files(Resource):
    """Upload, list, look up, read and delete files.

    >>> file = client.files.create(file=("notes.txt", b"Ada was 36."), purpose="user_data")
    >>> client.files.content(file)
    >>> client.files.delete(file)
    """

    @POST("/files")
    def create(self, *, file: Upload, purpose: str, expires_after: Json | None = None) -> File:
        """Upload a file of 512 MB at most for `purpose`: fine-tune, batch, assistants, vision, user_data."""
        ...

    @GET("/files")
    def list(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        order: str | None = None,
        purpose: str | None = None,
    ) -> Page[File]:
        """Your files, newest first."""
        ...

    @GET("/files/{file_id}")
    def retrieve(self, file_id: Id) -> File:
        """Look one file up."""
        ...

    @DELETE("/files/{file_id}")
    def delete(self, file_id: Id) -> Deleted:
        """Delete a file."""
        ...

    @GET("/files/{file_id}/content")
    def content(self, file_id: Id) -> bytes:
        """What the file holds."""
        ...

    def download(self, file_id: Id, directory: str | Path = ".") -> Path:
        """Write the file into `directory` under its own name; the path."""
        file = self.retrieve(file_id)
        folder = Path(directory).expanduser()
        folder.mkdir(parents=True, exist_ok=True)
        name = Path(file.filename.replace("\\", "/")).name  # a name from a server is not a path
        path = folder / (file.id if name in ("", "..") else name)
        with replacing(path) as whole:
            whole.write(self.content(file))
        return path

    def wait_for_processing(
        self, id: Id, *, poll_interval: float = 1.0, max_wait_seconds: float | None = 1800.0
    ) -> File:
        """The file once it is processed or has failed; raises `WaitedTooLong` after `max_wait_seconds`."""
        return wait(
            lambda: self.retrieve(id),
            lambda file: file.status in {"processed", "error", "deleted"},
            every=poll_interval,
            timeout=max_wait_seconds,
        )
