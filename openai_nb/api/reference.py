"""Reference: every family of the API, in one list; what the sandbox and the tests go by."""

from __future__ import annotations

from collections.abc import Iterator

from openai_nb.api.assistants import AssistantFiles, Assistants
from openai_nb.api.audio import Speech, Transcriptions, Translations
from openai_nb.api.batches import Batches
from openai_nb.api.chat import Completions, StoredMessages
from openai_nb.api.completions import TextCompletions
from openai_nb.api.containers import ContainerContents, ContainerFiles, Containers
from openai_nb.api.conversations import ConversationItems, Conversations
from openai_nb.api.edits import Edits
from openai_nb.api.embeddings import Embeddings
from openai_nb.api.files import Files
from openai_nb.api.fine_tunes import FineTunes
from openai_nb.api.fine_tuning import Checkpoints, Jobs
from openai_nb.api.graders import Graders
from openai_nb.api.images import Images
from openai_nb.api.models import Models
from openai_nb.api.moderations import Moderations
from openai_nb.api.permissions import Permissions
from openai_nb.api.realtime import ClientSecrets
from openai_nb.api.responses import InputItems, InputTokens, Responses
from openai_nb.api.runs import Runs, Steps
from openai_nb.api.threads import MessageFiles, Messages, Threads
from openai_nb.api.uploads import UploadParts, Uploads
from openai_nb.api.usage import Usage
from openai_nb.api.vector_store_file_batches import VectorStoreFileBatches
from openai_nb.api.vector_store_files import VectorStoreFiles
from openai_nb.api.vector_stores import VectorStores
from openai_nb.core.endpoint import Endpoint, endpoints

FAMILIES = (
    Completions,
    StoredMessages,
    Embeddings,
    Files,
    Jobs,
    Checkpoints,
    Images,
    Models,
    Moderations,
    TextCompletions,
    Speech,
    Transcriptions,
    Translations,
    Assistants,
    AssistantFiles,
    Threads,
    Messages,
    MessageFiles,
    Runs,
    Steps,
    Edits,
    Responses,
    InputItems,
    InputTokens,
    Conversations,
    ConversationItems,
    Batches,
    FineTunes,
    Usage,
    ClientSecrets,
    VectorStores,
    VectorStoreFiles,
    VectorStoreFileBatches,
    UploadParts,
    Uploads,
    ContainerContents,
    ContainerFiles,
    Containers,
    Permissions,
    Graders,
)


def every_endpoint() -> Iterator[Endpoint]:
    """All of them, streaming twins included."""
    for family in FAMILIES:
        yield from endpoints(family)
