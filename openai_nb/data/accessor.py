"""Accessor: `df.ai` and `series.ai`, each of whose methods is a function of this floor.

It is there as soon as pandas is, and on Dask's tables as soon as `dask.dataframe` is: at once if they are
in use, else when somebody imports them.  Neither is ever imported for it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import MethodType, ModuleType
from typing import Any

from openai_nb.core import traces

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
    """Give tables and columns their `.ai`, now or when pandas and Dask come, and errors their short look."""
    traces.install()
    for name, give in (("pandas", _give), ("dask.dataframe", _give_dask)):
        module = sys.modules.get(name)
        if module is not None and not getattr(module.__spec__, "_initializing", False):
            give(module)
        elif not any(isinstance(each, _Arrival) and each.awaited == name for each in sys.meta_path):
            sys.meta_path.insert(0, _Arrival(name, give))


def _give(pandas: ModuleType) -> None:
    _register(pandas, pandas.api.extensions)


def _give_dask(frames: ModuleType) -> None:
    _register(frames, import_module("dask.dataframe.extensions"))


def _register(owner: ModuleType, extensions: Any) -> None:
    for kind in ("DataFrame", "Series"):
        if not hasattr(getattr(owner, kind), NAME):
            getattr(extensions, f"register_{kind.lower()}_accessor")(NAME)(Ai)


class _Arrival(MetaPathFinder):
    """Waits for one module to be imported, and for nothing else."""

    def __init__(self, awaited: str, give: Callable[[ModuleType], None]) -> None:
        self.awaited, self._give = awaited, give

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec that the module has, whose last step gives the accessors."""
        spec = self._found(name, path, target) if name == self.awaited else None
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def exec_module(module: ModuleType) -> None:
                load(module)
                if self in sys.meta_path:  # it waits on where somebody only asks whether it is there
                    sys.meta_path.remove(self)
                self._give(module)

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec

    def _found(self, name: str, path: Sequence[str] | None, target: ModuleType | None) -> ModuleSpec | None:
        """What the others who find modules say."""
        others = [each for each in sys.meta_path if each is not self]
        return next(filter(None, (each.find_spec(name, path, target) for each in others)), None)
