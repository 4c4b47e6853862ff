"""The job panel under a user's hand: its buttons, and the plain twin of a notebook opened again."""

import nbformat
import pytest

pytestmark = pytest.mark.browser

JOB = """
import json
from openai_nb.session import current

jobs, files = current().client.fine_tuning.jobs, current().client.files
says = lambda role, text: {"role": role, "content": text}
rows = [
    {"messages": [says("user", f"Number {n}?"), says("assistant", ("even", "odd")[n % 2])]} for n in range(20)
]
wire = "\\n".join(map(json.dumps, rows)).encode()
file = files.create(file=("n.jsonl", wire), purpose="fine-tune")
long = {"n_epochs": 50, "batch_size": 1}
job = jobs.create(model="sandbox-chat", training_file=file, hyperparameters=long)
"""
PANEL = "from openai_nb.panels import panel\npanel('job', job)"
CELLS = ["%load_ext openai_nb", JOB.strip(), PANEL, "print('cells', 'are', 'free')"]


@pytest.fixture
def page(lab, opened):
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, lab.root / "panel.ipynb")
    return opened("panel.ipynb")


def button(page, name):
    return page.page.locator("button.jupyter-button", has_text=name)


def test_it_is_pressed_while_cells_are_free_and_stays_readable(page, opened):
    page.run_all()
    page.page.get_by_text("cells are free").first.wait_for(timeout=20_000)
    page.cell(2).locator("img").wait_for(timeout=20_000)
    button(page, "Pause").click(timeout=20_000)
    page.page.get_by_text("· paused").first.wait_for(timeout=20_000)
    button(page, "Cancel").click(timeout=20_000)
    table = page.cell(2).locator("table.oai-table")
    table.get_by_text("The job has been cancelled").wait_for(timeout=20_000)
    assert page.cell(2).locator("img").count() == 1  # the curve, still there
    assert page.problems == []
    page.command("docmanager:save")
    again = opened("panel.ipynb")
    again.page.locator("table.oai-table").get_by_text("The job has been cancelled").wait_for(timeout=20_000)
