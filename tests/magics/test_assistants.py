from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from openai_nb.core.tools import Tool
from openai_nb.data import ledger

FACTS = "The Eiffel Tower opened in 1889.\n\nThe bridge over the Forth was finished in 1890."


def weather(city: str) -> str:
    """Tell the weather in a city now."""
    return f"It is 7 degrees in {city} today."


@pytest.fixture
def sandboxed(typed, here, alone):
    here.use("sandbox")
    typed.names["weather"] = weather
    (alone / "facts.md").write_text(FACTS)
    return typed


@pytest.fixture
def guide(sandboxed):
    sandboxed('guide = %assistants create guide -i "Be kind."')
    return sandboxed.names["guide"]


def test_an_assistant_answers_in_a_cell(sandboxed, guide):
    ran = sandboxed("%%assistant x << guide\nWhat is {{1 + 1}} + 2?")
    (output,) = ran.saved
    assert "4" in output["data"]["text/plain"]
    assert "sandbox" in output["data"]["text/markdown"]
    assert output["metadata"]["openai_nb"]["usage"]["total_tokens"] > 0
    assert sandboxed.names["x"] == output["data"]["text/plain"] == sandboxed.names["_assistant"]
    assert sandboxed.names["x"].finish_reason == "completed"


def test_functions_of_the_notebook_are_called_and_fold_under_the_answer(sandboxed, guide):
    ran = sandboxed("%%assistant guide --tools weather\nWhat is the weather in Oslo?")
    assert ran.error is None, ran.trouble
    assert sandboxed.names["_assistant"] == "It is 7 degrees in Oslo today."
    assert "<summary><code>weather(city=&quot;Oslo&quot;)</code></summary>" in ran.markdown


def test_a_function_that_is_not_given_is_asked_for_and_nothing_waits(sandboxed, here):
    here.client.assistants.create(model=here.model, name="caller", tools=[weather])
    ran = sandboxed("%%assistant caller\nWhat is the weather in Oslo?")
    assert "--tools weather" in ran.trouble[1]
    run = sandboxed.names["_assistant"].raw
    assert here.client.threads.runs.retrieve(run).status == "cancelled"


def test_a_function_may_be_asked_about_first(sandboxed, guide, monkeypatch):
    sandboxed.names["send"] = Tool.of(weather, confirm=True)
    asked = []
    monkeypatch.setattr("builtins.input", lambda words: asked.append(words) or "n")
    ran = sandboxed("%%assistant guide --tools send\nWhat is the weather in Oslo?")
    assert asked == ['Call weather(city="Oslo")? [y/N] ']
    assert "did not allow" in ran.markdown


def test_a_thread_goes_on_until_it_is_begun_anew(sandboxed, guide, here):
    counts, threads = [], []
    for line in ("guide", "guide", "guide --new", "--thread other guide", "guide"):
        sandboxed(f"x = %assistant {line} Hello")
        threads.append(sandboxed.names["x"].raw.thread_id)
        counts.append(len(list(here.client.threads.messages.list(threads[-1]))))
    assert counts == [2, 4, 2, 2, 4]
    assert len(set(threads)) == 3
    assert ledger.shared().rows()[-1]["what"] == "threads"


def test_files_of_a_store_are_searched(sandboxed):
    sandboxed("%stores create manuals facts.md")
    sandboxed("%assistants create reader --store manuals")
    ran = sandboxed("%%assistant reader\nWhen did the Eiffel Tower open?")
    assert "1889" in sandboxed.names["_assistant"]
    assert "<summary><code>file_search</code></summary><pre>facts.md" in ran.markdown


def test_assistants_are_a_table(sandboxed, guide):
    assert sandboxed("%assistants").value["name"].tolist() == ["guide"]
    assert sandboxed("%assistants show guide").value.instructions == "Be kind."
    sandboxed("%assistants delete guide")
    assert sandboxed("%assistants").value.empty


def test_a_store_is_filled_searched_and_emptied(sandboxed):
    store = sandboxed("%stores create manuals facts.md").value
    assert store.file_counts.completed == 1
    found = sandboxed("%stores search manuals when was the bridge finished -k 1").value
    assert list(found.columns) == ["score", "filename", "text"]
    assert "1890" in found["text"].iloc[0]
    Path("more.md").write_text("A third thing.")
    assert sandboxed("%stores add manuals more.md").value.file_counts.total == 2
    files = sandboxed("files = %stores files manuals") and sandboxed.names["files"]
    assert sorted(files["filename"]) == ["facts.md", "more.md"]
    sandboxed(f"%stores remove manuals {files.index[0]}")
    assert len(sandboxed("%stores files manuals").value) == 1
    sandboxed("%stores delete manuals")
    assert sandboxed("%stores").value.empty


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("%%assistant\nhello", "Which assistant?"),
        ("%%assistant giude\nhello", "Did you mean guide?"),
        ("%%assistant guide\n ", "nothing to say"),
        ("%%assistant guide --tools wether\nhello", "wether"),
        ("%assistants creat x", "Did you mean create?"),
        ("%stores add manuals nowhere.md", "no file 'nowhere.md'"),
        ("%stores serach manuals x", "Did you mean search?"),
        ("%stores search manauls x", "Did you mean manuals?"),
    ],
)
def test_what_is_lacking_is_said_in_two_lines(sandboxed, guide, cell, words):
    sandboxed("%stores create manuals")
    ran = sandboxed(cell)
    assert words in " ".join(ran.trouble)
    assert len(ran.trouble) == 2


def test_a_terminal_shows_plain_words(monkeypatch):
    monkeypatch.setenv("OPENAI_NB_PROVIDER", "sandbox")
    code = "%load_ext openai_nb\nguide = %assistants create guide\n%assistant guide What is 2 + 2?"
    words = (
        sys.executable,
        "-m",
        "IPython",
        "--simple-prompt",
        "--no-banner",
        "--colors=NoColor",
        "-c",
        code,
    )
    ran = subprocess.run(words, capture_output=True, text=True, check=True)
    answer, footer = ran.stdout.strip().splitlines()
    assert answer == "2 + 2 = 4"
    assert footer.endswith("sandbox)")
