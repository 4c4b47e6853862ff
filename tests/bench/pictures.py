"""What maps cost: `python tests/bench/pictures.py [projection] [static] [page]`.

`page` opens JupyterLab in Chromium, where software draws; the time is from Shift-Enter to the first picture
of the panel of texts, its principal components included, until a screenshot of it is taken, as software
may still draw when the page is done, and of a filter from the click to what it found.
"""

import sys
import tempfile
import time
from pathlib import Path

import nbformat
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from openai_nb.plots.coordinates import quick
from openai_nb.plots.map import scatter
from openai_nb.plots.picture import png
from openai_nb.plots.projection import project
from tests.browser.jupyter import Lab, Page

REPEATS = 3
SIZES = (
    (100_000, 256, 1_500),
    (100_000, 1_536, 2_000),
    (1_000_000, 32, 4_000),
)  # texts, dimensions, bar in ms
CELL = """
import numpy as np, pandas as pd
from openai_nb.panels.embeddings import EmbeddingPanel
rng, n, d = np.random.default_rng(0), {n}, {d}
kind = rng.integers(0, 12, n)
vectors = (rng.standard_normal((12, d), np.float32) * 1.2)[kind]
for begin in range(0, n, 20_000):
    vectors[begin : begin + 20_000] += rng.standard_normal(vectors[begin : begin + 20_000].shape, np.float32)
df = pd.DataFrame({{"text": [f"text {{number}} of kind {{each}}" for number, each in enumerate(kind)]}})
print("re" + "ady")
"""
PANEL = "EmbeddingPanel(df, 'text', vectors=vectors, method='pca')"
DRAWN = "() => document.querySelector('.oai-points')?.dataset.drawn"
FILTER = """() => new Promise(done => {
    const began = performance.now(), words = each => each.textContent.includes('Words');
    const found = () => document.querySelector('.oai-found table') && performance.now() - began;
    const look = () => found() ? requestAnimationFrame(() => done(found())) : setTimeout(look, 4);
    [...document.querySelectorAll('.oai-panel button')].find(words).click();
    look();
})"""


def main():
    parts = sys.argv[1:] or ["projection", "static", "page"]
    for part in parts:
        {"projection": projection, "static": static, "page": page}[part]()


def projection():
    """100,000 × 1536 to a plane, by all rows and by the directions of a sample."""
    rows = groups(100_000, 1_536)
    for name, way in (("all rows", lambda: project(rows, "pca")), ("quick", lambda: quick(rows))):
        print(f"projection 100,000 × 1,536, {name}: {median(way):.2f} s (bar 2)")


def static():
    """From coordinates and labels to the bytes of a PNG."""
    for n, bar in ((100_000, 2), (1_000_000, 4)):
        places, labels = groups(n, 2) * 2, np.arange(n) % 12
        names = {label: f"cluster {label}" for label in range(12)}
        took = median(
            lambda places=places, labels=labels, names=names: png(scatter(places, labels=labels, names=names))
        )
        print(f"static map of {n:,} points: {took:.2f} s (bar {bar})")


def page():
    """The panel of texts in a real page."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root, home = Path(folder, "root"), Path(folder, "home")
        root.mkdir()
        home.mkdir()
        with Lab(root, home, OPENAI_NB_PROVIDER="sandbox", OPENAI_NB_CACHE="off") as lab:
            for number, (n, d, bar) in enumerate(SIZES):
                first, seen, filtered = opened(playwright, lab, f"{number}.ipynb", n, d)
                print(f"panel of {n:,} texts × {d:,}: first picture {first:,.0f} ms (bar {bar:,}), ", end="")
                print(f"on a screenshot {seen:,.0f} ms, filter {filtered:,.0f} ms", end="")
                print(" (bar 200)" if n == 100_000 else "")


def opened(playwright, lab, name, n, d):
    """(milliseconds to the first picture, to a screenshot of it, and of a filter)."""
    cells = [nbformat.v4.new_code_cell(source) for source in (CELL.format(n=n, d=d), PANEL)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, lab.root / name)
    with Page(playwright, lab, name, lab.home / f"profile-{name}") as found:
        tab = found.page
        found.cell(0).locator(".cm-content").click()
        tab.keyboard.press("Shift+Enter")
        found.cell(0).get_by_text("ready").wait_for(timeout=120_000)
        found.pause(2)
        tab.evaluate("() => { window.began = performance.now(); }")
        tab.keyboard.press("Shift+Enter")
        tab.wait_for_function(DRAWN, timeout=60_000)
        tab.locator(".oai-points").first.screenshot()
        seen = tab.evaluate("() => performance.now() - window.began")
        first = tab.evaluate(f"() => Number(({DRAWN})()) - window.began")
        tab.wait_for_function("() => document.querySelector('.oai-points-kind')", timeout=120_000)
        found.pause(2)
        tab.get_by_placeholder("Search by meaning").fill("kind 7")
        tab.get_by_placeholder("Search by meaning").blur()
        found.pause(1)
        return first, seen, tab.evaluate(FILTER)


def groups(n, d):
    """n rows about 12 middles, (n, d) float32."""
    rng = np.random.default_rng(0)
    rows = (rng.standard_normal((12, d), np.float32) * 1.2)[rng.integers(0, 12, n)]
    for begin in range(0, n, 20_000):
        rows[begin : begin + 20_000] += rng.standard_normal(rows[begin : begin + 20_000].shape, np.float32)
    return rows


def median(way):
    """Seconds of the middle of a few runs."""
    took = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        way()
        took.append(time.perf_counter() - began)
    return sorted(took)[REPEATS // 2]


if __name__ == "__main__":
    main()
