"""Panels on a narrow page: nothing is cut off at their edge, in light and in dark."""

import json

import pytest

pytestmark = pytest.mark.browser
CUT = """() => [...document.querySelectorAll('.oai-panel')].flatMap(panel => {
    const edge = panel.getBoundingClientRect().right, cut = [];
    for (const each of panel.querySelectorAll('*')) {
        const { right, width, height } = each.getBoundingClientRect();
        if (!width || !height || right <= edge + 1) continue;
        let scroller = each.parentElement;
        while (scroller !== panel && getComputedStyle(scroller).overflowX === 'visible')
            scroller = scroller.parentElement;
        if (scroller === panel) cut.push(`${each.tagName} ${each.className}: ${Math.round(right - edge)} px`);
    }
    return cut;
})"""


def narrow(page):
    page.page.set_viewport_size({"width": 700, "height": 1000})
    page.page.wait_for_timeout(500)


def test_no_tab_of_the_studio_is_cut_off(hands):
    page = hands("panel('studio')")
    narrow(page)
    tabs = page.panel.locator(".oai-tabs button")
    tabs.first.wait_for()
    for at in range(tabs.count()):
        tabs.nth(at).click()
        page.page.wait_for_function(
            "n => document.querySelectorAll('.oai-stage > .oai-panel').length > n", arg=at
        )
        page.page.wait_for_timeout(300)
        assert page.page.evaluate(CUT) == [], tabs.nth(at).inner_text()
    page.calm()


def test_a_long_bad_line_stays_in_its_card(hands, tmp_path):
    said = {"messages": [{"role": "user", "content": "word " * 60}, {"role": "asistant", "content": "no"}]}
    (tmp_path / "bad.jsonl").write_text(json.dumps(said) + "\n")
    page = hands("panel('files')")
    narrow(page)
    page.panel.locator(".oai-zone input[type=file]").set_input_files(tmp_path / "bad.jsonl")
    page.see("Line 1")
    card = page.panel.locator(".oai-staged").bounding_box()
    code = page.panel.locator(".oai-staged code").first.bounding_box()
    assert code["x"] + code["width"] <= card["x"] + card["width"]
    assert page.page.evaluate(CUT) == []
    page.calm()
