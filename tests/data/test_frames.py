"""Frames: what the API lists, as a table."""

from __future__ import annotations

import time

import pandas as pd
import pytest

from openai_nb.core.page import Page
from openai_nb.core.record import Record
from openai_nb.data.frames import frame


class File(Record):
    id: str
    bytes: int
    created_at: int
    filename: str


def page(*rows):
    return Page({"data": list(rows)}, File)


A = {"id": "file-a", "bytes": 120, "created_at": 1_700_000_000, "filename": "a.jsonl"}
B = {"id": "file-b", "bytes": 80, "created_at": 1_700_000_060, "filename": "b.jsonl"}


def test_a_page_becomes_a_table_indexed_by_id():
    table = frame(page(A, B))
    assert list(table.index) == ["file-a", "file-b"]
    assert list(table.columns) == ["bytes", "created_at", "filename"]
    assert table.loc["file-b", "bytes"] == 80


@pytest.mark.parametrize("field", ["created", "created_at", "finished_at", "expires_at", "shutdown_date"])
def test_moments_are_timestamps_in_utc(field):
    table = frame([{field: 1_700_000_000}, {field: None}])
    assert table[field][0] == pd.Timestamp("2023-11-14T22:13:20Z")
    assert str(table[field].dt.tz) == "UTC"
    assert pd.isna(table[field][1])


def test_an_unfinished_job_alone_has_a_moment_that_is_not_there():
    table = frame([{"id": "ftjob-1", "finished_at": None}])
    assert isinstance(table["finished_at"].dtype, pd.DatetimeTZDtype)


@pytest.mark.parametrize("value", ["2026-01-01", 10**30, 2**62, 1.5, True])
def test_what_is_no_epoch_second_stays_as_it_is(value):
    assert frame([{"created_at": value}])["created_at"][0] == value


def test_objects_spread_one_level_where_they_stood():
    table = frame([{"a": 1, "usage": {"total_tokens": 7, "details": {"cached": 2}}, "z": 2}])
    assert list(table.columns) == ["a", "usage.total_tokens", "usage.details", "z"]
    assert table["usage.details"][0] == {"cached": 2}


def test_an_object_that_is_missing_in_one_row_leaves_gaps():
    table = frame([{"error": None, "n": 1}, {"error": {"code": "bad"}, "n": 2}, {"error": {}, "n": 3}])
    assert list(table.columns) == ["error.code", "n"]
    assert table["error.code"].isna().tolist() == [True, False, True]


def test_a_field_that_is_sometimes_an_object_keeps_both():
    table = frame([{"method": "auto"}, {"method": {"type": "dpo"}}])
    assert list(table.columns) == ["method", "method.type"]


def test_empty_objects_are_kept_when_nothing_spreads():
    assert frame([{"metadata": {}}, {"metadata": {}}])["metadata"].tolist() == [{}, {}]


def test_lists_stay_lists():
    table = frame([{"result_files": ["file-1", "file-2"]}, {"result_files": []}])
    assert table["result_files"].tolist() == [["file-1", "file-2"], []]


def test_a_missing_count_leaves_the_others_whole():
    table = frame([{"trained_tokens": 1200}, {"trained_tokens": None}])
    assert str(table["trained_tokens"][0]) == "1200"
    assert pd.isna(table["trained_tokens"][1])


def test_an_empty_page_has_the_columns_of_its_kind():
    table = frame(page())
    assert table.empty
    assert list(table.columns) == ["bytes", "created_at", "filename"]
    assert table.index.name == "id"


def test_nothing_at_all_is_an_empty_table():
    assert frame([]).shape == (0, 0)


def test_columns_choose_and_order():
    table = frame(page(A, B), columns=["filename", "purpose"])
    assert list(table.columns) == ["filename", "purpose"]
    assert list(table.index) == ["file-a", "file-b"]
    assert table["purpose"].isna().all()


@pytest.mark.parametrize("rows", [[A, A], [A, {**B, "id": None}], [{"id": [1]}, {"id": [2]}]])
def test_ids_that_name_no_single_row_stay_a_column(rows):
    assert "id" in frame(rows).columns


def test_another_field_can_be_the_index():
    assert list(frame(page(A, B), index="filename").index) == ["a.jsonl", "b.jsonl"]
    assert "id" in frame(page(A, B), index=None).columns


def test_records_and_dicts_give_the_same_table():
    pd.testing.assert_frame_equal(frame([Record(A), Record(B)]), frame([A, B]))


def test_many_rows_take_no_more_than_their_share():
    rows = [{"id": f"file-{at}", "bytes": at, "object": "file", "purpose": "batch"} for at in range(60_000)]
    began = time.perf_counter()
    assert len(frame(rows)) == 60_000
    assert (
        time.perf_counter() - began < 8
    )  # a tenth of a second each 20,000; rows times rows are half a minute
