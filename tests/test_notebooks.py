"""The notebooks are the manual, so they run."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
pytestmark = [pytest.mark.kernel, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def text_of(output):
    data = output.get("data", {})
    return str(data.get("text/plain", output.get("text", "")))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_in_the_sandbox(path, monkeypatch, tmp_path):
    monkeypatch.setenv("OPENAI_NB_PROVIDER", "sandbox")
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_saved_with_outputs_that_read_well(path):
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    outputs = [output for cell in cells for output in cell.outputs]
    assert outputs and all(cell.execution_count for cell in cells)
    assert not any(output.output_type == "error" for output in outputs)
    assert not any(" at 0x" in text_of(output) for output in outputs)
