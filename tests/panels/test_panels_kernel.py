"""Panels in a real kernel: what goes over the wire, and what is left when they are closed."""

import json
import queue
import time

import pytest

from openai_nb.panels import PANELS
from tests.conftest import KEY, ROOT
from tests.magics.kernel import PARTS, Kernel
from tests.magics.notebook import USAGE
from tests.server import chunk, chunked, events

pytestmark = pytest.mark.kernel
GIVEN = {"job": "from tests.panels.jobs import job_of\ngiven = (job_of(current().client),)"}
COUNTS = """
from comm import get_comm_manager
from ipywidgets.widgets.widget import _instances
import threading
counts = lambda: (len(get_comm_manager().comms), len(_instances))
"""
ROUND = """
def round_():
    made = panel({name!r}, *given)
    made._ipython_display_()
    made.close()
round_()
before = counts()
"""
TWO = "for _ in range(2): round_()"  # more at once would be more than a front end takes before it drops some


@pytest.fixture(scope="module")
def kernel():
    kernel = Kernel()
    kernel.run(f"import sys; sys.path.insert(0, {str(ROOT)!r})")
    begin = "import openai_nb; from openai_nb.session import current; from openai_nb.panels import panel"
    assert kernel.run(begin).status == "ok"
    yield kernel
    kernel.close()


def everything(kernel, seconds):
    """All that a kernel says within some seconds of silence."""
    found = []
    while True:
        try:
            found.append(kernel.client.get_iopub_msg(timeout=seconds))
        except queue.Empty:
            return found


@pytest.mark.parametrize("name", sorted(PANELS))
def test_a_hundred_panels_leave_no_comm_behind(kernel, name):
    given = GIVEN.get(name, "given = ()")
    assert kernel.run(f"openai_nb.use('sandbox', step_seconds=0.01)\n{given}\n{COUNTS}").status == "ok"
    for cell in (ROUND.format(name=name), *[TWO] * 50):
        said = kernel.run(cell)
        assert said.status == "ok", said.trouble
    told = kernel.run("print(counts() == before, before, counts())")
    assert told.printed.startswith("True"), told.printed


def test_a_long_answer_costs_half_a_megabyte_at_most_and_cells_are_free(kernel, server):
    words = ["The ", "*quick* ", "fox ", "jumps, ", "`x = 1` ", "and $y^2$ ", "again.\n\n"]
    pieces = []
    for number in range(2000):
        pieces += [*events(chunk(words[number % 7]), done=False), *([0.02] if number % 10 == 0 else [])]
    server.answers(chunked(*pieces, *events(chunk(None, "stop"), USAGE)))
    kernel.run(f"openai_nb.use({server.url!r}, api_key={KEY!r}); current().model = 'm'")
    opened = kernel.run("chat = panel('chat'); chat")
    assert opened.bytes < 200_000  # modules and looks, once for each panel
    (front,) = [
        each["comm_id"]
        for each in opened.of("comm_open")
        if "Put text into a new cell" in each["data"]["state"].get("_esm", "")
    ]
    hello = {"comm_id": front, "data": {"method": "custom", "content": {"ready": True}}}
    kernel.client.shell_channel.send(kernel.client.session.msg("comm_msg", hello))
    everything(kernel, 0.5)
    assert kernel.run("chat.send('Tell me much'); import time").status == "ok"
    began = time.monotonic()
    assert kernel.run("print('cells', 'are', 'free')").printed == "cells are free\n"
    assert time.monotonic() - began < 1
    said = everything(kernel, 1.5)
    size = sum(len(json.dumps(each[part], default=str)) for each in said for part in PARTS)
    assert 20 < len(said) < 150
    assert size <= 500_000
    told = kernel.run("print(len(chat.turns[0].answer), chat.busy)")
    assert told.printed == f"{sum(len(words[n % 7]) for n in range(2000))} False\n"
    kernel.run("chat.close()")
