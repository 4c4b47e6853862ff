"""Checking: what is wrong with a file of JSON lines, found here before it is sent and paid for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openai_nb.api.lines import problems, read
from openai_nb.data import jsonl
from openai_nb.magics.arguments import Misused

CHECKED = ("fine-tune", "batch")  # purposes whose files are looked at
OTHER_KINDS = ("prompt", "input", "item")  # examples that are no chats: of older jobs, and of other methods


def wrong(data: bytes, purpose: str) -> list[jsonl.Problem]:
    """What is wrong with the lines of a file for this purpose: in which line, and what."""
    lines = [line for line in data.removeprefix(b"\xef\xbb\xbf").splitlines() if line.strip()]
    first = (read(lines[0]) if lines else None) or {}
    if purpose == "batch":
        found = problems(data, str(first.get("url") or "/v1/chat/completions"))
        return [jsonl.Problem(each.line, each.message) for each in found]
    if "messages" in first or not any(name in first for name in OTHER_KINDS):
        return jsonl.check(data)
    numbered = enumerate(data.splitlines(), 1)
    return [
        jsonl.Problem(number, "This line is not a JSON object.")
        for number, line in numbered
        if line.strip() and read(line) is None
    ]


def purpose_of(data: bytes) -> str:
    """What a file of JSON lines is for, by its first line: batch, or fine-tune."""
    first = next((read(line) for line in data.splitlines() if line.strip()), None) or {}
    return "batch" if "custom_id" in first or "body" in first else "fine-tune"


def contents(what: Any) -> bytes:
    """The bytes of a path, or bytes themselves; raises `Misused` where there is no such file."""
    if isinstance(what, bytes):
        return what
    path = Path(str(what)).expanduser()
    if not path.is_file():
        raise Misused(f"There is no file {str(what)!r} here.", f"Paths start from {Path.cwd()}.")
    return path.read_bytes()


def stop_at_errors(what: Any, purpose: str) -> None:
    """Raise `Misused` that points at the first bad line of a file which is to be sent for `purpose`."""
    if purpose not in CHECKED:
        return
    found = wrong(contents(what), purpose)
    if not found:
        return
    first = f"Line {found[0].line}: {found[0].message}" if found[0].line else found[0].message.capitalize()
    more = f" (and {len(found) - 1:,} more)" if len(found) > 1 else ""
    name = Path(str(what)).name if isinstance(what, str | Path) else "the data"
    raise Misused(
        f"{first.rstrip('.')}{more}; {name} was not sent.",
        "`%files check FILE` lists all; --unchecked sends.",
    )
