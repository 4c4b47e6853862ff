"""Language: where sentences end, and where only a line does."""

from __future__ import annotations

import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.language import sentences
from openai_nb.sandbox.oracle.reading import answer

SAID = (
    "A lighthouse is a tower with a bright lamp that warns ships of rocks, and it stands where the coast is "
    "dangerous at night. Its keeper, who lived beside it with his family, lit the lamp each evening before "
    "the sun had gone down. Most of them burn without a keeper now."
)


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100])
@pytest.mark.parametrize("indent", ["", "    "])
def test_a_line_that_was_full_ends_no_sentence(width, indent):
    wrapped = textwrap.fill(SAID, width, initial_indent=indent, subsequent_indent=indent)
    assert wrapped.count("\n") > 1 and sentences(wrapped) == sentences(SAID)


def test_an_answer_from_a_wrapped_text_is_a_whole_sentence():
    found = answer("Where did the family of the keeper live?", textwrap.fill(SAID, 64))
    assert found == sentences(SAID)[1]


@pytest.mark.parametrize(
    "text",
    [
        "apples\nbananas\nmilk",
        "Translate the words below into French for me please\nhouse\ncar",
        "A first line that is rather long and says a thing\nShort one",
        "- a point that is long enough to fill a line of text\n- a second point as long as that",
        "Here is a list of what there is in the kitchen of ours:\nbread and butter and a bottle of old wine",
        "2024-01-01 server started on port 8080 for everybody\n2024-01-02 server stopped on port 8080 then",
        "The first of two notes that nobody has ended properly\nAnother note that nobody has ended properly",
        "name,city,what they said of it when they were asked\nada,rome,that it was the best of them all",
    ],
)
def test_lines_of_their_own_stay_apart(text):
    assert len(sentences(text)) == len(text.split("\n"))


def test_an_order_stands_above_its_text_however_wide_that_is():
    order = (
        "Say in one sentence of your own what the text below is about, and be as brief about it as you can"
    )
    assert sentences(f"{order}\n{textwrap.fill(SAID, 60)}") == [order, *sentences(SAID)]


@pytest.mark.parametrize("line", ["what is the height of that tower there?", "x" * 60, "and " * 15])
def test_a_long_text_is_read_in_a_straight_line(line):
    assert sentences(f"{line}\n" * 5_000)


@given(st.text(alphabet="ab, .\n:-", max_size=300))
def test_no_word_is_lost_on_the_way(text):
    found = " ".join(sentences(text)).split()
    assert "".join(found).replace("-", "") == "".join(text.split()).replace("-", "")


def test_a_wide_stretch_of_blanks_costs_no_more_than_words():
    start = time.process_time()
    wide = " " * 60_000
    assert sentences(f"One.{wide}Two{wide}\n \nThree{wide}") == ["One.", "Two", "Three"]
    assert time.process_time() - start < 2.0
