"""Exporting: a conversation as a file, or as what a cell says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from pprint import pformat
from typing import Any

from openai_nb.data.conversations import Conversation, Turn
from openai_nb.looks.answers import Reply
from openai_nb.panels.turns import text, words


def export(conversation: Conversation, path: str | Path) -> Path:
    """Write a conversation to a file: `.md` to read, `.json` its messages, `.ipynb` a notebook.

    Raises `ValueError` for another ending, or for a conversation in which nothing was said.
    """
    if not conversation.turns:
        raise ValueError("Nothing has been said yet.")
    file = Path(path).expanduser()
    if file.suffix not in WRITERS:
        raise ValueError(f"{file.name} ends on none of {', '.join(WRITERS)}.")
    file.write_text(WRITERS[file.suffix](conversation), encoding="utf-8")
    return file.resolve()


def as_cell(turn: Turn) -> str:
    """What a cell should hold of a turn: the code of its answer, or else the answer, to be read."""
    code = Reply(turn.answer).code
    return "\n\n".join(code) if code else f"%%markdown\n{turn.answer}"


def as_code(conversation: Conversation, model: str) -> str:
    """Python that goes on from a conversation: its messages, and a call of the client."""
    said = pformat(conversation.messages(), width=100, sort_dicts=False)
    return (
        "from openai_nb.session import current\n\n"
        f"messages = {said}\n"
        'messages.append({"role": "user", "content": "…"})\n'
        f"current().client.chat.completions.create(model={model!r}, messages=messages)"
    )


def _markdown(conversation: Conversation) -> str:
    return text(conversation.turns) + "\n"


def _json(conversation: Conversation) -> str:
    return json.dumps(conversation.messages(), indent=2, ensure_ascii=False) + "\n"


def _notebook(conversation: Conversation) -> str:
    cells = [cell for turn in conversation.turns for cell in _cells(turn)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    about = {"kernelspec": kernel, "language_info": {"name": "python"}}
    whole = {"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _cells(turn: Turn) -> Sequence[dict[str, Any]]:
    from openai_nb.looks.markdown import safe

    asked = "\n".join(f"> {line}" for line in words(turn).splitlines())
    kinds = [("markdown", safe(asked)), ("markdown", safe(turn.answer))]
    kinds += [("code", code) for code in Reply(turn.answer).code]
    return [_cell(kind, said, f"{turn.key[:40]}-{number}") for number, (kind, said) in enumerate(kinds)]


def _cell(kind: str, source: str, name: str) -> dict[str, Any]:
    made: dict[str, Any] = {"cell_type": kind, "id": _id(name), "metadata": {}, "source": source}
    return {**made, "execution_count": None, "outputs": []} if kind == "code" else made


def _id(name: str) -> str:
    return "".join(each if each.isalnum() or each in "-_" else "-" for each in name)[:64]


WRITERS = {".md": _markdown, ".json": _json, ".ipynb": _notebook}
