"""The studio without a browser: every panel in a tab, made when it is wanted."""

import pytest

from openai_nb.client import Client
from openai_nb.panels import PANELS
from openai_nb.panels.studio import ELSEWHERE, Studio, names


@pytest.fixture
def studio(here):
    with Client.sandbox() as client:
        here.use(client)
        studio = Studio()
        assert studio.widget
        yield studio
        studio.close()


def test_every_panel_has_its_tab():
    assert {*names(), *ELSEWHERE} == {*PANELS} and len(names()) == len(set(names()))


def test_a_panel_is_made_when_its_tab_is_first_opened(studio):
    assert list(studio.opened) == ["chat"]
    first = studio.show("images")
    assert list(studio.opened) == ["chat", "images"]
    studio.show("chat")
    assert studio.show("images") is first and studio.tab == "images"
    hidden = {name: made.widget.layout.display for name, made in studio.opened.items()}
    assert hidden == {"chat": "none", "images": ""}


def test_every_tab_opens(studio):
    for name in names():
        assert studio.show(name).widget and studio.problem == ""
    assert len(studio.opened) == len(names())


def test_a_tab_that_is_not_there_is_told_of(studio):
    with pytest.raises(ValueError, match=r"no tab 'job'.*settings"):
        studio.show("job")
    assert studio.tab == "chat"


def test_what_its_panels_leave_stands_in_its_twin(studio):
    studio.show("usage")
    said = studio.twin()
    assert "<h4>Chat</h4>" in said["text/html"] and "Usage\n" in said["text/plain"]


def test_closing_it_closes_all_of_them(studio):
    made = [studio.show(name) for name in ("images", "usage", "settings")]
    studio.close()
    assert all(each.closed for each in made) and studio.closed
