"""The panels of pictures and sounds under a user's hands; light and dark."""

import pytest

from tests.browser.contrast import faint

pytestmark = pytest.mark.browser
PAINTED = """() => {
    const canvas = document.querySelector('.oai-easel canvas'), pen = canvas.getContext('2d');
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
    let orange = 0;
    for (let at = 0; at < data.length; at += 4) orange += data[at] > data[at + 2] + 90;
    return orange;
}"""


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


HUM = """() => {
    navigator.mediaDevices.getUserMedia = async () => {
        const context = new AudioContext(), tone = context.createOscillator();
        const end = context.createMediaStreamDestination();
        tone.connect(end);
        tone.start();
        return end.stream;
    };
}"""


def test_a_text_is_said_heard_and_its_words_light_up(hands, tmp_path):
    page = hands("panel('audio', speed=2)")
    dom = page.page
    page.panel.get_by_label("A text to be read out").click()
    dom.keyboard.type("The cat sat on the warm mat. It slept all day, until the moon rose.")
    dom.keyboard.press("Shift+Enter")
    page.panel.get_by_role("button", name="Listen to it").click()
    page.press("Transcribe")
    page.panel.locator(".oai-unit").nth(14).wait_for(timeout=20_000)
    page.panel.locator(".oai-said").first.focus()
    for _ in range(3):
        dom.keyboard.press("ArrowRight")
        dom.wait_for_timeout(150)
    assert page.panel.locator(".oai-now").inner_text() == "sat"
    page.panel.locator(".oai-unit", has_text="moon").click()
    page.panel.locator(".oai-now", has_text="moon").wait_for()
    page.panel.screenshot(path=tmp_path / "audio.png")
    assert faint(dom, [".oai-unit", ".oai-now", ".oai-record", ".oai-state"]) == []
    dom.evaluate(HUM)
    page.press("Record")
    dom.wait_for_timeout(1200)
    page.press("Stop recording")
    page.see("sound.wav, 1.")
    assert page.panel.locator(".oai-unit").count() == 0
    page.calm()
