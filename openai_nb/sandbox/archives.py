"""Archives: all that a sandbox holds in one file, and back again: a zip of JSON lines and contents."""

from __future__ import annotations

import io
import json
import zlib
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from openai_nb.core.places import replacing
from openai_nb.sandbox.store import TABLES, Store

CONTENTS = "contents/"
DAMAGED = (BadZipFile, zlib.error, EOFError, KeyError, ValueError, RuntimeError)


def export(store: Store, path: str | Path) -> Path:
    """Write everything into one file; it stands there whole or not at all."""
    path = Path(path).expanduser()
    with store.step(), replacing(path) as file, ZipFile(file, "w") as archive:
        for table in TABLES:
            lines = "".join(f"{json.dumps(row)}\n" for row in store.rows(table))
            _add(archive, f"{table}.jsonl", lines.encode())
        for name in store.written():
            _add(archive, CONTENTS + quote(name, safe=""), store.read(name) or b"")
    return path


def restore(store: Store, path: str | Path) -> None:
    """Hold what an export holds, in place of all there was; ValueError where the file is no export."""
    path = Path(path).expanduser()
    whole = io.BytesIO(path.read_bytes())  # in memory, what damage does is told by few kinds of errors
    try:
        with ZipFile(whole) as archive:
            rows = {table: _rows(archive.read(f"{table}.jsonl"), len(TABLES[table])) for table in TABLES}
            names = [name for name in archive.namelist() if name.startswith(CONTENTS)]
            contents = {unquote(name.removeprefix(CONTENTS)): archive.read(name) for name in names}
    except DAMAGED as error:
        raise ValueError(f"{path.name} is no export of a sandbox ({error}); nothing was changed.") from None
    with store.step():
        store.clear()
        for table, each in rows.items():
            store.fill(table, each)
        for name, data in contents.items():
            store.write(name, data)


def _add(archive: ZipFile, name: str, data: bytes) -> None:
    """With no date of its own, so that the same state gives the same file."""
    archive.writestr(ZipInfo(name), data, ZIP_DEFLATED)


def _rows(data: bytes, width: int) -> list[tuple[Any, ...]]:
    rows = [json.loads(line) for line in data.decode().splitlines()]
    if not all(isinstance(row, list) and len(row) == width for row in rows):
        raise ValueError(f"rows of {width} values were due")
    return [tuple(row) for row in rows]
