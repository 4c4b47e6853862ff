"""Proxy: a team's key stays on one host; those who may use it bear tokens of their own.

`python -m openai_nb proxy --config proxy.toml` runs it; `openai_nb.proxy:app` is the same for any WSGI
server, with the settings that OPENAI_NB_PROXY names.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openai_nb.proxy.gate import Proxy

VARIABLE = "OPENAI_NB_PROXY"


def proxy(config: str | None = None) -> Proxy:
    """The proxy as a WSGI app, by a settings file, or by the one that OPENAI_NB_PROXY names."""
    from openai_nb.core.errors import SettingsError
    from openai_nb.proxy.gate import Proxy
    from openai_nb.proxy.settings import load

    path = config or os.environ.get(VARIABLE, "")
    if not path:
        raise SettingsError(f"{VARIABLE} is not set.", "Let it name the proxy's settings file.")
    return Proxy(load(path))


def __getattr__(name: str) -> Any:
    """`app` is made when it is first asked for, in the worker that will use it."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    made = globals()["app"] = proxy()
    return made
