"""Pictures, sounds and assistants in a real kernel, by what goes over the wire; and what is saved of them."""

from __future__ import annotations

import base64
import io
import json
import random
from collections.abc import Iterator

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter, MarkdownExporter, ScriptExporter
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image

from tests.conftest import KEY
from tests.magics.kernel import Kernel
from tests.server import Server, chunked, reply

pytestmark = pytest.mark.kernel
CELLS = (
    "%load_ext openai_nb",
    "%%image --size 256x256\nA red house under a full moon",
    "%%speech\nHello there, my friend.",
    "%transcribe _speech",
    "%transcribe _speech --words",
    "%%moderate --lines\nI will kill you\nwhat a <fine> day",
    "guide = %assistants create guide",
    "%%assistant guide\nWhat is 2 + 2?",
    "%models retiring",
)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    kernel = Kernel()
    yield kernel
    kernel.close()


@pytest.fixture
def kernel(started: Kernel, server: Server) -> Kernel:
    """A kernel that asks the server."""
    use = f"openai_nb.use({server.url!r}, api_key={KEY!r}, max_retries=0, timeout=5)"
    begin = "from openai_nb import session; session.current().model = 'm'"
    assert started.run(f"import openai_nb; {use}; {begin}").status == "ok"
    return started


def trouble(said) -> bytes:
    error = said.trouble
    return "".join([error["ename"], error["evalue"], *error["traceback"]]).encode()


def assistants(*steps):
    """A server that has one assistant, and whose runs go through `steps`."""
    kinds = {"/messages": "thread.message", "/cancel": "thread.run", "/threads": "thread"}
    whole = {"id": "x_1", "thread_id": "thread_1", "created_at": 1, "status": "cancelled", "model": "m"}

    def answer(request):
        path = request.target.partition("?")[0]
        if path.endswith("/assistants"):
            guide = {"id": "asst_1", "object": "assistant", "name": "guide", "model": "m", "tools": []}
            return reply({"object": "list", "data": [guide], "has_more": False})
        if path.endswith("/runs"):
            return chunked(*steps)
        return reply({**whole, "object": next(kinds[each] for each in kinds if path.endswith(each))})

    return answer


def happened(name: str, **data) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()


def test_a_stop_cancels_the_run_and_keeps_what_was_said(kernel, server):
    run = {
        "id": "run_1",
        "object": "thread.run",
        "thread_id": "thread_1",
        "status": "in_progress",
        "model": "m",
    }
    part = {"index": 0, "type": "text", "text": {"value": "Half of it"}}
    piece = {"id": "msg_1", "object": "thread.message.delta", "delta": {"content": [part]}}
    begun = [happened("thread.run.in_progress", **run), happened("thread.message.delta", **piece)]
    server.answers(assistants(*begun, 5))
    sent = kernel.send("%%assistant x << guide\nHi")
    kernel.hear(sent, until="display_data")
    kernel.interrupt()
    said = kernel.hear(sent)
    assert said.status == "error"
    assert len(trouble(said)) <= 200
    assert len(said.trouble["traceback"]) == 1
    assert server.requests[-1].target.endswith("/threads/thread_1/runs/run_1/cancel")
    assert kernel.run("print(x, x.interrupted)").printed == "Half of it True\n"


def test_a_large_picture_is_small_on_the_wire(kernel, server):
    noise = Image.frombytes("RGB", (1024, 1024), random.Random(1).randbytes(3 << 20))
    drawn = io.BytesIO()
    noise.save(drawn, "PNG")
    data = [{"b64_json": base64.b64encode(drawn.getvalue()).decode()}] * 2
    server.answers(reply({"created": 1, "data": data}))
    said = kernel.run("%%image -m m -n 2\nnoise")
    assert said.status == "ok"
    assert said.bytes <= 300_000
    assert kernel.run("print(_image[1].size)").printed == "(1024, 1024)\n"


@pytest.mark.parametrize(
    "cell",
    [
        "%%image -m m\na cat",
        "%speech -m m hello",
        "%moderate -m m ['a']",
        "%files",
        "%batches",
        "%stores",
        "%assistants",
    ],
)
def test_an_error_is_two_lines_and_stops_run_all(kernel, server, cell):
    server.answers(
        reply({"error": {"message": f"Incorrect API key provided: {KEY}."}}, 401, x_request_id="r")
    )
    said = kernel.run(cell)
    assert said.status == "error"
    assert len(trouble(said)) <= 400
    assert len(said.trouble["traceback"]) == 2
    assert KEY not in str(said.messages)
    assert said.printed == ""


# What is saved


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """A notebook of `CELLS`, run and saved."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("saved")
        patch.setenv("OPENAI_NB_PROVIDER", "sandbox")
        patch.setenv("HOME", str(home))
        patch.chdir(home)
        made = new_notebook(cells=[new_code_cell(each, id=f"cell-{n}") for n, each in enumerate(CELLS)])
        NotebookClient(
            made, timeout=120, record_timing=False, resources={"metadata": {"path": home}}
        ).execute()
    return made


def test_what_is_saved_reads_as_words(notebook):
    text = nbformat.writes(notebook)
    assert " at 0x" not in text
    assert "widgets" not in notebook.metadata
    plain = [
        "".join(each["data"].get("text/plain", "") for each in cell.outputs if "data" in each)
        for cell in notebook.cells
    ]
    assert plain[2].startswith("A sound, wav, ")
    assert plain[3] == "Hello there, my friend."
    assert "Hello" in plain[4]
    assert "1 of 2 flagged" in plain[5]
    assert "4" in plain[7]


def test_it_converts_to_a_page_with_a_player_shades_and_a_picture(notebook):
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert "<audio controls" in page
    assert "data:image/jpeg;base64," in page
    assert "rgba(213, 94, 0" in page
    assert "what a &lt;fine&gt; day" in page


def test_it_converts_to_markdown_and_to_a_script(notebook):
    markdown, _ = MarkdownExporter().from_notebook_node(notebook)
    assert "Hello there, my friend." in markdown
    script, _ = ScriptExporter().from_notebook_node(notebook)
    assert "run_cell_magic('speech'" in script


def test_a_batch_is_followed_in_place_while_cells_run(kernel):
    rows = '[{"custom_id": f"q{n}", "method": "POST", "url": "/v1/chat/completions", '
    rows += '"body": {"model": "sandbox-chat", '
    rows += '"messages": [{"role": "user", "content": f"What is {n} + 1?"}]}} for n in range(3)]'
    kernel.run("openai_nb.use('sandbox'); import json")
    assert kernel.run(f"data = '\\n'.join(map(json.dumps, {rows})).encode()").status == "ok"
    kernel.run("b = %batches create data")
    followed = kernel.run("w = %batches follow b\nw")
    assert len(followed.shown) == 1
    assert kernel.run("1 + 1").shown[0]["text/plain"] == "2"
    assert kernel.run("w.wait(30).status").shown[-1]["text/plain"] == "'completed'"
    answers = kernel.run("r = %batches results b\nprint(*r.answer)")
    assert answers.printed == "0 + 1 = 1 1 + 1 = 2 2 + 1 = 3\n"


def test_plain_python_that_fails_takes_few_bytes_and_ends_run_all(kernel, server):
    server.answers(reply({"error": {"message": "No such file. " * 40, "code": "odd"}}, 404))
    said = kernel.run("from openai_nb import session\nsession.current().client.files.retrieve('x')")
    assert said.status == "error"
    assert "line 2: session.current().client.files.retrieve('x')" in said.trouble["traceback"][0]
    assert len(trouble(said)) <= 600
    assert len(trouble(kernel.run("%tb"))) > 3000
