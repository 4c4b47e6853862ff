"""Tables: rows of a table or Series to ask about, and their answers put beside them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openai_nb.core.errors import BadType, BadValue
from openai_nb.data.results import Provenance, Results
from openai_nb.data.shapes import Shape, column

if TYPE_CHECKING:
    import pandas as pd

ERROR = "error"
META: dict[str, str] = {  # provenance, and its type in a table
    "cost": "number",
    "tokens": "integer",
    "request_id": "string",
    "finish_reason": "string",
    "cached": "boolean",
    "seconds": "number",
}
OURS = "openai_nb"  # in `attrs`: which columns were made here, and by which run


@dataclass(frozen=True)
class Table:
    """A table to ask about; a Series is a table of one column."""

    frame: pd.DataFrame
    series: bool = False

    def rows(self, columns: Sequence[Hashable]) -> Iterator[tuple[Any, ...]]:
        """The values of some columns, row by row."""
        return zip(*(self.frame[name] for name in columns), strict=True)

    def failed(self, found: Any) -> Table:
        """The rows of an answered table that have no answer."""
        if self.series and not hasattr(found, "columns"):
            return Table(self.frame[(found.isna() & self.frame.iloc[:, 0].notna()).to_numpy()], True)
        wanting = found[found.attrs[OURS]["error"]].notna().to_numpy()
        return Table(self.frame[wanting] if self.series else found[wanting], self.series)

    def mended(self, found: Any, again: Any) -> Any:
        """An answered table with the answers that came in a second attempt."""
        import pandas as pd

        whole = found.copy()
        if isinstance(found, pd.Series):
            whole[(found.isna() & self.frame.iloc[:, 0].notna()).to_numpy()] = again.array
            return whole
        made = found.attrs[OURS]
        wanting = found[made["error"]].notna().to_numpy()
        for name in made["columns"]:
            kind = found[name].dtype
            both = found[name].astype("object")
            both[wanting] = again[name].astype("object").array
            both = both.where(both.notna(), None)  # else what is missing would be told in two ways
            whole[name] = both.astype(again[name].dtype if kind.kind == "O" else kind)
        return whole


def table(df: Any) -> Table:
    """A DataFrame, a Series, or what turns into one (`to_pandas`), as a table; raises `TypeError`."""
    import pandas as pd

    if not isinstance(df, pd.DataFrame | pd.Series) and hasattr(df, "to_pandas"):
        df = df.to_pandas()
    if isinstance(df, pd.Series):
        return Table(df.to_frame(str(df.name) if df.name is not None else "value"), True)
    if not isinstance(df, pd.DataFrame):
        raise BadType(f"A {type(df).__name__} is no table; give a DataFrame or a Series.")
    twice = df.columns[df.columns.duplicated()]
    if len(twice):
        raise BadValue(f"The column {str(twice[0])!r} is there twice; rename one.")
    return Table(df)


def attach(asked: Table, shape: Shape, results: Results, *, meta: bool, mark: str) -> Any:
    """The answers beside their rows; of a Series the answers alone."""
    index = asked.frame.index
    answers = shape.columns(results.values(), index)
    errors = column(results.errors(), {"type": "string"}, index)
    if asked.series and len(answers) == 1 and not meta:
        (only,) = answers.values()
        only.attrs[OURS] = {"run": mark}
        return only.rename(next(iter(answers)))
    source = asked.frame[[]] if asked.series else asked.frame
    taken = set(source.columns) - set(source.attrs.get(OURS, {}).get("columns", ()))
    before = f"{shape.names[0]}_"
    beside = {ERROR: errors, **(_told(results.provenance(), index) if meta else {})}
    renamed = {f"{before}{name}" if name in taken else name: each for name, each in beside.items()}
    found = source.assign(**answers, **renamed)
    error = f"{before}{ERROR}" if ERROR in taken else ERROR
    found.attrs = {**source.attrs, OURS: {"run": mark, "error": error, "columns": [*answers, *renamed]}}
    return found


def _told(provenance: list[Provenance], index: Any) -> dict[str, pd.Series]:
    fields = {name: [getattr(each, name) for each in provenance] for name in META}
    return {name: column(values, {"type": META[name]}, index) for name, values in fields.items()}
