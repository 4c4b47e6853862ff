"""Columnwise: functions of a table's rows that also take a table on a cluster."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any


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
