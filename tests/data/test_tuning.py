"""Tuning: examples are counted as the API counts them."""

import json

import pytest

from openai_nb.data.tuning import examples


def line(said):
    messages = [{"role": "user", "content": said}, {"role": "assistant", "content": "yes"}]
    return json.dumps({"messages": messages}, ensure_ascii=False)


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85"])
def test_a_line_end_that_only_texts_have_ends_no_example(mark):
    found = examples("\n".join([line(f"one{mark}two"), "", line("three")]).encode())
    assert found.count == 2
    assert [each.line for each in found.problems] == [None]  # that they are few


def test_a_mark_at_the_beginning_of_a_file_is_not_read_as_words():
    assert examples(b"\xef\xbb\xbf" + line("one").encode()).tokens == examples(line("one").encode()).tokens
