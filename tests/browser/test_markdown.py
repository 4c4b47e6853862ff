"""The real page: nasty texts in JupyterLab, in Chromium; none of them runs."""

from __future__ import annotations

import json
import random

import nbformat
import pytest

from tests.browser.jupyter import Lab, Page, chromium

pytestmark = pytest.mark.browser

RUN = "(window.stranger=1)"
PIECES = [
    f"<img src=x onerror={RUN}>", f"<svg/onload={RUN}>", f"<a href=javascript:{RUN}>",
    f"<script>{RUN}</script>", f'" onmouseover={RUN} x="', f"[x](javascript:{RUN})", f"<javascript:{RUN}>",
    f"$\\href{{javascript:{RUN}}}{{x}}$", "![x](https://stranger.example/p.png)", "[a]: ", "[a]", "![a]",
    "](", "]", "[", "`", "``", "$", "\\", "|", "***", "\n", "\n\n", "\n- ", "\n> ", "\n    ", "\n1. ",
    "\n```\n", "\n  ```\n", "\n> ```\n", "\n|--|--|\n", "~", "a", " ",
]  # fmt: skip
CELL = """
import json
from IPython.display import display
from openai_nb.looks.markdown import safe
for text in json.load(open("texts.json")):
    display({"text/markdown": SHOWN}, raw=True)
"""
STRANGE = """() => [...document.querySelectorAll('.jp-RenderedMarkdown *')].filter(element =>
    [...element.attributes].some(each => each.name.startsWith('on')
        || (each.name === 'href' && /^\\s*javascript:/i.test(each.value)))).length"""


@pytest.fixture(scope="module")
def nasty(tmp_path_factory):
    chromium()
    root, chance = tmp_path_factory.mktemp("root"), random.Random(7)
    texts = ["".join(chance.choices(PIECES, k=chance.randint(3, 20))) for _ in range(48)]
    (root / "texts.json").write_text(json.dumps(texts))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    for name, shown in (("safe", "safe(text)"), ("bare", "text")):
        cell = nbformat.v4.new_code_cell(CELL.replace("SHOWN", shown))
        notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": kernel})
        nbformat.write(notebook, root / f"{name}.ipynb")
    with Lab(root, tmp_path_factory.mktemp("home")) as lab:
        yield lab


@pytest.mark.parametrize(("name", "harmless"), [("safe", True), ("bare", False)])
def test_only_what_was_made_safe_is_harmless(playwright, nasty, tmp_path, name, harmless):
    with Page(playwright, nasty, f"{name}.ipynb", tmp_path / "profile") as page:
        page.run_all()
        page.pause(3)
        assert page.page.locator(".jp-RenderedMarkdown").count() == 48
        ran, left = page.page.evaluate("() => window.stranger === 1"), page.page.evaluate(STRANGE)
        assert (not ran and not left and not page.strangers) is harmless
