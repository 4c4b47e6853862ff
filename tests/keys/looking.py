"""Looking: whether a key stands anywhere: in bytes, in databases and what is packed in them, in folders."""

from __future__ import annotations

import base64
import contextlib
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from tests.conftest import KEY

FORMS = (KEY.encode(), base64.b64encode(KEY.encode())[:-4], quote(KEY, safe="").encode(), KEY[::-1].encode())


def holds(data: bytes | str) -> bool:
    """Whether the key is in there, in one of the forms it may travel in."""
    plain = data.encode("utf-8", "replace") if isinstance(data, str) else data
    return any(form in plain for form in FORMS)


def places(folder: Path) -> Iterator[str]:
    """The files below a folder that hold the key, as they are or in a row of theirs."""
    for path in folder.rglob("*"):
        if path.is_file() and (holds(path.read_bytes()) or any(map(holds, rows(path)))):
            yield str(path.relative_to(folder))


def rows(path: Path) -> Iterator[bytes]:
    """What the rows of a database hold, unpacked; nothing of other files."""
    if path.read_bytes()[:15] != b"SQLite format 3":
        return
    with contextlib.closing(sqlite3.connect(path)) as db:
        tables = [name for (name,) in db.execute("select name from sqlite_master where type = 'table'")]
        for table in tables:
            for row in db.execute(f'select * from "{table}"'):
                for value in row:
                    with contextlib.suppress(zlib.error, TypeError):
                        yield zlib.decompress(value)
                    yield str(value).encode()
