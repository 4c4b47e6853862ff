"""What a cluster costs: `python tests/bench/lanes.py [overhead] [limit]` prints one line a figure.

100,000 texts are embedded from a server on loopback that answers 50 ms late, each vector on disk: by
threads in one process, and by a Dask cluster of two processes with as many requests in flight; in turn, the
median of three.  Then a limit of 1,200 requests a minute: how much of it a cluster uses, with its start and
from its first request to its last, and what is refused; by workers that have to import everything first, by
the same ones again, and where the server saves up no more than five.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

REPEATS, ROWS, WORKERS, IN_FLIGHT, LATE = 3, 100_000, 2, 8, 50
PER_MINUTE, SAVED_UP, ASKED = 1200, 20, 600
SERVER = Path(__file__).with_name("strict.py")


def main():
    parts = sys.argv[1:] or ["overhead", "limit"]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OPENAI_NB_CACHE"] = f"{folder}/cache.sqlite"
        for part in parts:
            with cluster() as dask:
                {"overhead": overhead, "limit": limit}[part](dask, Path(folder))


def overhead(dask, folder):
    """Rows a second, by threads and by the cluster."""
    with served(LATE) as port:
        rates = {"threads": [], "cluster": []}
        table(16, "warm").to_parquet(folder / "rows.parquet", row_group_size=4)
        print(f"a cluster's first parts: {timed(lambda: over(dask, port, folder)):.1f} s, imports among them")
        threads(port, table(16, "warm, too"), folder)
        for number in range(REPEATS):
            data = table(ROWS, f"{number}")
            rates["threads"].append(ROWS / timed(lambda data=data: threads(port, data, folder)))
            data = table(ROWS, f"cluster {number}")
            data.to_parquet(folder / "rows.parquet", row_group_size=ROWS // 8)
            rates["cluster"].append(ROWS / timed(lambda: over(dask, port, folder)))
    plain, wide = (sorted(each)[REPEATS // 2] for each in rates.values())
    print(f"threads: {plain:,.0f} rows/s; cluster: {wide:,.0f} rows/s; overhead {plain / wide - 1:.0%}")


def limit(dask, folder):
    """How much of a limit a cluster uses, how long it takes to start, and how often it is refused."""
    for when, saved_up in (("cold", SAVED_UP), ("warm", SAVED_UP), ("warm, five saved up", 5)):
        with served(LATE, PER_MINUTE, saved_up) as port:
            whole, told = limited(dask, folder, port)
        best = (ASKED - saved_up) / (PER_MINUTE / 60)
        used = f"{best / whole:.1%} of the limit, {best / told['seconds']:.1%} once it runs"
        print(f"{when}: {ASKED} requests in {whole:.1f} s: {used}, {told['refused']} refused")


def limited(dask, folder, port):
    """(seconds from the call to its end, what the server counted)."""
    from openai_nb.data.map import map as ask

    table(ASKED, "limit").to_parquet(folder / "rows.parquet", row_group_size=ASKED // 4)
    where = {"cluster": dask, "out": folder / "answers", "max_in_flight": IN_FLIGHT}
    took = timed(lambda: ask(folder / "rows.parquet", "{{text}}", **where, **how(port)))
    return took, stats(port)


def threads(port, data, folder):
    from openai_nb.data.embedding import embed
    from openai_nb.data.partfiles import with_vectors, write

    found = embed(data["text"], **how(port), max_in_flight=WORKERS * IN_FLIGHT)
    write(folder / "whole.parquet", with_vectors(data, found), {})


def over(dask, port, folder, **more):
    from openai_nb.data.meaning import embed

    shutil.rmtree(folder / "out", ignore_errors=True)
    options = {**how(port), "max_in_flight": IN_FLIGHT, **more}
    found = embed(folder / "rows.parquet", on="text", cluster=dask, out=folder / "out", **options)
    assert all(path.exists() for path in found.files)


def how(port):
    from openai_nb import Client

    client = Client(base_url=f"http://127.0.0.1:{port}/v1", api_key="sk-any")
    return {"model": "m", "client": client, "progress": False}


def table(rows, mark):
    import pandas as pd

    words = "the quick brown fox jumps over a lazy dog while the old harbour sleeps under grey rain"
    return pd.DataFrame({"text": [f"{mark} {number} {time.time_ns()} {words}" for number in range(rows)]})


@contextmanager
def cluster():
    from distributed import Client, LocalCluster

    how = {"threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with LocalCluster(n_workers=WORKERS, **how) as local, Client(local) as dask:
        yield dask


@contextmanager
def served(milliseconds, per_minute=0, saved_up=SAVED_UP):
    program = [sys.executable, str(SERVER), *map(str, (milliseconds, per_minute, saved_up))]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as server:
        yield int(server.stdout.readline())
        server.terminate()


def stats(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/stats") as answer:
        return json.load(answer)


def timed(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
