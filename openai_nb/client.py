"""Client: settings, a transport, and one attribute for each family of the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, get_args, get_origin

from openai_nb.api import retired
from openai_nb.core import settings
from openai_nb.core.answers import content, explain_lack, parsed, text, unasked
from openai_nb.core.endpoint import Call
from openai_nb.core.errors import Refused
from openai_nb.core.limits import check
from openai_nb.core.page import Page
from openai_nb.core.pieces import Pieces
from openai_nb.core.record import Record, view
from openai_nb.core.stream import Stream
from openai_nb.families import Families, family_names
from openai_nb.providers import Key, Provider, finding
from openai_nb.providers.keyless import Keyless
from openai_nb.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    import requests

    from openai_nb.core.transport import Exchange, Transport

TIMEOUT = 600.0  # seconds between two pieces of an answer
CARRYING = ("timeout", "max_retries", "session")  # options of every client, whoever answers
KEPT: Any = object()  # an option nobody spoke of: None has a meaning of its own


class Client(Keyless, Families):
    """Everything the API offers, one attribute for each family.

    `Client()` finds its key in the arguments, a `.openai` file or the environment; without one the
    sandbox answers.  `admin_key` (or OPENAI_ADMIN_KEY) signs what concerns the whole organization.
    `last` tells of the last request: its id, its seconds, the rate limits.
    """

    def __init__(
        self,
        api_key: Key | None = None,
        *,
        admin_key: Key | None = None,
        base_url: str | None = None,
        organization: str | None = None,
        project: str | None = None,
        timeout: float | None = TIMEOUT,
        max_retries: int = 2,
        session: requests.Session | None = None,
        provider: Provider | None = None,
    ) -> None:
        self.origin: Mapping[str, str] = {}
        self.withheld = ""
        self.provider = provider or self._find(api_key, admin_key, base_url, organization, project)
        check(timeout, max_retries)
        self._carrying: dict[str, Any] = {"session": session, "timeout": timeout, "max_retries": max_retries}

    @classmethod
    def sandbox(cls, state: str | None = None, **options: Any) -> Client:
        """A client whose answers are computed in this process; `state` is a directory to keep them in."""
        from openai_nb import sandbox

        return cls(provider=sandbox.provider(state, **options))

    @classmethod
    def azure(
        cls,
        endpoint: str | None = None,
        api_key: Key | None = None,
        *,
        resource: str | None = None,
        deployment: str | None = None,
        api_version: str | None = None,
        token: Key | None = None,
        **options: Any,
    ) -> Client:
        """A client of Azure OpenAI; what is not said is in a `.openai` file or AZURE_OPENAI_… variables.

        `endpoint` may be any URL of it, also the one that "View Code" shows; with an `api_version`
        (YYYY-MM-DD) calls take the dated form, without it today's `/openai/v1/`.  `token`, of Entra, takes
        the place of `api_key`; a function is asked for a new one at each request.
        """
        said = {"endpoint": endpoint, "api_key": api_key, "resource": resource, "token": token}
        return cls.named("azure", **said, deployment=deployment, api_version=api_version, **options)

    @classmethod
    def named(cls, name: str, **options: Any) -> Client:
        """A client of whoever has this name or address: "azure", "proxy", "local" or "ollama", say.

        Options are its own: `Client.named("proxy", domain="llm.example.org", token="sess-…")`.
        """
        if name.strip().lower() == "sandbox":
            return cls.sandbox(**options)
        own = {each: options.pop(each) for each in CARRYING if each in options}
        found = finding.named(name.strip(), **options)
        client = cls(provider=found.provider, **own)
        client.origin, client.withheld = found.origin, found.withheld
        return client

    @classmethod
    def from_file(cls, path: str | Path, **options: Any) -> Client:
        """A client with the key and address that a settings file of any name holds; options as usual."""
        from pathlib import Path

        path = Path(path).expanduser()
        if at_azure := finding.at_azure(path):
            return cls.named("azure", **{**at_azure, **options})
        return cls(**{**settings.load(path), **options})

    @cached_property
    def _transport(self) -> Transport:
        """Made when something is first sent: until then `requests` is not imported."""
        from openai_nb.core.transport import Transport

        provider = self.provider
        return Transport(
            provider.base_url,
            provider.auth,
            adapter=provider.adapter,
            headers=_headers(provider, self.origin),
            **self._carrying,
        )

    @property
    def last(self) -> Exchange | None:
        """The last request: `request_id`, `seconds`, `attempts`, `limits`."""
        return self._transport.last if "_transport" in vars(self) else None

    def using(self, *, timeout: float | None = KEPT, max_retries: int = KEPT) -> Client:
        """The same client, and connections, with another `timeout` (seconds) or `max_retries`."""
        given = {"timeout": timeout, "max_retries": max_retries}
        changes = {name: value for name, value in given.items() if value is not KEPT}
        twin = object.__new__(Client)
        bound = family_names()  # these would still send over the first one's transport
        twin.__dict__.update({name: each for name, each in vars(self).items() if name not in bound})
        twin._transport = self._transport.using(**changes)
        return twin

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        stream: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Any other call of the API: a record, bytes where it answers no JSON, or a stream of records.

        `Retired`, as of any call, where api.openai.com no longer offers it.
        """
        path, verb = f"/{path.strip('/').removeprefix('v1/')}", method.upper()
        if stream and verb == "GET":
            query = {**(query or {}), "stream": True}
        elif stream:
            body = {**(body or {}), "stream": True}
        retired.check(f"{verb} {path}", self.provider.base_url, (body or {}).get("model"))
        answer = self._transport.send(
            verb, path, query=query, body=body, files=files, stream=stream, headers=headers
        )
        if stream:
            return Stream(answer, Pieces(Record))
        is_json = "json" in answer.headers.get("content-type", "")
        return view(parsed(answer)) if is_json else answer.content

    def close(self) -> None:
        """Close the connections; a session that was handed in stays open."""
        if "_transport" in vars(self):
            self._transport.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Client({self.provider.name}, {self.provider.base_url}, {self.provider.auth or 'no key'})"

    def _find(self, *said: Any) -> Provider:
        """Who answers, by what was said here, in files and in the environment."""
        found = finding.find(*said)
        self.origin, self.withheld = found.origin, found.withheld
        if found.provider is not None:
            return found.provider
        from openai_nb import sandbox
        from openai_nb.sandbox.notice import notice

        if "provider" not in found.origin:
            notice()
        return sandbox.provider()

    def _send(self, call: Call) -> Any:
        """Make the call and dress its answer; `Retired` where the live API no longer offers it."""
        retired.check(str(call.endpoint), self.provider.base_url, call.body.get("model"))
        try:
            return self._dressed(call, self._answer(call))
        except Refused as error:
            if not self.provider.sandboxed and self.provider.base_url != settings.OPENAI_URL:
                explain_lack(error, call)
            raise

    def _dressed(self, call: Call, answer: requests.Response) -> Any:
        """What the call returns, of what the server says to it."""
        if call.pieces:
            return Stream(answer, call.pieces)
        if pieces := unasked(answer, call.endpoint):
            return Stream(answer, pieces).gather()
        returns = call.endpoint.returns
        if returns is bytes:
            return content(answer)
        if str in get_args(returns) and (words := text(answer)) is not None:
            return words
        raw = parsed(answer)
        if get_origin(returns) is Page:
            return Page(raw, get_args(returns)[0], lambda after: self._send(_after(call, after)))
        return view(raw, returns)

    def _answer(self, call: Call) -> requests.Response:
        return self._transport.send(
            call.endpoint.verb,
            call.path,
            query=call.query,
            body=call.body,
            files=call.files,
            stream=call.streamed,
            headers=call.headers,
        )


def _after(call: Call, after: str) -> Call:
    name = "page" if "page" in call.endpoint.signature.parameters else "after"
    return replace(call, query={**call.query, name: after})


def _headers(provider: Provider, origin: Mapping[str, str]) -> dict[str, str]:
    named = {"User-Agent": f"openai-nb/{__version__}"}
    extra = settings.extra_headers(provider.base_url, origin.get("base_url", ""))
    return {**named, **extra, **provider.headers}
