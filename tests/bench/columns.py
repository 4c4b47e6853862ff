"""What a column costs, a line a figure: `python tests/bench/columns.py [rates] [wide] [cached] [memory]`.

A server on loopback answers 200 ms late, from a process that shares the cores.  Each way is taken in turn,
three times, in a process of its own, and the median told: ours with a schema and every row on disk, the
official async client as it comes, and over an httpx client with a pool as wide.  A row goes first, by a
client of its own: what is imported then is told apart, as what it takes to begin.
"""

import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

REPEATS, LATE = 3, 0.2
SECONDS = 6  # that a run should take at best
WAYS = ("ours", "official", "official_httpx")
SERVER = Path(__file__).with_name("slow.py")
TEXT = "the food was cold but the waiter was kind. " * 8
ASK = "Classify the sentiment of the review. "


def main():
    parts = sys.argv[1:] or ["rates", "wide", "cached", "memory"]
    with served() as port, tempfile.TemporaryDirectory() as folder:
        os.environ["OPENAI_NB_CACHE"] = f"{folder}/cache.sqlite"
        for part in parts:
            {"rates": rates, "wide": wide, "cached": cached, "memory": memory}[part](port)


def wide(port):
    """The same with 512 in flight, once: there the official client takes a minute."""
    rates(port, (512,), WAYS[:2], repeats=1)


def rates(port, widths=(64, 256), ways=WAYS, repeats=REPEATS):
    """Rows a second and CPU a row, 64 and 256 in flight."""
    runs = {(who, width): [] for width in widths for who in ways}
    for _ in range(repeats):
        for who, width in runs:
            runs[who, width].append(child(who, port, width, round(SECONDS * width / LATE)))
    for (who, width), found in runs.items():
        speed = median([each["rows"] / each["seconds"] for each in found])
        cpu = median([each["cpu"] / each["rows"] * 1000 for each in found])
        begin = median([each["begin"] * 1000 for each in found])
        told = f"{who}, {width} in flight: {speed:,.0f} rows/s, {speed * LATE / width:.0%} of ideal"
        print(f"{told}, {cpu:.2f} ms CPU a row, {begin:.0f} ms to begin")


def cached(port):
    """Rows a second of a second run, which asks nothing."""
    runs = [child("again", port, 256, 5_000) for _ in range(REPEATS)]
    print(f"all cached: {median([each['rows'] / each['seconds'] for each in runs]):,.0f} rows/s")


def memory(port):
    """What waiting rows hold while 2,000 rows are asked: with few and with many of them."""
    few, many = (
        median([child("waiting", port, 64, rows)["mib"] for _ in range(REPEATS)]) for rows in (4_000, 104_000)
    )
    print(f"100,000 more rows waiting: {many - few:+.1f} MiB")


def run(who, port, width, rows):
    """What some work took; where clients are compared, `begin` is the CPU of a first row, in seconds."""
    import pandas  # noqa: F401 (the table is not the client's)

    way, used = globals()[who], cpu()
    if who not in WAYS:
        return way(port, width, rows)
    way(port, 1, 1)
    return {"begin": cpu() - used, **way(port, width, rows)}


def ours(port, width, rows):
    return mapped(port, width, table(rows))


def again(port, width, rows):
    import pandas as pd

    same = pd.DataFrame({"text": [f"{number}: {TEXT}" for number in range(rows)]})
    mapped(port, width, same)
    return mapped(port, width, same)


def waiting(port, width, rows):
    """2,000 rows are asked over a lane that leaves the others waiting; the table itself is not counted."""
    from openai_nb.data.map import how, live, paced

    def first(run):
        manner = how(client(port), max_in_flight=width)
        return First(live(run, manner, paced(run.task, manner)), 2_000)

    data, held = table(rows), []
    before = resident()
    found = mapped(port, width, data, lane=first, progress=lambda told: held.append(resident() - before))
    return {**found, "mib": max(held[:-1])}


class First:
    """A lane that carries the first questions over another one, and leaves the others."""

    def __init__(self, lane, count):
        self._lane, self._count = lane, count

    def __getattr__(self, name):
        return getattr(self._lane, name)

    def start(self, asks, land):
        self._lane.start(islice(asks, self._count), land)


def mapped(port, width, data, **more):
    import openai_nb.data  # noqa: F401

    how = {"model": "m", "client": client(port), "max_in_flight": width, "progress": False, **more}
    used, began = cpu(), time.perf_counter()
    out = data.ai.map(ASK + "{{text}}", "label str, score float", **how)
    took = {"seconds": time.perf_counter() - began, "cpu": cpu() - used, "rows": len(data)}
    assert "lane" in more or (out["label"] == "positive").all()
    return took


def client(port):
    from openai_nb import Client

    return Client(base_url=f"http://127.0.0.1:{port}/v1", api_key="sk-any")


def official_httpx(port, width, rows):
    """As `official`, with a client of httpx that may keep as many connections as there are tasks."""
    import httpx

    limits = httpx.Limits(max_connections=width, max_keepalive_connections=width)
    return official(port, width, rows, http_client=httpx.AsyncClient(limits=limits, timeout=60))


def official(port, width, rows, **more):
    """The same questions over AsyncOpenAI, as many at a time, nothing kept."""
    from openai import AsyncOpenAI

    from openai_nb.core.schemas import response_format

    shape = response_format("label str, score float")
    texts = iter(table(rows)["text"].tolist())

    async def work(client):
        for text in texts:
            asked = [{"role": "user", "content": ASK + text}]
            said = await client.chat.completions.create(model="m", messages=asked, response_format=shape)
            assert json.loads(said.choices[0].message.content)["label"] == "positive"

    async def all_of_them():
        async with AsyncOpenAI(base_url=f"http://127.0.0.1:{port}/v1", api_key="sk-any", **more) as client:
            await asyncio.gather(*(work(client) for _ in range(width)))

    used, began = cpu(), time.perf_counter()
    asyncio.run(all_of_them())
    return {"seconds": time.perf_counter() - began, "cpu": cpu() - used, "rows": rows}


def table(rows):
    import pandas as pd

    mark = time.time_ns()
    return pd.DataFrame({"text": [f"{mark} {number}: {TEXT}" for number in range(rows)]})


def child(who, port, width, rows):
    """One run in a process of its own; the official client gets fewer rows, so that it ends."""
    rows = rows // 8 if who.startswith("official") else rows
    program = [sys.executable, __file__, "--run", who, str(port), str(width), str(rows)]
    return json.loads(subprocess.run(program, capture_output=True, text=True, check=True).stdout)


@contextmanager
def served():
    with subprocess.Popen(
        [sys.executable, str(SERVER), str(LATE * 1000)], stdout=subprocess.PIPE, text=True
    ) as server:
        yield int(server.stdout.readline())
        server.terminate()


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def resident():
    """MiB in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def median(runs):
    return sorted(runs)[len(runs) // 2]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        who, *numbers = sys.argv[2:]
        print(json.dumps(run(who, *map(int, numbers))))
    else:
        main()
