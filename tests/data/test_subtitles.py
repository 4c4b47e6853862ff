from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.api.audio import Segment
from openai_nb.data.subtitles import srt, vtt

TIMES = re.compile(r"(\d\d):(\d\d):(\d\d)[,.](\d{3}) --> (\d\d):(\d\d):(\d\d)[,.](\d{3})\n")


def said(text: str, start: float = 0.0, end: float = 1.0, **more):
    return {"start": start, "end": end, "text": text, **more}


def test_subrip_counts_its_stretches():
    assert srt([said(" Hello."), said("Go on.", 1.5, 3661.25)]) == (
        "1\n00:00:00,000 --> 00:00:01,000\nHello.\n\n2\n00:00:01,500 --> 01:01:01,250\nGo on.\n\n"
    )


def test_webvtt_has_a_heading_and_no_tags_but_its_own():
    written = vtt([said("a < b & <i>", speaker="A>B")])
    assert written == "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n<v A&gt;B>a &lt; b &amp; &lt;i&gt;\n\n"


def test_speakers_are_named_in_both():
    assert "Ada: yes" in srt([said("yes", speaker="Ada")])
    assert "<v Ada>yes" in vtt([said("yes", speaker="Ada")])


def test_records_are_segments_too():
    assert "Hello" in srt([Segment(said("Hello", id=0))])


@given(st.floats(0, 350_000), st.text())
def test_any_time_can_be_read_back_and_no_text_ends_its_stretch(start, text):
    written = srt([said(text, start, start + 1)])
    hours, minutes, seconds, thousandths = map(int, TIMES.search(written).groups()[:4])
    assert hours * 3600 + minutes * 60 + seconds + thousandths / 1000 == pytest.approx(start, abs=0.001)
    assert len(re.split(r"\n\n", written)) <= 2
