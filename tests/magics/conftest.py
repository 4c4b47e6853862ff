"""A shell to type into, and a server for it to ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from openai_nb import session
from openai_nb.client import Client
from openai_nb.magics import register, unregister
from tests.conftest import KEY
from tests.magics.notebook import Typist, saying
from tests.server import Server


@pytest.fixture(scope="session")
def only_shell() -> InteractiveShell:
    return InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> session.Session:
    """A session of its own."""
    fresh = session.Session()
    monkeypatch.setattr(session, "_current", fresh)
    return fresh


@pytest.fixture
def typed(
    only_shell: InteractiveShell, here: session.Session, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Typist]:
    """Types cells into a shell that has the extension, and whose session is new."""
    for kind in InteractiveShell._walk_mro():  # another test may have made a shell of its own
        monkeypatch.setattr(kind, "_instance", only_shell)
    own = {name: value for name, value in only_shell.user_ns.items() if name.startswith("__")}
    only_shell.user_ns.clear()  # what `reset` does, without its slow walk through all memory
    only_shell.user_ns.update(own)  # it is the module `__main__`, which others ask for its name
    only_shell.init_user_ns()
    only_shell.execution_count = 1
    only_shell.config.pop("OpenAINb", None)  # `%config` tells the shell, too
    register(only_shell)
    yield Typist(only_shell)
    unregister(only_shell)


@pytest.fixture
def answering(server: Server, here: session.Session) -> Server:
    """A server that says hello, and whom the session asks."""
    here.use(Client(api_key=KEY, base_url=server.url, timeout=5.0, max_retries=0))
    here.model = "m"
    server.answers(saying("Hello ", "you"))
    return server
