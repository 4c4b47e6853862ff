"""A kernel as front ends talk to it: Tab, help, and a key that must come up nowhere."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import KEY
from tests.magics.kernel import PARTS, Kernel
from tests.magics.notebook import saying
from tests.server import Server, reply

pytestmark = pytest.mark.kernel
USE = "import os, openai_nb; from openai_nb.session import current; "


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kernel")


@pytest.fixture(scope="module")
def kernel(home: Path) -> Iterator[Kernel]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HOME", str(home))
        environment.setenv("IPYTHONDIR", str(home / "ipython"))
        environment.setenv("OPENAI_NB_CACHE", str(home / "cache.sqlite"))
        environment.setenv("OPENAI_API_KEY", KEY)
        kernel = Kernel()
    yield kernel
    kernel.close()


def tab(kernel: Kernel, code: str) -> tuple[list[str], str]:
    """What the front end is offered at the end of `code`, and what it would replace."""
    sent = kernel.client.complete(code, len(code))
    while (answer := kernel.client.get_shell_msg(timeout=30))["parent_header"].get("msg_id") != sent:
        pass
    content = answer["content"]
    return content["matches"], code[content["cursor_start"] : content["cursor_end"]]


def page(kernel: Kernel, code: str) -> str:
    """What Shift-Tab shows."""
    sent = kernel.client.inspect(code, len(code))
    while (answer := kernel.client.get_shell_msg(timeout=30))["parent_header"].get("msg_id") != sent:
        pass
    return str(answer["content"]["data"].get("text/plain", ""))


def test_tab_is_answered_by_the_kernel(kernel, server):
    server.answers(reply({"data": [{"id": "gpt-6-luna"}, {"id": "gpt-6-sol"}]}))
    use = f"openai_nb.use({server.url!r}, api_key=os.environ['OPENAI_API_KEY'], max_retries=0)"
    assert kernel.run(f"{USE}{use}; reviews = 3").status == "ok"
    assert tab(kernel, "%%chat --mod") == (["--model"], "--mod")
    until = time.monotonic() + 10
    while not tab(kernel, "%%chat --model gpt")[0] and time.monotonic() < until:
        time.sleep(0.1)  # the first list may come after the Tab that asked for it
    assert tab(kernel, "%%chat --model gpt") == (["gpt-6-luna", "gpt-6-sol"], "gpt")
    assert len(server.requests) == 1
    assert tab(kernel, "%openai createMod") == (["createModeration"], "createMod")
    assert tab(kernel, "%openai deleteFile ") == (["file_id="], "")
    assert tab(kernel, "%%chat\nMany words about {{ revi") == (["reviews"], "revi")


def test_tab_does_not_wait_for_a_slow_server(kernel, server):
    server.answers([1.5, *reply({"data": []})])
    kernel.run(f"{USE}openai_nb.use({server.url!r}, api_key=os.environ['OPENAI_API_KEY'])")
    tab(kernel, "%others show ")  # what IPython itself asks is loaded once
    for longest in (0.45, 0.15):  # the first waits 0.2 s for the server, the next no more
        began = time.monotonic()
        tab(kernel, "%files show ")
        assert time.monotonic() - began < longest


def test_help_is_a_page_with_examples_before_a_magic_was_used(kernel):
    assert "Examples::" in page(kernel, "%embed")
    assert "%%moderate" in page(kernel, "%%moderate")
    (asked,) = kernel.run("%transcribe?").payload
    assert "%transcribe interview.mp3" in asked["data"]["text/plain"]


def test_a_planted_key_is_in_no_message_file_trace_or_body(kernel, server: Server, home):
    echo = reply({"error": {"message": f"Incorrect key: {KEY}", "param": KEY}}, 401)
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    embedded = reply({"model": "m", "data": [{"index": 0, "embedding": [0.1, 0.2]}], "usage": usage})
    told = {"id": "c", "model": "m", "choices": [{"message": {"role": "assistant", "content": "Yes"}}]}
    server.answers(saying("Hello"), echo, echo, embedded, reply(told), reply({"data": [{"id": "m"}]}))
    use = f"openai_nb.use({server.url!r}, api_key=os.environ['OPENAI_API_KEY'], max_retries=0)"
    cells = [
        f"import logging; logging.basicConfig(filename='log.txt', level='DEBUG'); {USE}{use}",
        "current().model = 'm'; current().client",
        "%%chat\nHi",
        "%chat --fresh Again",
        "%models",
        "%openai debug",
        "%openai createEmbedding model=m input=Hi",
        "ask = [{'role': 'user', 'content': 'Hi'}]\n%openai createChatCompletion model=m messages={{ask}}",
        "%openai listModels",
        "%openai",
        "%openai config",
        "%openai limits",
        "%usage calls",
        "%conversation export talk.json",
        "%openai use https://x.openai.azure.com key={{os.environ['OPENAI_API_KEY']}} deployment=d",
        "%tb",
        "%chat",
        "%chat --dry-run Hi",
    ]
    typed = [
        "%chat Is {{os.environ['OPENAI_API_KEY']}} good?",
        f"%chat {KEY}",
        f"%openai login {KEY}",
        f"%openai use openai key={KEY}",
        f"%files show {KEY}",
    ]
    kernel.run(f"import os; os.chdir({str(home)!r})")
    said = [kernel.run(cell) for cell in cells]
    refused = [kernel.run(cell) for cell in typed]
    assert {each.status for each in refused} == {"error"}
    shown = [message for each in [*said, *refused] for message in each.messages]
    shown = [each for each in shown if each["msg_type"] != "execute_input"]  # the cell as it was typed
    text = json.dumps([[each[part] for part in PARTS] for each in shown], default=str)
    ours = [path for path in home.rglob("*") if path.is_file() and not path.name.startswith("history.")]
    assert {"log.txt", "cache.sqlite", "talk.json"} <= {path.name for path in ours}
    sent = b"".join(each.body + each.target.encode() for each in server.requests)
    assert len(server.requests) >= 6
    for part in (KEY, KEY[3:-4]):
        assert part not in text
        assert part.encode() not in sent
        assert [path.name for path in ours if part.encode() in path.read_bytes()] == []
