"""Files of vectors: what was saved is opened again, and read only as far as it is needed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow.parquet
import pytest

from openai_nb.data import vectorfiles
from openai_nb.data.embeddings import Embeddings

ENDINGS = pytest.mark.parametrize("ending", [".parquet", ".npy"])


def some(n=500, d=6, index=None):
    values = np.random.default_rng(0).normal(size=(n, d)).astype(np.float32)
    return Embeddings([f"text {number}" for number in range(n)], values, index=index, model="m")


@ENDINGS
@pytest.mark.parametrize("index", [None, pd.Index(range(7, 507)), pd.Index([f"id{n}" for n in range(500)])])
def test_what_was_saved_is_opened_again(tmp_path, monkeypatch, ending, index):
    monkeypatch.setattr(vectorfiles, "GROUP", 64)
    before = some(index=index)
    found = Embeddings.open(before.save(tmp_path / f"kept{ending}"))
    assert np.asarray(found).tolist() == before.values.tolist()
    assert (list(found.texts), found.index.tolist()) == (before.texts, before.index.tolist())
    assert (found.model, found.shape) == ("m", (500, 6))


@ENDINGS
def test_a_file_is_searched_as_memory_is(tmp_path, monkeypatch, ending):
    monkeypatch.setattr(vectorfiles, "GROUP", 64)
    before = some()
    found = Embeddings.open(before.save(tmp_path / f"kept{ending}"))
    query = np.ones((2, 6), np.float32)
    assert found.nearest(query, 9)[0].tolist() == before.nearest(query, 9)[0].tolist()
    assert found.load().search(query[0], 3).equals(before.search(query[0], 3))


@ENDINGS
def test_some_rows_are_read_alone(tmp_path, monkeypatch, ending):
    monkeypatch.setattr(vectorfiles, "GROUP", 64)
    before = some()
    found = Embeddings.open(before.save(tmp_path / f"kept{ending}"))
    assert found[[400, 3, 64]].values.tolist() == before.values[[400, 3, 64]].tolist()
    assert found[100:130].texts == before.texts[100:130]


def test_opening_reads_no_vectors(tmp_path, monkeypatch):
    monkeypatch.setattr(vectorfiles, "GROUP", 64)
    path, read = some().save(tmp_path / "kept.parquet"), []
    whole = pyarrow.parquet.ParquetFile.read_row_group

    def noted(self, number, **options):
        read.append(number)
        return whole(self, number, **options)

    monkeypatch.setattr(pyarrow.parquet.ParquetFile, "read_row_group", noted)
    found = Embeddings.open(path)
    assert set(read) <= {0}
    found[[130]]
    assert set(read) == {0, 2}


def test_other_tools_read_the_parquet_file(tmp_path):
    before = some(3, 2, index=pd.Index(["a", "b", "c"], name="key"))
    frame = pd.read_parquet(before.save(tmp_path / "kept.parquet"))
    assert frame.index.tolist() == ["a", "b", "c"]
    assert frame.loc["b", "vector"].tolist() == before.values[1].tolist()


@ENDINGS
def test_missing_texts_and_vectors_stay_missing(tmp_path, ending):
    values = np.array([[1, 2], [np.nan, np.nan]], np.float32)
    found = Embeddings.open(Embeddings(["a", None], values).save(tmp_path / f"kept{ending}"))
    assert found.texts[0] == "a"
    assert pd.isna(found.texts[1])
    assert np.isnan(np.asarray(found)).tolist() == [[False, False], [True, True]]


class Torn:
    """Vectors on a disk that fails."""

    shape = (4, 6)

    def __getitem__(self, wanted):
        raise OSError("the disk is gone")


@ENDINGS
def test_a_save_that_fails_leaves_all_files_as_they_were(tmp_path, ending):
    path = some(4).save(tmp_path / f"kept{ending}")
    before = {each: each.read_bytes() for each in tmp_path.iterdir()}
    with pytest.raises(OSError, match="gone"):
        Embeddings(["other"] * 4, Torn()).save(path)
    assert {each: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_an_unknown_ending_names_the_known(tmp_path):
    with pytest.raises(ValueError, match=r"\.parquet or \.npy"):
        some(2).save(tmp_path / "kept.pickle")


def test_without_pyarrow_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    with pytest.raises(ImportError, match=r"openai-nb\[parquet\]"):
        Embeddings.open(tmp_path / "kept.parquet")
