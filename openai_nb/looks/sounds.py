"""Sounds: something to listen to in a notebook, which says in words what it is where nothing can play it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from html import escape
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from openai_nb.api.audio import Transcription
from openai_nb.data import transcripts

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

MOST_BYTES = 1_000_000  # of a sound within the notebook; a longer one is played from its file
KINDS = {  # how files begin, what they are, and how they are called
    b"RIFF": ("audio/wav", "wav"),
    b"fLaC": ("audio/flac", "flac"),
    b"OggS": ("audio/ogg", "ogg"),
    b"ID3": ("audio/mpeg", "mp3"),
    b"\xff\xfb": ("audio/mpeg", "mp3"),
    b"\xff\xf3": ("audio/mpeg", "mp3"),
    b"\xff\xf1": ("audio/aac", "aac"),
    b"\xff\xf9": ("audio/aac", "aac"),
    b"\x1aE\xdf\xa3": ("audio/webm", "webm"),
}


class Sound(bytes):
    """The bytes of a sound; `path` is its file, `text` what is said in it, `seconds` how long it is.

    `note` stands below its player; `told` goes with an output that shows it.
    """

    path: Path | None
    text: str
    note: str
    told: Mapping[str, Any]

    def __new__(
        cls,
        data: bytes,
        *,
        path: Path | None = None,
        text: str = "",
        note: str = "",
        told: Mapping[str, Any] = MappingProxyType({}),
    ) -> Sound:
        """The sound that `data` holds."""
        self = super().__new__(cls, data)
        self.path, self.text, self.note, self.told = path, text, note, told
        return self

    @property
    def seconds(self) -> float | None:
        """How long it is; None where only a decoder could tell."""
        return seconds(self)

    def array(self) -> tuple[NDArray[np.int16], int]:
        """(samples (n, channels) int16, rate in Hz) of a WAV file; raises `ValueError` for another."""
        import wave

        import numpy as np

        try:
            with wave.open(BytesIO(self)) as file:
                if file.getsampwidth() != 2:
                    raise ValueError("the samples are not of 16 bits")
                data = file.readframes(len(self))
                return np.frombuffer(data, "<i2").reshape(-1, file.getnchannels()), file.getframerate()
        except (wave.Error, EOFError):
            raise ValueError(f"This is no WAV file but {kind(self)[1] or 'unknown'}.") from None

    def __repr__(self) -> str:
        return " · ".join(each for each in (caption(self, self.text, self.path), self.note) if each)

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        bundle = player(self, caption(self, self.text, self.path), self.path, note=self.note)
        return bundle, {"openai_nb": dict(self.told)} if self.told else {}


class Transcript(str):
    """What is said in a sound, as a text; `segments` and `words` are DataFrames, where they were asked for.

    `raw` is the server's own record; `note` stands below.
    """

    raw: Transcription
    sound: bytes
    path: Path | None
    note: str
    told: Mapping[str, Any]

    def __new__(
        cls,
        raw: Transcription,
        sound: bytes = b"",
        *,
        path: Path | None = None,
        note: str = "",
        told: Mapping[str, Any] = MappingProxyType({}),
    ) -> Transcript:
        """The transcript `raw` of `sound`, which is the file `path` if it is one."""
        self = super().__new__(cls, raw.text.strip())
        self.raw, self.sound, self.path, self.note, self.told = raw, sound, path, note, told
        return self

    @property
    def segments(self) -> pd.DataFrame:
        """Each stretch with its start and end, in seconds."""
        return transcripts.segments(self.raw)

    @property
    def words(self) -> pd.DataFrame:
        """Each word with its start and end, in seconds."""
        return transcripts.words(self.raw)

    def __repr__(self) -> str:
        return str(self)  # what a notebook without a player shows

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        bundle = player(self.sound, str(self), self.path, note=self.note)
        return bundle, {"openai_nb": dict(self.told)} if self.told else {}


def kind(data: bytes) -> tuple[str, str]:
    """(type, ending) of a sound, by how it begins; empty where that is unknown."""
    if data[4:8] == b"ftyp":
        return "audio/mp4", "m4a"
    return next((named for begin, named in KINDS.items() if data.startswith(begin)), ("", ""))


def seconds(data: bytes) -> float | None:
    """How long a WAV file is; None for others.  One that was streamed may not know its length itself."""
    import wave

    try:
        with wave.open(BytesIO(data)) as file:
            frame = file.getnchannels() * file.getsampwidth()
            return float(min(file.getnframes(), len(data) // frame) / file.getframerate())
    except (wave.Error, EOFError, ZeroDivisionError):
        return None


def caption(data: bytes, text: str = "", path: Path | None = None) -> str:
    """What a sound is, in words: `A sound, wav, 4.3 s: “Hello”`."""
    long = seconds(data)
    size = f"{long:.1f} s" if long is not None else f"{len(data) / 1000:,.0f} kB"
    about = ["A sound", kind(data)[1], size, path.as_posix() if path else ""]
    words = " ".join(text.split())
    said = f": “{words if len(words) <= 200 else words[:199] + '…'}”" if words else ""
    return ", ".join(each for each in about if each) + said


def player(data: bytes, words: str, path: Path | None = None, *, note: str = "") -> dict[str, str]:
    """A bundle with a player over `words`, and the words alone where nothing plays.

    A sound of more than `MOST_BYTES` is not put into the notebook: the player takes it from `path`.
    """
    from urllib.parse import quote

    if len(data) <= MOST_BYTES:
        source = f"data:{kind(data)[0] or 'audio/mpeg'};base64,{b64encode(data).decode()}" if data else ""
    else:
        source = quote(path.as_posix()) if path else ""
    play = f'<audio controls preload="metadata" src="{source}"></audio>' if source else ""
    below = f'<br><small style="opacity: 0.7">{escape(note)}</small>' if note else ""
    said = f'<figcaption style="white-space: pre-wrap">{escape(words)}{below}</figcaption>'
    return {"text/html": f'<figure style="margin: 0">{play}{said}</figure>', "text/plain": words}
