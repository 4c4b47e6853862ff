"""Whole flows: the official SDK through the proxy to the sandbox, our client through it to an engine."""

import io
import os
import subprocess
from pathlib import Path

import pytest
import requests

from openai_nb import Client
from openai_nb.core.errors import NotAllowed, QuotaExceeded
from openai_nb.proxy.gate import Proxy
from openai_nb.proxy.settings import settings
from openai_nb.sandbox.serve import serve
from tests.conftest import KEY, ROOT
from tests.proxy.conftest import TOKEN, Caller
from tests.proxy.serving import ADA, program
from tests.sdk.conftest import WANTED, python
from tests.server import chunk, chunked, completion, events, reply

ALL = {"limits": {"routes": ["* /**", "* /organization/**"]}}
ASK = [{"role": "user", "content": "What is 6 * 7?"}]
USED = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}


@pytest.fixture
def official():
    """The Python that has the current SDK."""
    try:
        return python(next(each for each in WANTED if each.startswith("current")))
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        pytest.skip("The package index cannot be reached, and no SDK was kept from before.")


def test_every_flow_of_the_official_sdk_goes_through_to_the_sandbox(official, tmp_path):
    quick, slow = (serve(token=KEY, step_seconds=step)[0].start() for step in (None, 0.5))
    for name in ("quick", "slow"):
        (tmp_path / name).mkdir()
    with (
        program(tmp_path / "quick", upstream=f"{quick.url}/v1", **ALL) as (first, _),
        program(tmp_path / "slow", upstream=f"{slow.url}/v1", **ALL) as (second, _),
    ):
        told = {"FLOWS_URL": f"{first}/v1", "FLOWS_SLOW_URL": f"{second}/v1", "FLOWS_KEY": TOKEN}
        script = ROOT / "tests" / "sdk" / "flows_current.py"
        env = {**os.environ, **told, "PYTHONPATH": ""}
        done = subprocess.run([official, script], env=env, capture_output=True, text=True, timeout=300)
    quick.close()
    slow.close()
    lines = done.stdout.splitlines()
    assert [line for line in lines if not line.startswith("ok ")] == [] and done.returncode == 0
    assert len(lines) == script.read_text().count("@flow\n")


@pytest.fixture
def ours(proxied):
    """Makes a client of ours, through a proxy that our own server carries."""
    from openai_nb.core.server import Served

    made = []

    def make(*args, **said):
        caller = proxied(*args, **said)
        made.append(Served(caller.proxy).start())
        return Client(base_url=f"{made[-1].url}/v1", api_key=TOKEN, max_retries=0)

    yield make
    for each in made:
        each.close()


def test_our_client_goes_through_to_an_engine(ours, server):
    client = ours()
    server.answers(
        reply({"object": "list", "data": [{"id": "m", "object": "model"}]}),
        reply({**completion("42"), "usage": USED}),
        chunked(*events(chunk("4"), chunk("2"), chunk(finish="stop"))),
        reply(
            {"object": "list", "model": "m", "data": [{"index": 0, "embedding": [0.5, 1.0]}], "usage": USED}
        ),
        reply({"error": {"message": "no such model", "code": "model_not_found"}}, 404),
    )
    assert [each.id for each in client.models.list()] == ["m"]
    assert str(client.chat.completions.create(model="m", messages=ASK)) == "42"
    pieces = client.chat.completions.stream(model="m", messages=ASK)
    assert "".join(each.choices[0].delta.content or "" for each in pieces if each.choices) == "42"
    assert client.embeddings.vectors(model="m", input=["a"]).tolist() == [[0.5, 1.0]]
    with pytest.raises(Exception, match="no such model"):
        client.chat.completions.create(model="other", messages=ASK)


def test_a_proxy_is_made_from_a_client(client, server):
    proxy = Proxy(settings(ADA), provider=client.provider)
    assert Caller(proxy).get("/models").ok
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    proxy.close()


def test_it_is_a_part_of_an_app_of_ones_own(caller, server):
    """A library too: a site of one's own answers what it likes and hands the rest on."""

    def site(environ, start):
        inner = environ["PATH_INFO"].removeprefix("/ai")
        return caller.proxy({**environ, "SCRIPT_NAME": "/ai", "PATH_INFO": inner}, start)

    site_caller = Caller(site)
    assert site_caller.get("http://localhost/ai/v1/models").ok
    assert server.requests[0].target == "/v1/models"


def test_the_proxys_own_no_is_understood(ours):
    client = ours({"models": ["m"], "budget": 0.0})
    with pytest.raises(NotAllowed, match="You may not use 'other'"):
        client.chat.completions.create(model="other", messages=ASK)
    with pytest.raises(QuotaExceeded, match="budget of 0"):
        client.chat.completions.create(model="m", messages=ASK)


def test_it_fronts_the_sandbox_with_no_network_at_all(ours):
    client = ours(upstream="sandbox", options={"step_seconds": 0.0}, prices={"*": {"input": 1.0}})
    assert "42" in str(client.chat.completions.create(model="sandbox-chat", messages=ASK))
    data = bytes(range(256)) * 3000
    assert client.files.content(client.files.create(file=data, purpose="user_data")) == data
    picture = client.images.generate(model="sandbox-image", prompt="a red house", size="256x256")
    assert picture.data[0].b64_json


def test_what_is_large_passes_in_pieces_both_ways(tmp_path, server):
    """40 MiB up and back, while the proxy stays small."""
    server.answers(
        reply(), lambda request: reply({"size": request.size}), lambda request: reply(b"x" * (40 << 20))
    )
    with program(tmp_path, upstream=server.url, threads=8) as (url, run):
        bearer = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/octet-stream"}
        requests.get(f"{url}/v1/models", headers=bearer, timeout=5)
        before = memory(run.pid)
        sized = requests.post(
            f"{url}/v1/files", data=io.BytesIO(b"x" * (40 << 20)), headers=bearer, timeout=30
        )
        back = requests.get(f"{url}/v1/files/file-1/content", headers=bearer, timeout=30)
        grown = memory(run.pid) - before
    assert sized.json() == {"size": 40 << 20} and len(back.content) == 40 << 20
    assert grown < 12


def memory(master):
    """The most that the workers of a program have held, in MiB."""
    workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    lines = [line for each in workers for line in Path(f"/proc/{each}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
