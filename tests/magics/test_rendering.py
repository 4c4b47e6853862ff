"""The saved notebook as others read it: through nbconvert, with no kernel."""

from __future__ import annotations

import re
import shutil
from functools import cache

import nbformat
import pytest

from tests.magics.test_saved import run

pytestmark = pytest.mark.kernel

WEATHER = '''
def weather(city: str) -> str:
    """The weather in a city."""
    return f"21 °C and <sunny> in {city}"
'''
CELLS = (
    "%load_ext openai_nb",
    "%%chat -t 0\nWhat is 17 * 3?",
    WEATHER,
    "%%chat --tools weather --new\nWhat is the weather in Paris?",
    '%%chat --new --list --schema "name str, age int"\nAda is 36 years old and Alan is 41.',
    "%%chat --new --compare gpt-6-luna,gpt-6-sol\nWhat is 2 + 2?",
    "%%chat --dry-run --new\nWhat is {1}?",
    "%conversation",
    "%%image --size 256x256\nA red house under a full moon",
    "%%edit Fix the spelling mistakes\nI recieve teh letter",
    "x = %chat --new What is 5 + 5?\nx",
)
RAW = (" at 0x", "openai_nb.looks", "IPython.core.display", "Reply(", "&lt;openai_nb", "object at")


FORMS = ["html", "markdown", "script", *(["latex"] if shutil.which("pandoc") else [])]


@pytest.fixture(autouse=True)
def sandboxed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_NB_PROVIDER", "sandbox")


@cache
def notebook() -> nbformat.NotebookNode:
    return run(*CELLS)


def rendered(kind: str) -> str:
    """The notebook in one of nbconvert's forms."""
    from nbconvert import exporters

    exporter = {"html": exporters.HTMLExporter, "markdown": exporters.MarkdownExporter}.get(kind)
    exporter = exporter or {"script": exporters.ScriptExporter, "latex": exporters.LatexExporter}[kind]
    text, resources = exporter().from_notebook_node(notebook())
    return text + " ".join(resources.get("outputs", {}))


def test_no_cell_failed():
    assert not [out for cell in notebook().cells for out in cell.outputs if out.output_type == "error"]


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_a_reader_finds_answers_tables_calls_and_pictures(kind):
    text = rendered(kind)
    assert "17 × 3 = 51" in text
    assert re.search(r"weather\(city=(&quot;|\")Paris(&quot;|\")\)", text)
    assert "&lt;sunny&gt;" in text
    assert re.search(r"<td[^>]*>Ada</td>" if kind == "html" else r"\| Ada \| 36 \|", text)
    assert "gpt-6-sol" in text
    assert re.search(r"data:image/(png|jpeg)" if kind == "html" else r"output_\d+_\d+\.(png|jpe?g)", text)
    assert "I receive the letter" in text
    assert "5 + 5 = 10" in text


def test_no_word_of_a_function_is_a_tag():
    assert "<sunny>" not in rendered("html")


@pytest.mark.parametrize("kind", FORMS)
def test_no_raw_object_shows(kind):
    text = rendered(kind)
    assert [mark for mark in RAW if mark in text] == []


def test_a_script_holds_every_cell():
    text = rendered("script")
    assert "run_cell_magic('chat', '-t 0', 'What is 17 * 3?" in text
    compile(text, "notebook.py", "exec")


def test_a_page_is_small():
    assert len(nbformat.writes(notebook())) <= 400_000


@pytest.mark.parametrize("kind", sorted({*FORMS} - {"script"}))
def test_every_form_that_shows_outputs_shows_the_answer(kind):
    assert "3 = 51" in rendered(kind)
