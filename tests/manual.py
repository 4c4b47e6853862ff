"""The manual: how its notebooks are run, and how they are saved: `python tests/manual.py [quickstart …]`.

They run against the sandbox, with a clock that stands still and nothing of this machine in sight, so
that a second run gives the same outputs; without names all are run, and what came is written into them.
"""

import json
import os
import re
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from openai_nb.looks.manual import TABLE, chapters

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
WIDGET = "application/vnd.jupyter.widget-view+json"
SECONDS = 300  # the longest that one cell may take
ENVIRONMENT = {
    "OPENAI_NB_PROVIDER": "sandbox",
    "OPENAI_NB_CLOCK": "2026-11-21T12:00:00",
    "OPENAI_NB_CACHE": "cache.sqlite",
    "PYTHONHASHSEED": "0",
    "COLUMNS": "100",
}
PLACES = re.compile(rf"{re.escape(tempfile.gettempdir())}/|{re.escape(str(Path.home()))}/|\bat 0x[0-9a-f]+")


def paths(names=()):
    """The notebooks of these names, or all."""
    found = sorted(NOTEBOOKS.glob("*.ipynb"))
    return [path for path in found if not names or path.stem in names]


def run(path, directory):
    """The notebook with the outputs of a run in this directory, cleaned of what belongs to no reader."""
    notebook = nbformat.read(path, as_version=4)
    with _environment():
        NotebookClient(notebook, timeout=SECONDS, resources={"metadata": {"path": str(directory)}}).execute()
    return cleaned(notebook)


def cleaned(notebook):
    """Without widgets, which no page without a kernel shows, times of execution and the kernel's version."""
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = [each for each in cell.outputs if WIDGET not in each.get("data", {})]
    return notebook


def outputs(notebook):
    """What a reader sees under each code cell: (number of the cell, kind, content)."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [
        (number, kind, content)
        for number, cell in enumerate(cells, 1)
        for output in cell.outputs
        for kind, content in sorted({**output.get("data", {}), "text": output.get("text", "")}.items())
    ]


@contextmanager
def _environment():
    """The sandbox's settings for the kernel; keys of this machine stay out."""
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith(("OPENAI_", "AZURE_OPENAI_"))]:
        del os.environ[name]
    os.environ.update(ENVIRONMENT)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def main(names):
    for path in paths(names):
        with tempfile.TemporaryDirectory() as directory:
            notebook = run(path, directory)
        told = json.dumps(notebook)
        if found := PLACES.search(told):
            raise SystemExit(f"{path.name} shows a place of this machine: {told[found.start() - 40 :][:120]}")
        nbformat.write(notebook, path)
        print(f"{path.name}: {path.stat().st_size / 1024:.0f} kB")
    table = ["notebook\ttitle\twords", *("\t".join(each) for each in chapters())]
    TABLE.write_text("\n".join(table) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
