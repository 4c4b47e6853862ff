import time

from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.tokens import count, messages_count, pieces


@given(st.text())
def test_pieces_join_back_to_the_text(text):
    assert "".join(pieces(text)) == text


@given(st.text())
def test_no_piece_is_empty_and_all_are_counted(text):
    cut = pieces(text)
    assert all(cut)
    assert len(cut) == count(text)


def test_a_word_keeps_the_space_before_it():
    assert pieces("Tell me a story.") == ["Tell", " me", " a", " story", "."]


def test_long_words_and_numbers_are_cut():
    assert pieces("understandable 123456") == ["under", "stand", "able", " ", "123", "456"]


def test_other_alphabets_are_cut_finer():
    assert pieces("Привет 你好") == ["При", "вет", " ", "你", "好"]


def test_english_has_about_four_letters_a_piece():
    text = "The sandbox answers from the text of the prompt, and all that it says is computed so. " * 9
    assert 3.5 < len(text) / count(text) < 5.5


def test_a_message_costs_its_frame_and_its_words():
    one = messages_count([{"role": "user", "content": "Hello"}])
    assert messages_count([{"role": "user", "content": "Hello there"}]) == one + 1
    assert messages_count([{"role": "user", "content": "Hello"}] * 2) == 2 * one - messages_count([])


def test_parts_and_calls_are_counted_too():
    picture = {"type": "image_url", "image_url": {"url": "u", "detail": "low"}}
    parts = [{"type": "text", "text": "Hi"}, picture]
    call = {"function": {"name": "weather", "arguments": '{"city": "Oslo"}'}}
    assert messages_count([{"role": "user", "content": parts}]) > 85
    assert messages_count([{"role": "assistant", "content": None, "tool_calls": [call]}]) > 10


def test_a_large_text_is_counted_at_once():
    text = "Seven quick words and a number: 42. " * 2_800
    start = time.process_time()
    count(text)
    assert time.process_time() - start < 0.2
