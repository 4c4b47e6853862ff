"""Subtitles: segments of a transcript as SubRip (.srt) or WebVTT (.vtt), which players show over a film."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from openai_nb.core.record import Record, asdict


def srt(segments: Iterable[Record | Mapping[str, Any]]) -> str:
    """SubRip: numbered stretches, times with a comma.  A segment has `start`, `end` (seconds) and `text`."""
    return "".join(
        f"{number}\n{_times(each, ',')}\n{_spoken(each, '{}: {}')}\n\n"
        for number, each in enumerate(map(_raw, segments), 1)
    )


def vtt(segments: Iterable[Record | Mapping[str, Any]]) -> str:
    """WebVTT (W3C): a heading, then the stretches, times with a point; speakers as voice spans."""
    parts = (f"{_times(each, '.')}\n{_spoken(_plain(each), '<v {}>{}')}\n\n" for each in map(_raw, segments))
    return "WEBVTT\n\n" + "".join(parts)


def _raw(segment: Record | Mapping[str, Any]) -> Mapping[str, Any]:
    return asdict(segment) if isinstance(segment, Record) else segment


def _times(segment: Mapping[str, Any], mark: str) -> str:
    return f"{_clock(segment['start'], mark)} --> {_clock(segment['end'], mark)}"


def _spoken(segment: Mapping[str, Any], form: str) -> str:
    text = " ".join(str(segment["text"]).split())  # an empty line would end the stretch
    return form.format(segment["speaker"], text) if segment.get("speaker") else text


def _plain(segment: Mapping[str, Any]) -> dict[str, Any]:
    """The segment with what WebVTT would read as a tag written out."""
    named = {name: segment[name] for name in ("text", "speaker") if segment.get(name)}
    written = {
        name: str(each).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        for name, each in named.items()
    }
    return {**segment, **written}


def _clock(seconds: float, mark: str) -> str:
    """Hours, minutes, seconds and thousandths."""
    whole = round(seconds * 1000)
    return f"{whole // 3600000:02}:{whole // 60000 % 60:02}:{whole // 1000 % 60:02}{mark}{whole % 1000:03}"
