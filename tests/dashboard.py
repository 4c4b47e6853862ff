"""The picture of a cluster at work, from Dask's own dashboard: `python tests/dashboard.py`.

Two processes ask a server on loopback about a table, 50 ms a question; it allows 40 a second.  The picture is
taken in a real browser while they are at it.  It takes bokeh.
"""

import logging
import os
import sys
import tempfile
import threading
import time
from io import BytesIO
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.bench.lanes import how, served, table
from tests.browser.jupyter import chromium

PLACE = Path(__file__).parents[1] / "notebooks" / "pictures" / "dashboard.png"
ROWS, PARTS, PER_MINUTE, LATE = 900, 12, 2400, 50
WIDE, HIGH, COLOURS = 1200, 640, 128
BARE = ".navbar { display: none !important; }"  # links to pages that a picture does not open


def main():
    from distributed import Client, LocalCluster
    from playwright.sync_api import sync_playwright

    logging.getLogger("distributed").setLevel(logging.ERROR)
    options = {"threads_per_worker": 1, "processes": True, "dashboard_address": "127.0.0.1:0"}
    with tempfile.TemporaryDirectory() as folder, served(LATE, PER_MINUTE) as port:
        os.environ["OPENAI_NB_CACHE"] = f"{folder}/cache.sqlite"
        with LocalCluster(n_workers=2, **options) as local, Client(local) as cluster:
            work = threading.Thread(target=ask, args=(Path(folder), port, cluster))
            with sync_playwright() as playwright:
                shot = taken(playwright, cluster.dashboard_link, work)
            work.join()
    drawn = Image.open(BytesIO(shot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    drawn.save(PLACE, optimize=True)
    print(f"{PLACE.name}: {PLACE.stat().st_size:,} bytes")


def ask(folder, port, cluster):
    """Ask about each row: a task for each part."""
    from openai_nb.data.map import map as over

    rows = folder / "rows.parquet"
    table(ROWS, "seen").to_parquet(rows, row_group_size=ROWS // PARTS)
    over(rows, "{{text}}", "said", cluster=cluster, out=folder / "out", max_in_flight=8, **how(port))


def taken(playwright, link, work):
    """The page when two thirds of the parts are done."""
    browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": WIDE, "height": HIGH})
    page.goto(link)
    page.wait_for_selector("canvas")
    work.start()
    time.sleep(0.7 * ROWS / PER_MINUTE * 60)
    page.add_style_tag(content=BARE)
    page.wait_for_timeout(1500)
    shot = page.screenshot()
    browser.close()
    return shot


if __name__ == "__main__":
    main()
