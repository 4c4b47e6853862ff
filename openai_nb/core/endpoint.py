"""Endpoints: a typed method *is* the description of a call.

The path names its own arguments; all others travel in the query (GET, DELETE) or in the JSON body
(POST), and a call with a file among its arguments travels as a form.  The return annotation says
how to read the answer.  Client, sandbox and tests all read the same declaration.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from types import MappingProxyType
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    ParamSpec,
    Protocol,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

from openai_nb.core.ids import as_id, segment
from openai_nb.core.multipart import UPLOAD
from openai_nb.core.pieces import STREAM, Pieces, Tally, begun_is_ended
from openai_nb.core.record import Record

if TYPE_CHECKING:
    from openai_nb.core.stream import Stream

F = TypeVar("F", bound=Callable[..., Any])
P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")


@dataclass(eq=False)
class Endpoint:
    """One call: what the client sends, the sandbox serves and the tests list."""

    verb: str
    path: str
    function: Callable[..., Any] = field(repr=False)
    fixed: dict[str, Any] = field(default_factory=dict)
    in_query: tuple[str, ...] = ()
    pieces: tuple[Pieces, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        return f"{self.verb} {self.path}"

    @cached_property
    def signature(self) -> inspect.Signature:
        """What the method takes."""
        return inspect.signature(self.function)

    @cached_property
    def hints(self) -> dict[str, Any]:
        """The types of the arguments and of the answer."""
        return get_type_hints(self.function, vars(sys.modules[self.function.__module__]), include_extras=True)

    @property
    def returns(self) -> Any:
        """How to read the answer."""
        return self.hints["return"]

    @cached_property
    def in_path(self) -> tuple[str, ...]:
        """The arguments that the path names."""
        return tuple(re.findall(r"{(\w+)}", self.path))

    @cached_property
    def uploads(self) -> tuple[str, ...]:
        """The arguments that are files."""
        return tuple(name for name, hint in self.hints.items() if _mentions(hint, UPLOAD))

    @cached_property
    def shaped(self) -> dict[str, Callable[[Any], Any]]:
        """The arguments that may be given in other forms than they are sent in, and how they get theirs."""
        return {
            name: mark.by
            for name, hint in self.hints.items()
            for mark in getattr(hint, "__metadata__", ())
            if isinstance(mark, Shaped)
        }

    def fill(self, given: dict[str, Any]) -> Call:
        """Where each argument goes."""
        for name, by in self.shaped.items():
            if given.get(name) is not None:
                given[name] = by(given[name])
        told = [each for each in given.values() if isinstance(each, Record)]
        path = self.path.format(**{name: segment(name, given.pop(name, None), told) for name in self.in_path})
        rest = {name: as_id(name, value) for name, value in given.items() if value is not None} | self.fixed
        if self.verb != "POST":
            return Call(self, path, query=rest)
        files = {name: rest.pop(name) for name in self.uploads if name in rest}
        query = {name: rest.pop(name) for name in self.in_query if name in rest}
        return Call(self, path, query, rest, files)


@dataclass(frozen=True)
class Shaped:
    """A mark on an argument's type, `Annotated[T, Shaped(by)]`: `by` makes what is sent of what is given."""

    by: Callable[[Any], Any]


@dataclass(frozen=True)
class Call:
    """One request, ready to be sent."""

    endpoint: Endpoint
    path: str
    query: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def pieces(self) -> Pieces | None:
        """The pieces in which the answer is wanted, if it is wanted in any."""
        said = (self.body if self.endpoint.verb == "POST" else self.query).items()
        return next((each for each in self.endpoint.pieces if each.asked.items() <= said), None)

    @property
    def streamed(self) -> bool:
        """Whether the answer is wanted in pieces."""
        return self.pieces is not None


class Send(Protocol):
    """Whatever can make the call: a client, a recorder, a test."""

    def __call__(self, call: Call) -> Any:
        """Make the call; what the endpoint returns."""


class Resource:
    """A family of endpoints, bound to whoever can make the call; `headers` go with each of its calls."""

    headers: ClassVar[Mapping[str, str]] = MappingProxyType({})

    def __init__(self, send: Send) -> None:
        self._send = send

    def __repr__(self) -> str:
        offered = (name for name in dir(self) if not name.startswith("_") and name != "headers")
        return f"{type(self).__name__}: {', '.join(offered)}"


def endpoints(family: type[Resource]) -> Iterator[Endpoint]:
    """Every endpoint `family` declares for its users, in the order it is written."""
    for name, member in vars(family).items():
        if hasattr(member, "endpoint") and not name.startswith("_"):
            yield member.endpoint


def _verb(verb: str) -> Callable[..., Callable[[F], F]]:
    def at(path: str, *, in_query: tuple[str, ...] = (), **fixed: Any) -> Callable[[F], F]:
        def declare(function: F) -> F:
            call: F = _calling(Endpoint(verb, path, function, fixed, in_query))
            return call

        return declare

    return at


GET, POST, DELETE = _verb("GET"), _verb("POST"), _verb("DELETE")


def _calling(endpoint: Endpoint) -> Any:
    """The method that makes the call `endpoint` describes."""

    @wraps(endpoint.function)
    def call(self: Resource, *args: Any, **kwargs: Any) -> Any:
        given = endpoint.signature.bind(self, *args, **kwargs).arguments
        del given["self"]
        given |= given.pop("extra", {})
        filled = endpoint.fill(given)
        return self._send(replace(filled, headers=self.headers) if self.headers else filled)

    call.endpoint = endpoint  # type: ignore[attr-defined]
    return call


def streams(
    create: Callable[P, R],
    chunk: Callable[..., T],
    *,
    tally: Tally = begun_is_ended,
    gather: Callable[[list[Any]], Any] = list,
    split: Callable[[dict[str, Any]], list[dict[str, Any]]] = lambda raw: [raw],
    asked: Mapping[str, Any] = STREAM,
    last: Callable[[dict[str, Any]], bool] = lambda raw: False,
    wrap: Callable[[str, dict[str, Any]], dict[str, Any]] | None = None,
) -> Callable[P, Stream[T, R]]:
    """The streaming twin of `create`: the same arguments, an answer in pieces of the class `chunk`.

    Where pieces are of several kinds, `chunk` is a function that dresses the JSON of one.
    `create(stream=True)`, or whatever else is `asked` for it, then gives the same stream, as code written
    for the official SDK expects.
    """
    from openai_nb.core.stream import Stream

    whole: Endpoint = create.endpoint  # type: ignore[attr-defined]
    pieces = Pieces(chunk, tally, gather, split, asked, last, wrap)
    shown = pieces.hint
    whole.pieces += (pieces,)

    def stream(*args: P.args, **kwargs: P.kwargs) -> Stream[T, R]: ...  # type: ignore[empty-body]

    kept = [each for name, each in whole.signature.parameters.items() if name not in asked]
    stream.__doc__ = f"{inspect.getdoc(create)}\n\nIt arrives in pieces, each a `{chunk.__name__}`."
    stream.__module__ = whole.function.__module__
    stream.__annotations__ = {**whole.function.__annotations__, "return": Stream[shown, Any]}  # type: ignore[valid-type]
    stream.__signature__ = whole.signature.replace(  # type: ignore[attr-defined]
        parameters=kept,
        return_annotation=Stream[shown, Any],  # type: ignore[valid-type]
    )
    fixed = {**whole.fixed, **asked}
    twin = Endpoint(whole.verb, whole.path, stream, fixed, whole.in_query, (pieces,))
    return _calling(twin)  # type: ignore[no-any-return]


def _mentions(hint: Any, mark: object) -> bool:
    """Whether `mark` stands anywhere inside the type `hint`."""
    return mark in getattr(hint, "__metadata__", ()) or any(
        _mentions(each, mark) for each in (*get_args(hint), get_origin(hint)) if each is not None
    )
