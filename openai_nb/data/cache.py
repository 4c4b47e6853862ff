"""Cache: the same question, the same answer, at no cost, in every kernel of this machine.

An answer stands under the digest of all that decides it: path, body and who answers.  What was cut short or
refused is not kept, so that asking again asks again.
"""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from openai_nb.core.database import Database
from openai_nb.core.encoding import ordered
from openai_nb.core.places import cache_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from openai_nb.providers import Provider

ANSWERS = """
create table if not exists answers (key blob primary key, at real not null, answer blob not null);
"""
VECTORS = "create table if not exists vectors (key blob primary key, vector blob not null);"
IDLE = frozenset(  # they change how an answer comes or who is told of it, not what it says
    {"stream", "stream_options", "user", "safety_identifier", "prompt_cache_key", "prompt_cache_retention"}
)
CUT = frozenset({"length", "content_filter", "incomplete", "failed", "cancelled", "in_progress", "queued"})
_WRITER = json.JSONEncoder(separators=(",", ":"))  # `json.dumps` would make one for each answer
_PACKED = b"x"  # what zlib begins with, and no JSON
SHORT = 600  # bytes of an answer that would gain little by being packed
AT_ONCE = 500  # keys in one query; SQLite takes a limited number


def key(path: str, body: Mapping[str, Any], provider: Provider) -> bytes:
    """The 16 bytes under which the answer to this request stands; no key of the API is in them."""
    from openai_nb.version import __version__

    asked = {name: value for name, value in body.items() if name not in IDLE and value is not None}
    who = [provider.base_url.rstrip("/"), __version__ if provider.sandboxed else ""]
    return blake2b(ordered([path, asked, who]), digest_size=16).digest()


def worth_keeping(answer: Any) -> bool:
    """Whether an answer came to its own end: not cut, not refused, no error."""
    if not isinstance(answer, Mapping):
        return bool(answer)
    if answer.get("error") or answer.get("status") in CUT:
        return False
    choices = answer.get("choices") or ()
    return not any(each.get("finish_reason") in CUT for each in choices if isinstance(each, Mapping))


class Cache:
    """Answers and vectors by key, in a file or, without a `path`, in memory; threads may share it."""

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = Path(path).expanduser() if path else None
        self._answers = Database(self.path, ANSWERS)
        beside = self.path.with_suffix(".vectors.sqlite") if self.path else None
        self._vectors = Database(beside, VECTORS, page_bytes=32_768)

    def get(self, key: bytes) -> Any | None:
        """The answer under this key; None where there is none."""
        found = self._answers.rows("select answer from answers where key = ?", [key])
        return _read(found[0][0]) if found else None

    def put(self, key: bytes, answer: Any) -> bool:
        """Keep an answer (what JSON can say); False where it is not worth keeping."""
        return self.put_many([(key, answer)]) == 1

    def get_many(self, keys: Iterable[bytes]) -> dict[bytes, Any]:
        """Those of the answers that are there."""
        return {key: _read(data) for key, data in self._found("answers", "answer", keys, self._answers)}

    def put_many(self, pairs: Iterable[tuple[bytes, Any]]) -> int:
        """Keep answers, all in one step; how many were worth it."""
        now = time.time()
        rows = [(key, now, _written(answer)) for key, answer in pairs if worth_keeping(answer)]
        if len(rows) == 1:
            self._answers.run("insert or replace into answers values (?, ?, ?)", rows[0])
        elif rows:
            self._answers.run_many("insert or replace into answers values (?, ?, ?)", rows)
        return len(rows)

    def vectors(self, keys: Iterable[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """Those of the vectors that are there, each `(d,) float32`."""
        import numpy as np

        found = self._found("vectors", "vector", keys, self._vectors)
        return {key: np.frombuffer(data, dtype=np.float32) for key, data in found}

    def put_vectors(self, keys: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        """Keep the rows of `vectors`, `(n, d) float32`, under n keys, all in one step."""
        import numpy as np

        data = np.ascontiguousarray(vectors, dtype=np.float32)
        rows = ((key, row.tobytes()) for key, row in zip(keys, data, strict=True))
        self._vectors.run_many("insert or replace into vectors values (?, ?)", rows)

    def clear(self) -> None:
        """Forget all answers and vectors, and give their room back."""
        for database, table in ((self._answers, "answers"), (self._vectors, "vectors")):
            database.run(f"delete from {table}")  # noqa: S608 (one of two names above)
            database.run("vacuum")

    @property
    def size(self) -> int:
        """Bytes it takes, on disk or in memory."""
        return self._answers.bytes + self._vectors.bytes

    def __len__(self) -> int:
        """How many answers and vectors there are."""
        answers = self._answers.rows("select count(*) from answers")[0][0]
        return int(answers + self._vectors.rows("select count(*) from vectors")[0][0])

    def __bool__(self) -> bool:
        """An empty cache is one, too."""
        return True

    def __repr__(self) -> str:
        return f"Cache({self.path or 'in memory'})"

    def close(self) -> None:
        """Close the files; they open again when asked something."""
        self._answers.close()
        self._vectors.close()

    def _found(self, table: str, column: str, keys: Iterable[bytes], database: Database) -> Iterable[Any]:
        rest = iter(keys)
        while some := list(islice(rest, AT_ONCE)):
            marks = ",".join("?" * len(some))
            query = f"select key, {column} from {table} where key in ({marks})"  # noqa: S608 (own names)
            yield from database.rows(query, some)


_of_sandboxes: WeakKeyDictionary[Any, Cache] = WeakKeyDictionary()


@cache
def _at(path: Path | None) -> Cache:
    return Cache(path)


def shared(provider: Provider | None = None) -> Cache:
    """The machine's cache; for a sandbox in this process one that lives as long as it does.

    A sandbox costs nothing and may be another one tomorrow, so its answers are not kept on disk.
    """
    if provider is not None and provider.sandboxed:
        owner = provider.adapter or provider.auth
        return _of_sandboxes.setdefault(owner, Cache()) if owner is not None else Cache()
    return _at(cache_file())


def _written(answer: Any) -> bytes:
    plain = _WRITER.encode(answer).encode()
    return plain if len(plain) <= SHORT else zlib.compress(plain, 1)


def _read(data: bytes) -> Any:
    return json.loads(zlib.decompress(data) if data[:1] == _PACKED else data)
