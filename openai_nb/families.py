"""Families: one attribute for each, under the official SDK's names; imported when first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openai_nb.api.assistants import Assistants
    from openai_nb.api.audio import Audio
    from openai_nb.api.batches import Batches
    from openai_nb.api.beta import Beta
    from openai_nb.api.chat import Chat
    from openai_nb.api.completions import TextCompletions
    from openai_nb.api.containers import Containers
    from openai_nb.api.conversations import Conversations
    from openai_nb.api.edits import Edits
    from openai_nb.api.embeddings import Embeddings
    from openai_nb.api.files import Files
    from openai_nb.api.fine_tunes import FineTunes
    from openai_nb.api.fine_tuning import FineTuning
    from openai_nb.api.images import Images
    from openai_nb.api.models import Models
    from openai_nb.api.moderations import Moderations
    from openai_nb.api.realtime import Realtime
    from openai_nb.api.responses import Responses
    from openai_nb.api.threads import Threads
    from openai_nb.api.uploads import Uploads
    from openai_nb.api.usage import Admin
    from openai_nb.api.vector_stores import VectorStores
    from openai_nb.api.webhooks import Webhooks
    from openai_nb.core.endpoint import Call


class Families:
    """The families of the API, bound to whoever can make the call."""

    def _send(self, call: Call) -> Any:
        raise TypeError(f"{type(self).__name__} does not say how {call.endpoint} is made.")

    @cached_property
    def audio(self) -> Audio:
        """Speech: say it, and write it down."""
        from openai_nb.api.audio import Audio

        return Audio(self._send)

    @cached_property
    def chat(self) -> Chat:
        """Conversations with a model."""
        from openai_nb.api.chat import Chat

        return Chat(self._send)

    @cached_property
    def embeddings(self) -> Embeddings:
        """Text into vectors."""
        from openai_nb.api.embeddings import Embeddings

        return Embeddings(self._send)

    @cached_property
    def files(self) -> Files:
        """Files for the API to work on."""
        from openai_nb.api.files import Files

        return Files(self._send)

    @cached_property
    def fine_tuning(self) -> FineTuning:
        """Teach a model by examples."""
        from openai_nb.api.fine_tuning import FineTuning

        return FineTuning(self._send)

    @cached_property
    def images(self) -> Images:
        """Draw and change pictures."""
        from openai_nb.api.images import Images

        return Images(self._send)

    @cached_property
    def models(self) -> Models:
        """The models there are."""
        from openai_nb.api.models import Models

        return Models(self._send)

    @cached_property
    def moderations(self) -> Moderations:
        """Find harm in texts and pictures."""
        from openai_nb.api.moderations import Moderations

        return Moderations(self._send)

    @cached_property
    def completions(self) -> TextCompletions:
        """Go on with a text."""
        from openai_nb.api.completions import TextCompletions

        return TextCompletions(self._send)

    @cached_property
    def edits(self) -> Edits:
        """Change a text by instruction."""
        from openai_nb.api.edits import Edits

        return Edits(self._send)

    @cached_property
    def responses(self) -> Responses:
        """Ask a model, with tools, memory and files."""
        from openai_nb.api.responses import Responses

        return Responses(self._send)

    @cached_property
    def conversations(self) -> Conversations:
        """What was said, kept by the server."""
        from openai_nb.api.conversations import Conversations

        return Conversations(self._send)

    @cached_property
    def batches(self) -> Batches:
        """Many requests in one file, at half the price."""
        from openai_nb.api.batches import Batches

        return Batches(self._send)

    @cached_property
    def fine_tunes(self) -> FineTunes:
        """Teach a model by examples, the older way."""
        from openai_nb.api.fine_tunes import FineTunes

        return FineTunes(self._send)

    @cached_property
    def webhooks(self) -> Webhooks:
        """Check and read the webhooks that reach you."""
        from openai_nb.api.webhooks import Webhooks

        return Webhooks(self._send)

    @cached_property
    def assistants(self) -> Assistants:
        """Models with instructions, tools and files of their own."""
        from openai_nb.api.assistants import Assistants

        return Assistants(self._send)

    @cached_property
    def threads(self) -> Threads:
        """Conversations that are kept, and answered by assistants."""
        from openai_nb.api.threads import Threads

        return Threads(self._send)

    @cached_property
    def beta(self) -> Beta:
        """Assistants and threads by the official SDK's other path."""
        from openai_nb.api.beta import Beta

        return Beta(self.assistants, self.threads)

    @cached_property
    def realtime(self) -> Realtime:
        """Talking to a model as it speaks."""
        from openai_nb.api.realtime import Realtime

        return Realtime(self._send)

    @cached_property
    def admin(self) -> Admin:
        """What an admin key opens: usage and costs."""
        from openai_nb.api.usage import Admin

        return Admin(self._send)

    @cached_property
    def vector_stores(self) -> VectorStores:
        """Files to be searched by meaning."""
        from openai_nb.api.vector_stores import VectorStores

        return VectorStores(self._send)

    @cached_property
    def uploads(self) -> Uploads:
        """Large files, in parts."""
        from openai_nb.api.uploads import Uploads

        return Uploads(self._send)

    @cached_property
    def containers(self) -> Containers:
        """Rooms in which code runs."""
        from openai_nb.api.containers import Containers

        return Containers(self._send)


def family_names() -> set[str]:
    """The attributes that are families."""
    return {name for name, each in vars(Families).items() if isinstance(each, cached_property)}
