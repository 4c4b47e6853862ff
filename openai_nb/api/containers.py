"""Containers: the rooms in which a model runs code, and the files in them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from openai_nb.api.shapes import Deleted, Id, Json, Jsons
from openai_nb.core.endpoint import DELETE, GET, POST, Resource
from openai_nb.core.multipart import Upload
from openai_nb.core.page import Page
from openai_nb.core.record import Record


class ContainerExpiry(Record):
    """When it expires: so many `minutes` after the `anchor`, last_active_at."""

    anchor: str | None
    minutes: int | None


class Container(Record):
    """A container: running, or expired; `memory_limit` is 1g, 4g, 16g or 64g."""

    id: str
    object: str
    created_at: int
    name: str
    status: str
    expires_after: ContainerExpiry | None
    last_active_at: int | None
    memory_limit: str | None
    network_policy: Record | None


class ContainerFile(Record):
    """A file in a container; `source` is who put it there, user or assistant."""

    id: str
    object: str
    created_at: int
    container_id: str
    path: str
    bytes: int
    source: str


class ContainerContents(Resource):
    """What the files of containers hold.

    >>> room = client.containers.create(name="room")
    >>> file = client.containers.files.create(room, file=("a.txt", b"Hi"))
    >>> client.containers.files.content.retrieve(file)
    """

    @GET("/containers/{container_id}/files/{file_id}/content")
    def retrieve(self, file_id: Id, container_id: Id | None = None) -> bytes:
        """What a file holds."""
        ...


class ContainerFiles(Resource):
    """The files of a container; a file's own record knows its container."""

    @cached_property
    def content(self) -> ContainerContents:
        """What the files hold."""
        return ContainerContents(self._send)

    @POST("/containers/{container_id}/files")
    def create(
        self, container_id: Id, *, file: Upload | None = None, file_id: Id | None = None
    ) -> ContainerFile:
        """Put a file into a container: one that is sent now, or one of your files by its id."""
        ...

    @GET("/containers/{container_id}/files")
    def list(
        self,
        container_id: Id,
        *,
        after: str | None = None,
        limit: int | None = None,
        order: str | None = None,
    ) -> Page[ContainerFile]:
        """The files of a container, newest first."""
        ...

    @GET("/containers/{container_id}/files/{file_id}")
    def retrieve(self, file_id: Id, container_id: Id | None = None) -> ContainerFile:
        """Look one file up."""
        ...

    @DELETE("/containers/{container_id}/files/{file_id}")
    def delete(self, file_id: Id, container_id: Id | None = None) -> Deleted:
        """Delete a file from its container."""
        ...


class Containers(Resource):
    """Make rooms for code to run in.

    >>> room = client.containers.create(name="room")
    >>> client.containers.files.create(room, file=("a.txt", b"Hi"))
    >>> client.containers.delete(room)
    """

    @cached_property
    def files(self) -> ContainerFiles:
        """The files of a container."""
        return ContainerFiles(self._send)

    @POST("/containers")
    def create(
        self,
        *,
        name: str,
        expires_after: Json | None = None,
        file_ids: Sequence[Id] | None = None,
        memory_limit: str | None = None,
        network_policy: Json | None = None,
        skills: Jsons | None = None,
    ) -> Container:
        """Make a container, with copies of some of your files in it if you like."""
        ...

    @GET("/containers")
    def list(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        name: str | None = None,
        order: str | None = None,
    ) -> Page[Container]:
        """Your containers, newest first; those of one `name` if you like."""
        ...

    @GET("/containers/{container_id}")
    def retrieve(self, container_id: Id) -> Container:
        """Look one container up."""
        ...

    @DELETE("/containers/{container_id}")
    def delete(self, container_id: Id) -> Deleted:
        """Delete a container and what is in it."""
        ...
