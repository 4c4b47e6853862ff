"""Texts on a map under a user's hands, light and dark, and what a saved notebook keeps of it."""

import pytest

from tests.browser.hands import written
from tests.browser.jupyter import Lab, Page, chromium
from tests.browser.test_saved_panel import end_kernels

pytestmark = pytest.mark.browser

NASTY = "<img src=x onerror=window.stranger=1>"
TABLE = f"""
import numpy as np, pandas as pd
from openai_nb.panels import panel
from openai_nb.panels.browser import tree

kinds = ["apple pie", "fast car", "tall tree", "blue sky"]
df = pd.DataFrame({{"text": [f"{{kinds[n % 4]}} {{n}} {NASTY}" for n in range(400)]}})
df["kind"] = [kinds[n % 4] for n in range(400)]
def plainly(made):
    next(each for each in tree(made.widget) if hasattr(each, "plain")).plain = True
    return made
"""
CELLS = [
    "%load_ext openai_nb",
    TABLE.strip(),
    "p = panel('embedding', df, 'text', color='kind')\np",
]
AFTER = "print('chosen:', len(p.selection), sorted(set(p.selection.kind)), *p.selection.columns)"
PLAIN = "plainly(panel('embedding', df, 'text', color='kind'))"
INKED = """() => { const canvas = document.querySelector('.oai-points-canvas');
    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    return data.filter((value, at) => at % 4 === 3 && value > 0).length; }"""


@pytest.fixture(scope="module", params=[("lab", "light"), ("notebook", "dark")], ids="-".join)
def place(request, tmp_path_factory):
    """A notebook server; the sandbox answers."""
    chromium()
    app, theme = request.param
    home = tmp_path_factory.mktemp("home")
    with Lab(
        tmp_path_factory.mktemp("root"), home, app=app, theme=theme, OPENAI_NB_PROVIDER="sandbox"
    ) as lab:
        yield lab


class Map:
    """The map on the page, and a hand on it."""

    def __init__(self, page):
        self.tab = page.page
        self.tab.wait_for_function(
            "() => document.querySelector('.oai-points')?.dataset.drawn", timeout=60_000
        )
        self.tab.wait_for_function("() => document.querySelectorAll('.oai-points-kind').length === 4")
        self.tab.locator(".oai-points").scroll_into_view_if_needed()
        self.tab.evaluate("() => document.querySelector('.oai-points').scrollIntoView({ block: 'center' })")
        page.pause(1)
        self.edge = self.tab.locator(".oai-points-canvas").bounding_box()

    def at(self, x, y):
        return self.edge["x"] + x * self.edge["width"], self.edge["y"] + y * self.edge["height"]

    def told(self, words):
        self.tab.locator(".oai-told", has_text=words).first.wait_for(timeout=20_000)

    def point(self):
        """Move over the map until a point says what it is."""
        for step in range(400):
            self.tab.mouse.move(*self.at(0.2 + 0.6 * (step % 20) / 20, 0.1 + 0.8 * (step // 20) / 20))
            if self.tab.locator(".oai-points-ring").is_visible():
                tip = self.tab.locator(".oai-points-tip")
                tip.wait_for(timeout=10_000)
                return tip.inner_text()
        raise AssertionError("nothing on the map could be pointed at")

    def rope(self, corners):
        self.tab.keyboard.down("Shift")
        self.tab.mouse.move(*self.at(*corners[0]))
        self.tab.mouse.down()
        for corner in corners[1:]:
            self.tab.mouse.move(*self.at(*corner), steps=6)
        self.tab.mouse.up()
        self.tab.keyboard.up("Shift")


def test_it_is_pointed_at_lassoed_searched_and_saved(playwright, place, tmp_path):
    written(place.root, "map.ipynb", [*CELLS, AFTER])
    with Page(playwright, place, "map.ipynb", tmp_path / "first") as page:
        tab = page.page
        page.run_all()
        found = Map(page)
        assert NASTY in found.point()
        tab.screenshot(path=tmp_path / "map.png")
        found.rope([(0.01, 0.5), (0.01, 0.01), (0.99, 0.01), (0.99, 0.99), (0.01, 0.99)])
        found.told("400 of 400 texts lie in the lasso")
        tab.locator(".oai-points-canvas").focus()
        tab.keyboard.press("+")
        tab.keyboard.press("Escape")
        found.told("Shift-drag to lasso")
        tab.locator(".oai-points-kind", has_text="tall tree").click()
        found.told("100 of 400 texts are in “tall tree”")
        assert tab.locator('.oai-points-kind[aria-pressed="true"]').count() == 1
        tab.get_by_placeholder("Search by meaning").fill("a red car")
        tab.get_by_placeholder("Search by meaning").press("Enter")
        found.told("20 texts are most like “a red car”")
        page.cell(3).click()
        tab.keyboard.press("Control+Enter")
        page.cell(3).get_by_text("chosen: 20 ['fast car'] similarity text kind").wait_for(timeout=20_000)
        tab.locator(".oai-points").scroll_into_view_if_needed()
        tab.screenshot(path=tmp_path / "searched.png")
        assert not tab.locator(".oai-twin").first.is_visible()
        assert tab.evaluate("() => window.stranger") is None
        assert page.problems == [] and page.strangers == []
        page.command("docmanager:save")
        page.pause(1)
    end_kernels(place)
    with Page(playwright, place, "map.ipynb", tmp_path / "again") as page:
        twin = page.page.locator(".oai-twin")
        twin.locator("img").wait_for(timeout=20_000)
        assert "20 texts are most like" in twin.inner_text() and NASTY in twin.inner_text()
        assert page.page.get_by_text("Error displaying widget").count() == 0
        twin.screenshot(path=tmp_path / "twin.png")
        assert page.page.evaluate("() => window.stranger") is None


def test_without_webgl_a_plain_canvas_does(playwright, place, tmp_path):
    written(place.root, "plain.ipynb", [*CELLS[:2], PLAIN])
    with Page(playwright, place, "plain.ipynb", tmp_path / "profile") as page:
        page.run_all()
        found = Map(page)
        assert page.page.locator('.oai-points[data-painter="canvas"]').count() == 1
        assert page.page.evaluate(INKED) > 400
        assert any(kind in found.point() for kind in ("apple", "car", "tree", "sky"))
        assert page.problems == []
