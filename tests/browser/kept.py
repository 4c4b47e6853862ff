"""Kept: a notebook of every panel, each with something a stranger wrote in it, run and put away."""

import sys

import nbformat
from nbclient import NotebookClient

from openai_nb.panels import PANELS

BAD = "<img src=x onerror=window.hurt=1><b>bold"  # no slash: it is a file's name, too
BEGIN = f"""
import time
import openai_nb, pandas as pd
from openai_nb.panels import panel
from openai_nb.session import current
from tests.panels.jobs import job_of
%load_ext openai_nb
openai_nb.use("sandbox", step_seconds=0.01)
BAD, client = {BAD!r}, current().client
client.files.create(file=(BAD + ".jsonl", b"{{}}"), purpose="user_data")
client.vector_stores.create(name=BAD)
client.assistants.create(model="sandbox-chat", name=BAD, instructions=BAD)
job = job_of(client)

def settled(made):
    end = time.monotonic() + 20
    made.wait(20)
    while made._works and time.monotonic() < end:
        time.sleep(0.05)
    assert not made.problem, made.problem
    made.keep()
"""
OPENED = {  # with what a panel is opened, where it needs something
    "job": "job",
    "embedding": "pd.Series([BAD, 'a red house', 'a blue boat', 'a green tree'])",
    "batches": "requests=[BAD + ' What is 2 + 2?'], model='sandbox-chat'",
    "moderation": "words=BAD + ' I hate you'",
    "images": "prompt=BAD, size='256x256'",
    "audio": "text='The cat sat.'",
}
DONE = {  # what is done in it
    "chat": "made.send(BAD + ' What is 2 + 2?')",
    "assistants": "time.sleep(1); made.say(BAD + ' What is 2 + 2?')",
    "batches": "made.create()",
    "moderation": "made.score()",
    "images": "made.draw()",
    "audio": "made.speak(); made.wait(20); made.listen(); made.transcribe()",
    "job": "made.follower.wait(20)",
}


def cell(name, *, living=False):
    """The source of the cell that shows a panel; at the end it is put away, or `living`."""
    lines = [f"made = panel({name!r}, {OPENED.get(name, '')})", "display(made)", DONE.get(name, "")]
    end = "settled(made)" if name != "job" else "made.close()" * (not living)
    return "\n".join(filter(None, [*lines, end]))


def made(path):
    """A notebook with each panel in a cell of its own, after the first; run, with no state of widgets."""
    cells = [nbformat.v4.new_code_cell(source) for source in (BEGIN.strip(), *map(cell, sorted(PANELS)))]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    NotebookClient(notebook, timeout=120, store_widget_state=False, kernel_name="python3").execute()
    nbformat.write(notebook, path)
    return notebook


if __name__ == "__main__":
    made(sys.argv[1])
