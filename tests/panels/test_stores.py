"""The panel of vector stores without a browser: its state and its verbs, at a sandbox."""

import time

import pytest

from openai_nb.client import Client
from openai_nb.panels.stores import StorePanel

TEXTS = {
    "cats.txt": "Cats sleep most of the day and hunt mice at night.",
    "trains.txt": "The night train to Oslo leaves at ten from platform four. <script>",
}


@pytest.fixture
def panel(here):
    with Client.sandbox(step_seconds=0.01) as client:
        panel = StorePanel(client=client)
        yield panel
        panel.close()


def until(true, seconds=10):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


@pytest.fixture
def filled(panel, alone):
    panel.create("notes")
    for name, text in TEXTS.items():
        (alone / name).write_text(text)
        panel.add(name)
    until(lambda: [row["status"] for row in panel.files.found] == ["completed"] * 2)
    return panel


def test_a_store_is_made_filled_and_searched(filled):
    assert {row["filename"] for row in filled.files.found} == set(TEXTS)
    filled.search("when does the train leave?")
    assert filled.wait(5)
    assert filled.found.found[0]["filename"] == "trains.txt"
    filled.found.choose("0")
    assert "platform four" in filled.shown
    assert "platform" in filled.twin()["text/plain"] and "<script" not in filled.twin()["text/html"]


def test_files_are_taken_out_and_stay_among_the_files(filled):
    filled.files.choose(filled.files.found[0]["id"])
    filled.remove()
    until(lambda: filled.files.total == 1)
    assert len(list(filled.client.files.list())) == 2
    filled.add(next(each.id for each in filled.client.files.list() if each.id != filled.files.found[0]["id"]))
    until(lambda: filled.files.total == 2)


def test_a_store_is_deleted_after_a_second_look(filled):
    filled.delete()
    assert "notes" in filled.question
    filled.yes()
    assert filled.stores.total == 0 and list(filled.client.vector_stores.list()) == []
    until(lambda: filled.files.total == 0)


def test_what_cannot_be_done_is_told(panel):
    for verb, words in (
        (lambda: panel.add("x"), "Choose one row"), (panel.remove, "Choose a file"),
        (panel.delete, "Choose one"), (lambda: panel.create(" "), "name"),
        (lambda: panel.search(""), "nothing"),
    ):  # fmt: skip
        panel.attempt(verb)
        assert words in panel.problem
    panel.create("empty")
    panel.attempt(panel.add, "nowhere.txt")
    assert "nowhere.txt" in panel.problem
