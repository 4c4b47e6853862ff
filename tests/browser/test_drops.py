"""Files dropped on panels from the desktop: several, a folder, a large one, names that mean harm."""

import re
import wave

import pytest
from PIL import Image

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=alert(1)>..\\..\\x.jsonl"
LARGE = 20_000_000  # bytes
WATCH = """() => {
    window.shares = [];
    const bar = document.querySelector('.oai-zone progress');
    const note = () => window.shares.push(bar.hidden ? -1 : bar.value);
    new MutationObserver(note).observe(bar, { attributes: true });
}"""
THREE = "for name in ('chat', 'images', 'audio'):\n    display(panel(name))"


def drop(page, place, *paths):
    """Let go of files over a place of the page, as the desktop does."""
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + min(box["height"] / 2, 40)}
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    tell = page.context.new_cdp_session(page.page)
    for kind in ("dragEnter", "dragOver", "drop"):
        tell.send("Input.dispatchDragEvent", {"type": kind, "data": data, **at})
    tell.detach()


def folder(tmp_path):
    place = tmp_path / "Holiday"
    place.mkdir()
    (place / "inside.txt").write_text("not to be read")
    return place


def test_files_are_dropped_on_the_files_panel(hands, tmp_path):
    (tmp_path / HOSTILE).write_text("{}\n")
    (tmp_path / "one.txt").write_text("1\n")
    (tmp_path / "large.bin").write_bytes(b"0123456789" * (LARGE // 10))
    page = hands("made = panel('files', purpose='user_data')\nmade")
    page.see("No files yet")
    page.page.evaluate(WATCH)
    zone = page.panel.locator(".oai-zone")
    drop(page, zone, folder(tmp_path), tmp_path / HOSTILE, tmp_path / "large.bin", tmp_path / "one.txt")
    page.rows("Files").get_by_text("one.txt").wait_for(timeout=60_000)
    page.rows("Files").get_by_text("large.bin").wait_for(timeout=60_000)
    page.see(re.compile(r"^(19|20)\S* MB$"))
    page.rows("Files").get_by_text("<img src=x onerror=alert(1)>").wait_for()
    page.see("Holiday could not be read: it is a folder; drop the files in it")
    assert page.rows("Files").count() == 3
    page.panel.screenshot(path=tmp_path / "dropped.png")
    shares = page.page.evaluate("() => window.shares")
    shown = [share for share in shares if share > 0]
    assert len(set(shown)) >= LARGE // (2 << 20) and shown == sorted(shown) and shares[-1] == -1
    assert zone.get_attribute("class") == "oai-zone"
    assert page.panel.locator("img").count() == 0
    page.calm()


def sounding(path):
    """A tenth of a second of silence."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(1600))


def test_pictures_sounds_and_texts_are_dropped_where_they_belong(hands, tmp_path):
    names = ["dot <b>.png", "note.txt", "hum.wav", "large.bin", "nothing.bin"]
    dot, note, hum, large, nothing = (tmp_path / name for name in names)
    Image.new("RGB", (32, 32), "teal").save(dot)
    note.write_text("The train leaves at ten.")
    sounding(hum)
    large.write_bytes(bytes(9_000_000))
    nothing.write_bytes(b"\xff\x00\xfe")
    page = hands(THREE)
    chat, images, audio = (
        page.page.locator(f".oai-panel[aria-label='{name}']") for name in ("Chat", "Images", "Audio")
    )
    drop(page, chat.locator(".oai-composer"), dot, nothing, note, large, folder(tmp_path))
    chat.get_by_role("button", name="note.txt").wait_for(timeout=15_000)
    chat.get_by_role("button", name="dot <b>.png").wait_for()
    told = chat.locator(".oai-problem")
    told.get_by_text("large.bin has 9.0 MB").wait_for()
    assert "Holiday could not be read" in told.inner_text()
    drop(page, images.locator(".oai-empty"), dot)
    images.locator(".oai-easel canvas").wait_for(timeout=15_000)
    drop(page, images.locator(".oai-easel canvas"), note)
    images.locator(".oai-problem").get_by_text("picture").wait_for()
    drop(page, audio.locator(".oai-zone"), hum)
    audio.get_by_text("hum.wav, 0.1 s").first.wait_for(timeout=15_000)
    page.page.screenshot(path=tmp_path / "dropped.png")
    assert page.page.locator(".oai-over").count() == 0
    page.calm()
