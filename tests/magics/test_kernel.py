from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from tests.conftest import KEY
from tests.magics.kernel import Kernel
from tests.magics.notebook import USAGE, saying
from tests.server import Server, chunk, chunked, events, reply

pytestmark = pytest.mark.kernel


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    kernel = Kernel()
    yield kernel
    kernel.close()


@pytest.fixture
def kernel(started: Kernel, server: Server) -> Kernel:
    """A kernel that asks the server, and has said nothing to it yet."""
    use = f"openai_nb.use({server.url!r}, api_key={KEY!r}, max_retries=0, timeout=5)"
    begin = "session.current().conversations.clear(); session.current().model = 'm'"
    assert started.run(f"import openai_nb; from openai_nb import session; {use}; {begin}").status == "ok"
    return started


def long_answer(tokens: int) -> list[str]:
    words = ["The ", "*quick* ", "fox ", "jumps, ", "`x = 1` ", "and $y^2$ ", "again.\n\n"]
    return [words[number % len(words)] for number in range(tokens)]


def test_two_thousand_tokens_cost_few_messages(kernel, server):
    pieces = []
    for number, word in enumerate(long_answer(2000)):
        pieces += events(chunk(word), done=False) if number % 20 else [*events(chunk(word), done=False), 0.02]
    server.answers(chunked(*pieces, *events(chunk(None, "stop"), USAGE)))
    said = kernel.run("%%chat\nTell me much")
    assert said.status == "ok"
    assert len(said.messages) <= 60
    assert said.bytes <= 500_000
    (output,) = said.shown
    assert output["text/plain"] == "".join(long_answer(2000))


def test_the_first_words_are_there_at_once(kernel, server):
    go = threading.Event()
    first, *rest = events(chunk("First"), chunk(" and last", "stop"), USAGE)
    server.answers(saying("once"), chunked(go, first, 0.5, *rest))
    kernel.run("%%chat\nThe first call of a kernel also imports the client.")
    sent = kernel.send("%%chat --new\nHi")
    time.sleep(0.3)
    began = time.monotonic()
    go.set()
    said = kernel.hear(sent)
    assert said.first("display_data") - began <= 0.15
    assert said.of("display_data")[0]["data"]["text/markdown"] == "First"


def test_a_stop_is_one_line_and_keeps_what_had_come(kernel, server):
    server.answers(chunked(*events(chunk("Half of it"), done=False), 5))
    sent = kernel.send("%%chat x <<\nHi")
    kernel.hear(sent, until="display_data")
    time.sleep(0.1)
    pressed = time.monotonic()
    kernel.interrupt()
    said = kernel.hear(sent)
    assert time.monotonic() - pressed < 2
    assert said.status == "error"
    error = said.trouble
    assert len("".join([error["ename"], error["evalue"], *error["traceback"]]).encode()) <= 200
    assert len(error["traceback"]) == 1
    assert "interrupted" in said.of("update_display_data")[-1]["data"]["text/markdown"]
    server.answers(saying("ok"))
    told = kernel.run("print(x, x.interrupted, session.current().conversation().turns[-1].status)")
    assert told.printed == "Half of it True interrupted\n"


def test_a_stop_while_waiting_for_the_first_word_is_one_line(kernel, server):
    server.answers([5])
    sent = kernel.send("%%chat\nHi")
    while not server.requests:
        time.sleep(0.01)
    kernel.interrupt()
    said = kernel.hear(sent)
    assert said.status == "error"
    assert len(said.trouble["traceback"]) == 1
    assert said.shown == []


def test_an_error_stops_run_all_in_few_bytes(kernel, server):
    server.answers(reply({"error": {"message": "Incorrect API key provided."}}, 401, x_request_id="req_1"))
    said = kernel.run("%%chat\nHi")
    assert said.status == "error"
    error = said.trouble
    assert len("".join([error["ename"], error["evalue"], *error["traceback"]]).encode()) <= 400
    assert said.printed == ""


def test_a_cell_that_runs_again_replaces_its_turn_by_the_front_ends_id(kernel, server):
    server.answers(saying("yes"))
    kernel.run("%%chat\nfirst", "cell-1")
    kernel.run("%%chat\nsecond", "cell-2")
    kernel.run("%%chat\nfirst, put better", "cell-1")
    asked = server.requests[-1].json["messages"]
    assert [each["content"] for each in asked] == ["first, put better"]
    turns = kernel.run("print([(t.key, t.stale) for t in session.current().conversation().turns])")
    assert turns.printed == "[('cell-1', False), ('cell-2', True)]\n"


def test_no_key_is_in_anything_that_is_saved(kernel, server):
    server.answers(reply({"error": {"message": f"Incorrect API key provided: {KEY}."}}, 401))
    for cell in ("%%chat\nHi", "%openai", "%openai debug", "session.current().client"):
        assert KEY not in str([each["content"] for each in kernel.run(cell).messages])


def test_a_job_is_followed_in_place_while_cells_run(kernel, alone):
    rows = '[{"messages": [{"role": "user", "content": f"{n}?"}, {"role": "assistant", "content": "no"}]}'
    kernel.run("openai_nb.use('sandbox'); import json")
    made = f"data = '\\n'.join(json.dumps(row) for row in {rows} for n in range(12)]).encode()"
    assert kernel.run(made).status == "ok"
    assert kernel.run("job = %jobs create --file data").status == "ok"
    sent = kernel.send("f = %jobs follow job\nf")
    shown = kernel.hear(sent)
    assert shown.status == "ok"
    assert len(shown.shown) == 2
    assert kernel.run("1 + 1").shown[0]["text/plain"] == "2"
    ended = kernel.run("f.wait(60).status")
    assert ended.shown[-1]["text/plain"] == "'succeeded'"
    assert kernel.run("len(f.events) > 3 and not f.running").shown[-1]["text/plain"] == "True"
