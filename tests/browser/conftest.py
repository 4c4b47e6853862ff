import shutil
from pathlib import Path

import pytest

from tests.browser.hands import BEGIN, Hands, written
from tests.browser.jupyter import Lab, Page, chromium

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab over a copy of the notebooks; the sandbox answers."""
    chromium()
    root = tmp_path_factory.mktemp("root")
    for path in NOTEBOOKS.glob("*.ipynb"):
        shutil.copy(path, root)
    with Lab(root, tmp_path_factory.mktemp("home"), OPENAI_NB_PROVIDER="sandbox") as lab:
        yield lab


@pytest.fixture(scope="module")
def playwright():
    """The driver of all browsers; gone with its module, since while it lives no other event loop may run."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def opened(playwright, lab, tmp_path):
    """A function that opens a notebook in a fresh browser."""
    pages = []

    def open_(path):
        page = Page(playwright, lab, path, tmp_path / f"profile{len(pages)}")
        pages.append(page)
        return page.__enter__()

    yield open_
    for page in pages:
        page.__exit__()


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
