"""Every panel without a mouse: where Tab goes, and what a screen reader says there; light and dark."""

from itertools import pairwise

import pytest

from openai_nb.panels import PANELS
from tests.browser.hands import Hands, written
from tests.browser.kept import BEGIN, cell

pytestmark = pytest.mark.browser
MOST = 100  # presses of Tab in one panel
CONTROLS = "button, input, select, textarea, audio, a[href], summary, [tabindex='0'], [contenteditable=true]"
FOLDS = ".jupyter-widget-Collapse-header, [title='Settings, export']"  # what opens a part that is folded away
# What can be pressed or written into, as far as it is seen and not one of a group that arrows go through.
MARKED = """(panel, controls) => {
    const seen = [...panel.querySelectorAll(controls)].filter(each => each.checkVisibility({
        visibilityProperty: true }) && !each.disabled && (each.tabIndex === 0 || each.isContentEditable));
    panel.querySelectorAll('[data-walk]').forEach(each => delete each.dataset.walk);
    seen.forEach((each, at) => each.dataset.walk = at);
    return seen.map(each => each.outerHTML.slice(0, 200));
}"""
HERE = """panel => {
    const each = document.activeElement;
    if (!panel.contains(each)) return null;
    const style = getComputedStyle(each), ring = getComputedStyle(each.closest('.oai-zone, label') || each);
    const ringed = [style, ring].some(({ outlineStyle, outlineWidth, boxShadow }) =>
        (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none');
    const { left, top, right, bottom } = each.getBoundingClientRect(), corner = panel.getBoundingClientRect();
    const box = [left - corner.left, top - corner.top, right - corner.left, bottom - corner.top];
    const html = each.outerHTML.slice(0, 200);
    return { at: Number(each.dataset.walk ?? -1), ringed, index: each.tabIndex, box, html };
}"""
SLOW = """
from openai_nb.client import Client
slow = Client.sandbox(step_seconds=60)
made = panel("job", job_of(slow), client=slow)
display(made)
while not made.status:
    time.sleep(0.05)
"""  # a job whose buttons can be pressed
SLACK = 3  # pixels by which boxes on a line may overlap

each_panel = pytest.mark.parametrize("name", sorted(PANELS))


@pytest.fixture(scope="module")
def page(place, playwright, tmp_path_factory):
    """A notebook of all panels, each with something in it."""
    sources = {**{name: cell(name, living=True) for name in sorted(PANELS)}, "job": SLOW}
    cells = [BEGIN.strip(), *sources.values()]
    written(place.root, "tab.ipynb", cells)
    with Hands(playwright, place, "tab.ipynb", tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture
def panel(page, name):
    """One of the panels in the page."""
    found = page.cell(1 + sorted(PANELS).index(name)).locator(".oai-panel").first
    found.scroll_into_view_if_needed()
    return found


ROLES = {"button", "textbox", "searchbox", "combobox", "listbox", "checkbox", "slider", "spinbutton", "link"}
ROLES |= {"grid", "radio", "tab"}


def nameless(tell, panel):
    """Every control of a panel without a name that can be spoken, as the page's accessibility tree has it."""
    expression = "document.querySelector('[data-here]')"
    panel.evaluate("panel => { panel.dataset.here = ''; }")
    root = tell.send("Runtime.evaluate", {"expression": expression})["result"]["objectId"]
    panel.evaluate("panel => { delete panel.dataset.here; }")
    nodes = tell.send("Accessibility.queryAXTree", {"objectId": root})["nodes"]
    found = [(each.get("role", {}).get("value"), name_of(each)) for each in nodes if not each["ignored"]]
    assert {role for role, _ in found} & ROLES
    return [(role, name) for role, name in found if role in ROLES and not spoken(name)]


def name_of(node):
    return node.get("name", {}).get("value", "").strip()


def spoken(name):
    """Whether a name is one of words, and no sign of a font stands in it."""
    return any(map(str.isalnum, name)) and not any("\ue000" <= each <= "\uf8ff" for each in name)


def said(tell):
    """What a screen reader says of the element that has the keys."""
    focused = tell.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]["objectId"]
    about = {"objectId": focused, "fetchRelatives": False}
    node = tell.send("Accessibility.getPartialAXTree", about)["nodes"][0]
    return name_of(node)


def walked(page, panel, tell):
    """Every place that Tab goes through, once each, with what a screen reader says there."""
    panel.evaluate("panel => { panel.tabIndex = -1; panel.focus(); }")
    stops = []
    for _ in range(MOST):
        page.page.keyboard.press("Tab")
        here = panel.evaluate(HERE)
        if here is None:
            break
        if not stops or here["at"] != stops[-1]["at"]:  # a player's own buttons are all the player
            stops.append({**here, "name": said(tell)})
    return stops


def backwards(one, other):
    """Whether one reads from box to box against the way that one reads: up in a column, or left on a line."""
    (left, top, right, _), (x, y, end, below) = one, other
    above = below <= top + SLACK and x < right - SLACK  # to the right of it another column begins
    before = end <= left + SLACK and y < top + SLACK and below > top + SLACK
    return above or before


def check(page, panel):
    """Walk, and have nothing to complain of; how many places there were."""
    controls = panel.evaluate(MARKED, CONTROLS)
    tell = page.context.new_cdp_session(page.page)
    stops, dumb = walked(page, panel, tell), nameless(tell, panel)
    tell.detach()
    wrong = {
        "nameless": [*dumb, *(stop["html"] for stop in stops if not spoken(stop["name"]))],
        "unseen": [stop["html"] for stop in stops if not stop["ringed"]],
        "out of turn": [stop["html"] for stop in stops if stop["index"] > 0],
        "backwards": [(a["html"], b["html"]) for a, b in pairwise(stops) if backwards(a["box"], b["box"])],
        "passed by": [html for at, html in enumerate(controls) if at not in {stop["at"] for stop in stops}],
    }
    assert {what: found for what, found in wrong.items() if found} == {}
    assert [stop["at"] for stop in stops] == list(range(len(controls)))
    return len(stops)


@each_panel
def test_tab_goes_through_all_of_it_as_one_reads_and_says_where_it_is(page, panel, name):
    least = check(page, panel)
    folds = panel.locator(FOLDS)
    for at in range(folds.count()):
        folds.nth(at).focus()
        page.page.keyboard.press("Enter")
        page.pause(0.5)
        assert "true" in (folds.nth(at).get_attribute(each) for each in ("aria-expanded", "aria-pressed"))
        assert check(page, panel) > least
    assert least
