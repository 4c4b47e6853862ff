"""Serve: the proxy on a port, by gunicorn where the extra brings it, else by our own server on loopback."""

from __future__ import annotations

import contextlib
import os
import sys

from openai_nb.core.errors import SettingsError
from openai_nb.core.server import LOOPBACK, Served
from openai_nb.proxy import VARIABLE, proxy
from openai_nb.proxy.settings import load

MOST_OPEN = 1 << 16  # files and sockets
EXTRA = 'pip install "openai-nb[proxy]"'


def run(config: str, port: int | None = None) -> int:
    """Serve until interrupted; the exit code.  Raises `SettingsError` for settings that cannot be used."""
    settings = load(config)
    os.environ[VARIABLE] = os.path.abspath(config)  # noqa: PTH100  # links are not followed
    chosen = settings.port if port is None else port
    _open_many()
    try:
        from openai_nb.proxy.gunicorn import Gunicorn
    except ImportError:
        return _plain(config, settings.host, chosen)
    proxy(config).close()  # what is wrong with it shows here, not in a worker that is started again and again
    Gunicorn(settings, chosen).run()
    return 0


def _plain(config: str, host: str, port: int) -> int:
    """Our own server: a thread for each connection; bodies are held, so it is for one machine."""
    if host not in LOOPBACK:
        raise SettingsError(f"Without gunicorn the proxy listens on this machine only, not on {host}.", EXTRA)
    app = proxy(config)
    try:
        served = Served(app, port, host)
        served.until_stopped(f"The proxy answers at {served.url}/v1, on this machine only.")
    finally:
        app.close()
    return 0


def _open_many() -> None:
    """Let as many sockets be open as the machine allows."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_OPEN if hard == resource.RLIM_INFINITY else min(hard, MOST_OPEN)
    if soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
