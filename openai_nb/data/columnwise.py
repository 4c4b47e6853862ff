"""Columnwise: functions of a table's rows that also take a table on a cluster."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from openai_nb.core.errors import SettingsError


def lives_on_cluster(data: Any) -> bool:
    """Whether it is a table of Dask."""
    return type(data).__module__.partition(".")[0] == "dask"


def columnwise(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function of a table's rows take a Dask DataFrame, or with `cluster=` a Parquet folder, too."""
    name = f"{function.__module__.rpartition('.')[2]}:{function.__name__}"

    @wraps(function)
    def wide(df: Any, *arguments: Any, cluster: Any = None, out: Any = None, **options: Any) -> Any:
        if cluster is None and not lives_on_cluster(df):
            return function(df, *arguments, **options)
        from openai_nb.data.partitions import over

        return over(name, df, arguments, options, cluster, out)

    return wide


def on_one_machine(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function that looks at all rows together refuse a table of Dask, and say what to do instead."""
    name = function.__name__

    @wraps(function)
    def here(df: Any, *arguments: Any, **options: Any) -> Any:
        if lives_on_cluster(df):
            raise SettingsError(
                f"`{name}` looks at all rows together, and these live on a cluster.", _instead(name)
            )
        return function(df, *arguments, **options)

    return here


def _instead(name: str) -> str:
    if name == "retry_failed":
        return "Make the same call again, with the same out=: finished rows are kept, failed ones are asked."
    return f"Bring the rows that matter here: ddf.head(1000).ai.{name}(…), or ddf.compute().ai.{name}(…)."
