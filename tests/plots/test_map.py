"""Maps: what is drawn, what is named, and where words go."""

from __future__ import annotations

import datetime
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from PIL import Image

from openai_nb.plots.map import scatter
from openai_nb.plots.picture import png
from openai_nb.plots.placing import apart
from openai_nb.plots.style import OTHER, THEMES, palette


def places(n):
    return np.random.default_rng(0).normal(size=(n, 2))


def points(figure):
    return figure.axes[0].collections[0]


def listed(figure):
    return [text.get_text() for box in figure.legends for text in box.get_texts()]


def written(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def drawn(figure):
    """The colours on the map."""
    return {to_hex(colour) for colour in points(figure).get_facecolors()}


def test_every_point_is_drawn():
    assert len(points(scatter(places(50))).get_offsets()) == 50


def test_points_without_a_place_are_left_out():
    figure = scatter([[0, 0], [np.nan, 1], [1, 1]], labels=["a", "b", "a"], texts=["x", "y", "z"])
    assert len(points(figure).get_offsets()) == 2
    assert written(figure) == ["x", "z"]


def test_few_categories_stand_in_a_legend_the_largest_first():
    figure = scatter(places(6), labels=["b", "a", "a", "c", "a", "b"])
    assert listed(figure) == ["a", "b", "c"]
    assert drawn(figure) == {colour.lower() for colour in palette(3)}


def test_many_categories_are_written_on_the_map():
    figure = scatter(places(110), labels=[f"kind {i % 11}" for i in range(110)])
    assert listed(figure) == []
    assert sorted(written(figure)) == sorted(f"kind {i}" for i in range(11))


def test_a_cluster_is_named_where_most_of_it_lies():
    crowd = np.vstack([places(100) / 50, [[9, 9]] * 3, [[-9, 9]] * 3])
    figure = scatter(crowd, labels=[0] * 106, names={0: "the crowd"})
    (word,) = figure.axes[0].texts
    assert word.get_text() == "the crowd"
    assert np.abs(word.get_position()).max() < 1


def test_rows_in_no_cluster_are_grey_and_without_a_name():
    figure = scatter(places(3), labels=[0, -1, 0], names={0: "only"})
    assert written(figure) == ["only"]
    assert OTHER.lower() in drawn(figure)


def test_minus_one_is_a_category_like_others():
    assert listed(scatter(places(3), labels=[-1, 0, 1])) == ["-1", "0", "1"]


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
def test_a_missing_label_is_none(missing):
    assert listed(scatter(places(3), labels=["a", missing, "a"])) == ["a", "none"]


def test_truths_are_categories():
    assert listed(scatter(places(3), labels=[True, False, True])) == ["False", "True"]


def test_labels_that_cannot_be_counted_are_told_in_words():
    figure = scatter(places(4), labels=[np.array([1, 2]), np.array([1, 2]), ["a"], ([],)])
    assert sorted(listed(figure)) == ["([],)", "['a']", "[1 2]"]


@pytest.mark.parametrize("labels", [[0.1, 0.2, None, 0.4] * 5, list(range(20)), np.linspace(0, 1, 20)])
def test_numbers_have_a_scale(labels):
    figure = scatter(places(20), labels=labels)
    assert len(figure.axes) == 2
    assert len(drawn(figure)) >= 4


@pytest.mark.parametrize("dates", [
    pd.date_range("2024-01-01", periods=20, tz="UTC"),
    pd.Series(pd.date_range("2024-01-01", periods=20)),
    [datetime.date(2024, 1, day + 1) for day in range(20)],
    np.arange("2024-01-01", "2024-01-21", dtype="datetime64[D]"),
])  # fmt: skip
def test_dates_have_a_scale_in_dates(dates):
    figure = scatter(places(20), labels=dates)
    png(figure)
    assert any("Jan" in text.get_text() or "2024" in text.get_text() for text in bar_words(figure))


def bar_words(figure):
    axis = figure.axes[1].yaxis
    return [*axis.get_ticklabels(), axis.get_offset_text()]


def test_few_points_show_their_texts():
    assert written(scatter(places(2), texts=["one\nline", "x" * 99])) == ["one line", "x" * 29 + "…"]


def test_many_points_do_not():
    assert written(scatter(places(31), texts=["word"] * 31)) == []


def test_a_dollar_is_a_dollar():
    figure = scatter(places(2), texts=["$5 and $6", "\\frac{"], title="$x_1$", labels=["$a$", "_b"])
    assert "$5 and $6" in written(figure)
    assert listed(figure) == ["$a$", "_b"]
    assert png(figure).startswith(b"\x89PNG")


def test_words_keep_off_each_other():
    figure = scatter(np.zeros((8, 2)), texts=[f"the text of point {i}" for i in range(8)])
    boxes = [text.get_window_extent() for text in figure.axes[0].texts if text.get_visible()]
    assert len(boxes) >= 4
    assert not any(one.overlaps(other) for i, one in enumerate(boxes) for other in boxes[:i])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("n", [0, 1, 2, 500, 21_000])
def test_any_number_of_points_is_a_picture(n, theme):
    picture = png(scatter(places(n), labels=[i % 3 for i in range(n)], theme=theme), dpi=40)
    image = Image.open(io.BytesIO(picture))
    assert image.mode == ("RGBA" if theme == "clear" else "RGB")
    assert len(image.convert("RGBA").getcolors(1 << 20)) > (1 if n else 0)


def test_the_same_map_is_the_same_bytes():
    assert png(scatter(places(200), title="map")) == png(scatter(places(200), title="map"))


def test_a_picture_tells_nothing_of_who_made_it():
    assert Image.open(io.BytesIO(png(scatter(places(3))))).info == {}


def test_letters_no_font_has_are_no_trouble():
    assert png(scatter(places(1), texts=["猫が好き"]))


def test_an_unknown_theme_names_the_known():
    with pytest.raises(ValueError, match="'dark'"):
        scatter(places(2), theme="pink")


def test_colours_stay_distinct_and_then_are_grey():
    colours = palette(25, THEMES["dark"])
    assert len(set(colours[:20])) == 20
    assert colours[20:] == [OTHER] * 5


BOX = st.tuples(st.floats(0, 1000), st.floats(0, 1000), st.floats(1, 150), st.floats(1, 40))


@given(st.lists(BOX, max_size=8))
def test_boxes_part_and_stay_on_the_page(boxes):
    table = np.array(boxes, float).reshape(-1, 4)
    moved = apart(table[:, :2], table[:, 2:], (1000, 1000))
    half = table[:, 2:] / 2
    assert (moved >= half - 1e-6).all()
    assert (moved <= 1000 - half + 1e-6).all()
    for i in range(len(moved)):
        for j in range(i):
            assert (np.abs(moved[i] - moved[j]) >= half[i] + half[j] - 1.5).any()
