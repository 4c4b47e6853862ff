"""The notebooks are the manual, so they run, and what they show is what they showed."""

import importlib.util
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import nbformat
import numpy as np
import pytest
from PIL import Image

_spec = importlib.util.spec_from_file_location("manual", Path(__file__).with_name("manual.py"))
manual = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(manual)

PIXELS = {"image/png", "image/jpeg"}
MOST_BYTES = 1_000_000  # a code host shows no larger ones
pytestmark = [pytest.mark.kernel, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def alike(one, two):
    """Whether two pictures show the same; other versions of fonts draw an edge a little otherwise."""
    first, second = (Image.open(BytesIO(b64decode(each))).convert("RGB") for each in (one, two))
    if first.size != second.size:
        return False
    return np.abs(np.asarray(first, np.int16) - np.asarray(second, np.int16)).mean() < 2


@pytest.mark.parametrize("path", manual.paths(), ids=lambda path: path.stem)
def test_a_fresh_run_shows_what_is_saved(path, tmp_path):
    saved = manual.outputs(nbformat.read(path, as_version=4))
    fresh = manual.outputs(manual.run(path, tmp_path))
    assert [entry[:2] for entry in fresh] == [entry[:2] for entry in saved]
    for (number, kind, now), (*_, then) in zip(fresh, saved, strict=True):
        assert alike(now, then) if kind in PIXELS else now == then, f"cell {number} shows something else"


@pytest.mark.parametrize("path", manual.paths(), ids=lambda path: path.stem)
def test_it_is_saved_with_outputs_that_read_well(path):
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    found = [output for cell in cells for output in cell.outputs]
    assert found and all(cell.execution_count for cell in cells)
    assert not any(output.output_type == "error" for output in found)
    assert not [content for *_, content in manual.outputs(notebook) if manual.PLACES.search(str(content))]
    assert path.stat().st_size < MOST_BYTES
