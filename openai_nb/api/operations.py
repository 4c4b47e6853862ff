"""Operations: every call by the name that the API's published description gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from inspect import Parameter, getdoc
from pathlib import Path
from typing import Any

from openai_nb.core.endpoint import Endpoint, Resource, Send, endpoints

TABLE = Path(__file__).with_suffix(".tsv")  # name and call; the test of it finds what is missing


@dataclass(frozen=True)
class Operation:
    """One call: its published name, and the endpoint that makes it."""

    name: str
    family: type[Resource]
    endpoint: Endpoint

    def __call__(self, send: Send, **given: Any) -> Any:
        """Make the call; what the endpoint returns."""
        return getattr(self.family(send), self.endpoint.function.__name__)(**given)

    @cached_property
    def arguments(self) -> dict[str, Parameter]:
        """What it takes by name, the path's own first."""
        taken = {**dict.fromkeys(self.endpoint.in_path), **self.endpoint.signature.parameters}
        return {
            name: each
            for name, each in taken.items()
            if each and name != "self" and each.kind is not Parameter.VAR_KEYWORD
        }

    @property
    def needs(self) -> list[str]:
        """The arguments it cannot do without."""
        path = self.endpoint.in_path
        return [name for name, each in self.arguments.items() if name in path or each.default is each.empty]

    @property
    def open(self) -> bool:
        """Whether it takes arguments that are not declared."""
        kinds = [each.kind for each in self.endpoint.signature.parameters.values()]
        return Parameter.VAR_KEYWORD in kinds

    @property
    def words(self) -> str:
        """What it does, in a sentence."""
        return (getdoc(self.endpoint.function) or "").partition("\n")[0]


@cache
def operations() -> dict[str, Operation]:
    """Every operation by its name, in the order of the table."""
    from openai_nb.api.reference import FAMILIES

    declared: dict[str, tuple[type[Resource], Endpoint]] = {}
    for family in FAMILIES:
        for endpoint in endpoints(family):  # a streaming twin follows what it is the twin of
            declared.setdefault(str(endpoint), (family, endpoint))
    return {name: Operation(name, *declared[call]) for name, call in table().items()}


@cache
def table() -> dict[str, str]:
    """The call, as `GET /files/{file_id}`, by the operation's name."""
    lines = TABLE.read_text("utf-8").splitlines()[1:]
    return dict(line.split("\t", 1) for line in lines)


def find(name: str) -> Operation | None:
    """The operation of this name, whether written listModels, list_models or list-models."""
    plain = _plain(name)
    known = next((each for each in table() if _plain(each) == plain), None)
    return operations()[known] if known else None


def _plain(name: str) -> str:
    return re.sub(r"[-_]", "", name).lower()
