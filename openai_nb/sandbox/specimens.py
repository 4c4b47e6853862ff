"""Specimens: a well-formed answer made from the declaration of a call alone.

Whatever the caller said under the name of a field is in it; all else is plain: the first word a field may
hold, small numbers, empty lists where nothing in them is declared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from openai_nb.core.endpoint import Endpoint
from openai_nb.core.events import Event
from openai_nb.core.page import Page
from openai_nb.core.record import Record
from openai_nb.core.stream import Stream
from openai_nb.sandbox.media import Stretched, Typed
from openai_nb.sandbox.pages import envelope

MOMENT = 1_735_689_600  # 2025-01-01
USUAL = (".status", ".finish_reason")  # said although they may be left out
FILLED = {"choices", "content", "data", "output", "results"}  # lists that have something in them
WORDS: dict[str, Any] = {  # what fields hold where their type says too little, by their record or for all
    "Completion.object": "chat.completion",
    "Chunk.object": "chat.completion.chunk",
    "TextCompletion.object": "text_completion",
    "Job.object": "fine_tuning.job",
    "JobEvent.object": "fine_tuning.job.event",
    "Checkpoint.object": "fine_tuning.job.checkpoint",
    "FineTune.object": "fine-tune",
    "FineTuneEvent.object": "fine-tune-event",
    "AssistantFile.object": "assistant.file",
    "MessageFile.object": "thread.message.file",
    "VectorStoreFile.object": "vector_store.file",
    "VectorStoreFileBatch.object": "vector_store.files_batch",
    "EmbeddingResponse.object": "list",
    "ItemList.object": "list",
    "Compacted.object": "response.compaction",
    "InputTokenCount.object": "response.input_tokens",
    "Bucket.object": "bucket",
    "UploadPart.object": "upload.part",
    "ContainerFile.object": "container.file",
    "Permission.object": "checkpoint.permission",
    "Container.status": "running",
    "InputTokens.cache_write_tokens": 0,
    "CategoryScores.illicit": 0.0,
    "CategoryScores.illicit_violent": 0.0,
    "Run.parallel_tool_calls": True,
    "OutputText.logprobs": [],
    "StepDetails.message_creation": {"message_id": "msg_sandbox"},
    "File.status": "processed",
    "File.purpose": "assistants",
    "Job.status": "succeeded",
    "FineTune.status": "succeeded",
    "Upload.status": "completed",
    "ThreadMessage.role": "user",
    "TextPart.type": "text",
    "FileText.type": "text",
    "StepDetails.type": "message_creation",
    "RunStep.type": "message_creation",
    "ExpiresAfter.anchor": "last_active_at",
    "JobEvent.level": "info",
    "FineTuneEvent.level": "info",
    "role": "assistant",
    "status": "completed",
    "finish_reason": "stop",
    "completion_window": "24h",
    "model": "sandbox-chat",
    "currency": "usd",
    "tool_choice": "auto",
}
GONE = {  # what receipts call what was deleted
    "/models/{model}": "model",
    "/assistants/{assistant_id}": "assistant.deleted",
    "/assistants/{assistant_id}/files/{file_id}": "assistant.file.deleted",
    "/threads/{thread_id}": "thread.deleted",
    "/threads/{thread_id}/messages/{message_id}": "thread.message.deleted",
    "/chat/completions/{completion_id}": "chat.completion.deleted",
    "/responses/{response_id}": "response",
    "/conversations/{conversation_id}": "conversation.deleted",
    "/vector_stores/{vector_store_id}": "vector_store.deleted",
    "/vector_stores/{vector_store_id}/files/{file_id}": "vector_store.file.deleted",
    "/fine_tuning/checkpoints/{fine_tuned_model_checkpoint}/permissions/{permission_id}": (
        "checkpoint.permission"
    ),
    "/containers/{container_id}": "container.deleted",
    "/containers/{container_id}/files/{file_id}": "container.file.deleted",
}
OF_ONE = re.compile(r"{(\w+)}(/(cancel|pause|resume|complete|submit_tool_outputs))?$")
CATEGORY = re.compile(r"^(harassment|hate|illicit|self_harm|sexual|violence)_(\w+)$")
TIMES = re.compile(r"created|.+_(at|time)")


def specimen(endpoint: Endpoint, said: Mapping[str, Any]) -> Any:
    """What this call could have answered."""
    hint, known = endpoint.returns, {name: value for name, value in said.items() if name != "id"}
    if get_origin(hint) is Stream and get_args(hint)[0] is bytes:
        return Stretched(iter([b""]), "application/octet-stream")
    if get_origin(hint) is Stream:
        return _streamed(_made(get_args(hint)[0], "", known, 0))
    if get_origin(hint) is Page:
        return envelope([_made(get_args(hint)[0], "", known, 0)])
    if named := OF_ONE.search(endpoint.path):
        known["id"] = said.get(named[1])
    made = _made(hint, "", known, 0)
    if endpoint.verb == "DELETE" and isinstance(made, dict) and "deleted" in made:
        made["object"] = GONE.get(endpoint.path, "file")
    return made


def _streamed(piece: Any) -> Iterator[Any]:
    """One piece; of those told apart by the names of events nothing but the end."""
    yield Event("done", "[DONE]") if "event" in piece else piece


def _made(hint: Any, name: str, said: Mapping[str, Any], depth: int) -> Any:
    """A value of the type `hint` for the field `name` (`Record.field` within a record)."""
    origin, options = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _made(options[0], name, said, depth)
    if origin is Literal:
        return options[0]
    if origin in (Union, UnionType):
        known = WORDS.get(name, WORDS.get(name.rpartition(".")[2]) if name.endswith(USUAL) else None)
        return known if NoneType in options else _made(options[0], name, said, depth)
    if isinstance(hint, type) and issubclass(hint, Record):
        return _record(hint, said if depth == 0 else {}, depth)
    kind = origin or hint
    if isinstance(kind, type) and issubclass(kind, Sequence) and kind not in (str, bytes):
        return [_made(options[0], name, {}, depth + 1)] if name.rpartition(".")[2] in FILLED else []
    return _plain(kind, name)


def _record(kind: type[Record], said: Mapping[str, Any], depth: int) -> dict[str, Any]:
    """Every field the record declares; nothing within nothing."""
    fields = {name: hint for name, hint in get_type_hints(kind).items() if not name.startswith("_")}
    made = {
        name: said[name]
        if _fits(said.get(name), hint)
        else _made(hint, f"{kind.__name__}.{name}", {}, depth + 1)
        for name, hint in fields.items()
    }
    if "harassment" in made:  # the API's names of categories have signs in them
        made = {CATEGORY.sub(r"\1/\2", name).replace("self_harm", "self-harm"): made[name] for name in made}
    if "categories" in made:
        made["category_applied_input_types"] = {name: ["text"] for name in made["categories"]}
    if made.get("id") == "":
        made["id"] = f"{_words(kind.__name__)}_sandbox"
    return made


def _plain(kind: Any, name: str) -> Any:
    """A plain value for a field."""
    field = name.rpartition(".")[2]
    if kind is str:
        own = _words(name.partition(".")[0]) if field == "object" else ""
        return WORDS.get(name) or WORDS.get(field) or own
    if kind is bool:
        return field == "deleted"
    if kind in (int, float):
        return MOMENT if TIMES.fullmatch(field) else kind(0)
    return Typed(b"", "application/octet-stream") if kind is bytes else {}


def _words(name: str) -> str:
    """`VectorStore` as `vector_store`."""
    return re.sub(r"(?<=.)(?=[A-Z])", "_", name).lower()


def _fits(value: Any, hint: Any) -> bool:
    """Whether what was said may stand in a field of this type."""
    if value is None:
        return False
    kinds = [get_origin(each) or each for each in (get_args(hint) or (hint,)) if each is not NoneType]
    if get_origin(hint) not in (Union, UnionType):
        kinds = [get_origin(hint) or hint]
    allowed = {dict if isinstance(kind, type) and issubclass(kind, Record) else kind for kind in kinds}
    return type(value) in allowed
