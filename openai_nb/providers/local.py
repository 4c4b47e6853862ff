"""Local engines as providers: found when asked for, never before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from openai_nb.core.errors import SettingsError
from openai_nb.providers.engines import ENGINES, HOST, SECONDS, Running, running
from openai_nb.providers.provider import Bearer, Key, Provider

if TYPE_CHECKING:
    from requests.adapters import HTTPAdapter


def local(
    engine: str | None = None,
    key: Key | None = None,
    *,
    ports: Mapping[str, int] | None = None,
    seconds: float = SECONDS,
) -> Provider:
    """An engine that runs on this machine: the one named, else the first found that has a model.

    It is looked for at its usual port, or where `ports` says, for `seconds` at most; `SettingsError` where
    none answers.  A key is sent to it alone, and not while looking.
    """
    names = [engine] if engine else []
    found = running(names, ports=ports, seconds=seconds)
    if not found:
        raise _nobody(names or list(ENGINES), ports or {})
    chosen = next((each for each in found if each.models), found[0])
    if chosen.locked and not key:
        raise SettingsError(f"{chosen.name} at {chosen.base_url} wants a key.", "Give it: api_key=….")
    return _provider(chosen, key)


NAMED: Mapping[str, Callable[..., Provider]] = {each: partial(local, each) for each in ENGINES}


def _provider(chosen: Running, key: Key | None) -> Provider:
    auth = Bearer(key) if key else None
    return Provider(chosen.base_url, auth, _direct(), name=chosen.name, models=chosen.usual)


def _direct() -> HTTPAdapter:
    """A carrier that asks no proxy: those of a company's network cannot reach this machine's own ports."""
    from openai_nb.core.hangup import Carrier

    class Direct(Carrier):
        def send(self, request: Any, *args: Any, **given: Any) -> Any:
            return super().send(request, *args, **{**given, "proxies": {}})

    return Direct(pool_connections=4, pool_maxsize=512, max_retries=0)


def _nobody(names: list[str], ports: Mapping[str, int]) -> SettingsError:
    asked = (f"{ENGINES[each].name} ({ports.get(each, ENGINES[each].port)})" for each in names)
    start = ENGINES[names[0]].start
    return SettingsError(
        f"Nothing answers on {HOST} at the ports of {', '.join(asked)}.",
        f"Start one, as `{start}` does, or give its address: http://localhost:PORT/v1.",
    )
