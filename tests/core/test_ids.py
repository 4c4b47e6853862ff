from __future__ import annotations

import pytest

from openai_nb.core.ids import as_id, segment
from openai_nb.core.record import Record

RUN = Record(id="run_1", thread_id="thread_1", assistant_id="asst_1")


def test_a_record_stands_for_its_id():
    assert as_id("run_id", RUN) == "run_1"
    assert as_id("file_ids", [Record(id="a"), "b"]) == ["a", "b"]


def test_a_record_stands_for_an_id_it_knows():
    assert as_id("assistant_id", RUN) == "asst_1"
    assert segment("thread_id", RUN) == "thread_1"


def test_what_is_left_out_is_read_from_the_records_beside_it():
    assert segment("thread_id", None, [Record(id="x"), RUN]) == "thread_1"


@pytest.mark.parametrize("value", [None, "", ".", ".."])
def test_a_step_of_a_path_names_something(value):
    with pytest.raises(ValueError, match="thread_id must name something"):
        segment("thread_id", value, [Record(id="x")])
