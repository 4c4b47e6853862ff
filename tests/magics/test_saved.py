from __future__ import annotations

import json
from functools import cache

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

pytestmark = pytest.mark.kernel

CELLS = (
    "%load_ext openai_nb",
    "%%chat -t 0\nWhat is 17 * 3?",
    '%%chat person << --schema "name str, age int"\nAda is 36 years old.',
    "person.json()",
    "%%image --size 256x256\nA red house under a full moon",
    "%%embed\na cat asleep\na dog awake\nthe market fell\nbonds rose",
    "%openai",
)
JOB = """
import json
rows = [{"messages": [{"role": "user", "content": f"{n}?"}, {"role": "assistant", "content": "no"}]}
        for n in range(12)]
data = "\\n".join(json.dumps(row) for row in rows).encode()
job = %jobs create --file data
"""


def run(*cells: str) -> nbformat.NotebookNode:
    """A notebook of these cells, run and saved."""
    notebook = new_notebook(
        cells=[new_code_cell(cell, id=f"cell-{place}") for place, cell in enumerate(cells)]
    )
    NotebookClient(notebook, timeout=120, record_timing=False).execute()
    return notebook


@cache
def saved() -> nbformat.NotebookNode:
    """A notebook of `CELLS`, run once for all tests."""
    return run(*CELLS)


def data(notebook: nbformat.NotebookNode, place: int) -> list[dict[str, str]]:
    return [each["data"] for each in notebook.cells[place].outputs if "data" in each]


@pytest.fixture
def sandboxed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_NB_PROVIDER", "sandbox")


def test_running_all_again_gives_the_same_bytes(sandboxed):
    first = nbformat.writes(saved())
    assert first == nbformat.writes(run(*CELLS))
    assert " at 0x" not in first


def test_what_is_saved_is_the_answer_and_nothing_else(sandboxed):
    notebook = saved()
    (answer,) = data(notebook, 1)
    assert answer["text/plain"] == "17 × 3 = 51"
    (person,) = data(notebook, 2)
    assert json.loads(person["text/plain"]) == {"name": "Ada", "age": 36}
    picture, _ = data(notebook, 4)
    assert len(picture["image/jpeg"]) <= 270_000
    (mapped,) = data(notebook, 5)
    assert "image/png" in mapped
    assert "widgets" not in notebook.metadata


def test_a_followed_job_leaves_a_table_and_a_picture(sandboxed):
    notebook = run("%load_ext openai_nb", JOB, "f = %jobs follow job\nf", "f.wait(60).status")
    table, picture = data(notebook, 2)
    assert "succeeded" in table["text/html"]
    assert "image/png" in picture
    assert data(notebook, 3)[0]["text/plain"] == "'succeeded'"
