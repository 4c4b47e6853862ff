"""Every panel in a notebook that is opened where nobody trusts it, and in what nbconvert makes of it."""

import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest

from openai_nb.panels import PANELS
from tests.browser.jupyter import Lab, Page, chromium
from tests.browser.kept import BAD, made

pytestmark = pytest.mark.browser
SAID = {  # what a reader still finds
    "assistants": [BAD, "What is 2 + 2?"],
    "audio": ["The cat sat."],
    "batches": ["/v1/chat/completions", "completed", "request-"],
    "chat": [BAD, "What is 2 + 2?"],
    "embedding": ["4 texts"],
    "files": [f"{BAD}.jsonl"],
    "images": [BAD],
    "job": ["The job has successfully completed"],
    "jobs": ["succeeded"],
    "models": ["sandbox-chat"],
    "moderation": [f"{BAD} I hate you", "harassment"],
    "settings": ["the sandbox"],
    "stores": [BAD],
    "studio": [BAD, "What is 2 + 2?"],
    "usage": ["sandbox-chat", "unpriced"],
}
PICTURED = {"embedding", "images", "job", "jobs"}
NOT_THERE = ("Error displaying", "widget model not found", "VBox(", "Panel(")

each_panel = pytest.mark.parametrize("name", sorted(PANELS))


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a notebook of all panels, which ran elsewhere and was never trusted."""
    root = tmp_path_factory.mktemp("root")
    made(root / "kept.ipynb")
    return root


@pytest.fixture(scope="module")
def read(place, tmp_path_factory):
    """What is seen of each panel in a page whose kernel knows nothing of them."""
    chromium()
    from playwright.sync_api import sync_playwright

    home = tmp_path_factory.mktemp("home")
    with (
        sync_playwright() as playwright,
        Lab(place, home) as lab,
        Page(playwright, lab, "kept.ipynb", home / "profile") as page,
    ):
        page.page.locator(".oai-twin").first.wait_for(timeout=30_000)
        page.pause(2)
        assert page.page.evaluate("() => window.hurt") is None
        outputs = [page.cell(at).locator(".jp-OutputArea").first for at in range(1, 1 + len(PANELS))]
        seen = [output.inner_text() for output in outputs]
        drawn = [output.locator("img:visible").count() for output in outputs]
        return dict(zip(sorted(PANELS), zip(seen, drawn, strict=True), strict=True))


@pytest.fixture(scope="module")
def converted(place):
    """What nbconvert makes of each panel's cell."""
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--log-level=ERROR", "kept.ipynb"]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    html = (place / "kept.html").read_text()
    cells = re.split(r'<div class="[^"]*\bjp-CodeCell\b', html)[2:]
    return dict(zip(sorted(PANELS), cells, strict=True))


class Read(HTMLParser):
    """The words of a page, and whatever could do something there."""

    def __init__(self, html):
        super().__init__()
        self.words, self.deeds, self.pictures = "", [], 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.pictures += tag == "img"
        names = [
            name for name, value in attributes if name.startswith("on") or "javascript:" in (value or "")
        ]
        self.deeds += names + [tag] * (tag in ("script", "iframe", "object", "embed", "form"))

    def handle_data(self, data):
        self.words += data


def flat(text):
    return " ".join(text.split())


@each_panel
def test_a_stranger_reads_what_it_showed(read, name):
    seen, drawn = read[name]
    assert [words for words in SAID[name] if words not in flat(seen)] == []
    assert [words for words in NOT_THERE if words in seen] == []
    assert drawn or name not in PICTURED


@each_panel
def test_nbconvert_keeps_what_it_showed_and_nothing_that_acts(converted, name):
    page = Read(converted[name].partition("</body>")[0])
    assert [words for words in SAID[name] if words not in flat(page.words)] == []
    assert [words for words in NOT_THERE if words in page.words] == []
    assert page.deeds == []
    assert page.pictures or name not in PICTURED
