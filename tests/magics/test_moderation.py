from __future__ import annotations

import pandas as pd
import pytest

from openai_nb.data import ledger
from tests.server import reply


@pytest.fixture
def sandboxed(typed, here):
    here.use("sandbox")
    texts = ["I will kill you", "what a fine day", None, "what a fine day"]
    typed.names["df"] = pd.DataFrame({"text": texts}, index=list("abcd"))
    return typed


def judged(flagged: bool, **scores: float):
    hits = dict.fromkeys(scores, flagged)
    return {"flagged": flagged, "categories": hits, "category_scores": scores}


def test_a_cell_is_flagged_or_not(sandboxed):
    assert bool(sandboxed("%%moderate m <<\nI will kill you").value) is True
    assert not sandboxed("%%moderate\nWhat a {{'fine'}} day").value
    assert sandboxed.names["m"].categories[0] == ["harassment", "harassment/threatening", "violence"]


def test_a_column_is_judged_under_its_own_index(sandboxed):
    found = sandboxed('%moderate df["text"]').value
    assert found.flagged.isna().tolist() == [False, False, True, False]
    assert found.flagged.dropna().to_dict() == {"a": True, "b": False, "d": False}
    assert list(found.frame.index) == list("abcd")
    assert found.scores.loc["b"].equals(found.scores.loc["d"])
    assert sandboxed.names["df"][found.flagged.fillna(False)].index.tolist() == ["a"]


def test_lines_may_be_texts(sandboxed):
    assert len(sandboxed("%%moderate --lines\none\n\ntwo").value) == 2
    assert len(sandboxed("%%moderate\none\n\ntwo").value) == 1


def test_scores_show_as_shades_and_as_words(sandboxed):
    data, _ = sandboxed.shell.display_formatter.format(sandboxed("%moderate df.text").value)
    assert data["text/html"].count("<tr>") == 5
    assert "rgba(213, 94, 0, 0.5" in data["text/html"]
    assert "⚑ I will kill you" in data["text/html"]
    assert data["text/plain"].splitlines()[2].startswith("not judged")
    assert data["text/plain"].endswith("1 of 4 flagged · sandbox-moderation · sandbox")


def test_of_many_texts_the_worst_are_shown(sandboxed):
    ran = sandboxed("%moderate [f'day {n}' for n in range(40)] + ['I will kill you']")
    assert len(ran.value) == 41
    assert "moderate: 41 of 41 rows" in ran.saved[0]["data"]["text/plain"] if ran.saved else ran.printed
    data, _ = sandboxed.shell.display_formatter.format(ran.value)
    assert data["text/html"].count("<tr>") == 21
    assert "I will kill you" in data["text/html"]


def test_texts_and_categories_are_no_html(typed, answering):
    answering.answers(reply({"results": [judged(True, **{"<i>x": 0.9})]}))
    data, _ = typed.shell.display_formatter.format(typed("%%moderate -m m\n<script>alert(1)</script>").value)
    assert "<script>" not in data["text/html"]
    assert "<i>" not in data["text/html"]


def test_a_text_is_judged_once(typed, answering):
    answering.answers(reply({"results": [judged(False, violence=0.1)]}))
    for cell in ("%%moderate -m m\nhi", "%%moderate -m m\nhi", "%moderate -m m ['hi', 'hi']"):
        assert typed(cell).error is None
    assert len(answering.requests) == 1


def test_the_ledger_names_what_was_judged_as_the_api_does(sandboxed):
    sandboxed("%%moderate\nHello")
    assert [row["what"] for row in ledger.shared().rows()] == ["moderations"]


@pytest.mark.parametrize("line", ["", "df", "dg.text", "[]", "5", "--modle x df.text"])
def test_what_is_no_column_of_texts_is_said(sandboxed, line):
    assert len(sandboxed(f"%moderate {line}").trouble) == 2
