"""The image panel without a browser: its state and its verbs, at a sandbox."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from openai_nb.client import Client
from openai_nb.data import ledger
from openai_nb.panels.images import ImagePanel


@pytest.fixture
def panel(here):
    with Client.sandbox() as client:
        here.use(client)
        panel = ImagePanel(size="64x64", quality="low")
        yield panel
        panel.close()


def done(panel):
    assert panel.wait(20)
    assert panel.problem == ""
    return panel


def drawn(panel, words="a red house", **wishes):
    for name, value in {"prompt": words, **wishes}.items():
        setattr(panel, name, value)
    panel.draw()
    return done(panel)


def test_words_become_pictures_that_are_kept_as_files(panel):
    drawn(panel, n=2)
    (sheet,) = panel.history
    assert sheet.words == "a red house" and "64 × 64" in sheet.note and "sandbox" in sheet.note
    assert len(sheet.pictures) == 2 and panel.chosen == sheet.pictures[0].key
    assert all(each.path.read_bytes() == each.data for each in sheet.pictures)
    assert panel.image.size == (64, 64) and panel.state == ""


def test_only_what_is_painted_is_changed(panel):
    drawn(panel, "a green meadow")
    before = np.asarray(panel.image.convert("RGB")).astype(int)
    where = np.zeros((64, 64), bool)
    where[:32] = True
    panel.paint(where)
    panel.prompt = "a red night sky"
    panel.edit()
    after = np.asarray(done(panel).image.convert("RGB")).astype(int)
    assert (before[40:] == after[40:]).all() and (before[:24] != after[:24]).any()
    assert panel.mask is None  # it lay on the picture before


def test_paint_of_the_page_lies_on_the_whole_picture(panel):
    panel.open(Image.new("RGB", (200, 100)))
    sheet = Image.new("RGBA", (20, 10))
    sheet.paste((255, 0, 0, 255), (0, 0, 10, 10))
    out = io.BytesIO()
    sheet.save(out, "PNG")
    panel.painted(out.getvalue(), (20, 10))
    area = np.asarray(panel.mask)
    assert area.shape == (100, 200) and area[:, :95].all() and not area[:, 105:].any()
    panel.painted(b"", (20, 10))
    assert panel.mask is None


def test_a_square_is_varied_and_nothing_else(panel):
    drawn(panel)
    panel.n = 2
    panel.size = "256x256"
    panel.vary()
    assert len(done(panel).history[-1].pictures) == 2
    panel.open(np.zeros((20, 40, 3), np.uint8))
    with pytest.raises(ValueError, match="40 × 20"):
        panel.vary()


def test_a_picture_is_saved_as_its_ending_says(panel, alone):
    drawn(panel)
    for name, begin in (("a.png", b"\x89PNG"), ("b.jpg", b"\xff\xd8\xff"), ("c", b"\x89PNG")):
        assert panel.save(alone / name).read_bytes().startswith(begin)
    assert (alone / "c.png").is_file()


def test_words_of_before_come_back(panel):
    drawn(panel, "one")
    drawn(panel, "two")
    panel.again(panel.history[0].key)
    assert panel.prompt == "one"
    panel.choose(panel.history[0].pictures[0].key)
    assert panel.picture is panel.history[0].pictures[0]
    with pytest.raises(ValueError, match="no picture"):
        panel.choose("nowhere")


def test_what_cannot_be_done_is_told_in_a_line(panel):
    for verb, words in (
        (panel.draw, "nothing to draw"),
        (panel.edit, "no picture"),
        (panel.vary, "no picture"),
    ):
        panel.attempt(verb)
        assert words in panel.problem
    panel.attempt(panel.open, b"no picture at all")
    assert "no picture" in panel.problem and panel.history == []
    panel.open(Image.new("RGB", (8, 8)))
    panel.attempt(panel.paint, Image.new("L", (4, 4)))
    assert "4 × 4, the picture 8 × 8" in panel.problem


def test_what_it_took_stands_in_the_ledger_and_a_sandbox_has_no_price(panel):
    drawn(panel)
    (row,) = ledger.shared().rows()
    assert row["what"] == "images" and row["sandboxed"] and row["usd"] is None


def test_the_twin_has_the_words_escaped_and_the_pictures_small(panel):
    drawn(panel, "a house <img src=x onerror=alert(1)>")
    said = panel.twin()
    assert "&lt;img" in said["text/html"] and 'src="data:image/' in said["text/html"]
    assert "<img src=x" not in said["text/html"] and len(said["text/html"]) < 20_000
    assert Path(said["text/plain"].splitlines()[-1]).is_file()


def test_a_panel_is_stopped_while_it_waits(here, server):
    server.answers([30])
    with Client(api_key="sk-none", base_url=server.url, max_retries=0) as client:
        here.use(client)
        panel = ImagePanel(prompt="slow", model="m")
        panel.draw()
        panel.stop()
        assert not panel.busy and panel.state == "" and panel.history == []
        panel.close()
