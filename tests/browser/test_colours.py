"""Colours: whether all that is written in a panel can be read, in light and dark."""

import pytest

from openai_nb.panels import PANELS
from tests.browser.contrast import read
from tests.browser.hands import Hands, written
from tests.browser.kept import BEGIN, cell

pytestmark = pytest.mark.browser

each_panel = pytest.mark.parametrize("name", sorted(PANELS))


@pytest.fixture(scope="module")
def page(place, playwright, tmp_path_factory):
    """A notebook of all panels, each with something in it."""
    cells = [BEGIN.strip(), *(cell(name, living=True) for name in sorted(PANELS))]
    written(place.root, "keys.ipynb", cells)
    with Hands(playwright, place, "keys.ipynb", tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture
def panel(page, name):
    """One of the panels in the page."""
    found = page.cell(1 + sorted(PANELS).index(name)).locator(".oai-panel").first
    found.scroll_into_view_if_needed()
    return found


@each_panel
def test_all_that_is_written_can_be_read(panel, name):
    faint, count = read(panel)
    assert count > 0 and faint == []
