"""Usage: what an organization used and what it cost, in buckets of time; an admin key opens it."""

from __future__ import annotations

from functools import cached_property

from openai_nb.api.buckets import Bucket
from openai_nb.api.shapes import Texts
from openai_nb.core.endpoint import GET, Resource
from openai_nb.core.page import Page


class Usage(Resource):
    """What was used and what it cost, in buckets; `bucket_width` is 1m, 1h or 1d."""

    @GET("/organization/usage/completions")
    def completions(
        self,
        *,
        start_time: int,
        api_key_ids: Texts | None = None,
        batch: bool | None = None,
        bucket_width: str | None = None,
        end_time: int | None = None,
        group_by: Texts | None = None,
        limit: int | None = None,
        models: Texts | None = None,
        page: str | None = None,
        project_ids: Texts | None = None,
        user_ids: Texts | None = None,
    ) -> Page[Bucket]:
        """Tokens of chats, responses and completions since `start_time` (seconds since 1970)."""
        ...

    @GET("/organization/usage/embeddings")
    def embeddings(
        self,
        *,
        start_time: int,
        api_key_ids: Texts | None = None,
        bucket_width: str | None = None,
        end_time: int | None = None,
        group_by: Texts | None = None,
        limit: int | None = None,
        models: Texts | None = None,
        page: str | None = None,
        project_ids: Texts | None = None,
        user_ids: Texts | None = None,
    ) -> Page[Bucket]:
        """Tokens that were made into vectors."""
        ...

    @GET("/organization/usage/moderations")
    def moderations(
        self,
        *,
        start_time: int,
        api_key_ids: Texts | None = None,
        bucket_width: str | None = None,
        end_time: int | None = None,
        group_by: Texts | None = None,
        limit: int | None = None,
        models: Texts | None = None,
        page: str | None = None,
        project_ids: Texts | None = None,
        user_ids: Texts | None = None,
    ) -> Page[Bucket]:
        """Tokens that were moderated."""
        ...

    @GET("/organization/usage/images")
    def images(
        self,
        *,
        start_time: int,
        api_key_ids: Texts | None = None,
        bucket_width: str | None = None,
        end_time: int | None = None,
        group_by: Texts | None = None,
        limit: int | None = None,
        models: Texts | None = None,
        page: str | None = None,
        project_ids: Texts | None = None,
        sizes: Texts | None = None,
        sources: Texts | None = None,
        user_ids: Texts | None = None,
    ) -> Page[Bucket]:
        """Pictures that were drawn."""
        ...

    @GET("/organization/usage/audio_speeches")
    def audio_speeches(
        self,
        *,
        start_time: int,
        api_key_ids: Texts | None = None,
        bucket_width: str | None = None,
        end_time: int | None = None,
        group_by: Texts | None = None,
        limit: int | None = None,
        models: Texts | None = None,
        page: str | None = None,
        project_ids: Texts | None = None,
        user_ids: Texts | None = None,
    ) -> Page[Bucket]:
        """Characters that were spoken."""
        ...

    @GET("/organization/usage/audio_transcriptions")
    def audio_transcriptions(
        self,
        *,
        start_time: int,
        api_key_ids: Texts | None = None,
        bucket_width: str | None = None,
        end_time: int | None = None,
        group_by: Texts | None = None,
        limit: int | None = None,
        models: Texts | None = None,
        page: str | None = None,
        project_ids: Texts | None = None,
        user_ids: Texts | None = None,
    ) -> Page[Bucket]:
        """Seconds of sound that were written down."""
        ...

    @GET("/organization/usage/vector_stores")
    def vector_stores(
        self,
        *,
        start_time: int,
        bucket_width: str | None = None,
        end_time: int | None = None,
        group_by: Texts | None = None,
        limit: int | None = None,
        page: str | None = None,
        project_ids: Texts | None = None,
    ) -> Page[Bucket]:
        """Bytes that vector stores held."""
        ...

    @GET("/organization/usage/code_interpreter_sessions")
    def code_interpreter_sessions(
        self,
        *,
        start_time: int,
        bucket_width: str | None = None,
        end_time: int | None = None,
        group_by: Texts | None = None,
        limit: int | None = None,
        page: str | None = None,
        project_ids: Texts | None = None,
    ) -> Page[Bucket]:
        """Containers that were opened to run code in."""
        ...

    @GET("/organization/usage/file_search_calls")
    def file_search_calls(
        self,
        *,
        start_time: int,
        api_key_ids: Texts | None = None,
        bucket_width: str | None = None,
        end_time: int | None = None,
        group_by: Texts | None = None,
        limit: int | None = None,
        page: str | None = None,
        project_ids: Texts | None = None,
        user_ids: Texts | None = None,
        vector_store_ids: Texts | None = None,
    ) -> Page[Bucket]:
        """Searches of vector stores."""
        ...

    @GET("/organization/usage/web_search_calls")
    def web_search_calls(
        self,
        *,
        start_time: int,
        api_key_ids: Texts | None = None,
        bucket_width: str | None = None,
        context_levels: Texts | None = None,
        end_time: int | None = None,
        group_by: Texts | None = None,
        limit: int | None = None,
        models: Texts | None = None,
        page: str | None = None,
        project_ids: Texts | None = None,
        user_ids: Texts | None = None,
    ) -> Page[Bucket]:
        """Searches of the web."""
        ...

    @GET("/organization/costs")
    def costs(
        self,
        *,
        start_time: int,
        api_key_ids: Texts | None = None,
        bucket_width: str | None = None,
        end_time: int | None = None,
        group_by: Texts | None = None,
        limit: int | None = None,
        line_items: Texts | None = None,
        page: str | None = None,
        project_ids: Texts | None = None,
    ) -> Page[Bucket]:
        """What it cost, in buckets of a day; `group_by` may name line_item and project_id."""
        ...


class Organization(Resource):
    """What concerns the whole organization: `usage`."""

    @cached_property
    def usage(self) -> Usage:
        """What was used, and what it cost."""
        return Usage(self._send)


class Admin(Resource):
    """What an admin key opens: `organization`.

    >>> client.admin.organization.usage.completions(start_time=1_790_000_000, bucket_width="1d")
    """

    @cached_property
    def organization(self) -> Organization:
        """What concerns the whole organization."""
        return Organization(self._send)
