"""Files of vectors: kept with their texts, opened again without being read whole.

A Parquet file holds the texts under their index and the vectors as lists of float32, in groups of rows that
are read when they are needed; any tool that knows Parquet can read it.  A `.npy` file holds the vectors alone
and is mapped into memory; the texts stand beside it, one JSON line each.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from openai_nb.core.errors import BadValue
from openai_nb.data.embeddings import Embed, Embeddings
from openai_nb.data.nearness import Vectors, parts

if TYPE_CHECKING:
    import pandas as pd

GROUP = 16_384  # rows of a Parquet group
MARK = b"openai_nb"  # where the file says which model made the vectors
VECTOR, TEXT = "vector", "text"


def save(found: Embeddings, path: str | Path) -> Path:
    """Write them to `path`, whole or not at all; its ending says how: `.parquet` or `.npy`."""
    path = Path(path).expanduser()
    if path.suffix == ".parquet":
        _replaced(found, {path: _write_parquet})
    elif path.suffix == ".npy":
        _replaced(found, {_beside(path): _write_texts, path: _write_array})
    else:
        raise BadValue(f"{path.name!r} ends in {path.suffix!r}; give a .parquet or .npy file")
    return path


def opened(path: str | Path, *, embed: Embed | None = None) -> Embeddings:
    """What `save` wrote.  With `embed` it can be searched by words."""
    path = Path(path).expanduser()
    if path.suffix == ".npy":
        lines = _beside(path).read_text(encoding="utf-8").splitlines()
        about, rows = json.loads(lines[0]), [json.loads(line) for line in lines[1:]]
        values = np.load(path, mmap_mode="r")
        return Embeddings(
            [text for _, text in rows],
            values,
            index=_index([label for label, _ in rows]),
            model=about["model"],
            embed=embed,
        )
    file = ParquetVectors(path)
    frame = file.texts()
    return Embeddings(frame[TEXT].tolist(), file, index=frame.index, model=file.model, embed=embed)


class ParquetVectors:
    """The vectors of a Parquet file, (n, d) float32, read group by group when they are asked for."""

    def __init__(self, path: Path) -> None:
        parquet = _parquet()
        self._path, self._file = path, parquet.ParquetFile(path, memory_map=True)
        held = self._file.metadata
        about = (self._file.schema_arrow.metadata or {}).get(MARK, b"{}")
        self.model: str = json.loads(about).get("model", "")
        sizes = [held.row_group(number).num_rows for number in range(held.num_row_groups)]
        self._starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp)
        self._last: tuple[int, Vectors] | None = None

    @cached_property
    def shape(self) -> tuple[int, int]:
        """(n, d)."""
        n = int(self._starts[-1])
        return n, self._group(0).shape[1] if n else 0

    def texts(self) -> pd.DataFrame:
        """All but the vectors."""
        parquet, names = _parquet(), self._file.schema_arrow.names
        table = parquet.read_table(self._path, columns=[name for name in names if name != VECTOR])
        frame: pd.DataFrame = table.to_pandas()
        return frame

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, wanted: Any) -> Vectors:
        rows = np.arange(self.shape[0])[wanted]
        whose = np.searchsorted(self._starts, rows, side="right") - 1
        out = np.empty((len(rows), self.shape[1]), np.float32)
        for number in np.unique(whose).tolist():
            here = whose == number
            out[here] = self._group(number)[rows[here] - self._starts[number]]
        return out

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        return np.asarray(self[:], dtype)

    def _group(self, number: int) -> Vectors:
        """One group of rows; the last one read stays at hand."""
        if self._last is None or self._last[0] != number:
            column = self._file.read_row_group(number, columns=[VECTOR]).column(VECTOR).combine_chunks()
            flat = column.flatten().to_numpy(zero_copy_only=False)
            self._last = number, flat.reshape(len(column), -1).astype(np.float32, copy=False)
        return self._last[1]


def _write_parquet(found: Embeddings, path: Path) -> None:
    import pandas as pd
    import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]

    parquet = _parquet()
    n, d = found.shape
    texts = [None if text is None or text != text else str(text) for text in found.texts]
    table = pa.Table.from_pandas(pd.DataFrame({TEXT: texts}, index=found.index))
    about = {**(table.schema.metadata or {}), MARK: json.dumps({"model": found.model}).encode()}
    schema = table.schema.append(pa.field(VECTOR, pa.list_(pa.float32(), d))).with_metadata(about)
    with parquet.ParquetWriter(path, schema, compression={TEXT: "zstd"}, use_dictionary=[TEXT]) as file:
        for part in parts(n, GROUP):
            block = pa.array(np.ascontiguousarray(found.values[part], np.float32).ravel())
            vectors = pa.FixedSizeListArray.from_arrays(block, d)
            some = table.slice(part.start, part.stop - part.start)
            file.write_table(pa.Table.from_arrays([*some.columns, vectors], schema=schema), GROUP)


def _write_array(found: Embeddings, path: Path) -> None:
    n, d = found.shape
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, {"descr": "<f4", "fortran_order": False, "shape": (n, d)})
        for part in parts(n, GROUP):
            file.write(np.ascontiguousarray(found.values[part], "<f4").tobytes())


def _write_texts(found: Embeddings, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps({"model": found.model}) + "\n")
        for label, text in zip(found.index.tolist(), found.texts, strict=True):
            plain = None if text is None or text != text else str(text)
            file.write(json.dumps([label, plain], default=str) + "\n")


def _replaced(found: Embeddings, writers: Mapping[Path, Callable[[Embeddings, Path], None]]) -> None:
    """Write beside the files and put these in their place when all are whole."""
    new = {path: path.with_name(f".{path.name}.new") for path in writers}
    try:
        for path, write in writers.items():
            write(found, new[path])
        for path, whole in new.items():
            whole.replace(path)
    finally:
        for each in new.values():
            each.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_suffix(".texts.jsonl")


def _index(labels: list[Any]) -> pd.Index:
    import pandas as pd

    if labels == list(range(len(labels))):
        return pd.RangeIndex(len(labels))
    found: pd.Index = pd.Index([tuple(label) if isinstance(label, list) else label for label in labels])
    return found


def _parquet() -> Any:
    try:
        import pyarrow.parquet as parquet  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        raise ImportError(
            'Parquet files need pyarrow: pip install "openai-nb[parquet]"; .npy files need nothing more'
        ) from None
    return parquet
