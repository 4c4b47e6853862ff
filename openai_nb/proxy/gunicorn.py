"""Gunicorn: the server that carries the proxy: threads for calls under way, a poller for idle connections.

It writes each piece at once, reads bodies as they are asked for, refuses what could be smuggled, shows a
broken answer as broken, and starts killed workers again.
"""

from __future__ import annotations

from typing import Any

from gunicorn.app.base import BaseApplication

from openai_nb.proxy.patience import Patient
from openai_nb.proxy.settings import Settings

IDLE_SECONDS = 75
MOST_IDLE = 8192  # connections


class Gunicorn(BaseApplication):
    """The proxy, as gunicorn is told to run it."""

    def __init__(self, settings: Settings, port: int) -> None:
        self._settings, self._port = settings, port
        super().__init__()

    def load_config(self) -> None:
        """How it is run."""
        settings = self._settings
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        told = {
            "bind": f"{host}:{self._port}",
            "workers": settings.workers,
            "threads": settings.threads,
            "worker_class": Patient,
            "worker_connections": settings.threads + MOST_IDLE,
            "keepalive": IDLE_SECONDS,
            "timeout": 60,
            "graceful_timeout": 30,
            "backlog": 2048,
            "limit_request_line": 8190,
            "forwarded_allow_ips": "",
            "control_socket_disable": True,
            "loglevel": "warning",
            "when_ready": self._ready,
        }
        for name, value in told.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The app, made in each worker."""
        from openai_nb.proxy import proxy

        return proxy()

    @staticmethod
    def _ready(server: Any) -> None:
        for each in server.LISTENERS:
            print(f"The proxy answers at {each}/v1.", flush=True)
