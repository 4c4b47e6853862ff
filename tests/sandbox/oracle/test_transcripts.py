import re

import pytest

from openai_nb.sandbox.oracle.tongues import tongue
from openai_nb.sandbox.oracle.transcripts import Word, segments, srt, text, vtt


def said(line, voice="alloy", seconds=1.0):
    return [
        Word(each, n * seconds, (n + 0.8) * seconds, (0.0,), voice) for n, each in enumerate(line.split())
    ]


def test_sentences_become_segments():
    assert [text(each) for each in segments(said('He said "No!" It is 3.5 km. And'))] == [
        'He said "No!"',
        "It is 3.5 km.",
        "And",
    ]


def test_another_voice_begins_another_segment():
    assert [len(each) for each in segments(said("one two") + said("three", "nova"))] == [2, 1]


def test_a_segment_lasts_half_a_minute_at_most():
    assert all(each[-1].end - each[0].start <= 30 for each in segments(said("na " * 100)))


def test_srt_numbers_its_segments_and_writes_times_with_a_comma():
    block = r"(\d+)\n(\d\d:\d\d:\d\d,\d{3}) --> (\d\d:\d\d:\d\d,\d{3})\n([^\n]+)\n\n"
    found = srt(said("One. Two there.", seconds=1800))
    assert re.fullmatch(f"(?:{block})+", found)
    assert re.findall(block, found)[1] == ("2", "00:30:00,000", "00:54:00,000", "Two")


def test_vtt_has_its_heading_points_and_escapes():
    found = vtt(said("a<b & c."))
    assert found == "WEBVTT\n\n00:00:00.000 --> 00:00:02.800\na&lt;b &amp; c.\n\n"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("The weather is nice today.", "en"),
        ("42", "en"),
        ("Das Wetter ist heute nicht gut und der Hund ist im Haus.", "de"),
        ("Le chat est dans la maison avec le chien.", "fr"),
        ("El perro no es muy grande pero la casa es de mi madre.", "es"),
    ],
)
def test_a_language_is_known_by_its_words_of_grammar(line, found):
    assert tongue(line) == found
