"""What every test stands on: an empty home, no keys of the machine, a server on loopback."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from openai_nb.client import Client
from openai_nb.core.transport import Transport
from openai_nb.providers import Bearer
from tests.server import Server
from tests.turns import pytest_runtest_protocol as pytest_runtest_protocol

KEY = "sk-planted-7f3a9c2e5b8d"  # if it shows up anywhere but in a header, a test fails
HOME = Path.home()
ROOT = Path(__file__).parents[1]
FOREIGN = ("OPENAI_", "AZURE_OPENAI_")
NETWORK = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "requests_ca_bundle", "curl_ca_bundle")

hypothesis.settings.register_profile("house", deadline=None, max_examples=60)
hypothesis.settings.load_profile("house")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty home, where the test also stands; none of the machine's keys, proxies or certificates."""
    home = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name.startswith(FOREIGN) or name.lower() in NETWORK:
            monkeypatch.delenv(name)
    monkeypatch.setenv("MPLCONFIGDIR", os.environ.get("MPLCONFIGDIR", str(HOME / ".cache" / "matplotlib")))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))  # programs that a test starts find the package from anywhere
    monkeypatch.chdir(home)
    return home


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that answers as it is told."""
    server = Server()
    yield server
    server.close()


@pytest.fixture
def pauses() -> list[float]:
    """The seconds a transport would have slept."""
    return []


@pytest.fixture
def transport(server: Server, pauses: list[float]) -> Iterator[Transport]:
    """A transport to the server, which notes its pauses and takes none."""
    transport = Transport(server.url, Bearer(KEY), timeout=5.0, sleep=pauses.append)
    yield transport
    transport.close()


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    """A client of the server, which tries only once."""
    with Client(api_key=KEY, base_url=server.url, timeout=5.0, max_retries=0) as client:
        yield client


@pytest.fixture
def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])
