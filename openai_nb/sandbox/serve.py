"""Serve: the sandbox on a port of this machine, for other programs and other kernels."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from openai_nb.core.server import Served
from openai_nb.sandbox import app


def serve(
    state: str | Path | None = None, *, port: int = 0, token: str | None = "", **options: Any
) -> tuple[Served, str | None]:
    """(server, token): a sandbox on loopback; a random token unless one is given, none if it is None."""
    chosen = secrets.token_urlsafe(24) if token == "" else token  # empty means: make one
    return Served(app(state, token=chosen, **options), port), chosen


def run(served: Served, chosen: str | None) -> int:
    """Serve until interrupted, saying first how one gets in; the exit code."""
    key = chosen or "any-key"
    served.until_stopped(
        f"The sandbox answers at {served.url}/v1; its answers are computed, no model speaks.",
        f'  Client(base_url="{served.url}/v1", api_key="{key}")',
    )
    return 0
