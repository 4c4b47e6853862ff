"""What the proxy carries: `python tests/bench/proxy.py [SECONDS]`, beside a bare passthrough in gunicorn.

200 streams at once, each of 20 events a second: how late an event comes (it says when it was sent), how soon
the first byte, what CPU and memory that takes; and how a new call fares beside 1,000 idle connections.  All
share the machine's cores: upstream and callers are one asyncio program.
"""

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from openai_nb.proxy.tokens import digest, new

STREAMS, RATE, IDLE = 200, 20, 1000
TOKEN = new()
ASK = json.dumps({"model": "m", "stream": True, "messages": []})
HEAD = (
    "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    f"Authorization: Bearer {TOKEN}\r\nContent-Length: {len(ASK)}\r\n\r\n{ASK}"
).encode()
SHORT = HEAD.replace(b'"messages": []', b'"prompts": [] ')  # one event, and its end
BARE = '''
import http.client, os
from urllib.parse import urlsplit

AT = urlsplit(os.environ["UPSTREAM"])

def app(environ, start):
    """Nothing but passing on: the floor of what a WSGI proxy costs."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    connection = http.client.HTTPConnection(AT.hostname, AT.port)
    kind = {"Content-Type": "application/json"}
    connection.request(environ["REQUEST_METHOD"], environ["PATH_INFO"], body, kind)
    answer = connection.getresponse()
    start("200 OK", [("Content-Type", answer.headers["Content-Type"])])
    while piece := answer.read1(65536):
        yield piece
    connection.close()
'''


def main(seconds):
    asyncio.run(compare(seconds))


async def compare(seconds):
    upstream = await asyncio.start_server(lambda *ends: answer(*ends, seconds), "127.0.0.1", 0, backlog=1024)
    port = upstream.sockets[0].getsockname()[1]
    with tempfile.TemporaryDirectory() as where:
        for name, start in (("direct", None), ("bare passthrough", bare), ("proxy", proxied)):
            if start is None:
                report(name, await alone(port), *await load(port), 0.0, 0.0)
                continue
            run, there = await asyncio.to_thread(start, Path(where), port)
            try:
                worker = await warm(run, there)
                one, before = await alone(there), cpu(worker)
                late, first, broken = await load(there)
                report(name, one, late, first, broken, (cpu(worker) - before) / seconds, peak(worker))
                if start is proxied:
                    print(
                        f"beside {IDLE} idle connections: {await beside_idle(there):.1f} ms to a first byte"
                    )
            finally:
                run.terminate()
                await asyncio.to_thread(run.wait)
    upstream.close()


async def answer(reader, writer, seconds):
    """One stream after another: each event says when it was sent."""
    writer.transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            body = await reader.readexactly(int(re.search(rb"(?i)content-length: (\d+)", head)[1]))
            count = round(seconds * RATE) if b"messages" in body else 1
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
            )
            begun = time.perf_counter()
            for number in range(count):
                await asyncio.sleep(max(0.0, begun + number / RATE - time.perf_counter()))
                send(writer, {"choices": [{"index": 0, "delta": {"content": f"{time.perf_counter():.6f}"}}]})
            send(writer, {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": count}})
            writer.write(b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n")
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def send(writer, said):
    more = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    event = f"data: {json.dumps({**more, **said})}\n\n".encode()
    writer.write(b"%x\r\n%b\r\n" % (len(event), event))


async def alone(port):
    """Milliseconds to the first byte of a stream, median of 50 one after another over one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    taken = []
    for _ in range(50):
        begun = time.perf_counter()
        writer.write(SHORT)
        taken.append(await through(reader) - begun)
    writer.close()
    return sorted(taken)[len(taken) // 2] * 1e3


async def through(reader):
    """Read a stream to its end; when its first event came."""
    first = 0.0
    while line := await reader.readline():
        first = first or (time.perf_counter() if line.startswith(b"data:") else 0.0)
        if line == b"0\r\n":
            await reader.readline()
            break
    return first


async def load(port):
    """(lateness of each event, time to each first byte, streams that broke), in seconds."""
    results = await asyncio.gather(*(stream(port, number / STREAMS) for number in range(STREAMS)))
    late = sorted(each for events, _, _ in results for each in events)
    return late, sorted(first for _, first, _ in results), sum(not whole for _, _, whole in results)


async def stream(port, wait):
    """One stream, begun a little after the last."""
    await asyncio.sleep(wait)
    begun = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HEAD)
    late, first, whole = [], 0.0, False
    while not whole and (line := await reader.readline()):
        first = first or time.perf_counter() - begun
        if found := re.search(rb'"content": "([\d.]+)"', line):
            late.append(time.perf_counter() - float(found[1]))
        whole = b"[DONE]" in line
    writer.close()
    return late, first, whole


async def beside_idle(port):
    """Milliseconds to the first byte of a new call, median of 20, while others hold connections open."""
    idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(IDLE)]
    for reader, writer in idle:
        writer.write(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await reader.readuntil(b"}")
    taken = []
    for _ in range(20):
        begun = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        await reader.readuntil(b"}")
        taken.append((time.perf_counter() - begun) * 1e3)
        writer.close()
    for _, writer in idle:
        writer.close()
    return sorted(taken)[len(taken) // 2]


async def warm(run, port):
    """The process of the worker, once it answers."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(SHORT)
    await through(reader)
    writer.close()
    return int(Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()[0])


def bare(where, port):
    (where / "bare.py").write_text(BARE)
    command = ["-m", "gunicorn", "-k", "gthread", "--threads", "384", "-b", "127.0.0.1:0", "bare:app"]
    env = {**os.environ, "UPSTREAM": f"http://127.0.0.1:{port}", "PYTHONPATH": str(where)}
    run = subprocess.Popen([sys.executable, *command], env=env, cwd=where, stderr=subprocess.PIPE, text=True)
    while not (found := re.search(r"Listening at: http://127.0.0.1:(\d+)", run.stderr.readline())):
        pass
    return run, int(found[1])


def proxied(where, port):
    settings = f"""
upstream = "http://127.0.0.1:{port}/v1"
key_env = "TEAM_KEY"
port = 0
state = "state"
audit = "audit"
[prices.m]
input = 1.0
output = 4.0
[users.ada]
tokens = ["{digest(TOKEN)}"]
budget = 1e6
concurrent = 1000
requests_per_minute = 1000000
"""
    (where / "proxy.toml").write_text(settings)
    command = [sys.executable, "-m", "openai_nb", "proxy", "--config", str(where / "proxy.toml")]
    env = {**os.environ, "TEAM_KEY": "sk-of-the-team-0123456789"}
    run = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    return run, int(re.search(r":(\d+)/", run.stdout.readline())[1])


def cpu(process):
    """Seconds of CPU a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak(process):
    """The most MiB a process has held."""
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) / 1024


def report(name, one, late, first, broken, busy, memory):
    middle, high = late[len(late) // 2] * 1e3, late[len(late) * 99 // 100] * 1e3
    print(
        f"{name}: {len(late):,} events {middle:.2f} ms late (99 of 100 within {high:.1f}), first byte"
        f" {first[len(first) // 2] * 1e3:.1f} ms (alone {one:.2f}), {broken} broken; CPU {busy:.0%},"
        f" {memory:.0f} MiB",
        flush=True,
    )


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0)
