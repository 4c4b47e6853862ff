"""Upstream: who really answers, signed with the key that stays here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError

from openai_nb.core.errors import SettingsError, TimedOut
from openai_nb.core.refusals import keys
from openai_nb.core.retries import BROKEN, CONNECT_SECONDS, unanswered
from openai_nb.core.wire import arriving
from openai_nb.core.wsgi import WSGIAdapter
from openai_nb.providers import Provider, azure, compatible, openai
from openai_nb.proxy.callers import named
from openai_nb.proxy.question import Question, spelled
from openai_nb.proxy.refusal import Refusal
from openai_nb.proxy.settings import Settings

APPS = {"sandbox": "openai_nb.sandbox:app"}
HERE = "http://localhost/v1"  # where an app in this process seems to be
MOST_CONNECTIONS = 1024  # that are kept


class Upstream:
    """Sends questions to a provider; nothing is tried again, for the caller knows best whether to."""

    def __init__(self, provider: Provider, timeout: float = 600.0) -> None:
        self.provider, self._timeout = provider, timeout
        self._base = provider.base_url.rstrip("/")
        session = requests.Session()
        self._adapter = provider.adapter or HTTPAdapter(
            pool_connections=4, pool_maxsize=MOST_CONNECTIONS, max_retries=0
        )
        manner = session.merge_environment_settings(self._base, {}, None, None, None)
        self._manner: dict[str, Any] = {name: manner[name] for name in ("proxies", "verify", "cert")}

    def ask(self, question: Question, headers: Mapping[str, str]) -> tuple[requests.Response, list[str]]:
        """(answer, secrets it was asked with); its body is still to be read.

        Raises `Refusal` 502 or 504 where nothing answers, and what the caller's own body raises.
        """
        try:
            request = self._signed(question, headers)
        except Exception as error:  # a key may come from anywhere, and its trouble may tell of it
            text = f"The proxy could not sign this call ({type(error).__name__}): no model named, or no key."
            raise Refusal(502, text, "not_signed", {"x-should-retry": "false"}) from None
        limits = (min(CONNECT_SECONDS, self._timeout), self._timeout)
        try:
            answer = self._adapter.send(request, stream=True, timeout=limits, **self._manner)
        except BROKEN as error:
            problem = unanswered(error, self._base)
            status = 504 if isinstance(problem, TimedOut) else 502
            raise Refusal(status, f"Behind the proxy: {problem.message}", "upstream_unreachable") from None
        return answer, keys(request)

    def close(self) -> None:
        """Close the kept connections."""
        self._adapter.close()

    def _signed(self, question: Question, headers: Mapping[str, str]) -> requests.PreparedRequest:
        request = requests.PreparedRequest()
        request.method, request.hooks = question.verb, {}
        request.url = f"{self._base}{spelled(question.path)}{self._query(question.query)}"
        request.headers = CaseInsensitiveDict({**headers, **self.provider.headers})
        if question.body is not None:
            request.body = question.body  # type: ignore[assignment]  # bytes, a file, or what is read like one
            if question.length is not None:
                request.headers["Content-Length"] = str(question.length)
        elif question.verb in ("POST", "PUT", "PATCH"):
            request.headers["Content-Length"] = "0"
        return self.provider.auth(request) if self.provider.auth is not None else request

    def _query(self, query: str) -> str:
        """What the caller asks beside the path; the version of Azure's API is the proxy's to choose."""
        steps = query.split("&") if query else []
        if self.provider.name == "Azure":
            steps = [each for each in steps if unquote_plus(each.partition("=")[0]).lower() != "api-version"]
        return "?" + "&".join(steps) if steps else ""


def pieces(answer: requests.Response) -> Iterator[bytes]:
    """The body as it arrives, unpacked; `ConnectionAbortedError` where it breaks off."""
    try:
        yield from arriving(answer.raw)
        _check_whole(answer.raw)
    except (HTTPError, OSError, ValueError, AttributeError):
        raise ConnectionAbortedError("The answer broke off behind the proxy.") from None


def provider_of(settings: Settings) -> Provider:
    """Who answers, as the settings say."""
    name, belongs = settings.upstream, (settings.organization or None, settings.project or None)
    if name in APPS or (":" in name and "://" not in name):
        app = named(APPS.get(name, name))(**settings.options)
        return Provider(HERE, None, WSGIAdapter(app), name=f"the app {name}")
    key = _key(settings)
    if name == "openai":
        return openai(key, *belongs)
    if name == "azure":
        return azure(key=key, **settings.options)
    return compatible(name, key, *belongs)


def _check_whole(raw: Any) -> None:
    """Raise where fewer bytes came than were promised."""
    if getattr(raw, "length_remaining", 0):
        raise ConnectionAbortedError("The answer is short.")


def _key(settings: Settings) -> str | Callable[[], str]:
    """The key, from a file (looked at for each call, so that it can be changed) or the environment."""
    if settings.key_file:
        path = Path(settings.key_file)
        _read_key(path)
        return lambda: _read_key(path)
    key = os.environ.get(settings.key_env, "").strip()
    if not key:
        raise SettingsError(f"{settings.key_env} is not set.", "Set it, or name a key_file.")
    return key


def _read_key(path: Path) -> str:
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise SettingsError(f"{path} can be read by others.", "chmod 600 it, and make a new key.")
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({type(error).__name__}).") from None
