"""Threads: conversations that the API keeps, and their messages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Annotated, Any, TypeAlias

from openai_nb.api.assistants import V1, V2, ToolResources
from openai_nb.api.runs import Run, RunEvent, Runs, event, gathered, split, tally, wrap
from openai_nb.api.shapes import Deleted, Id, Json, Texts, Tools
from openai_nb.api.thread_message import ThreadMessage, as_message, as_messages, as_thread, words
from openai_nb.core.endpoint import DELETE, GET, POST, Resource, Shaped, streams
from openai_nb.core.page import Page
from openai_nb.core.record import Record

Said: TypeAlias = Annotated[Sequence[str | Json | Record] | None, Shaped(as_messages)]
Begun: TypeAlias = Annotated[Json | str | Sequence[str | Json | Record] | None, Shaped(as_thread)]


class Thread(Record):
    """A conversation; its messages are looked up by `threads.messages`."""

    id: str
    object: str
    created_at: int
    metadata: dict[str, str] | None
    tool_resources: ToolResources | None


class MessageFile(Record):
    """A file attached to a message; its `id` is the file's."""

    id: str
    object: str
    message_id: str
    created_at: int


class MessageFiles(Resource):
    """The files of a message, as the API's first version has them.

    >>> message = client.threads.messages.create(client.threads.create(), role="user", content="Hi")
    >>> client.threads.messages.files.list(message)
    """

    headers = V1

    @GET("/threads/{thread_id}/messages/{message_id}/files")
    def list(
        self,
        message_id: Id,
        thread_id: Id | None = None,
        *,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        order: str | None = None,
    ) -> Page[MessageFile]:
        """The files attached to a message, newest first; a message's record knows its thread."""
        ...

    @GET("/threads/{thread_id}/messages/{message_id}/files/{file_id}")
    def retrieve(self, file_id: Id, message_id: Id | None = None, thread_id: Id | None = None) -> MessageFile:
        """Look a message's file up."""
        ...


class Messages(Resource):
    """What is said in a thread."""

    headers = V2

    @cached_property
    def files(self) -> MessageFiles:
        """The files of a message."""
        return MessageFiles(self._send)

    @POST("/threads/{thread_id}/messages")
    def create(
        self,
        thread_id: Id,
        *,
        content: str | Sequence[Json],
        role: str,
        attachments: Sequence[Json] | None = None,
        file_ids: Texts | None = None,
        metadata: Json | None = None,
        **extra: Any,
    ) -> ThreadMessage:
        """Say something in a thread, as `user` or as `assistant`."""
        ...

    @GET("/threads/{thread_id}/messages")
    def list(
        self,
        thread_id: Id,
        *,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        order: str | None = None,
        run_id: Id | None = None,
    ) -> Page[ThreadMessage]:
        """The messages of a thread, newest first unless `order` is asc."""
        ...

    @GET("/threads/{thread_id}/messages/{message_id}")
    def retrieve(self, message_id: Id, thread_id: Id | None = None) -> ThreadMessage:
        """Look a message up; its record knows its thread."""
        ...

    @POST("/threads/{thread_id}/messages/{message_id}")
    def update(
        self, message_id: Id, thread_id: Id | None = None, *, metadata: Json | None = None
    ) -> ThreadMessage:
        """Label a message: only its metadata can be changed."""
        ...

    @DELETE("/threads/{thread_id}/messages/{message_id}")
    def delete(self, message_id: Id, thread_id: Id | None = None) -> Deleted:
        """Delete a message."""
        ...

    def text(self, message: ThreadMessage) -> str:
        """The words of a message, without what surrounds them; pictures are named in brackets."""
        return words(message)

    def say(self, thread_id: Id, content: str, **options: Any) -> ThreadMessage:
        """Say something in a thread as the user."""
        return self.create(thread_id, role="user", content=content, **options)


class Threads(Resource):
    """Begin, look up, label and delete conversations; `messages` and `runs` are within them.

    >>> thread = client.threads.create()
    >>> client.threads.messages.create(thread, role="user", content="Is tea hot?")
    >>> client.threads.messages.list(thread)
    """

    headers = V2

    @cached_property
    def messages(self) -> Messages:
        """What is said in a thread."""
        return Messages(self._send)

    @cached_property
    def runs(self) -> Runs:
        """Let an assistant answer in a thread."""
        return Runs(self._send)

    @POST("/threads")
    def create(
        self,
        *,
        messages: Said = None,
        metadata: Json | None = None,
        tool_resources: Json | None = None,
    ) -> Thread:
        """Begin a thread; `messages` are texts of the user, or dicts with a role and a content."""
        ...

    @POST("/threads/runs")
    def create_and_run(
        self,
        *,
        assistant_id: Id,
        instructions: str | None = None,
        max_completion_tokens: int | None = None,
        max_prompt_tokens: int | None = None,
        metadata: Json | None = None,
        model: Id | None = None,
        parallel_tool_calls: bool | None = None,
        response_format: str | Json | None = None,
        stream: bool | None = None,
        temperature: float | None = None,
        thread: Begun = None,
        tool_choice: str | Json | None = None,
        tool_resources: Json | None = None,
        tools: Tools = None,
        top_p: float | None = None,
        truncation_strategy: Json | None = None,
        **extra: Any,
    ) -> Run:
        """Begin a thread and let an assistant answer; `thread` may be the user's text."""
        ...

    create_and_run_stream = streams(
        create_and_run, event, tally=tally, gather=gathered, split=split, wrap=wrap
    )

    @GET("/threads/{thread_id}")
    def retrieve(self, thread_id: Id) -> Thread:
        """Look a thread up."""
        ...

    @POST("/threads/{thread_id}")
    def update(
        self, thread_id: Id, *, metadata: Json | None = None, tool_resources: Json | None = None
    ) -> Thread:
        """Label a thread, or give its tools other files."""
        ...

    @DELETE("/threads/{thread_id}")
    def delete(self, thread_id: Id) -> Deleted:
        """Delete a thread, with its messages and runs."""
        ...

    def create_and_run_poll(
        self, *, every: float = 0.5, timeout: float | None = 600.0, **options: Any
    ) -> Run:
        """Begin a thread, let an assistant answer, and wait; the arguments are those of `create_and_run`.

        Raises `WaitedTooLong` after `timeout` seconds (None: never).
        """
        return self.runs.wait(self.create_and_run(**options), every=every, timeout=timeout)


__all__ = ["MessageFiles", "Messages", "RunEvent", "Thread", "Threads", "as_message"]
