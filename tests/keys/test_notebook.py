"""A notebook run from end to end: the key of its session is in no file that is there afterwards."""

from __future__ import annotations

import json

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from tests.conftest import KEY
from tests.data import embedder
from tests.keys.looking import holds, places
from tests.magics.notebook import saying
from tests.server import completion, reply

pytestmark = pytest.mark.kernel

ECHO = f"Incorrect API key provided: {KEY}; Authorization: Bearer {KEY}"
CELLS = (
    "import logging; logging.basicConfig(filename='log', level=logging.DEBUG)",
    "%load_ext openai_nb",
    "%%chat -m m\nHello",
    "x = %chat -m m --new How are you?\nx",
    "%openai",
    "%openai debug",
    "import pandas as pd, openai_nb.data\n"
    "from openai_nb import Client\nclient = Client()\nclient, client.provider, client.provider.auth",
    "df = pd.DataFrame({'text': ['a', 'b']})\n"
    "out = df.ai.map('{{text}}', 'said', model='m', client=client)\nout.to_pickle('out.pickle'); out",
    "from openai_nb.data.embedding import embed\nfound = embed(['a', 'b'], model='e', client=client)\n"
    "import pickle; pickle.dump([client, found], open('found.pickle', 'wb'))\n"
    "found.save('vectors.parquet'); found",
    "with Client.sandbox('state') as sandbox:\n"
    "    sandbox.files.create(file=('a', b'x'), purpose='user_data')\nsandbox",
    "%usage",
    "%%chat -m refused\nHello",
    "client.chat.completions.create(model='refused', messages=[])",
    "%xmode Verbose",
    "client.chat.completions.create(model='refused', messages=[])",
    "client.chat.completions.create(model='broken', messages=[])",
    "for each in client.chat.completions.stream(model='broken', messages=[]): pass",
    "import faulthandler; faulthandler.dump_traceback(open('fault', 'w'))",
    "%history",
    "%whos",
)
TROUBLED = [each for each in CELLS if "refused" in each or "broken" in each]


def answer(request):
    said = request.json
    if said["model"] == "e":
        return embedder.answer(request)
    if said["model"] == "broken":
        return [b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", "reset"]
    if said["model"] == "refused":
        return reply({"error": {"message": ECHO, "param": KEY, "code": KEY}}, 401, x_request_id=KEY)
    return saying("Hello ", "you") if said.get("stream") else reply(completion("Hello"))


def failed(cell):
    return any(each.output_type == "error" for each in cell.outputs)


@pytest.fixture
def ran(server, alone, monkeypatch):
    """The notebook, saved in the home that all its files are in."""
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    server.answers(answer)
    cells = [new_code_cell(cell, id=f"cell-{place}") for place, cell in enumerate(CELLS)]
    notebook = new_notebook(cells=cells)
    history = str(alone / "history.sqlite")  # off by default where notebooks are run as a whole
    NotebookClient(notebook, timeout=120, allow_errors=True, ipython_hist_file=history).execute()
    nbformat.write(notebook, alone / "run.ipynb")
    return notebook


def test_no_file_of_a_whole_run_holds_the_key(ran, server, alone):
    assert [cell for cell, made in zip(CELLS, ran.cells, strict=True) if failed(made)] == TROUBLED
    assert sum(KEY in each.headers["authorization"] for each in server.requests) >= 8
    assert not holds(json.dumps(ran))
    assert list(places(alone)) == []
    kept = {each.name for each in alone.rglob("*") if each.is_file()}
    assert kept >= {"run.ipynb", "cache.sqlite", "cache.vectors.sqlite", "history.sqlite", "log", "fault"}
    assert kept >= {"out.pickle", "found.pickle", "vectors.parquet", "sandbox.sqlite"}
