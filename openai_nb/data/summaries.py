"""Summaries: what a group of rows says, in a few sentences; long groups are summed up in parts first."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from openai_nb.core.errors import BadValue
from openai_nb.data.columnwise import on_one_machine
from openai_nb.data.how import options_of
from openai_nb.data.prompts import find, in_words, is_missing
from openai_nb.data.questions import ask, one_column, placed

if TYPE_CHECKING:
    import pandas as pd

AT_ONCE = 24_000  # bytes of text in one question
ONE = "Sum up the texts below in a few sentences: what they have in common, and what stands out. {}"
PARTS = "The texts below are summaries of parts of one collection. Sum them up as one. {}"


@on_one_machine
def summarize(
    df: Any,
    *,
    groupby: Hashable | Sequence[Hashable] | None = None,
    on: str = "",
    wish: str = "",
    into: str = "summary",
    at_once: int = AT_ONCE,
    **more: Any,
) -> Any:
    """What each group of rows says: a table with a row a group, its `rows` and its summary.

    Without `groupby` all rows are one group.  What is too long for one question (`at_once` bytes) is
    summed up in parts, and those again; raises `ValueError` where that makes it no shorter.  `wish` says what
    to look for.
    """
    manner, _ = options_of(more)
    if manner.get("dry_run"):
        raise BadValue("A summary of parts cannot be reckoned beforehand; give max_cost instead.")
    groups = _groups(df, groupby, on)
    counts = {name: len(texts) for name, texts in groups.items()}
    words, before = ONE, 0
    while True:
        parts = [(name, part) for name, texts in groups.items() for part in _parts(texts, at_once)]
        if 0 < before <= len(parts):
            raise BadValue(
                f"The summaries of {before:,} parts are too long for fewer than {len(parts):,} questions of "
                f"{at_once:,} bytes; give a larger at_once."
            )
        before, names = len(parts), [name for name, _ in parts]
        answered = _asked([text for _, text in parts], words.format(wish).strip(), into, more)
        if len(parts) == len(groups) or answered[into].isna().any():
            return _named(answered, names, counts, groupby)
        groups = {name: [] for name in groups}
        for name, summary in zip(names, answered[into], strict=True):
            groups[name].append(summary)
        words = PARTS


def _asked(texts: list[str], system: str, into: str, more: dict[str, Any]) -> pd.DataFrame:
    """The answers, without what was asked."""
    import pandas as pd

    name = "text" if into != "text" else "texts"
    frame = pd.DataFrame({name: pd.Series(texts, dtype="object")})
    found: pd.DataFrame = ask("summarize", frame, f"{{{{{name}}}}}", into, system=system, **more)
    return found.drop(columns=name)


def _groups(df: Any, groupby: Any, on: str) -> dict[Any, list[str]]:
    """The texts of each group, in order."""
    asked, text = placed(df, on)
    column = asked.frame[one_column(asked, text)]
    if groupby is None:
        return {"all": _texts(column)}
    names = [str(name) for name in asked.frame.columns]
    for each in groupby if isinstance(groupby, list) else [groupby]:
        find(str(each), names)
    return {name: _texts(part) for name, part in column.groupby(_keys(asked.frame, groupby), sort=False)}


def _keys(frame: pd.DataFrame, groupby: Any) -> Any:
    return [frame[each] for each in groupby] if isinstance(groupby, list) else frame[groupby]


def _texts(column: pd.Series) -> list[str]:
    return [in_words(value) for value in column if not is_missing(value)]


def _parts(texts: Sequence[str], at_once: int) -> Iterator[str]:
    """The texts in stretches that one question can hold; a single text that cannot is cut."""
    lines: list[str] = []
    size = 0
    for text in texts:
        line = f"- {text.encode()[:at_once].decode(errors='ignore')}"
        if lines and size + len(line.encode()) > at_once:
            yield "\n".join(lines)
            lines, size = [], 0
        lines.append(line)
        size += len(line.encode()) + 1
    yield "\n".join(lines)


def _named(found: pd.DataFrame, names: list[Any], counts: dict[Any, int], groupby: Any) -> pd.DataFrame:
    """One row a group, under its name; where a part failed, what there is of its group."""
    import pandas as pd

    known = list(dict.fromkeys(names))
    one = found.iloc[[names.index(name) for name in known]].copy()
    one.insert(0, "rows", [counts[name] for name in known])
    if isinstance(groupby, list):
        one.index = pd.MultiIndex.from_tuples(known, names=[str(each) for each in groupby])
    else:
        one.index = pd.Index(known, name="group" if groupby is None else str(groupby), tupleize_cols=False)
    return one
