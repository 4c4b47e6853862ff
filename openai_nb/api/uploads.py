"""Uploads: files of up to 8 GB, sent in parts of 64 MB."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from openai_nb.api.files import File
from openai_nb.api.progress import Progress, digest
from openai_nb.api.shapes import Id, Json
from openai_nb.core.endpoint import POST, Resource
from openai_nb.core.errors import BadRequest, BadValue, NotFound
from openai_nb.core.multipart import Part as Whole
from openai_nb.core.multipart import Upload as FileLike
from openai_nb.core.multipart import part
from openai_nb.core.record import Record
from openai_nb.core.slices import Slice

PART_BYTES = 64 << 20  # of a part, at most
MOST_BYTES = 8 << 30  # of a file


class Upload(Record):
    """A file on its way: pending, completed, cancelled or expired; `file` once it is completed."""

    id: str
    object: str
    bytes: int
    created_at: int
    expires_at: int
    filename: str
    purpose: str
    status: str
    file: File | None


class UploadPart(Record):
    """A part that is there."""

    id: str
    object: str
    created_at: int
    upload_id: str


class UploadParts(Resource):
    """Add parts to an upload.

    >>> upload = client.uploads.create(bytes=2, filename="a.txt", mime_type="text/plain", purpose="user_data")
    >>> client.uploads.parts.create(upload, data=b"Hi")
    """

    @POST("/uploads/{upload_id}/parts")
    def create(self, upload_id: Id, *, data: FileLike) -> UploadPart:
        """Add a part of 64 MB at most; parts may be sent side by side, `complete` puts them in order."""
        ...


class Uploads(Resource):
    """Send large files in parts: `upload_file` does all of it.

    >>> client.uploads.upload_file(("notes.txt", b"Ada was 36."), purpose="user_data")
    """

    @cached_property
    def parts(self) -> UploadParts:
        """Add parts to an upload."""
        return UploadParts(self._send)

    @POST("/uploads")
    def create(
        self, *, bytes: int, filename: str, mime_type: str, purpose: str, expires_after: Json | None = None
    ) -> Upload:
        """Begin to send a file of so many bytes; it must be completed within an hour."""
        ...

    @POST("/uploads/{upload_id}/complete")
    def complete(self, upload_id: Id, *, part_ids: Sequence[Id], md5: str | None = None) -> Upload:
        """Make a file of the parts, in the order given; `md5` is checked."""
        ...

    @POST("/uploads/{upload_id}/cancel")
    def cancel(self, upload_id: Id) -> Upload:
        """Give an upload up; no part can be added after that."""
        ...

    def upload_file(
        self,
        file: FileLike,
        purpose: str,
        *,
        filename: str | None = None,
        mime_type: str | None = None,
        expires_after: Json | None = None,
        part_size: int = PART_BYTES,
        state: str | Path | None = None,
    ) -> Upload:
        """Send a file of any size in parts, read from disk as they go; `file` of the answer is the file.

        Broken off, it goes on from the parts that are there when it is called again: how far it came is
        kept in `state`, by default a hidden file beside the one that is sent, until all of it is there.
        """
        whole = part(file)
        if not 0 < part_size <= PART_BYTES:
            raise BadValue(f"A part has from 1 to {PART_BYTES} bytes, not {part_size}.")
        if not 0 < whole.size <= MOST_BYTES:
            raise BadValue(f"A file has from 1 to {MOST_BYTES} bytes; {whole.name} has {whole.size}.")
        about: dict[str, Any] = {
            "bytes": whole.size,
            "filename": filename or whole.name,
            "mime_type": mime_type or whole.type,
            "purpose": purpose,
            "expires_after": dict(expires_after) if expires_after else None,
        }
        known = {**about, "part_size": part_size, "md5": digest(whole)}
        progress = Progress(_place(file, state), known)
        if progress.resume():
            try:
                return self._send_parts(whole, progress)
            except (NotFound, BadRequest):  # what was begun is gone: begin again
                progress.end()
        begun = self.create(**about)
        progress.begin(begun.id, begun.expires_at)
        return self._send_parts(whole, progress)

    def upload_file_chunked(
        self,
        *,
        file: FileLike,
        mime_type: str,
        purpose: str,
        filename: str | None = None,
        bytes: int | None = None,
        part_size: int | None = None,
        md5: str | None = None,
    ) -> Upload:
        """`upload_file` under the official SDK's name; raises `ValueError` where size or sum are others."""
        whole = part(file)
        if bytes not in (None, whole.size) or md5 not in (None, digest(whole)):
            raise BadValue(f"{whole.name} has {whole.size} bytes and the MD5 sum {digest(whole)}.")
        return self.upload_file(
            file, purpose, filename=filename, mime_type=mime_type, part_size=part_size or PART_BYTES
        )

    def _send_parts(self, whole: Whole, progress: Progress) -> Upload:
        """Send the parts that are missing, and make the file."""
        size = progress.about["part_size"]
        with whole.open() as stream:
            begin = stream.tell()
            for start in range(len(progress.parts) * size, whole.size, size):
                data = Slice(stream, begin + start, min(size, whole.size - start))
                progress.note(self.parts.create(progress.upload_id, data=(whole.name, data)).id)
        done = self.complete(progress.upload_id, part_ids=progress.parts, md5=progress.about["md5"])
        progress.end()
        return done


def _place(file: FileLike, state: str | Path | None) -> Path | None:
    """Where it is kept how far an upload has come."""
    if state is not None:
        return Path(state).expanduser()
    if isinstance(file, str | os.PathLike):
        path = Path(file).expanduser()
        return path.with_name(f".{path.name}.upload")
    return None
