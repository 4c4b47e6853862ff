"""Run All, twice, against a server that counts: the second time nobody is asked, and the file is the same."""

from __future__ import annotations

import nbformat
import pytest

from tests.conftest import KEY
from tests.magics.notebook import saying
from tests.magics.test_saved import run
from tests.magics.test_tooling import calling
from tests.server import reply

pytestmark = pytest.mark.kernel

TOOL = "def weather(city: str) -> str:\n    return f'21 °C in {city}'"
CELLS = (
    "%load_ext openai_nb",
    "%%chat -m m\nHello",
    "%%chat -m m\nAnd again, knowing what was said",
    TOOL,
    "%%chat -m m --new --tools weather\nHow warm is Paris?",
    "x = %chat -m m --new How are you?\nx.upper()",
    "%%chat --new --compare a,b\nHello",
    "%conversation show",
)


@pytest.fixture
def counting(server, monkeypatch):
    """A server that the kernel finds by its environment, as a deployment would set it."""
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    asks = saying("Let me look.")

    def answer(request):
        last = request.json["messages"][-1]
        if request.json.get("tools") and last["role"] == "user":
            return calling("weather", city="Paris")
        return [0.1, *(saying("Hello ", "you") if last["role"] == "user" else asks)]

    server.answers(answer)
    return server


def test_the_second_run_asks_nobody_and_saves_the_same_bytes(counting):
    first = nbformat.writes(run(*CELLS))
    asked = len(counting.requests)
    again = nbformat.writes(run(*CELLS))
    assert asked == 7
    assert len(counting.requests) == asked
    assert first == again
    assert KEY[:-4] not in first


def test_no_time_no_address_and_no_second_output_is_saved(counting):
    notebook = run(*CELLS)
    text = nbformat.writes(notebook)
    for mark in (" at 0x", "chatcmpl", "call_1", "2026-"):
        assert mark not in text
    assert [len(cell.outputs) for cell in notebook.cells] == [0, 1, 1, 0, 1, 1, 1, 1]


def test_an_error_ends_run_all(counting):
    from nbclient.exceptions import CellExecutionError

    counting.answers(reply({"error": {"message": "no"}}, 401))
    with pytest.raises(CellExecutionError):
        run("%load_ext openai_nb", "%%chat -m m\nHello", "print('never')")
