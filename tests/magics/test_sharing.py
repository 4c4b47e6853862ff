"""Two kernels of one machine, a shared cache, and what goes over the wire."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import KEY
from tests.magics.kernel import Kernel
from tests.magics.notebook import saying
from tests.magics.test_tooling import calling
from tests.server import Server, chunk, chunked, events, reply

pytestmark = pytest.mark.kernel


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Kernel, Kernel]]:
    """The file that two kernels keep answers in, and both of them."""
    where = tmp_path_factory.mktemp("machine") / "cache.sqlite"
    os.environ["OPENAI_NB_CACHE"] = str(where)
    try:
        kernels = Kernel(), Kernel()
    finally:
        del os.environ["OPENAI_NB_CACHE"]
    yield where, *kernels
    for kernel in kernels:
        kernel.close()


@pytest.fixture
def two(machine: tuple[Path, Kernel, Kernel], server: Server) -> tuple[Kernel, Kernel]:
    """Two kernels that ask the same server."""
    use = f"openai_nb.use({server.url!r}, api_key={KEY!r}, max_retries=0, timeout=5)"
    begin = "session.current().conversations.clear(); session.current().model = 'm'"
    for kernel in machine[1:]:
        done = kernel.run(f"import openai_nb; from openai_nb import session; {use}; {begin}")
        assert done.status == "ok"
    server.answers(saying("Hello ", "you"))
    return machine[1], machine[2]


def test_what_one_kernel_asked_the_other_knows(two, server):
    one, other = (kernel.run("%%chat\nWhat is shared?") for kernel in two)
    assert len(server.requests) == 1
    assert one.shown == other.shown
    assert two[1].run("print(_chat.cached)").printed == "True\n"


def test_both_may_ask_at_the_same_time(two, server):
    cell = "for n in range(20):\n    x = %chat --new What is {{n}}?"
    sent = [kernel.send(cell) for kernel in two]
    ends = [kernel.hear(each) for kernel, each in zip(two, sent, strict=True)]
    assert [end.status for end in ends] == ["ok", "ok"]
    assert 20 <= len(server.requests) <= 40
    before = len(server.requests)
    assert two[0].run(cell).status == "ok"
    assert len(server.requests) == before


def test_a_kept_answer_is_two_messages_and_there_at_once(two, server):
    server.answers(chunked(*events(*(chunk(f"word{n} ") for n in range(500)), chunk(None, "stop"))))
    two[0].run("%%chat\nTell me much")
    began = time.monotonic()
    said = two[1].run("%%chat\nTell me much")
    assert time.monotonic() - began <= 0.5
    assert len(said.of("display_data", "update_display_data")) <= 2
    assert len(server.requests) == 1


def test_no_key_is_in_the_file_they_share(two, machine, server):
    two[0].run("%%chat\nHi")
    kept = b"".join(path.read_bytes() for path in machine[0].parent.iterdir())
    assert b"chat" in kept
    assert KEY[:-4].encode() not in kept
    assert all(KEY.encode() not in request.body for request in server.requests)


@pytest.mark.parametrize(
    "words",
    [
        '{"a": {"b": [1, {}]}}',
        "{'foo': {'bar': 1}}",
        "{% for a in b %}{{#each c}}{% endfor %}",
        "x" * 100_000,
    ],
    ids=["json", "dict", "jinja", "100kB"],
)
def test_any_prompt_arrives_as_it_is_written(two, server, words):
    assert two[0].run(f"%%chat --new\n{words}").status == "ok"
    assert server.requests[-1].json["messages"][-1]["content"] == words


@pytest.mark.parametrize(
    "magic", ["%%complete", "%%chat --api responses", "%%chat --compare m,n", "%%edit Fix it"]
)
def test_a_stop_before_the_first_word_is_one_short_line(two, server, magic):
    server.answers([5])
    sent = two[0].send(f"{magic}\nHi, {magic}")
    while not server.requests:
        time.sleep(0.01)
    time.sleep(0.1)
    two[0].interrupt()
    said = two[0].hear(sent)
    assert said.status == "error"
    error = said.trouble
    assert len("".join([error["ename"], error["evalue"], *error["traceback"]]).encode()) <= 200


@pytest.mark.parametrize(
    "magic", ["%%complete", "%%chat --api responses", "%%chat --compare m,n", "%%edit Fix it"]
)
def test_an_error_is_short_and_ends_run_all(two, server, magic):
    server.answers(
        reply({"error": {"message": "Incorrect API key provided. " * 40}}, 401, x_request_id="req_1")
    )
    said = two[0].run(f"{magic}\nHi")
    assert said.status == "error"
    error = said.trouble
    assert len("".join([error["ename"], error["evalue"], *error["traceback"]]).encode()) <= 400


def test_where_a_front_end_cannot_ask_a_function_with_side_effects_is_not_called(two, server):
    server.answers(calling("delete", path="a.txt"), saying("I was not allowed to."))
    two[0].run(
        "@openai_nb.tool(confirm=True)\ndef delete(path: str) -> str:\n    raise SystemError('called')"
    )
    said = two[0].run("%%chat --tools delete\nDelete a.txt")
    assert said.status == "ok"
    (output,) = said.shown
    assert "did not allow" in output["text/markdown"]
    assert output["text/plain"] == "I was not allowed to."


def test_code_travels_to_the_next_cell_as_the_front_end_wants_it(two, server):
    server.answers(saying("```python\nx = 41 + 1\n```"))
    for times in (1, 0):
        sent = two[0].send("%%chat --to-cell\nWrite code", "cell-9")
        said = two[0].hear(sent)
        offered = [each for each in said.payload if each["source"] == "set_next_input"]
        assert len(offered) == times
        assert [each["text"] for each in offered] == ["x = 41 + 1"] * times


def test_a_stopped_comparison_closes_its_streams_and_keeps_nothing_half(two, server):
    half = chunked(*events(chunk("Half of it"), done=False), 5)
    server.answers(half, half, saying("all of it"))
    sent = two[0].send("%%chat --compare m,n\nCompare and stop")
    two[0].hear(sent, until="update_display_data")
    two[0].interrupt()
    said = two[0].hear(sent)
    assert said.status == "error"
    assert "interrupted" in said.of("update_display_data")[-1]["data"]["text/html"]
    two[0].run("%%chat --compare m,n\nCompare and stop")
    assert len(server.requests) == 4
