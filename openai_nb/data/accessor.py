"""Accessor: `df.ai` and `series.ai`, each of whose methods is a function of this floor.

It is there as soon as pandas is: at once if pandas is in use, else when somebody imports it.  pandas
itself is never imported for it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import MethodType, ModuleType
from typing import Any

METHODS = {
    "classify": "questions:classify",
    "cluster": "meaning:cluster",
    "dedupe": "meaning:dedupe",
    "embed": "meaning:embed",
    "extract": "questions:extract",
    "filter": "questions:filter",
    "join": "meaning:join",
    "map": "map:map",
    "moderate": "questions:moderate",
    "outliers": "meaning:outliers",
    "retry_failed": "map:retry_failed",
    "score": "questions:score",
    "search": "meaning:search",
    "similarity": "meaning:similarity",
    "summarize": "summaries:summarize",
    "translate": "questions:translate",
}
NAME = "ai"


class Ai:
    """What a model can do with this column or table."""

    def __init__(self, data: Any) -> None:
        self._data = data

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in METHODS:
            raise AttributeError(f"`.{NAME}` has no {name!r}; it has {', '.join(METHODS)}.")
        module, _, function = METHODS[name].partition(":")
        return MethodType(getattr(import_module(f"openai_nb.data.{module}"), function), self._data)

    def __dir__(self) -> list[str]:
        return sorted(METHODS)

    def __repr__(self) -> str:
        return f"<.{NAME}: {', '.join(METHODS)}>"


def register() -> None:
    """Give tables and columns their `.ai`, now or when pandas comes."""
    pandas = sys.modules.get("pandas")
    if pandas is not None and hasattr(pandas, "api"):  # else it is being imported at this moment
        _give(pandas)
    elif not any(isinstance(each, _Arrival) for each in sys.meta_path):
        sys.meta_path.insert(0, _Arrival())


def _give(pandas: ModuleType) -> None:
    for kind in ("dataframe", "series"):
        owner = pandas.DataFrame if kind == "dataframe" else pandas.Series
        if not hasattr(owner, NAME):
            getattr(pandas.api.extensions, f"register_{kind}_accessor")(NAME)(Ai)


class _Arrival(MetaPathFinder):
    """Waits for pandas to be imported, and for nothing else."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec that pandas has, whose last step gives the accessors."""
        spec = self._found(name, path, target) if name == "pandas" else None
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def exec_module(module: ModuleType) -> None:
                load(module)
                if self in sys.meta_path:  # it waits on where somebody only asks whether pandas is there
                    sys.meta_path.remove(self)
                _give(module)

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec

    def _found(self, name: str, path: Sequence[str] | None, target: ModuleType | None) -> ModuleSpec | None:
        """What the others who find modules say."""
        others = [each for each in sys.meta_path if each is not self]
        return next(filter(None, (each.find_spec(name, path, target) for each in others)), None)
