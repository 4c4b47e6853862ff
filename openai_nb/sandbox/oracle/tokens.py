"""Tokens: how a text is cut into the pieces that are streamed, counted and billed.

The rule, which is the sandbox's own: a word with the space before it is one piece; a word of more than eight
letters is cut every five; up to three digits, one or two marks, a run of spaces or of line ends are a piece
each; alphabets other than the Latin are cut every three letters, and any other character stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_LATIN = "A-Za-z\u00c0-\u024f"
_PIECE = re.compile(
    rf" ?[{_LATIN}]{{1,8}}(?![{_LATIN}])"
    rf"| ?[{_LATIN}]{{5}}"
    r"|[0-9]{1,3}"
    r"| ?[!-/:-@\[-`{-~]{1,2}"
    r"| ?[\u0370-\u1fff]{1,3}"
    r"|[ \t]*[\r\n]{1,8}"
    r"|[ \t]{1,16}(?=[ \t])"
    r"|."
    r"|\n",
    re.DOTALL,
)

EACH_MESSAGE, EACH_NAME, EACH_REPLY = 3, 1, 3  # tokens the API's own cookbook adds for the frame of a chat
LOW_PICTURE, PICTURE = 85, 765
BYTES_A_TOKEN_OF_SOUND = 6400  # base64 letters: 24 kHz, 16 bits, ten tokens a second


def pieces(text: str) -> list[str]:
    """The pieces of a text; joined, they give the text back."""
    return _PIECE.findall(text)


def count(text: str) -> int:
    """How many pieces a text has."""
    return len(_PIECE.findall(text))


def messages_count(messages: Iterable[Mapping[str, Any]]) -> int:
    """How many tokens a conversation costs as a prompt, the frame of each message counted."""
    return EACH_REPLY + sum(_message(message) for message in messages)


def _message(message: Mapping[str, Any]) -> int:
    total = EACH_MESSAGE + count(str(message.get("role") or ""))
    if message.get("name"):
        total += EACH_NAME + count(str(message["name"]))
    content = message.get("content")
    if isinstance(content, str):
        total += count(content)
    elif isinstance(content, Sequence):
        total += sum(_part(part) for part in content)
    return total + sum(_call(call) for call in message.get("tool_calls") or ())


def _part(part: Any) -> int:
    if not isinstance(part, Mapping):
        return count(str(part))
    if "image_url" in part:
        picture = part["image_url"]
        return LOW_PICTURE if isinstance(picture, Mapping) and picture.get("detail") == "low" else PICTURE
    if isinstance(part.get("input_audio"), Mapping):
        return 1 + len(str(part["input_audio"].get("data") or "")) // BYTES_A_TOKEN_OF_SOUND
    if isinstance(part.get("file"), Mapping):
        return sum(len(str(value)) // 5 + 1 for value in part["file"].values())
    return count(str(part.get("text") or part.get("refusal") or ""))


def _call(call: Mapping[str, Any]) -> int:
    called = call.get("function") or call.get("custom") or {}
    return EACH_MESSAGE + sum(count(str(value)) for value in called.values())
