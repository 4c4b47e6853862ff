"""Runs: an assistant at work in a thread, step by step."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cached_property
from typing import Annotated, Any, TypeAlias

from openai_nb.api.assistants import V2
from openai_nb.api.run_events import LAST, Run, RunEvent, RunStep, event, gathered, split, tally, wrap
from openai_nb.api.shapes import Id, Json, Texts, Tools
from openai_nb.api.thread_message import ThreadMessage, as_messages
from openai_nb.core.endpoint import GET, POST, Resource, Shaped, streams
from openai_nb.core.page import Page
from openai_nb.core.polling import wait
from openai_nb.core.record import Record
from openai_nb.core.toolbox import Toolbox, Toolish

__all__ = ["Run", "RunEvent", "Runs", "Steps", "event", "gathered", "split", "tally", "wrap"]
More: TypeAlias = Annotated[Sequence[str | Json | Record] | None, Shaped(as_messages)]


class Steps(Resource):
    """What a run did, step by step."""

    headers = V2

    @GET("/threads/{thread_id}/runs/{run_id}/steps")
    def list(
        self,
        run_id: Id,
        thread_id: Id | None = None,
        *,
        after: str | None = None,
        before: str | None = None,
        include: Texts | None = None,
        limit: int | None = None,
        order: str | None = None,
    ) -> Page[RunStep]:
        """The steps of a run, newest first; a run's record knows its thread."""
        ...

    @GET("/threads/{thread_id}/runs/{run_id}/steps/{step_id}")
    def retrieve(
        self,
        step_id: Id,
        run_id: Id | None = None,
        thread_id: Id | None = None,
        *,
        include: Texts | None = None,
    ) -> RunStep:
        """Look a step up; its record knows its run and thread."""
        ...


class Runs(Resource):
    """Let an assistant answer in a thread, and follow how it does.

    >>> guide = client.assistants.create(model="gpt-6-luna")
    >>> thread = client.threads.create(messages=[{"role": "user", "content": "Hi"}])
    >>> run = client.threads.runs.create(thread, assistant_id=guide)
    >>> client.threads.runs.steps.list(run)
    """

    headers = V2

    @cached_property
    def steps(self) -> Steps:
        """What a run did."""
        return Steps(self._send)

    @POST("/threads/{thread_id}/runs", in_query=("include",))
    def create(
        self,
        thread_id: Id,
        *,
        assistant_id: Id,
        additional_instructions: str | None = None,
        additional_messages: More = None,
        include: Texts | None = None,
        instructions: str | None = None,
        max_completion_tokens: int | None = None,
        max_prompt_tokens: int | None = None,
        metadata: Json | None = None,
        model: Id | None = None,
        parallel_tool_calls: bool | None = None,
        reasoning_effort: str | None = None,
        response_format: str | Json | None = None,
        stream: bool | None = None,
        temperature: float | None = None,
        tool_choice: str | Json | None = None,
        tools: Tools = None,
        top_p: float | None = None,
        truncation_strategy: Json | None = None,
        **extra: Any,
    ) -> Run:
        """Let an assistant answer in a thread; what is given here goes before what the assistant has."""
        ...

    stream = streams(create, event, tally=tally, gather=gathered, split=split, wrap=wrap)

    @GET("/threads/{thread_id}/runs")
    def list(
        self,
        thread_id: Id,
        *,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        order: str | None = None,
    ) -> Page[Run]:
        """The runs of a thread, newest first."""
        ...

    @GET("/threads/{thread_id}/runs/{run_id}")
    def retrieve(self, run_id: Id, thread_id: Id | None = None) -> Run:
        """How a run stands; its record knows its thread."""
        ...

    @POST("/threads/{thread_id}/runs/{run_id}")
    def update(self, run_id: Id, thread_id: Id | None = None, *, metadata: Json | None = None) -> Run:
        """Label a run: only its metadata can be changed."""
        ...

    @POST("/threads/{thread_id}/runs/{run_id}/cancel")
    def cancel(self, run_id: Id, thread_id: Id | None = None) -> Run:
        """Stop a run that has not ended yet."""
        ...

    @POST("/threads/{thread_id}/runs/{run_id}/submit_tool_outputs")
    def submit_tool_outputs(
        self,
        run_id: Id,
        thread_id: Id | None = None,
        *,
        tool_outputs: Sequence[Json],
        stream: bool | None = None,
    ) -> Run:
        """Hand in what the tools gave, all at once, to a run that requires it: see `Toolbox.outputs`."""
        ...

    submit_tool_outputs_stream = streams(
        submit_tool_outputs, event, tally=tally, gather=gathered, split=split, wrap=wrap
    )

    def wait(
        self,
        run_id: Id,
        thread_id: Id | None = None,
        *,
        tools: Toolbox | Sequence[Toolish] | None = None,
        every: float = 0.5,
        timeout: float | None = 600.0,
    ) -> Run:
        """The run once it is no longer queued, in progress or being cancelled.

        With `tools`, functions or a `Toolbox`, the calls it asks for are made and their outputs handed in.
        Raises `WaitedTooLong` after `timeout` seconds (None: never).
        """
        box = None if tools is None else tools if isinstance(tools, Toolbox) else Toolbox(tools)
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            left = None if end is None else max(0.0, end - time.monotonic())
            run = wait(
                lambda: self.retrieve(run_id, thread_id),
                lambda run: run.status in LAST,
                every=every,
                timeout=left,
            )
            if box is None or run.status != "requires_action":
                return run
            self.submit_tool_outputs(run, tool_outputs=box.outputs(run))

    def create_and_poll(
        self, thread_id: Id, *, every: float = 0.5, timeout: float | None = 600.0, **options: Any
    ) -> Run:
        """Let an assistant answer, and wait; the options are those of `create`.

        Functions among its `tools` are called.  Raises `WaitedTooLong` after `timeout` seconds (None: never).
        """
        given = options.get("tools") or ()
        callable_ = given if isinstance(given, Toolbox) else [each for each in given if callable(each)]
        run = self.create(thread_id, **options)
        return self.wait(run, tools=callable_ or None, every=every, timeout=timeout)

    def submit_tool_outputs_and_poll(
        self,
        run_id: Id,
        thread_id: Id | None = None,
        *,
        tool_outputs: Sequence[Json],
        every: float = 0.5,
        timeout: float | None = 600.0,
    ) -> Run:
        """Hand in what the tools gave, and wait; raises `WaitedTooLong` after `timeout` seconds."""
        run = self.submit_tool_outputs(run_id, thread_id, tool_outputs=tool_outputs)
        return self.wait(run, every=every, timeout=timeout)

    def messages(self, run: Run) -> Sequence[ThreadMessage]:
        """The messages that a run wrote, oldest first."""
        from openai_nb.api.threads import Messages

        return [*Messages(self._send).list(run.thread_id, run_id=run.id, order="asc")]
