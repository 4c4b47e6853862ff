"""Tools: plain Python functions that a model may call.

A function's signature, type hints and docstring say all that the API wants to know of it.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_args, get_origin, get_type_hints, overload

from openai_nb.core import docstrings
from openai_nb.core.awaiting import awaited
from openai_nb.core.errors import BadType, BadValue
from openai_nb.core.kinds import Kinds
from openai_nb.core.record import Record
from openai_nb.core.strictness import restored, strict
from openai_nb.core.telling import as_text
from openai_nb.core.values import Unfit, typed

F = TypeVar("F", bound=Callable[..., Any])
NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
MARK = "__openai_nb_tool__"  # on a function that `tool` registered; a wrapper may carry it on
KINDS = inspect.Parameter
CODE_INTERPRETER: Mapping[str, Any] = {"type": "code_interpreter"}
FILE_SEARCH: Mapping[str, Any] = {"type": "file_search"}
RETRIEVAL: Mapping[str, Any] = {"type": "retrieval"}


@dataclass(frozen=True)
class Tool:
    """A function and what the API is told of it; `parameters` is a strict JSON Schema.

    `confirm` says that its user wants to be asked before a model's call is made.
    """

    name: str
    description: str
    parameters: Mapping[str, Any]
    function: Callable[..., Any] = field(repr=False)
    raw: Mapping[str, Any] = field(repr=False, default_factory=dict)
    kinds: Mapping[str, Any] = field(repr=False, default_factory=dict)
    confirm: bool = False

    @classmethod
    def of(
        cls,
        function: Callable[..., Any] | Tool,
        name: str | None = None,
        description: str | None = None,
        *,
        confirm: bool = False,
    ) -> Tool:
        """The tool of a function, method or callable object, sync or async; that which `tool` made of it.

        Raises `TypeError` where an argument has no type that JSON knows, and `ValueError` for a name that
        the API would refuse.
        """
        known = getattr(function, MARK, None)
        if isinstance(function, Tool):
            return function
        if known is not None and known.function is function and not (name or description):
            return known  # type: ignore[no-any-return]
        named = name or _name(function)
        if not NAME.fullmatch(named):
            raise BadValue(f"{named!r} is no name for a tool: give name=…, up to 64 of a-z, 0-9, _ and -.")
        told = docstrings.read(_documented(function))
        raw, kinds = _arguments(function, told.arguments)
        return cls(named, description or told.summary, strict(raw), function, raw, kinds, confirm)

    @property
    def definition(self) -> dict[str, Any]:
        """How a chat is told of it."""
        return {"type": "function", "function": self._told}

    @property
    def response_definition(self) -> dict[str, Any]:
        """How the Responses API is told of it."""
        return {"type": "function", **self._told}

    @property
    def _told(self) -> dict[str, Any]:
        said = {"description": self.description} if self.description else {}
        return {"name": self.name, **said, "parameters": dict(self.parameters), "strict": True}

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function as it is."""
        return self.function(*args, **kwargs)

    def invoke(self, arguments: str | Mapping[str, Any]) -> Any:
        """What the function gives for `arguments`, JSON text or a dict, which are checked and typed.

        An async one is waited for.  Raises `Unfit` for wrong arguments, and whatever the function raises.
        """
        result = self.function(**self._typed(arguments))
        return awaited(result) if inspect.isawaitable(result) else result

    def call(self, arguments: str | Mapping[str, Any]) -> str:
        """What the model is told of a call: the result as text, or what went wrong; it never raises."""
        try:
            return as_text(self.invoke(arguments))
        except Exception as problem:
            kind = "wrong arguments" if isinstance(problem, Unfit) else type(problem).__name__
            return json.dumps({"error": f"{kind}: {problem}"}, ensure_ascii=False)

    def _typed(self, arguments: str | Mapping[str, Any]) -> dict[str, Any]:
        try:
            said = json.loads(arguments or "{}") if isinstance(arguments, str) else dict(arguments)
        except ValueError:
            raise Unfit("arguments", "a JSON object", arguments) from None
        if not isinstance(said, dict):
            raise Unfit("arguments", "a JSON object", said)
        given: dict[str, Any] = restored(said, self.raw)
        if unknown := given.keys() - self.kinds.keys():
            raise Unfit(sorted(unknown)[0], f"only {', '.join(self.kinds) or 'nothing'}", given)
        known = inspect.signature(self.function).parameters
        made = {}
        for name, kind in self.kinds.items():
            default = known[name].default
            if name not in given and default is KINDS.empty:
                raise Unfit(name, "a value", None)
            if name in given and not (given[name] is None and default is not KINDS.empty):
                made[name] = typed(given[name], kind, name)
        return made


_registered: dict[str, Tool] = {}


@overload
def tool(function: F, /) -> F: ...
@overload
def tool(
    *, name: str | None = None, description: str | None = None, confirm: bool = False
) -> Callable[[F], F]: ...
def tool(
    function: Any = None,
    /,
    *,
    name: str | None = None,
    description: str | None = None,
    confirm: bool = False,
) -> Any:
    """Register a function among the tools there are; it stays the function it was.

    With `confirm`, you are asked before a call of it that a model wants is made.
    """
    if function is None:
        return functools.partial(_register, name=name, description=description, confirm=confirm)
    return _register(function, name, description, confirm)


def _register(function: F, name: str | None, description: str | None, confirm: bool) -> F:
    with contextlib.suppress(AttributeError):  # of a cell that is run again, or a method, which takes no mark
        delattr(function, MARK)
    made = Tool.of(function, name, description, confirm=confirm)
    _registered[made.name] = made  # a cell that is run again puts its new function in the old one's place
    with contextlib.suppress(AttributeError):
        setattr(function, MARK, made)
    return function


def get_available_tools(*, clear: bool = False) -> list[Tool]:
    """The tools that `@tool` has registered; with `clear`, they are forgotten thereafter."""
    found = list(_registered.values())
    if clear:
        _registered.clear()
    return found


def _arguments(
    function: Callable[..., Any], told: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The schema of a function's arguments before the strict mode closes it, and their types."""
    hints, written = _hints(function), Kinds()
    properties, kinds = {}, {}
    for name, each in inspect.signature(function).parameters.items():
        if each.kind in (KINDS.VAR_POSITIONAL, KINDS.VAR_KEYWORD):
            continue
        kind = _json_kind(hints.get(name, str if each.default is KINDS.empty else type(each.default)))
        try:
            found = written.of(kind)
        except TypeError as problem:
            if each.default is KINDS.empty:
                raise BadType(f"{_name(function)}: the argument {name!r} is no tool's. {problem}") from None
            continue  # its default will do
        if each.kind is KINDS.POSITIONAL_ONLY:
            raise BadType(f"{_name(function)}: {name!r} cannot be given by name, as a tool's argument is.")
        properties[name], kinds[name] = _described(found, each, told.get(name, "")), kind
    raw = {"type": "object", "properties": properties, "required": list(properties)}
    return written.rooted(raw), kinds


def _described(found: dict[str, Any], argument: inspect.Parameter, said: str) -> dict[str, Any]:
    """An argument's schema with its description; null stands for a default, which is told."""
    words = [said or found.get("description", "")]
    if argument.default is not KINDS.empty:
        if found.get("type") != "null" and {"type": "null"} not in found.get("anyOf", ()):
            inner = {name: value for name, value in found.items() if name != "description"}
            found = {"anyOf": [*inner.get("anyOf", [inner]), {"type": "null"}]}
        if argument.default is not None:
            words.append(f"(null means {argument.default!r})")
    text = " ".join(word for word in words if word)
    return found | ({"description": text} if text else {})


def _json_kind(kind: Any) -> Any:
    """A hint without what never comes as JSON: where an id is wanted, a record may not stand."""
    parts = [each for each in get_args(kind) if not (isinstance(each, type) and issubclass(each, Record))]
    if get_origin(kind) is not None and parts and len(parts) < len(get_args(kind)):
        return functools.reduce(lambda one, other: one | other, parts)
    return kind


def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    source: Any = function.func if isinstance(function, functools.partial) else function
    if not inspect.isroutine(source) and not isinstance(source, type):
        source = type(source).__call__
    try:
        return get_type_hints(source, include_extras=True)
    except NameError as problem:
        raise BadType(f"{_name(function)}: its type hints cannot be read: {problem}.") from None


def _documented(function: Callable[..., Any]) -> Callable[..., Any]:
    return function.func if isinstance(function, functools.partial) else function


def _name(function: Callable[..., Any]) -> str:
    source = _documented(function)
    return str(getattr(source, "__name__", None) or type(source).__name__)
