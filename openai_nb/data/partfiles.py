"""Partfiles: a table in parts, as Parquet files: what goes into a part, and what came of it.

A file of ours says in its metadata by which call it was made, and how many of its rows failed.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from openai_nb.data.progress import dollars

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]

ROWS = 50_000  # of a part, where a Parquet file has larger groups
MARK = b"openai_nb"  # in the metadata of a file of ours
VECTOR = "vector"


@dataclass(frozen=True)
class Source:
    """Some rows of a Parquet file."""

    path: str
    groups: tuple[int, ...]
    first: int = 0
    rows: int | None = None

    def read(self) -> pd.DataFrame:
        """These rows."""
        import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]

        with pq.ParquetFile(self.path) as file:
            table = file.read_row_groups(list(self.groups))
        frame: pd.DataFrame = table.slice(self.first, self.rows).to_pandas()
        return frame


@dataclass
class Parts:
    """A table in parts, as Parquet files in `folder`: how many rows, failures, tokens, and USD."""

    folder: Path
    files: list[Path] = field(default_factory=list)
    rows: int = 0
    failed: int = 0
    skipped: int = 0  # parts that were finished before
    tokens: int = 0
    cost: float | None = None
    ended: str = "done"

    def frame(self, columns: list[str] | None = None) -> pd.DataFrame:
        """All parts as one table in memory, in their order."""
        import pandas as pd

        whole = [pd.read_parquet(path, columns=columns) for path in self.files if path.exists()]
        return pd.concat(whole) if whole else pd.DataFrame()

    def dask(self) -> Any:
        """All parts as a Dask DataFrame."""
        import dask.dataframe as dd

        return dd.read_parquet([str(path) for path in self.files if path.exists()])

    def __repr__(self) -> str:
        done = sum(path.exists() for path in self.files)
        told = [f"{done:,} of {len(self.files):,} parts in {self.folder}", f"{self.rows:,} rows done now"]
        told += [f"{self.skipped:,} parts were finished before"] * bool(self.skipped)
        told += [f"{self.failed:,} rows failed"] * bool(self.failed)
        told += [dollars(self.cost)] * bool(self.cost) + [self.ended] * (self.ended != "done")
        return " · ".join(told)


def sources(data: Any) -> Iterator[tuple[str, Any, int]]:
    """The parts of a Parquet file or folder, or of a Dask DataFrame: (name, rows, how many or 0)."""
    if not isinstance(data, str | Path):
        if hasattr(data, "to_frame") and not hasattr(data, "columns"):
            data = data.to_frame()
        yield from ((str(each.key), each, 0) for each in data.to_delayed())
        return
    import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]

    root = Path(data).expanduser().resolve()
    files = sorted(root.rglob("[!._]*.parquet")) if root.is_dir() else [root]
    if not files:
        raise FileNotFoundError(f"There is no Parquet file in {root}.")
    for path in files:
        about, stat = pq.read_metadata(path), path.stat()
        for group in range(about.num_row_groups):
            rows = about.row_group(group).num_rows
            for first in range(0, rows, ROWS):
                some = min(ROWS, rows - first)
                name = f"{path} {stat.st_size} {stat.st_mtime_ns} {group} {first}"
                yield name, Source(str(path), (group,), first, some), some


def is_finished(path: Path, made_by: str) -> Mapping[str, Any] | None:
    """What is noted in a part's file, if it was made by this call and no row of it failed; else None."""
    noted = noted_in(path)
    return noted if noted and noted["by"] == made_by and not noted["failed"] else None


def noted_in(path: Path) -> Mapping[str, Any] | None:
    """What is noted in a part's file; None where there is no such part of ours."""
    import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]

    try:
        told: Mapping[Hashable, bytes] = pq.read_metadata(path).metadata or {}
        return json.loads(told[MARK]) if MARK in told else None
    except (OSError, ValueError):
        return None


def arrow(found: Any) -> pa.Table:
    """A table or column as Arrow has it."""
    import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]

    frame = found.to_frame() if hasattr(found, "to_frame") else found
    frame.attrs = {}
    return pa.Table.from_pandas(frame)


def with_vectors(frame: pd.DataFrame, found: Any) -> pa.Table:
    """The rows with their vectors beside them, float32; null where there is none."""
    import numpy as np
    import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]

    values = np.ascontiguousarray(found.values, np.float32)
    missing = pa.array(np.isnan(values[:, :1]).any(axis=1))
    rows = pa.FixedSizeListArray.from_arrays(pa.array(values.reshape(-1)), values.shape[1], mask=missing)
    table = arrow(frame).append_column(VECTOR, rows)
    if found.errors:
        said = [found.errors.get(label) for label in frame.index]
        table = table.append_column("error", pa.array(said, pa.string()))
    return table


def write(path: Path, table: pa.Table, noted: Mapping[str, Any]) -> None:
    """Write a part under another name first: under its own it is whole."""
    import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]

    half = path.with_name(f".{path.name}.{uuid4().hex}")
    about = {**(table.schema.metadata or {}), MARK: json.dumps(noted).encode()}
    try:
        pq.write_table(table.replace_schema_metadata(about), half, compression="zstd", write_statistics=False)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
