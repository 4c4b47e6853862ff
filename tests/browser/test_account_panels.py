"""Settings, usage, models, moderation and the studio under a user's hands; light and dark."""

import pytest

from tests.browser.contrast import faint

pytestmark = pytest.mark.browser


def test_settings_are_changed_and_a_key_is_not_shown(hands, tmp_path):
    page = hands("panel('settings')", "%config OpenAINb.temperature")
    dom = page.page
    page.see("the sandbox")
    key = page.panel.get_by_label("Key", exact=True)
    assert key.get_attribute("type") == "password"
    page.panel.get_by_label("Provider").select_option("another address")
    page.panel.get_by_placeholder("its address").fill("http://127.0.0.1:9/v1")
    key.fill("sk-secret-9d3f7b1c5a2e4086")
    key.press("Enter")
    page.see("…4086")
    dom.wait_for_function("() => !document.querySelector('.oai-key input').value")
    assert "9d3f7b1c5a2e" not in dom.content()
    page.panel.get_by_label("Temperature").fill("0.25")
    page.panel.get_by_label("Temperature").press("Tab")
    page.cell(2).click()
    dom.keyboard.press("Control+Enter")
    page.cell(2).locator(".jp-OutputArea-output").get_by_text("0.25").wait_for()
    page.panel.get_by_label("Provider").select_option("sandbox")
    page.panel.get_by_placeholder("its address").fill("")
    page.press("Use")
    page.see("the sandbox answers now")
    page.press("Clear")
    page.see("paid for, again")
    dom.screenshot(path=tmp_path / "settings.png")
    dom.keyboard.press("Escape")
    page.panel.get_by_text("paid for, again").wait_for(state="hidden")
    assert faint(dom, [".oai-title", ".oai-option .oai-quiet", ".oai-option .widget-label"]) == []
    page.calm()


CALLS = """
import time
from openai_nb.data import ledger
book, now, real = ledger.shared(), time.time(), time.time
for day in range(20):
    ledger.time.time = lambda: now - day * 86_400
    for n in range(1 + day * 7 % 5):
        usage = {"prompt_tokens": 900 * (n + 1), "completion_tokens": 400}
        book.add(("gpt-4.1", "gpt-4.1-mini", "my-own-model")[n % 3], usage, cell=f"cell-{n}", seconds=1.5)
ledger.time.time = real
"""


def test_usage_is_added_up_in_every_way(hands, tmp_path):
    page = hands(CALLS, "panel('usage')", "book.add('gpt-4.1', {'prompt_tokens': 1, 'completion_tokens': 1})")
    page.see("unpriced, in no sum")
    page.rows("Usage").get_by_text("my-own-model").wait_for()
    page.panel.screenshot(path=tmp_path / "usage.png")
    page.panel.get_by_role("button", name="Day").click()
    page.rows("Usage").nth(19).wait_for()
    assert page.panel.locator(".oai-bars rect").count() == 20
    page.panel.get_by_role("button", name="Cell").click()
    page.rows("Usage").get_by_text("cell-2").wait_for()
    page.panel.get_by_role("columnheader", name="Calls").click()
    page.panel.locator("[role=columnheader][aria-sort=descending]", has_text="Calls").wait_for()
    page.press("Forget all")
    page.panel.locator(".oai-sure").get_by_role("button", name="Forget them").click()
    page.see("No calls yet")
    assert faint(page.page, [".oai-total", ".oai-ways .mod-active", ".oai-ways .jupyter-button"]) == []
    page.calm()


MODELS = """
names = ["gpt-6-luna", "gpt-4.1", "gpt-image-1.5", "gpt-4-turbo", "ft:gpt-4.1:me::1"]
names.append("<img src=x onerror=alert(1)>")
from openai_nb.api.models import Model
from openai_nb.core.page import Page
row = lambda n: {"id": names[n], "created": 1_700_000_000 + n * 9_000_000, "owned_by": "me"}
current().client.models.list = lambda: Page({"data": [row(n) for n in range(len(names))]}, Model)
"""


def test_models_are_filtered_and_one_is_used(hands, tmp_path):
    page = hands(MODELS, "panel('models')")
    page.rows("Models").get_by_text("<img src=x").wait_for()
    page.panel.screenshot(path=tmp_path / "models.png")
    page.panel.get_by_label("Only those with a last day").check()
    page.see("2026-10-23")
    page.panel.get_by_placeholder("Filter models").fill("turbo")
    page.rows("Models").nth(1).wait_for(state="detached")
    page.rows("Models").get_by_text("gpt-4-turbo").click()
    page.page.keyboard.press("Enter")
    page.see("gpt-4-turbo is the chat model now.")
    assert faint(page.page, [".oai-badge", ".oai-told", ".oai-grid-row"]) == []
    page.calm()


def test_texts_are_scored_as_a_heat_map(hands, tmp_path):
    page = hands("panel('moderation')")
    page.panel.get_by_label("Texts").click()
    said = ["Good morning", "I will kill you", "<img src=x onerror=alert(1)>", "I hate you, you idiot"]
    page.page.keyboard.insert_text("\n".join(said))
    page.page.keyboard.press("Shift+Enter")
    page.see("of 4 flagged")
    page.see("<img src=x")
    page.panel.screenshot(path=tmp_path / "moderation.png")
    assert faint(page.page, [".oai-scores td", ".oai-scores caption"]) == []
    page.calm()


def test_every_tab_of_the_studio_opens_and_keys_go_to_its_panel(hands, tmp_path):
    page = hands("panel('studio')")
    dom = page.page
    tabs = page.panel.locator(".oai-tabs button")
    tabs.first.wait_for()
    page.panel.locator(".oai-composer textarea").click()
    dom.keyboard.type("What is 17*3?")
    dom.keyboard.press("Shift+Enter")
    page.panel.locator(".oai-md").get_by_text("17 × 3 = 51").wait_for()
    page.panel.screenshot(path=tmp_path / "studio.png")
    for at in range(1, tabs.count()):
        name = tabs.nth(at).inner_text().strip()
        tabs.nth(at).click()
        shown = page.panel.locator(".oai-stage > .oai-panel:visible")
        dom.wait_for_function("n => document.querySelectorAll('.oai-stage > .oai-panel').length > n", arg=at)
        dom.wait_for_timeout(150)
        assert shown.count() == 1 and shown.inner_text().strip(), name
        page.panel.screenshot(path=tmp_path / f"studio-{name}.png")
    tabs.filter(has_text="Moderation").click()
    page.panel.get_by_label("Texts", exact=True).fill("I will kill you")
    page.panel.get_by_label("Texts", exact=True).press("Shift+Enter")
    page.see("1 of 1 flagged")
    assert faint(dom, [".oai-tabs button", ".oai-tabs .mod-active"]) == []
    page.calm()


TOOL = '''
from openai_nb.core.tools import tool

@tool(confirm=True)
def weather(city: str) -> dict:
    """The weather in a city."""
    return {"city": city, "degrees": 7, "sky": "rain"}
'''


def test_a_function_that_wants_to_be_confirmed_is_asked_about(hands, tmp_path):
    page = hands(TOOL, "panel('chat', tools=[weather])")
    page.panel.locator(".oai-composer textarea").click()
    page.page.keyboard.type("What is the weather in Oslo?")
    page.page.keyboard.press("Shift+Enter")
    page.see("Let the model call weather(city='Oslo')?")
    page.panel.screenshot(path=tmp_path / "allow.png")
    page.press("Allow")
    page.panel.locator(".oai-md").get_by_text("rain").first.wait_for()
    page.panel.get_by_text("Let the model call").wait_for(state="hidden")
    page.calm()
