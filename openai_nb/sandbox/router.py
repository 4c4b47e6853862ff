"""Router: from a request to the handler of the endpoint it names.

The endpoints bring the paths, the arguments and their types; nothing of it is said again here.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from openai_nb.core.endpoint import Endpoint
from openai_nb.sandbox.refusal import Refusal
from openai_nb.sandbox.rules import Rule, admit

Handler = Callable[..., Any]


@dataclass(frozen=True)
class Route:
    """A handler, and the rules its arguments keep to beyond their types."""

    endpoint: Endpoint
    handler: Handler
    rules: Mapping[str, Rule] = field(default_factory=dict)

    @cached_property
    def heeds_headers(self) -> bool:
        """Whether the handler wants to see the request's headers: it then has an argument `headers`."""
        return "headers" in inspect.signature(self.handler).parameters

    @property
    def pattern(self) -> re.Pattern[str]:
        """The paths it answers."""
        return re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", self.endpoint.path))


class Router:
    """Handlers by endpoint."""

    def __init__(self) -> None:
        self.routes: dict[Endpoint, Route] = {}
        self._by_path: dict[str, list[Route]] = {}
        self._patterns: list[tuple[re.Pattern[str], str]] = []

    def serves(self, method: Any, **rules: Rule) -> Callable[[Handler], Handler]:
        """Answer the calls that `method` makes; `rules` narrow its arguments."""

        def register(handler: Handler) -> Handler:
            route = Route(method.endpoint, handler, rules)
            self.routes[route.endpoint] = route
            beside = self._by_path.setdefault(route.endpoint.path, [])
            beside.append(route)
            beside.sort(key=lambda each: -len(each.endpoint.fixed))  # the most particular first
            if len(beside) == 1 and route.endpoint.in_path:
                self._patterns.append((route.pattern, route.endpoint.path))
            return handler

        return register

    def find(
        self,
        verb: str,
        path: str,
        given: dict[str, Any],
        headers: Mapping[str, str] | None = None,
        *,
        lenient: bool = False,
    ) -> tuple[Route, dict[str, Any]]:
        """The route of this request and the arguments for its handler; `Refusal` when there is none.

        A `lenient` look holds them to their types only.
        """
        routes, in_path = self._at(path)
        if not routes:
            raise Refusal(404, f"Invalid URL ({verb} {path})")
        same = [route for route in routes if route.endpoint.verb == verb]
        if not same:
            allowed = ", ".join(sorted({route.endpoint.verb for route in routes}))
            raise Refusal(
                405, f"Not allowed to {verb} on {path}; it takes {allowed}.", code="method_not_supported"
            )
        for route in same:
            fixed = route.endpoint.fixed
            if all(given.get(name) in (value, str(value).lower()) for name, value in fixed.items()):
                own = {name: value for name, value in given.items() if name not in fixed}
                heard = {"headers": headers or {}} if route.heeds_headers else {}
                rules = {} if lenient else route.rules
                return route, admit(route.endpoint, {**own, **in_path}, rules) | heard
        raise Refusal(400, f"{verb} {path} cannot be called like this.")

    def _at(self, path: str) -> tuple[list[Route], dict[str, str]]:
        if path in self._by_path and "{" not in path:
            return self._by_path[path], {}
        for pattern, template in self._patterns:
            if found := pattern.fullmatch(path):
                return self._by_path[template], {k: unquote(v) for k, v in found.groupdict().items()}
        return [], {}
