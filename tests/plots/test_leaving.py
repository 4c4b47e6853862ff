"""Leaving: a map as a file, and in another package's hands."""

from __future__ import annotations

import io
import sys

import numpy as np
import pyarrow.parquet as pq
import pytest
from PIL import Image

from openai_nb.plots.embedded import Embedded
from openai_nb.plots.map import scatter
from openai_nb.plots.picture import svg


@pytest.fixture
def fruit():
    rows = np.random.default_rng(0).standard_normal((40, 8), np.float32)
    rows[3] = np.nan
    return Embedded(
        [f"fruit {n}" for n in range(40)], rows, labels=[n if n % 2 else "even" for n in range(40)]
    )


def test_a_map_is_saved_as_its_ending_says(fruit, tmp_path):
    with Image.open(fruit.save(tmp_path / "map.png")) as picture:
        assert picture.width > 1_500
    assert fruit.save(tmp_path / "map.svg").read_text().startswith("<?xml")
    with pytest.raises(ValueError, match=r"\.bmp"):
        fruit.save(tmp_path / "map.bmp")


def test_words_in_an_svg_stay_words_and_are_harmless():
    figure = scatter([[0, 0], [1, 1]], labels=["<script>a</script>", "b"], axes=("UMAP 1", "UMAP 2"))
    text = svg(figure)
    assert "UMAP 1" in text and "<script>" not in text and "&lt;script&gt;" in text


def test_the_same_map_is_the_same_svg():
    assert svg(scatter(np.eye(3, 2), title="t")) == svg(scatter(np.eye(3, 2), title="t"))


def test_a_parquet_file_holds_what_has_a_place_and_says_what_opens_it(fruit, tmp_path):
    table = pq.read_table(fruit.to_atlas(tmp_path / "fruit.parquet"))
    assert table.num_rows == 39
    assert {"text", "x", "y", "label", "cluster"} <= set(table.column_names)
    assert table.schema.metadata[b"open with"] == b"embedding-atlas fruit.parquet --text text --x x --y y"


def test_a_package_that_is_not_there_is_named(fruit, monkeypatch, tmp_path):
    for module, leave in (
        ("jscatter", fruit.to_jscatter),
        ("pyarrow", lambda: fruit.to_atlas(tmp_path / "a")),
    ):
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(ImportError, match="pip install"):
            leave()


def test_a_crowd_is_drawn_as_its_density_and_no_point_is_lost():
    crowd = np.vstack([np.random.default_rng(0).normal(size=(9_000, 2)) / 50, [[3, 3], [-3, -3]]])
    figure = scatter(crowd, theme="light")
    (axes,) = figure.axes
    assert not axes.collections
    alpha = np.asarray(axes.images[0].get_array())[..., 3]
    high, wide = alpha.shape
    corners = alpha[: high // 3, : wide // 2], alpha[-high // 3 :, wide // 2 :]
    assert all(0.3 < corner.max() < 0.6 for corner in corners)
    assert alpha.max() > 0.95


def test_axes_and_a_note_are_written():
    figure = scatter(np.eye(3, 2), axes=("PC 1", "PC 2"), note="laying out…")
    words = [text.get_text() for text in figure.axes[0].texts]
    assert {"PC 1", "PC 2", "laying out…"} <= set(words)
    picture = io.BytesIO()
    figure.savefig(picture)
    assert picture.getvalue()


def test_texts_and_labels_of_any_kind_leave_as_texts(tmp_path):
    mixed = Embedded([1, "b", None, 2.5], np.eye(4, dtype=np.float32), labels=[None, "x", 2, float("nan")])
    kept = pq.read_table(mixed.to_atlas(tmp_path / "mixed.parquet")).to_pydict()
    assert kept["text"] == ["1", "b", None, "2.5"]
    assert kept["label"] == [None, "x", "2", None]


def test_an_ending_may_be_in_capitals(fruit, tmp_path):
    assert fruit.save(tmp_path / "map.SVG").read_text().startswith("<?xml")
