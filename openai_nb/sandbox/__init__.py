"""Sandbox: the API in one process, with no key and no network.

What it answers is computed by stated rules (`oracle/`), never by a model, and every answer says so:
model names begin with `sandbox-`, `system_fingerprint` is `fp_sandbox`, and a header marks it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openai_nb.core.wsgi import WSGIAdapter
from openai_nb.providers import Bearer, Provider
from openai_nb.sandbox.app import Sandbox
from openai_nb.sandbox.store import Store

# requests drops the query of schemes it does not know; one that begins with http keeps it, and a
# made-up scheme can never leave the machine.
ADDRESS = "http+sandbox://here/v1"
MODELS = {"chat": "sandbox-chat", "embedding": "sandbox-embedding", "image": "sandbox-image"}


def app(state: str | Path | None = None, *, token: str | None = None, **options: Any) -> Sandbox:
    """The sandbox as a WSGI app; `state` is a directory to remember in."""
    from openai_nb.sandbox import errands
    from openai_nb.sandbox.routes import router

    faults = options.pop("faults", "")
    store = Store(state, **options)
    errands.resume(store)
    return Sandbox(router, store, token=token, faults=faults)


def journal(provider: Provider) -> list[dict[str, Any]]:
    """What the sandbox behind `provider` was asked, oldest first: rows for a DataFrame, without contents."""
    from openai_nb.sandbox.journal import rows

    app = provider.adapter.app if isinstance(provider.adapter, WSGIAdapter) else None
    if not isinstance(app, Sandbox):
        raise TypeError(f"{provider.name} keeps no journal here; a sandbox in this process does.")
    return rows(app.store)


def provider(state: str | Path | None = None, **options: Any) -> Provider:
    """A provider that answers from this process: no port, no socket."""
    return Provider(
        ADDRESS,
        Bearer("sandbox"),
        WSGIAdapter(app(state, **options)),
        name="the sandbox",
        models=MODELS,
        sandboxed=True,
    )
