"""What columns of vectors cost: `python tests/bench/vectors.py [embed] [million] [search] [pairs]`.

Embedding is asked of a loopback server in another process, which shares this machine's cores; each way is
taken three times in turn and the median told.  Searched are rows about 500 topics in 64 latent dimensions,
whose leading dimensions carry more, as those of text-embedding-3-* do; recall is against all rows compared.
"""

import contextlib
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from openai_nb import Client
from openai_nb.data.cache import Cache
from openai_nb.data.embedding import embed
from openai_nb.data.finding import finder
from openai_nb.data.matching import groups
from openai_nb.data.nearness import Exact

REPEATS, QUERIES = 3, 50
BANK = Path(__file__).with_name("bank.py")


def main():
    parts = [each for each in sys.argv[1:] if each != "--child"] or ["embed", "million", "search", "pairs"]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OPENAI_NB_CACHE"] = f"{folder}/cache.sqlite"
        for part in parts:
            {"embed": embedding, "million": million, "search": search, "pairs": pairs}[part](folder)


def embedding(folder):
    """100,000 × 256: without the disk, with every row on it, and all of them from it."""
    texts = [f"text number {number} of a column" for number in range(100_000)]
    rates = {"uncached, no disk": [], "every row on disk": [], "all cached": []}
    with asked(256) as client:
        embed(texts[:5_000], client=client, model="bench", cache=False, progress=False)
        for turn in range(REPEATS):
            store = Cache(f"{folder}/{turn}.sqlite")
            for name, cache in zip(rates, (False, store, store), strict=True):
                rates[name].append(len(texts) / seconds(client, texts, cache))
            store.close()
    for name, runs in rates.items():
        print(
            f"embed 100,000 × 256, {name}: {median(runs):,.0f} rows/s ({min(runs):,.0f} to {max(runs):,.0f})"
        )


def seconds(client, texts, cache):
    began = time.perf_counter()
    found = embed(texts, client=client, model="bench", cache=cache, progress=False)
    took = time.perf_counter() - began
    assert found.shape == (len(texts), 256)
    assert not np.isnan(found.values).any()
    return took


def million(folder):
    """1,000,000 × 256, every row on disk: rate and peak memory of a process of its own."""
    if "--child" not in sys.argv:
        child = [sys.executable, __file__, "million", "--child"]
        print(subprocess.run(child, capture_output=True, text=True, check=True).stdout, end="")
        return
    texts = [f"text number {number} of a column" for number in range(1_000_000)]
    with asked(256) as client:
        store = Cache(f"{folder}/million.sqlite")
        first = len(texts) / seconds(client, texts, store)
        again = len(texts) / seconds(client, texts, store)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"embed 1,000,000 × 256, every row on disk: {first:,.0f} rows/s; all cached: {again:,.0f}; ", end=""
    )
    print(f"peak {peak:.2f} GiB")


def search(_):
    """One query at a time, by each way."""
    for n, d, ways in ((100_000, 1_536, ("exact", "leading", "lists")), (1_000_000, 256, ("exact", "lists"))):
        rows = topics(n + QUERIES, d)
        rows, queries = rows[:n], rows[n:]
        true = Exact(rows).nearest(queries, 10)[0]
        for how in ways:
            began = time.perf_counter()
            way = finder(rows, way=how)
            built = time.perf_counter() - began
            times, found = zip(*(timed(way, query) for query in queries), strict=True)
            recall = np.mean([len(set(own) & set(good)) / 10 for own, good in zip(found, true, strict=True)])
            print(f"search {n:,} × {d:,}, {how}: {median(times) * 1000:.1f} ms a query, ", end="")
            print(f"built in {built:.1f} s, recall {recall:.3f}, told {way.recall:.3f}")


def timed(way, query):
    began = time.perf_counter()
    where = way.nearest(query, 10)[0][0]
    return time.perf_counter() - began, where


def pairs(_):
    """Duplicates among 50,000 rows, each compared with every kept one before it."""
    for d in (256, 1_536):
        rows = topics(50_000, d)
        began = time.perf_counter()
        first, _likeness = groups(rows, 0.95)
        took = time.perf_counter() - began
        kept = int((first == np.arange(len(first))).sum())
        print(f"dedupe 50,000 × {d:,} at 0.95: {took:.1f} s, {kept:,} kept")


def topics(n, d):
    """Rows (n, d) of length 1."""
    rng = np.random.default_rng(0)
    spread = rng.standard_normal((64, d), np.float32) * np.linspace(2, 0.3, d, dtype=np.float32) / 8
    middles = rng.standard_normal((500, 64), np.float32) * 1.2
    rows = np.empty((n, d), np.float32)
    for begin in range(0, n, 50_000):
        size = min(50_000, n - begin)
        latent = middles[rng.integers(0, 500, size)] + rng.standard_normal((size, 64), np.float32)
        block = latent @ spread + 0.05 * rng.standard_normal((size, d), np.float32)
        rows[begin : begin + size] = block / np.linalg.norm(block, axis=1, keepdims=True)
    return rows


@contextlib.contextmanager
def asked(width):
    """A client of a loopback server that answers at once."""
    served = [sys.executable, str(BANK), str(width)]
    with subprocess.Popen(served, stdout=subprocess.PIPE, text=True) as server:
        port = int(re.search(r"\d+", server.stdout.readline())[0])
        try:
            with Client(api_key="sk-bench", base_url=f"http://127.0.0.1:{port}/v1") as client:
                yield client
        finally:
            server.terminate()


def median(runs):
    return sorted(runs)[len(runs) // 2]


if __name__ == "__main__":
    main()
