"""A proxy before the server that answers as it is told: in this process, or on a port."""

from __future__ import annotations

import pytest
import requests

from openai_nb.core.server import Served
from openai_nb.core.wsgi import WSGIAdapter
from openai_nb.proxy.gate import Proxy
from openai_nb.proxy.settings import settings
from openai_nb.proxy.tokens import digest
from tests.conftest import KEY

TOKEN = "sess-planted-0d4b8a6e21f7c395"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
PRICES = {"m": {"input": 1_000_000.0, "output": 2_000_000.0, "cached": 500_000.0}}  # a dollar a token


class Caller(requests.Session):
    """Calls a proxy in this process; paths stand for addresses."""

    def __init__(self, proxy):
        super().__init__()
        self.mount("http://localhost", WSGIAdapter(proxy))
        self.headers.update(BEARER)
        self.proxy = proxy

    def request(self, method, url, **options):
        url = url if "://" in url else f"http://localhost/v1{url}"
        return super().request(method, url, **options)

    def chat(self, **said):
        return self.post("/chat/completions", json={"model": "m", "messages": [], **said})


@pytest.fixture
def proxied(server, monkeypatch):
    """Makes a proxy before the server, with limits for its one caller, ada; gives a caller of it."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    made = []

    def make(limits=None, handed=None, **said):
        users = {"ada": {"tokens": [digest(TOKEN)], **(limits or {})}}
        told = {"upstream": server.url, "users": users, "prices": PRICES, "timeout": 5.0, **said}
        proxy = Proxy(settings(told), **(handed or {}))
        made.append(proxy)
        return Caller(proxy)

    yield make
    for proxy in made:
        proxy.close()


@pytest.fixture
def caller(proxied):
    return proxied()


@pytest.fixture
def port(caller):
    """The port on which our own server carries the proxy."""
    served = Served(caller.proxy).start()
    yield served.port
    served.close()
