"""Previews: the beginning of a file as a page can show it, and a terminal; all of it escaped."""

from __future__ import annotations

import json
from base64 import b64encode
from html import escape

LINES = 60  # of a file
LONGEST = 600  # signs of a line
SHOWN = 200_000  # bytes that are looked at
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")


def preview(name: str, data: bytes, *, whole: int | None = None) -> dict[str, str]:
    """A bundle with the first lines of a file, a small picture, or its size alone.

    Examples for chat models are told as a talk.  `whole` is the file's size where `data` is its beginning.
    """
    size = len(data) if whole is None else whole
    if data.startswith(PICTURES) and (shown := _picture(name, data)):
        return shown
    try:
        text = data[:SHOWN].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start < min(len(data), SHOWN) - 4:  # not merely a letter that was cut in two
            note = f"{name} holds {size:,} bytes that are no text."
            return {"text/html": f'<p class="oai-note">{escape(note)}</p>', "text/plain": note}
        text = data[: error.start].decode("utf-8-sig")
    lines = text.splitlines()
    note = f"{name} · {size:,} bytes · {min(LINES, len(lines))} lines shown"
    rows = "".join(
        f"<div><i>{at}</i><span>{_told(line)}</span></div>" for at, line in enumerate(lines[:LINES], 1)
    )
    plain = [f"{at:>4}  {line[:LONGEST]}" for at, line in enumerate(lines[:LINES], 1)]
    below = f'<p class="oai-note">{escape(note)}</p>'
    return {
        "text/html": f'<div class="oai-preview" tabindex="0">{rows}</div>{below}',
        "text/plain": "\n".join([*plain, note]),
    }


def _told(line: str) -> str:
    """A line as HTML; the messages of a chat are told one below the other."""
    try:
        row = json.loads(line) if '"messages"' in line else None
    except (ValueError, RecursionError):
        row = None
    body = row.get("body", row) if isinstance(row, dict) else None
    said = body.get("messages") if isinstance(body, dict) else None
    if not isinstance(said, list) or not all(isinstance(each, dict) for each in said):
        return _cut(line)
    name = f"{_cut(str(row['custom_id']))}<br>" if isinstance(row, dict) and "custom_id" in row else ""
    return name + "<br>".join(
        f"<b>{_cut(str(each.get('role', '?')))}</b> {_cut(_words(each.get('content')))}" for each in said
    )


def _words(content: object) -> str:
    return content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)


def _cut(text: str) -> str:
    return escape(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def _picture(name: str, data: bytes) -> dict[str, str]:
    from openai_nb.looks.pictures import opened, preview

    try:
        (width, height), (mime, small) = opened(data).size, preview(data, 60_000)
    except (ValueError, OSError):  # not the picture it claims to be
        return {}
    note = f"{name} · {width} × {height}"
    url = f"data:{mime};base64,{b64encode(small).decode()}"
    html = (
        f'<img src="{url}" alt="{escape(name)}" style="max-width:320px;max-height:300px;border-radius:8px">'
    )
    return {"text/html": f'{html}<p class="oai-note">{escape(note)}</p>', "text/plain": note}
