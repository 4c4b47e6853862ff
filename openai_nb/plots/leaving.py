"""Leaving: ways out of this kit: a map as a file, or in another package's hands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from openai_nb.core.errors import BadValue
from openai_nb.data.text import said
from openai_nb.plots.picture import png, svg

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

ATLAS = "embedding-atlas {path} --text text --x x --y y"


def save(figure: Figure, path: str | Path) -> Path:
    """Write a figure to a `.png` or `.svg`; raises ValueError for another ending."""
    path = Path(path).expanduser()
    ending = path.suffix.lower()
    if ending == ".svg":
        path.write_text(svg(figure), encoding="utf-8")
    elif ending == ".png":
        path.write_bytes(png(figure, 300))
    else:
        raise BadValue(f"a map is saved as .png or .svg, not {path.suffix or 'without an ending'}")
    return path


def jscatter(frame: pd.DataFrame, options: dict[str, Any]) -> Any:
    """A `jscatter.Scatter` of a table with x and y, its texts shown under the mouse."""
    try:
        import jscatter  # type: ignore[import-not-found]
    except ImportError:
        raise ImportError(
            "to_jscatter() needs the package jupyter-scatter: pip install jupyter-scatter"
        ) from None
    table = frame.dropna(subset=["x", "y"]).copy()
    kind = "label" if "label" in table else "cluster"
    table[kind] = table[kind].astype("category")
    usual = {"color_by": kind, "tooltip": True, "tooltip_properties": ["text", kind]}
    return jscatter.Scatter(data=table, x="x", y="y", **{**usual, **options})


def atlas(frame: pd.DataFrame, path: str | Path) -> Path:
    """Write a table with text, x and y as Parquet; the command that opens it is in the file's metadata."""
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError:
        raise ImportError('to_atlas() needs pyarrow: pip install "openai-nb[parquet]"') from None
    path = Path(path).expanduser()
    table = frame.dropna(subset=["x", "y"])
    plain = table.assign(**{name: table[name].map(said) for name in ("text", "label") if name in table})
    arrow = pa.Table.from_pandas(plain)
    kept = {**(arrow.schema.metadata or {}), b"open with": ATLAS.format(path=path.name).encode()}
    pq.write_table(arrow.replace_schema_metadata(kept), path)
    return path
