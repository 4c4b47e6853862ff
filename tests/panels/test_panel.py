"""The kit every panel stands on, driven by the smallest panel there is."""

import threading
import time

import pytest
from ipywidgets import HBox, Text, Widget
from traitlets import Int, List, Unicode

from openai_nb.core.errors import OpenAIError
from openai_nb.panels.browser import tree
from openai_nb.panels.panel import Panel
from openai_nb.panels.work import PERIOD, Work, on_stop


class Counter(Panel):
    """Counts, and can be told to fail."""

    NAME = "Counter"
    count = Int(0)
    name = Unicode("")
    seen = List()

    def view(self):
        self.field = Text()
        go = self.button("Go", self.greet)
        self.submits(self.field, go, self.greet)
        self.link("name", go, "description")
        return HBox([self.field, go])

    def greet(self):
        self.name = f"Hello {self.field.value}"

    def counting(self, to, pause=0.0):
        for count in range(1, to + 1):
            time.sleep(pause)
            yield {"count": count}

    def twin(self):
        return {"text/html": f"<p>{self.count}</p>", "text/plain": str(self.count)}


@pytest.fixture
def panel():
    panel = Counter()
    yield panel
    panel.close()


def test_work_goes_on_beside_and_says_when_it_ends(panel):
    work = panel.work(panel.counting(3, 0.05))
    assert panel.busy and work.running
    assert panel.wait(5)
    assert panel.count == 3 and not panel.busy and not work.running


def test_changes_are_bundled_and_the_last_is_never_lost(panel):
    panel.observe(lambda change: panel.seen.append(change.new), "count")
    began = time.monotonic()
    panel.work(panel.counting(300, 0.001))
    panel.wait(10)
    most = (time.monotonic() - began) / PERIOD + 2
    assert panel.seen[0] == 1 and panel.seen[-1] == 300
    assert len(panel.seen) <= most


def test_what_was_held_back_shows_though_nothing_follows(panel):
    go = threading.Event()

    def steps():
        yield {"count": 1}
        yield {"count": 2}
        go.wait(5)

    panel.work(steps())
    end = time.monotonic() + 2
    while panel.count != 2 and time.monotonic() < end:
        time.sleep(0.01)
    assert panel.count == 2 and panel.busy
    go.set()


def test_a_stop_ends_what_is_waited_for_and_waits_for_nobody(panel):
    closed, deaf = threading.Event(), threading.Event()

    def steps():
        on_stop(closed.set)
        yield {"count": 1}
        deaf.wait(5)
        yield {"count": 2}

    panel.work(steps())
    began = time.monotonic()
    panel.stop()
    assert closed.is_set() and not panel.busy and time.monotonic() - began < 0.3
    deaf.set()
    time.sleep(0.05)
    assert panel.count == 1  # what comes after a stop changes nothing


def test_without_threads_the_same_steps_run_in_place():
    panel = Counter(threads=False)
    before = threading.active_count()
    panel.work(panel.counting(3))
    assert panel.count == 3 and not panel.busy and threading.active_count() == before
    panel.close()


def test_a_stop_of_the_cell_stops_work_done_in_it():
    panel = Counter(threads=False)

    def steps():
        yield {"count": 1}
        raise KeyboardInterrupt

    work = panel.work(steps())
    assert work.stopped and not panel.busy and panel.problem == ""
    panel.close()


@pytest.mark.parametrize(
    ("error", "words"),
    [(OpenAIError("No such file.", "Look again."), "No such file. Look again."), (KeyError("x"), "KeyError")],
)
def test_what_goes_wrong_is_a_line(panel, error, words):
    def steps():
        yield None
        raise error

    panel.work(steps())
    panel.wait(5)
    assert words in panel.problem and not panel.busy


def test_quiet_work_leaves_the_panel_free_and_ends_with_it(panel):
    go = threading.Event()

    def steps():
        on_stop(go.set)
        while not go.wait(0.01):
            yield None

    work = panel.work(steps(), quiet=True)
    assert not panel.busy
    panel.stop()
    assert work.running
    panel.close()
    assert not work.running


def test_a_key_brings_its_words_along(panel):
    assert panel.widget
    panel.heard({"press": "send", "field": "oai-field-0", "text": "Ada"})
    assert panel.name == "Hello Ada"
    panel.heard({"press": "send", "field": "oai-field-9", "text": "nobody"})
    assert panel.name == "Hello Ada"


def test_files_where_none_belong_are_refused_in_words(panel):
    panel.heard({"files": [{"name": "a.txt"}], "buffers": [memoryview(b"x")]})
    assert panel.problem == "Files cannot be dropped here."
    unread = [{"name": "film.mp4", "size": 9_000_000}, {"name": "Photos", "words": "it is a folder"}]
    panel.heard({"unread": unread, "buffers": []})
    assert "film.mp4 has 9.0 MB" in panel.problem and "Photos could not be read" in panel.problem


def test_a_file_that_will_not_do_keeps_no_other_away(monkeypatch, panel):
    came = []

    def take(files):
        ((name, data),) = files
        if not data:
            raise ValueError(f"{name} is empty.")
        came.append((name, data))

    monkeypatch.setattr(panel, "take", take)
    names = [{"name": each} for each in ("a", "b", "c")]
    panel.heard({"files": names, "buffers": [memoryview(b"1"), memoryview(b""), memoryview(b"3")]})
    assert came == [("a", b"1"), ("c", b"3")] and panel.problem == "b is empty."


def test_closing_takes_every_widget_along():
    from ipywidgets.widgets.widget import _instances

    before, panel = set(_instances), Counter()
    assert isinstance(panel.widget, Widget) and len(tree(panel.widget)) > 8
    panel.close()
    assert set(_instances) == before


def test_work_that_is_over_cannot_be_ended_twice():
    ends = []
    work = Work(iter_once(), lambda changes: None, lambda *end: ends.append(end), lock=threading.RLock())
    work.start(threads=True).wait(5)
    work.stop()
    assert len(ends) == 1


def iter_once():
    yield None
