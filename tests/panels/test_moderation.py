"""The moderation panel without a browser: texts and what is found in them."""

import numpy as np
import pandas as pd
import pytest

from openai_nb.client import Client
from openai_nb.panels.browser import tree
from openai_nb.panels.moderation import ModerationPanel
from tests.server import reply

BAD = "I will kill you"


@pytest.fixture
def sandbox(here):
    with Client.sandbox() as client:
        here.use(client)
        yield client


def scored(panel):
    panel.score()
    assert panel.wait(10) and panel.problem == "" and panel.state == ""
    return panel.found


def test_each_line_is_a_text_by_itself(sandbox):
    panel = ModerationPanel()
    panel.words = f"Good morning\n\n{BAD}\n"
    found = scored(panel)
    assert list(found.flagged) == [False, True] and found.scores["violence"].iloc[1] > 0.5
    panel.by_line = False
    assert len(scored(panel)) == 1


def test_what_is_harmless_is_shown_too(sandbox):
    panel = ModerationPanel("Good morning")
    assert panel.widget
    assert not scored(panel)
    assert any("Good morning" in str(getattr(each, "value", "")) for each in tree(panel.widget))
    assert repr(panel) == "ModerationPanel(1 texts)"
    panel.close()


def test_a_column_keeps_its_index_and_what_is_missing_is_not_judged(sandbox):
    texts = pd.Series([BAD, None, "tea", BAD], index=list("abcd"))
    panel = ModerationPanel(texts)
    found = scored(panel)
    assert list(found.frame.index) == list("abcd") and found.flagged.isna().tolist() == [
        False,
        True,
        False,
        False,
    ]
    assert (found.scores.loc["a"] == found.scores.loc["d"]).all()
    panel.close()


def test_many_texts_come_in_parts_and_what_came_is_kept_by_a_stop(here, server):
    result = {"flagged": False, "categories": {"hate": False}, "category_scores": {"hate": 0.1}}
    first = reply({"id": "m", "model": "m", "results": [result] * 32})
    server.answers(first, [30])
    with Client(api_key="sk-none", base_url=server.url, max_retries=0) as client:
        here.use(client)
        panel = ModerationPanel([f"text {n}" for n in range(40)], model="m")
        panel.score()
        while panel.found is None:
            panel.wait(0.02)
        panel.stop()
        assert int(panel.found.scores["hate"].notna().sum()) == 32 and panel.state == ""
        panel.close()


def test_what_cannot_be_judged_is_told_in_a_line(sandbox):
    panel = ModerationPanel()
    panel.attempt(panel.score)
    assert "nothing to score" in panel.problem
    with pytest.raises(ValueError, match="no column"):
        ModerationPanel(pd.DataFrame({"a": ["x"]}))
    empty = ModerationPanel([None, " "])
    empty.score()
    assert empty.wait(5) and "nothing" in empty.problem
    empty.close()
    panel.close()


def test_texts_are_escaped_in_the_twin(sandbox):
    panel = ModerationPanel(["<img src=x onerror=alert(1)>", np.nan])
    scored(panel)
    assert "<img" not in panel.twin()["text/html"] and "of 2 flagged" in panel.twin()["text/plain"]
    panel.close()
