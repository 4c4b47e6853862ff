"""WAV: sound in RIFF files (Microsoft and IBM, 1991), read and written."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE


def header(samples: int, rate: int) -> bytes:
    """What stands before `samples` samples of 16 bits on one channel."""
    size = 2 * samples
    form = struct.pack("<HHIIHH", PCM, 1, rate, 2 * rate, 2, 16)
    return (
        struct.pack("<4sI4s4sI", b"RIFF", 36 + size, b"WAVE", b"fmt ", 16)
        + form
        + struct.pack("<4sI", b"data", size)
    )


def read(content: bytes) -> tuple[NDArray[np.float32], int]:
    """(samples, rate): (n, channels) float32 from -1 to 1; `ValueError` where that cannot be read."""
    chunks = dict(_chunks(content))
    if len(chunks.get(b"fmt ", b"")) < 16 or b"data" not in chunks:
        raise ValueError("the WAV file has no format or no data")
    form = chunks[b"fmt "]
    tag, channels, rate, _, _, bits = struct.unpack("<HHIIHH", form[:16])
    if tag == EXTENSIBLE and len(form) >= 26:
        tag = struct.unpack("<H", form[24:26])[0]
    if not 1 <= channels <= 64 or not 1_000 <= rate <= 768_000:
        raise ValueError(f"the WAV file claims {channels} channels and {rate} samples a second")
    samples = _samples(chunks[b"data"], tag, bits)
    return samples[: len(samples) // channels * channels].reshape(-1, channels), rate


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each part by its name; one whose size is not known yet goes on to the end."""
    place = 12
    while place + 8 <= len(content):
        name, size = struct.unpack("<4sI", content[place : place + 8])
        yield name, content[place + 8 : place + 8 + size]
        place += 8 + size + size % 2


def _samples(data: bytes, tag: int, bits: int) -> Floats:
    if tag == FLOAT and bits in (32, 64):
        numbers = np.frombuffer(data[: len(data) // (bits // 8) * (bits // 8)], f"<f{bits // 8}")
        sane: Floats = np.nan_to_num(numbers).clip(-8, 8).astype(np.float32)
        return sane
    if tag == PCM and bits == 8:
        return (np.frombuffer(data, np.uint8).astype(np.float32) - np.float32(128)) / np.float32(128)
    if tag == PCM and bits in (16, 32):
        whole = np.frombuffer(data[: len(data) // (bits // 8) * (bits // 8)], f"<i{bits // 8}")
        return (whole / 2.0 ** (bits - 1)).astype(np.float32)
    if tag == PCM and bits == 24:
        raw = np.frombuffer(data[: len(data) // 3 * 3], np.uint8).reshape(-1, 3)
        wide = np.zeros((len(raw), 4), np.uint8)
        wide[:, 1:] = raw
        return (wide.view("<i4")[:, 0] / 2.0**31).astype(np.float32)
    raise ValueError(f"the WAV file holds format {tag} with {bits} bits; PCM and float can be read")
