"""Gate: the proxy as a WSGI app (PEP 3333): a team's key stays here, its callers bear tokens."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import requests

from openai_nb.core.hosts import host_of
from openai_nb.core.wsgi import status_line
from openai_nb.providers import Provider
from openai_nb.proxy import pages
from openai_nb.proxy.audit import Audit
from openai_nb.proxy.callers import Callers, Hook, named
from openai_nb.proxy.headers import back, heard, shared, upward
from openai_nb.proxy.ledger import Ledger
from openai_nb.proxy.limits import TELLING, WRITING, Limits, is_telling
from openai_nb.proxy.metering import Meter
from openai_nb.proxy.passing import LETTERS, Passage
from openai_nb.proxy.prices import Cost, Prices
from openai_nb.proxy.question import Question, place, read
from openai_nb.proxy.redaction import Redactor
from openai_nb.proxy.refusal import Refusal
from openai_nb.proxy.settings import Settings
from openai_nb.proxy.store import Call, Store
from openai_nb.proxy.tokens import Tokens
from openai_nb.proxy.upstream import Upstream, provider_of
from openai_nb.version import __version__

LOOPBACK = ("127.0.0.1", "localhost", "::1")
Start = Callable[..., Any]


class Proxy:
    """Lets known callers through, within their limits, and asks with the key that they never see.

    What the settings name as functions may be handed in: `provider` answers, `hook` tells who asks, `cost`
    what a call costs, `store` is shared with others.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        provider: Provider | None = None,
        hook: Hook | None = None,
        cost: Cost | None = None,
        store: Store | None = None,
    ) -> None:
        self.settings = settings
        hook = hook or (named(settings.hook) if settings.hook else None)
        cost = cost or (named(settings.cost) if settings.cost else None)
        made = named(settings.store)() if settings.store else None
        self.store: Store = store or made or Ledger(settings.state or None)
        self.upstream = Upstream(provider or provider_of(settings), settings.timeout)
        self._callers = Callers(Tokens(settings.tokens), hook)
        self._prices, self._audit = Prices(settings.prices, cost), Audit(settings.audit or None)

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """The answer to one request."""
        said = heard(environ)
        facts: dict[str, Any] = {
            "from": environ.get("REMOTE_ADDR"),
            "verb": environ["REQUEST_METHOD"],
            "path": environ.get("PATH_INFO", ""),
        }
        origin = said.get("origin", "")
        if {"*", origin} & {*self.settings.origins} and origin:
            start = _adding(start, shared(origin, said))
            if environ["REQUEST_METHOD"] == "OPTIONS" and "access-control-request-method" in said:
                return _send(start, 200, {}, b"")
        try:
            return self._page(environ, said, start) or self._pass(environ, said, facts, start)
        except Exception as error:
            refusal = error if isinstance(error, Refusal) else _own(error)
            self._audit.note(**facts, status=refusal.status, refused=refusal.code or refusal.status)
            headers = {"Content-Type": "application/json", **refusal.headers, "x-openai-nb-proxy": "refused"}
            return _send(start, refusal.status, headers, refusal.body)

    def close(self) -> None:
        """Let go of connections and files."""
        self.upstream.close()
        self.store.close()
        self._audit.close()

    def _page(
        self, environ: Mapping[str, Any], said: Mapping[str, str], start: Start
    ) -> Iterable[bytes] | None:
        """What the proxy itself answers: how it is, and the usage."""
        path = environ.get("PATH_INFO", "")
        if environ["REQUEST_METHOD"] != "GET" or path not in ("/health", "/usage", "/usage.json"):
            return None
        json_type = {"Content-Type": "application/json"}
        if path == "/health":
            body = json.dumps({"status": "ok", "proxy": True, "version": __version__}).encode()
            return _send(start, 200, pages.HEADERS | json_type, body)
        self._check_origin(said)
        try:
            user = self._callers.visitor(said)
        except Refusal as refusal:
            raise Refusal(401, refusal.message, refusal.code, pages.ASK) from None
        told = pages.usage(self.store, user, self.settings.limits_of(user), time.time())
        if path == "/usage":
            return _send(start, 200, pages.HEADERS | {"Content-Type": pages.HTML}, pages.as_page(told))
        return _send(start, 200, pages.HEADERS | json_type, pages.as_json(told))

    def _pass(
        self, environ: dict[str, Any], said: dict[str, str], facts: dict[str, Any], start: Start
    ) -> Iterable[bytes]:
        """Let a request through, and its answer back."""
        self._check_origin(said)
        user = facts["user"] = self._callers.who(said)
        if "upgrade" in said or "upgrade" in said.get("connection", "").lower():
            raise Refusal(400, "Websockets do not pass this proxy; use the calls over HTTP.", "no_websockets")
        limits = self.settings.limits_of(user)
        limits.check_route(*place(environ)[:2])
        held = bool(limits.models) or limits.budget is not None or self.upstream.provider.name == "Azure"
        settings = self.settings
        question = read(environ, most=settings.most_bytes, look=held, tell=settings.usage_in_streams)
        try:
            facts["model"] = question.model
            number = self.store.admit(self._admitted(user, question, limits), limits)
            try:
                answer, secrets = self.upstream.ask(question, upward(said, user))
                return self._back(answer, secrets, question, number, facts, start)
            except BaseException:
                self.store.end(number)
                raise
        except BaseException:
            question.close()
            raise

    def _admitted(self, user: str, question: Question, limits: Limits) -> Call:
        """The call as the store is to note it; `Refusal` for models that are not for this caller."""
        verb, path, model = question.verb, question.path, question.model
        limits.check_model(verb, path, model)
        if limits.budget is None or limits.unmetered or verb not in WRITING or not TELLING.fullmatch(path):
            return Call(user, model)
        if model is None or not self._prices.knows(model):
            text = f"{model!r} has no price at this proxy, and yours is a budget in money."
            raise Refusal(403, text, "model_not_priced")
        if question.asked.get("background"):
            raise Refusal(403, "What is done in the background does not tell its cost here.", "not_metered")
        guess = {"prompt_tokens": question.size // LETTERS, "completion_tokens": 0}
        return Call(user, model, self._prices.cost(model, guess) or 0.0)

    def _back(
        self,
        answer: requests.Response,
        secrets: list[str],
        question: Question,
        number: int,
        facts: dict[str, Any],
        start: Start,
    ) -> Iterable[bytes]:
        """Begin the answer; its body passes as it is read."""
        if answer.status_code == 401:  # it speaks of our key, not of the caller's
            answer.close()
            text = "The proxy's own key was not accepted; tell whoever runs it."
            raise Refusal(401, text, "upstream_key_refused", {"x-should-retry": "false"})
        redactor = Redactor(secrets)
        streamed = "event-stream" in answer.headers.get("content-type", "")
        resized = "content-encoding" in answer.headers or (question.forced and streamed)
        headers = [(name, redactor.text(value)) for name, value in back(_pairs(answer), resized=resized)]
        facts = {**facts, "status": answer.status_code, "request_id": answer.headers.get("x-request-id")}

        def over(told: dict[str, Any]) -> None:
            self._audit.note(**{**facts, **told})

        metered = is_telling(question.verb, question.path)
        meter = Meter(streamed=streamed)
        passage = Passage(answer, question, redactor, meter, self.store, number, self._prices, over, metered)
        start(status_line(answer.status_code, answer.reason), headers)
        return passage

    def _check_origin(self, said: Mapping[str, str]) -> None:
        """Refuse names that are not ours (another's name may lead here), and pages of others."""
        hosts, origin = self.settings.hosts, said.get("origin")
        name = host_of(f"//{said['host']}") if "host" in said else LOOPBACK[0]
        if name not in (*LOOPBACK, *hosts) and "*" not in hosts:
            raise Refusal(
                403,
                "This proxy is not called by that name; its settings say which hosts it is.",
                "wrong_host",
            )
        if origin and not {"*", origin} & {*self.settings.origins}:
            raise Refusal(403, "Pages of other origins get no answer here.", "wrong_origin")


def _adding(start: Start, more: list[tuple[str, str]]) -> Start:
    """Begin answers with more headers."""
    return lambda status, headers, *rest: start(status, [*headers, *more], *rest)


def _own(error: Exception) -> Refusal:
    """Our own fault: its name is told, its words are not."""
    return Refusal(500, f"The proxy itself failed: {type(error).__name__}.", "proxy_failed")


def _pairs(answer: requests.Response) -> list[tuple[str, str]]:
    """The headers of an answer, those that come several times each by itself."""
    raw: Any = getattr(answer.raw, "headers", None)
    return list(raw.iteritems()) if hasattr(raw, "iteritems") else list(answer.headers.items())


def _send(start: Start, status: int, headers: Mapping[str, str], body: bytes) -> list[bytes]:
    start(status_line(status), [*headers.items(), ("Content-Length", str(len(body)))])
    return [body]
