import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.panels.grid import Grid
from openai_nb.panels.rows import Column, Rows, moment, size

COLUMNS = (Column("name", "Name"), Column("bytes", "Size", say=size), Column("created_at", "Created"))


def many(count):
    kinds = ("test", "train", "train")
    return [
        {"id": f"f-{n}", "name": f"file {n:05} {kinds[n % 3]}", "bytes": n * 37, "created_at": 1.7e9}
        for n in range(count)
    ]


@pytest.fixture
def rows():
    rows = Rows(COLUMNS)
    rows.set(many(100))
    rows.sift()
    return rows


def names(rows):
    return [row["id"] for row in rows.found]


def test_every_word_must_stand_in_a_row(rows):
    rows.query = "TEST 0009 f-9"
    assert names(rows) == ["f-9", "f-90", "f-93", "f-96", "f-99"]
    rows.query = "f-7 "
    assert "f-7" in names(rows) and "f-70" in names(rows)
    rows.query = "nothing like it"
    assert names(rows) == []


def test_a_column_orders_them_and_once_more_the_other_way(rows):
    rows.add([{"id": "none", "name": "a"}])
    rows.sort("bytes")
    assert names(rows)[:2] == ["f-99", "f-98"] and names(rows)[-1] == "none"
    rows.sort("bytes")
    assert names(rows)[0] == "f-0" and names(rows)[-1] == "none"
    rows.sort("name")
    assert names(rows)[0] == "none"


def test_what_is_gone_is_no_longer_chosen(rows):
    rows.choose("f-1", "f-2")
    rows.drop(["f-1"])
    rows.sift()
    assert rows.chosen == ["f-2"] and rows.total == 99
    with pytest.raises(ValueError, match="f-1"):
        rows.choose("f-1")


def test_what_came_or_went_while_one_asked_is_not_undone_by_the_answer(rows):
    since = rows.version
    rows.put({"id": "new", "name": "just made"})
    rows.drop(["f-5"])
    rows.set(many(100), since)
    rows.sift()
    assert rows.found[0]["id"] == "new" and rows.total == 100 and rows.get("f-5") is None
    rows.set(many(100), rows.version)
    assert rows.get("f-5") is not None and rows.get("new") is None


def test_ten_thousand_rows_are_filtered_at_once():
    rows = Rows(COLUMNS)
    rows.set(many(10_000))
    began = time.perf_counter()
    rows.sift()
    grid = Grid(rows, name="Files")
    rows.query = "test 0099"
    assert time.perf_counter() - began < 1
    began = time.perf_counter()
    assert [row["id"] for row in rows.found] == ["f-99", "f-990", "f-993", "f-996", "f-999"]
    began = time.perf_counter()
    rows.query = "test 999"
    rows.sort("bytes")
    assert time.perf_counter() - began < 0.2
    grid.widget.close()


@given(st.lists(st.one_of(st.none(), st.integers(), st.floats(allow_nan=False), st.text())))
def test_whatever_a_server_tells_can_be_ordered(values):
    rows = Rows(COLUMNS, by="name")
    rows.set({"id": n, "name": value} for n, value in enumerate(values))
    rows.sift()
    assert len(rows.found) == len(values)


@given(st.one_of(st.none(), st.text(), st.floats(), st.integers()))
def test_sizes_and_moments_are_words_whatever_comes(value):
    assert isinstance(size(value), str) and isinstance(moment(value), str)


# The grid, as the page would speak with it


@pytest.fixture
def grid(rows):
    grid = Grid(rows, name="Files", acts={"open": lambda key: rows.set_trait("query", f"opened {key}")})
    grid.told = []
    grid.front.send = grid.told.append
    grid._heard({"ready": True})
    yield grid
    from openai_nb.panels.browser import tree

    for each in tree(grid.widget):
        each.close()


def test_only_what_is_seen_is_sent_and_only_what_has_changed(grid):
    assert len(grid.told[-1]["rows"]["rows"]) == 60 and grid.told[-1]["total"] == 100
    grid._heard({"from": 90, "to": 10_000})
    assert [row[0] for row in grid.told[-1]["rows"]["rows"]][:2] == ["f-90", "f-91"]
    grid._heard({"choose": 3, "id": "f-3"})
    assert grid.told[-1] == {"chosen": ["f-3"]}


def test_rows_are_chosen_by_clicks_and_keys(grid, rows):
    grid._heard({"choose": 3, "id": "f-3"})
    grid._heard({"choose": 5, "id": "f-5", "how": "to"})
    assert rows.chosen == ["f-3", "f-4", "f-5"]
    grid._heard({"choose": 4, "id": "f-4", "how": "toggle"})
    assert rows.chosen == ["f-3", "f-5"]
    grid._heard({"choose": 99, "id": None})  # End: a row that was not sent yet
    assert rows.chosen == ["f-99"]
    grid._heard({"choose": 3, "id": "gone"})
    assert rows.chosen == ["f-3"]
    grid._heard({"act": "open", "id": "f-3"})
    assert rows.query == "opened f-3"


def test_without_its_module_the_first_rows_stand_in_a_list(rows):
    grid = Grid(rows, name="Files")
    assert len(grid.plain.options) == 100
    grid.plain.value = ("f-4", "f-5")
    assert rows.chosen == ["f-4", "f-5"]
    rows.query = "00005"
    assert [key for _, key in grid.plain.options] == ["f-5"]
    assert rows.chosen == ["f-4", "f-5"]  # what one has chosen stays so, seen or not
