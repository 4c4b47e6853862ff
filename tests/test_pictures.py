"""Every panel is shown: in a picture of the README, and opened in its chapter of the manual."""

import re
from pathlib import Path

import nbformat
import pytest
from PIL import Image

from openai_nb.panels import PANELS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
SECTION = README.partition("\n## Panels\n")[2].partition("\n## ")[0]
PICTURES = sorted((ROOT / "notebooks" / "pictures").iterdir())
CHAPTER = nbformat.read(ROOT / "notebooks" / "panels.ipynb", as_version=4)
MOST_BYTES = 120_000


def cells(kind):
    """The cells of the gallery that name this panel."""
    return [cell for cell in re.split(r"[|\n]", SECTION) if f"`{kind}`" in cell and "![" in cell]


@pytest.mark.parametrize("name", PANELS)
def test_a_panel_has_a_picture_with_words_for_who_cannot_see_it(name):
    (cell,) = cells(PANELS[name].rpartition(":")[2])
    words, path = re.search(r"!\[([^\]]*)\]\((notebooks/pictures/[\w-]+\.png)\)", cell).groups()
    assert len(words.split()) > 4
    assert (ROOT / path).exists()


@pytest.mark.parametrize("name", PANELS)
def test_a_panel_is_opened_in_the_chapter_and_leaves_something_to_read(name):
    opening = [
        at for at, cell in enumerate(CHAPTER.cells) if f'panel("{name}"' in cell.source and "outputs" in cell
    ]
    assert opening
    shown = [CHAPTER.cells[at].outputs + CHAPTER.cells[at + 1].get("outputs", []) for at in opening]
    assert any("text/html" in output.get("data", {}) for outputs in shown for output in outputs)


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_is_small_and_is_shown(path):
    assert path.stat().st_size < MOST_BYTES
    with Image.open(path) as picture:
        assert picture.width >= 600
    chapters = "".join(chapter.read_text() for chapter in (ROOT / "notebooks").glob("*.ipynb"))
    assert f"(notebooks/pictures/{path.name})" in README or f"(pictures/{path.name})" in chapters
