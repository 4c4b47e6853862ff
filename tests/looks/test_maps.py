"""A map in a cell's output, replaced in place."""

from __future__ import annotations

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from openai_nb.looks.maps import show
from openai_nb.plots.embedded import Embedded


@pytest.fixture
def texts():
    rows = np.random.default_rng(0).standard_normal((600, 8), np.float32)
    return Embedded([f"text {number}" for number in range(600)], rows)


def test_there_is_one_output_and_its_last_state_is_the_best(texts):
    InteractiveShell.instance()
    with capture_output() as caught:
        assert show(texts).wait(60)
    said = [each["data"]["text/plain"].partition("; ")[2].partition("\n")[0] for each in caught._outputs]
    assert said[0] == "laying out 600 texts by neighbours…"
    assert said[-1].startswith("clusters: ")
    assert len({each["transient"]["display_id"] for each in caught._outputs}) == 1
    assert "image/png" in caught._outputs[-1]["metadata"]
