"""Thread messages: what is said in a thread, and the forms in which one may give it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from openai_nb.core.record import Record


class Citation(Record):
    """A place in the text that rests on a file: from `start_index` up to `end_index`."""

    type: str
    text: str
    start_index: int
    end_index: int
    file_citation: Record | None
    file_path: Record | None


class Words(Record):
    """A text, and which places of it rest on files."""

    value: str
    annotations: list[Citation]


class TextPart(Record):
    """A part of a message that is text: `text.value`."""

    type: Literal["text"]
    text: Words


class PicturePart(Record):
    """A part of a message that is a picture, as a file or under an address."""

    type: Literal["image_file", "image_url"]
    image_file: Record | None
    image_url: Record | None


class RefusalPart(Record):
    """The assistant would not answer, and says so."""

    type: Literal["refusal"]
    refusal: str


class ThreadMessage(Record):
    """What was said in a thread; `content` is a list of parts: `content[0].text.value`."""

    id: str
    object: Literal["thread.message"]
    created_at: int
    thread_id: str
    role: str
    content: list[TextPart | PicturePart | RefusalPart]
    assistant_id: str | None
    run_id: str | None
    status: str | None
    attachments: list[Record] | None
    file_ids: list[str] | None
    completed_at: int | None
    incomplete_at: int | None
    incomplete_details: Record | None
    metadata: dict[str, str] | None

    def __str__(self) -> str:
        return words(self)


def words(message: ThreadMessage) -> str:
    """The words of a message; pictures are named in brackets."""
    return "\n".join(_words(part) for part in message._raw.get("content") or ())


def as_message(said: Any) -> Any:
    """A message as it is sent: a text is the user's, a record of a thread says its words again."""
    if isinstance(said, str):
        return {"role": "user", "content": said}
    if isinstance(said, Record):
        return {"role": said._raw["role"], "content": [_again(part) for part in said._raw["content"]]}
    return said


def as_messages(said: Any) -> Any:
    """Messages as they are sent; a text or a message alone is a list of one."""
    several = [said] if isinstance(said, str | Mapping | Record) else said
    return [as_message(each) for each in several]


def as_thread(thread: Any) -> Any:
    """A thread as it is sent with its first run: a text or messages are what it begins with."""
    if not isinstance(thread, Mapping):
        return {"messages": as_messages(thread)}
    said = thread.get("messages")
    return dict(thread) if said is None else {**thread, "messages": as_messages(said)}


def _words(part: Mapping[str, Any]) -> str:
    kind = part.get("type")
    if kind == "text":
        return str(part["text"]["value"])
    if kind == "refusal":
        return str(part["refusal"])
    picture = part.get(str(kind)) or {}
    return f"[picture {picture.get('file_id') or picture.get('url') or ''}]"


def _again(part: Mapping[str, Any]) -> dict[str, Any]:
    """A part of an answer as a part of a question."""
    if part.get("type") == "text" and isinstance(part.get("text"), Mapping):
        return {"type": "text", "text": part["text"]["value"]}
    if part.get("type") == "refusal":
        return {"type": "text", "text": part["refusal"]}
    return dict(part)
