"""A session of its own for each panel, and a server it asks."""

import pytest

from openai_nb import session
from openai_nb.client import Client
from tests.conftest import KEY


@pytest.fixture
def here(monkeypatch):
    """A session of its own."""
    fresh = session.Session()
    monkeypatch.setattr(session, "_current", fresh)
    return fresh


@pytest.fixture
def asked(server, here):
    """The server, which the session asks."""
    with Client(api_key=KEY, base_url=server.url, timeout=5.0, max_retries=0) as client:
        here.use(client)
        here.model = "m"
        yield server
