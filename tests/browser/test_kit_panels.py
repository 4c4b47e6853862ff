"""The panels of pictures, sounds, texts and accounts under a user's hands; light and dark."""

import pytest

from tests.browser.contrast import faint
from tests.browser.hands import Hands, written
from tests.browser.jupyter import Lab, chromium

pytestmark = pytest.mark.browser
BEGIN = "%load_ext openai_nb\nfrom openai_nb.session import current\nfrom openai_nb.panels import panel"
PAINTED = """() => {
    const canvas = document.querySelector('.oai-easel canvas'), pen = canvas.getContext('2d');
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
    let orange = 0;
    for (let at = 0; at < data.length; at += 4) orange += data[at] > data[at + 2] + 90;
    return orange;
}"""


@pytest.fixture(scope="module", params=[("lab", "light"), ("notebook", "dark")], ids="-".join)
def place(request, tmp_path_factory):
    """A notebook server; the sandbox answers."""
    chromium()
    app, theme = request.param
    root, home = tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("home")
    with Lab(root, home, app=app, theme=theme, OPENAI_NB_PROVIDER="sandbox") as lab:
        yield lab


@pytest.fixture
def hands(playwright, place, tmp_path):
    """A function that opens a notebook of some cells, the last of which shows a panel."""
    pages = []

    def open_(*cells):
        name = f"{tmp_path.name}.ipynb"
        written(place.root, name, [BEGIN, *(each.strip() for each in cells)])
        pages.append(Hands(playwright, place, name, tmp_path / "profile"))
        return pages[-1].__enter__()

    yield open_
    for each in pages:
        each.__exit__()


def test_a_picture_is_drawn_painted_on_and_changed(hands, tmp_path):
    page = hands("panel('images', size='512x512', n=2)")
    dom = page.page
    page.panel.locator(".oai-prompt textarea").click()
    dom.keyboard.type("a red house under a full moon <b>")
    dom.keyboard.press("Shift+Enter")
    page.panel.locator(".oai-thumb").nth(1).wait_for(timeout=20_000)
    canvas = page.panel.locator(".oai-easel canvas")
    canvas.wait_for()
    dom.screenshot(path=tmp_path / "images.png")
    page.press("Paint what shall be changed")
    box = canvas.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    dom.mouse.move(x - 60, y - 100)
    dom.mouse.down()
    dom.mouse.move(x + 60, y - 80, steps=5)
    dom.mouse.up()
    page.see("Change what is painted")
    by_hand = dom.evaluate(PAINTED)
    assert by_hand > 1000
    for key in ("ArrowDown", "ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown", " "):
        dom.keyboard.press(key)
    dom.wait_for_timeout(300)
    assert dom.evaluate(PAINTED) > by_hand
    dom.screenshot(path=tmp_path / "images-mask.png")
    dom.keyboard.press("z")
    page.panel.locator(".oai-prompt textarea").fill("a green forest")
    page.press("Change what is painted")
    page.panel.locator(".oai-sheet").nth(1).wait_for(timeout=20_000)
    dom.wait_for_timeout(300)
    dom.screenshot(path=tmp_path / "images-changed.png")
    assert faint(dom, [".oai-sheet-words", ".oai-sheet-head .oai-quiet", ".oai-easel-level"]) == []
    page.panel.locator(".oai-sheet-words").nth(1).click()
    dom.wait_for_function("() => document.querySelector('.oai-prompt textarea').value.startsWith('a red')")
    page.calm()
