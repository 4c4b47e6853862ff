"""FLAC: sound written without loss (RFC 9639): fixed predictors and Rice codes, one channel, 16 bits."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bits = NDArray[np.uint8]

BLOCK = 4096  # samples in a frame
RATES = {8000: 4, 16000: 5, 22050: 6, 24000: 7, 32000: 8, 44100: 9, 48000: 10}
MOST_RICE = 14
ORDERS = 5  # fixed predictors: of order 0 to 4


def header(samples: int, rate: int) -> bytes:
    """The mark and the stream info; its MD5 is zeros, "not known", since it stands before the samples."""
    info = number(BLOCK, 16), number(BLOCK, 16), number(0, 48), number(rate, 20), number(0, 3), number(15, 5)
    body = np.packbits(np.concatenate([*info, number(samples, 36)])).tobytes() + bytes(16)
    return b"fLaC" + bytes([0x80]) + len(body).to_bytes(3, "big") + body


def frames(blocks: Iterator[NDArray[np.int16]], rate: int) -> Iterator[bytes]:
    """Each frame, from sound that comes in pieces of any size."""
    held, place = np.zeros(0, np.int16), 0
    for block in blocks:
        held = np.concatenate([held, block])
        while len(held) >= BLOCK:
            yield frame(held[:BLOCK], rate, place)
            held, place = held[BLOCK:], place + 1
    if len(held):
        yield frame(held, rate, place)


def frame(samples: NDArray[np.int16], rate: int, place: int) -> bytes:
    """One frame, the `place`-th: its head and check, the best subframe and a check over all."""
    head = bytes([0xFF, 0xF8, 0x70 | RATES.get(rate, 0), 0x08])
    head += coded(place) + (len(samples) - 1).to_bytes(2, "big")
    head += bytes([crc8(head)])
    body = np.packbits(_subframe(samples.astype(np.int64))).tobytes()
    return head + body + crc16(head + body).to_bytes(2, "big")


def number(value: int, width: int) -> Bits:
    """`value` in `width` bits, the highest first."""
    return np.array([value >> place & 1 for place in range(width - 1, -1, -1)], np.uint8)


def coded(value: int) -> bytes:
    """A frame's number, written as UTF-8 writes a character."""
    if value < 0x80:
        return bytes([value])
    tail: list[int] = []
    while value > 0x3F >> len(tail):
        tail.append(0x80 | value & 0x3F)
        value >>= 6
    return bytes([0xFF << (7 - len(tail)) & 0xFF | value, *reversed(tail)])


def crc8(data: bytes) -> int:
    """The check of a frame's head: x^8 + x^2 + x + 1."""
    check, table = 0, _table(8, 0x07)
    for each in data:
        check = table[check ^ each]
    return check


def crc16(data: bytes) -> int:
    """The check of a frame: x^16 + x^15 + x^2 + 1."""
    check, table = 0, _table(16, 0x8005)
    for each in data:
        check = (check << 8 & 0xFF00) ^ table[check >> 8 ^ each]
    return check


@cache
def _table(width: int, taps: int) -> list[int]:
    table = []
    for byte in range(256):
        value = byte << (width - 8)
        for _ in range(8):
            value = value << 1 ^ (taps if value >> (width - 1) & 1 else 0)
        table.append(value & ((1 << width) - 1))
    return table


def _subframe(samples: Ints) -> Bits:
    if (samples == samples[0]).all():
        return np.concatenate([number(0, 8), number(int(samples[0]) & 0xFFFF, 16)])
    rests = [np.diff(samples, order) for order in range(min(ORDERS, len(samples)))]
    order = int(np.argmin([np.abs(rest).sum() + 16 * place for place, rest in enumerate(rests)]))
    coded_ = _rice(rests[order])
    if len(coded_) > 16 * len(samples):
        return np.concatenate([number(0x02, 8), *(number(int(each) & 0xFFFF, 16) for each in samples)])
    warm = [number(int(each) & 0xFFFF, 16) for each in samples[:order]]
    return np.concatenate([number((0x08 | order) << 1, 8), *warm, coded_])


def _rice(rest: Ints) -> Bits:
    """The rest as one partition of Rice codes: a quotient in zeros ended by a one, then `width` bits."""
    folded = np.where(rest < 0, -2 * rest - 1, 2 * rest)
    mean = float(folded.mean()) if len(folded) else 0.0
    width = min(MOST_RICE, max(0, int(np.log2(mean * np.log(2) + 1e-9))))
    quotients = folded >> width
    starts = np.cumsum(quotients + 1 + width) - (1 + width)
    bits = np.zeros(int(starts[-1]) + 1 + width if len(rest) else 0, np.uint8)
    bits[starts] = 1
    for place in range(width):
        bits[starts + 1 + place] = folded >> (width - 1 - place) & 1
    return np.concatenate([number(0, 2), number(0, 4), number(width, 4), bits])
