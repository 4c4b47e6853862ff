"""What every panel owes: a panel passes by being listed in `PANELS`.

One that cannot be opened without something (a job, a table) says here how it is opened.
"""

import re
import threading
import time
from html.parser import HTMLParser

import pytest
from ipywidgets import HTML, Button, Label
from ipywidgets.widgets.widget import _instances

from openai_nb import panels
from openai_nb.client import Client
from openai_nb.panels import PANELS, browser, panel
from openai_nb.panels.browser import FRONT, tree
from openai_nb.panels.panel import Panel
from tests.panels.jobs import job_of

GIVEN = {"job": lambda here: (job_of(here.client),)}
FIELDS = {"Text", "Textarea", "Dropdown", "Combobox", "FileUpload", "IntText", "FloatText", "Select"}
FIELDS |= {"SelectMultiple", "IntSlider", "FloatSlider", "Checkbox", "ColorPicker", "BoundedIntText"}
LARGEST = 150_000  # bytes of a module

each_panel = pytest.mark.parametrize("name", sorted(PANELS))


@pytest.fixture
def opened(here):
    """A function that opens the panel of a name, in a session that the sandbox answers."""
    made, given = [], {}
    with Client.sandbox(step_seconds=0.01) as client:
        here.use(client)

        def open_(name):
            if name not in given:
                given[name] = GIVEN.get(name, lambda _: ())(here)
            made.append(panel(name, *given[name]))
            return made[-1]

        yield open_
        for each in made:
            each.close()


@each_panel
def test_it_opens_within_a_second(opened, name):
    made = opened(name)
    began = time.perf_counter()
    assert made.widget
    assert time.perf_counter() - began < 1
    assert isinstance(made, Panel) and made.NAME != Panel.NAME
    assert " at 0x" not in repr(made)


@each_panel
def test_its_class_is_found_where_its_name_is(opened, name):
    kind = type(opened(name))
    assert getattr(panels, kind.__name__) is kind
    assert kind.__name__ in dir(panels)


@each_panel
def test_no_trait_takes_the_place_of_a_verb(opened, name):
    verbs = {each for each in vars(Panel) if callable(vars(Panel)[each])}
    assert not verbs & {*opened(name).trait_names()}


@each_panel
def test_every_button_and_field_can_be_named_by_a_screen_reader(opened, name):
    made = opened(name)
    selectors = " ".join(made.LABELS)
    for each in tree(made.widget):
        kind = type(each).__name__
        if isinstance(each, Button):
            assert each.description or each.tooltip
        elif kind in FIELDS:
            own = {f".{style}" for style in each._dom_classes}
            said = each.description or each.tooltip or getattr(each, "placeholder", "")
            assert said or any(style in selectors for style in own), f"a {kind} without a name"


@each_panel
def test_what_a_server_says_is_never_html(opened, name):
    made = opened(name)
    shown = tree(made.widget)
    made.problem = "<img src=x onerror=alert(1)>"
    assert any(isinstance(each, Label) and each.value == made.problem for each in shown)
    assert not any(isinstance(each, HTML) and "onerror" in each.value for each in shown)


@each_panel
def test_the_twin_is_plain_and_says_something(opened, name):
    said = opened(name).twin()
    if not said:
        return  # it leaves plain outputs beside it instead
    assert said["text/plain"].strip()
    Harmless().feed(said["text/html"])


class Harmless(HTMLParser):
    def handle_starttag(self, tag, attributes):
        assert tag not in ("script", "iframe", "object", "embed", "link", "form")
        for attribute, value in attributes:
            assert not attribute.startswith("on")
            assert not re.match(r"\s*(javascript|data:text)", value or "", re.IGNORECASE)


@each_panel
def test_without_modules_of_its_own_it_still_opens(opened, name, monkeypatch):
    monkeypatch.setattr(browser, "_kind", lambda module, traits: None)
    made = opened(name)
    assert any(isinstance(each, Button) for each in tree(made.widget))


@each_panel
def test_opening_and_closing_leaves_nothing_behind(opened, name):
    first = opened(name)
    assert first.widget
    first.close()
    threads, before = threading.active_count(), set(_instances)
    for _ in range(100):
        made = opened(name)
        assert made.widget
        made.close()
    assert set(_instances) == before
    end = time.monotonic() + 5
    while threading.active_count() > threads and time.monotonic() < end:
        time.sleep(0.05)  # what was being asked when it was closed comes to its end
    assert threading.active_count() <= threads


@each_panel
def test_a_closed_panel_does_nothing_when_it_is_closed_again(opened, name):
    made = opened(name)
    made.close()
    made.close()
    assert not made.busy


@pytest.mark.parametrize("path", sorted(FRONT.glob("*.*")), ids=lambda path: path.name)
def test_a_module_is_small_and_needs_nobody(path):
    text = path.read_text()
    assert len(text.encode()) <= LARGEST
    strangers = [url for url in re.findall(r"https?://[\w./-]+", text) if "www.w3.org" not in url]
    assert strangers == [] and not re.search(r"^\s*import\b|@import|importScripts", text, re.MULTILINE)
