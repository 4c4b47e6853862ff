"""Assistants: models with instructions, tools and files of their own, that answer in threads."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from openai_nb.api.files import Files
from openai_nb.api.shapes import Deleted, Id, Json, Texts, Tools
from openai_nb.core.endpoint import DELETE, GET, POST, Resource
from openai_nb.core.multipart import Upload
from openai_nb.core.page import Page
from openai_nb.core.record import Record

V1 = {"OpenAI-Beta": "assistants=v1"}
V2 = {"OpenAI-Beta": "assistants=v2"}


class CodeFiles(Record):
    """The files that code may read."""

    file_ids: list[str] | None


class SearchStores(Record):
    """The vector stores that are searched."""

    vector_store_ids: list[str] | None


class ToolResources(Record):
    """What the tools work on."""

    code_interpreter: CodeFiles | None
    file_search: SearchStores | None


class Assistant(Record):
    """A model with instructions, `tools` and files; `file_ids` are those attached to it by themselves."""

    id: str
    object: str
    created_at: int
    name: str | None
    description: str | None
    instructions: str | None
    model: str
    tools: list[Record]
    tool_resources: ToolResources | None
    file_ids: list[str] | None
    metadata: dict[str, str] | None
    response_format: str | Record | None
    temperature: float | None
    top_p: float | None
    reasoning_effort: str | None


class AssistantFile(Record):
    """A file attached to an assistant; its `id` is the file's."""

    id: str
    object: str
    assistant_id: str
    created_at: int


class AssistantFiles(Resource):
    """The files of an assistant, as the API's first version has them.

    >>> guide = client.assistants.create(model="gpt-6-luna")
    >>> client.assistants.files.list(guide)
    """

    headers = V1

    @GET("/assistants/{assistant_id}/files")
    def list(
        self,
        assistant_id: Id,
        *,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        order: str | None = None,
    ) -> Page[AssistantFile]:
        """The files attached to an assistant, newest first."""
        ...

    @POST("/assistants/{assistant_id}/files")
    def create(self, assistant_id: Id, *, file_id: Id) -> AssistantFile:
        """Attach an uploaded file, of the purpose `assistants`."""
        ...

    @GET("/assistants/{assistant_id}/files/{file_id}")
    def retrieve(self, file_id: Id, assistant_id: Id | None = None) -> AssistantFile:
        """Look an attached file up; its record knows the assistant."""
        ...

    @DELETE("/assistants/{assistant_id}/files/{file_id}")
    def delete(self, file_id: Id, assistant_id: Id | None = None) -> Deleted:
        """Take a file off an assistant; the file itself stays."""
        ...

    def upload(self, assistant_id: Id, file: Upload) -> AssistantFile:
        """Upload a file (a path, bytes, an open file) and attach it to the assistant."""
        sent = Files(self._send).create(file=file, purpose="assistants")
        return self.create(assistant_id, file_id=sent)

    def remove_and_delete(self, file_id: Id, assistant_id: Id | None = None) -> Deleted:
        """Take a file off an assistant, then delete it altogether."""
        self.delete(file_id, assistant_id)
        return Files(self._send).delete(file_id)


class Assistants(Resource):
    """Make, list, look up, change and delete assistants.

    >>> guide = client.assistants.create(model="gpt-6-luna", name="guide", instructions="Be brief.")
    >>> client.assistants.delete(guide)
    """

    headers = V2

    @cached_property
    def files(self) -> AssistantFiles:
        """The files of an assistant."""
        return AssistantFiles(self._send)

    @POST("/assistants")
    def create(
        self,
        *,
        model: Id,
        description: str | None = None,
        file_ids: Texts | None = None,
        instructions: str | None = None,
        metadata: Json | None = None,
        name: str | None = None,
        reasoning_effort: str | None = None,
        response_format: str | Json | None = None,
        temperature: float | None = None,
        tool_resources: Json | None = None,
        tools: Tools = None,
        top_p: float | None = None,
        **extra: Any,
    ) -> Assistant:
        """Make an assistant; `tools` may be functions, and dicts such as `{"type": "file_search"}`."""
        ...

    @GET("/assistants")
    def list(
        self,
        *,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        order: str | None = None,
    ) -> Page[Assistant]:
        """Your assistants, newest first."""
        ...

    @GET("/assistants/{assistant_id}")
    def retrieve(self, assistant_id: Id) -> Assistant:
        """Look an assistant up."""
        ...

    @POST("/assistants/{assistant_id}")
    def update(
        self,
        assistant_id: Id,
        *,
        description: str | None = None,
        file_ids: Texts | None = None,
        instructions: str | None = None,
        metadata: Json | None = None,
        model: Id | None = None,
        name: str | None = None,
        reasoning_effort: str | None = None,
        response_format: str | Json | None = None,
        temperature: float | None = None,
        tool_resources: Json | None = None,
        tools: Tools = None,
        top_p: float | None = None,
        **extra: Any,
    ) -> Assistant:
        """Change what is given of an assistant; all else stays."""
        ...

    @DELETE("/assistants/{assistant_id}")
    def delete(self, assistant_id: Id) -> Deleted:
        """Delete an assistant."""
        ...
