"""Sandbox: the API in one process, with no key and no network.

What it answers is computed by stated rules (`oracle/`), never by a model, and every answer says so:
model names begin with `sandbox-`, `system_fingerprint` is `fp_sandbox`, and a header marks it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openai_nb.core.clock import standing
from openai_nb.core.wsgi import WSGIAdapter
from openai_nb.providers import Bearer, Provider
from openai_nb.sandbox.app import Sandbox
from openai_nb.sandbox.store import Store

# requests drops the query of schemes it does not know; one that begins with http keeps it, and a
# made-up scheme can never leave the machine.
ADDRESS = "http+sandbox://here/v1"
Clock = str | datetime | Callable[[], float]
MODELS = {
    "chat": "sandbox-chat",
    "embedding": "sandbox-embedding",
    "image": "sandbox-image",
    "speech": "sandbox-speech",
    "transcription": "sandbox-transcription",
    "moderation": "sandbox-moderation",
}


def app(
    state: str | Path | None = None,
    *,
    token: str | None = None,
    faults: str = "",
    clock: Clock | None = None,
    deployments: Mapping[str, str] | None = None,
    **options: Any,
) -> Sandbox:
    """The sandbox as a WSGI app; `state` is a directory to remember in.

    `era` is "classic" or "2026-11" (what the live API offered then); `lenient` answers whatever the types
    allow; `seed` makes other ids; a `clock` that is a moment ("2026-11-21T00:00:00", UTC unless it says
    otherwise) stands still, and what takes time is then done at once.  Azure's addresses are known too;
    `deployments` gives each of its own a model, {"mine": "gpt-4o"}, and every model is one of its own name.
    """
    from openai_nb.sandbox import errands
    from openai_nb.sandbox.routes import router

    if clock is not None:
        options["clock"] = clock if callable(clock) else _standing(clock)
        if not callable(clock):
            options.setdefault("step_seconds", None)
    store = Store(state, **options)
    errands.resume(store)
    return Sandbox(router, store, token=token, faults=faults, deployments=deployments)


def of(client: Any) -> Sandbox:
    """The sandbox in this process that answers `client` (or is behind a provider); TypeError if none does.

    It can `reset()`, `export(path)`, `restore(path)`, tell its `journal()`, and meet trouble: `faults.add`.
    """
    provider = client if isinstance(client, Provider) else getattr(client, "provider", None)
    app = getattr(getattr(provider, "adapter", None), "app", None)
    if not isinstance(app, Sandbox):
        name = getattr(provider, "name", type(client).__name__)
        raise TypeError(f"{name} keeps no journal here; a sandbox in this process does.")
    return app


def journal(provider: Provider) -> list[dict[str, Any]]:
    """What the sandbox behind `provider` was asked, oldest first: rows for a DataFrame, without contents."""
    return of(provider).journal()


def provider(state: str | Path | None = None, **options: Any) -> Provider:
    """A provider that answers from this process: no port, no socket.

    A moment in `OPENAI_NB_CLOCK` is its clock where none is given: notebooks then run to the same bytes.
    """
    options.setdefault("clock", standing())
    return Provider(
        ADDRESS,
        Bearer("sandbox"),
        WSGIAdapter(app(state, **options)),
        name="the sandbox",
        models=MODELS,
        sandboxed=True,
    )


def _standing(moment: str | datetime) -> Callable[[], float]:
    """A clock that stands still; ValueError where the moment is none."""
    try:
        then = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    except ValueError:
        raise ValueError(f"{moment!r} is no moment; one is written 2026-11-21T00:00:00.") from None
    seconds = (then if then.tzinfo else then.replace(tzinfo=UTC)).timestamp()
    return lambda: seconds
