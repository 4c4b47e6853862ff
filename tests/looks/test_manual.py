from __future__ import annotations

from importlib import metadata

import pytest

import openai_nb
from openai_nb.looks import manual


def test_the_table_within_the_package_tells_of_every_notebook(monkeypatch):
    beside = manual.chapters()
    monkeypatch.setattr(manual, "BESIDE", manual.BESIDE / "nowhere")
    assert manual.chapters() == beside, "run `python tests/manual.py`: it writes the table"


def test_it_begins_with_the_quickstart_and_says_where_it_is():
    text = repr(openai_nb.docs())
    assert text.splitlines()[1].startswith("quickstart.ipynb")
    assert "notebooks" in text


@pytest.mark.parametrize(
    ("urls", "said"),
    [
        (["Homepage, https://home.example", "Repository, https://code.example/x"], "https://code.example/x"),
        (["Changelog, https://code.example/log"], "source of the package"),
        (None, "source of the package"),
    ],
)
def test_where_no_notebook_is_at_hand_the_projects_own_address_is_told(monkeypatch, urls, said):
    monkeypatch.setattr(manual, "BESIDE", manual.BESIDE / "nowhere")
    about = metadata.metadata("pip")
    monkeypatch.setattr(about, "get_all", lambda name: urls)
    monkeypatch.setattr(metadata, "metadata", lambda name: about)
    assert said in manual.place()
    assert repr(openai_nb.docs())
