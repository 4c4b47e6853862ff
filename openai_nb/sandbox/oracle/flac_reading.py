"""FLAC reading: sound out of FLAC files (RFC 9639), whoever wrote them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openai_nb.sandbox.oracle.flac import crc16

Ints = NDArray[np.int64]

ONE = b"\x01"
SIZES = {1: 192, **{2 + n: 576 << n for n in range(4)}, **{8 + n: 256 << n for n in range(8)}}
WIDTHS = {1: 8, 2: 12, 4: 16, 5: 20, 6: 24, 7: 32}
MOST_SECONDS = 7200


@dataclass
class Reader:
    """Bits, one after another: `bits` holds each as a byte, which lets `find` run over them."""

    bits: bytes
    place: int = 0

    def number(self, width: int) -> int:
        """The next `width` bits as a number."""
        taken = self.bits[self.place : self.place + width]
        if len(taken) < width:
            raise ValueError("the FLAC file breaks off")
        self.place += width
        value = 0
        for bit in taken:
            value = value << 1 | bit
        return value

    def signed(self, width: int) -> int:
        """The same, in two's complement."""
        value = self.number(width)
        return value - (1 << width) if width and value >> (width - 1) else value

    def zeros(self) -> int:
        """How many zeros there are before the next one, which is passed over."""
        found = self.bits.find(ONE, self.place)
        if found < 0:
            raise ValueError("the FLAC file breaks off")
        count, self.place = found - self.place, found + 1
        return count

    def rice(self, count: int, width: int) -> Ints:
        """`count` numbers in Rice codes of `width` bits after each quotient."""
        find, place, ends = self.bits.find, self.place, []
        for _ in range(count):
            found = find(ONE, place)
            if found < 0:
                raise ValueError("the FLAC file breaks off")
            ends.append(found)
            place = found + 1 + width
        if place > len(self.bits):
            raise ValueError("the FLAC file breaks off")
        ones = np.array(ends, np.int64)
        begins = np.concatenate([[self.place], ones[:-1] + 1 + width]) if count else ones
        folded, bits = ones - begins, np.frombuffer(self.bits, np.uint8)
        for step in range(width):
            folded = folded << 1 | bits[ones + 1 + step]
        self.place = place
        whole: Ints = np.where(folded & 1, -(folded >> 1) - 1, folded >> 1)
        return whole


def read(content: bytes) -> tuple[NDArray[np.float32], int]:
    """(samples, rate): (n, channels) float32 from -1 to 1; `ValueError` where that cannot be read."""
    place, rate, width, most = _info(content)
    found: list[Ints] = []
    while place < len(content) - 6:
        if content[place] != 0xFF or content[place + 1] & 0xFC != 0xF8:
            raise ValueError("the FLAC file is damaged: no frame where one is due")
        samples, size = _frame(content, place, width, most)
        found.append(samples)
        place += size
        if sum(map(len, found[-1:])) == 0 or len(found) * len(found[0]) > MOST_SECONDS * rate:
            raise ValueError("the FLAC file is longer than two hours")
    if not found:
        raise ValueError("the FLAC file holds no sound")
    return (np.concatenate(found) / 2.0 ** (width - 1)).astype(np.float32), rate


def _info(content: bytes) -> tuple[int, int, int, int]:
    """(where frames begin, rate, bits of a sample, bytes of a frame at most)."""
    place, rate, width, most, last = 4, 0, 0, 0, False
    while not last and place + 4 <= len(content):
        last, kind = bool(content[place] & 0x80), content[place] & 0x7F
        size = int.from_bytes(content[place + 1 : place + 4], "big")
        if kind == 0 and size >= 18:
            packed = int.from_bytes(content[place + 14 : place + 22], "big")
            rate, channels, width = packed >> 44, (packed >> 41 & 7) + 1, (packed >> 36 & 31) + 1
            block = int.from_bytes(content[place + 6 : place + 8], "big")
            most = (block * (width + 1) * channels) // 8 + 64 + 32 * channels
        place += 4 + size
    if not 1_000 <= rate <= 655_350 or not 4 <= width <= 32:
        raise ValueError("the FLAC file does not say what it holds")
    return place, rate, width, most


def _frame(content: bytes, place: int, width: int, most: int) -> tuple[Ints, int]:
    """(samples (n, channels), bytes) of the frame at `place`."""
    window = content[place : place + 2 * most + 4096]
    reader = Reader(np.unpackbits(np.frombuffer(window, np.uint8)).tobytes(), 16)
    size, rate, layout, depth = (reader.number(bits) for bits in (4, 4, 4, 3))
    reader.place += 1
    lead = reader.number(8)
    reader.place += 8 * max(0, next((n for n in range(8) if not lead >> (7 - n) & 1), 8) - 1)
    count = SIZES.get(size) or (reader.number(8 * (size - 5)) + 1 if size in (6, 7) else 0)
    reader.place += {12: 8, 13: 16, 14: 16}.get(rate, 0) + 8  # a rate of its own, and the head's check
    width = WIDTHS.get(depth, width)
    if not count or layout > 10:
        raise ValueError("the FLAC file is damaged: a frame that cannot be")
    samples = _channels(reader, count, layout, width)
    end = -(-reader.place // 8)
    if crc16(window[:end]) != int.from_bytes(window[end : end + 2], "big"):
        raise ValueError("the FLAC file is damaged: a frame fails its check")
    return samples, end + 2


def _channels(reader: Reader, count: int, layout: int, width: int) -> Ints:
    """The channels; two may be kept as one of them, or their middle, and their difference."""
    if layout < 8:
        return np.stack([_subframe(reader, count, width) for _ in range(layout + 1)], axis=1)
    first = _subframe(reader, count, width + (layout == 9))
    second = _subframe(reader, count, width + (layout != 9))
    if layout == 8:
        left, right = first, first - second
    elif layout == 9:
        left, right = second + first, second
    else:
        middle = first << 1 | second & 1
        left, right = middle + second >> 1, middle - second >> 1
    return np.stack([left, right], axis=1)


def _subframe(reader: Reader, count: int, width: int) -> Ints:
    kind = reader.number(8) >> 1
    wasted = reader.zeros() + 1 if reader.bits[reader.place - 1] else 0
    width -= wasted
    if width < 1:
        raise ValueError("the FLAC file is damaged: samples of no bits")
    if kind == 0:
        samples = np.full(count, reader.signed(width), np.int64)
    elif kind == 1:
        samples = np.array([reader.signed(width) for _ in range(count)], np.int64)
    elif 8 <= kind <= 12:
        samples = _fixed(reader, count, width, kind & 7)
    elif kind >= 32:
        samples = _linear(reader, count, width, (kind & 31) + 1)
    else:
        raise ValueError("the FLAC file is damaged: a subframe that cannot be")
    return samples << wasted


def _fixed(reader: Reader, count: int, width: int, order: int) -> Ints:
    """Differences of differences, summed up again."""
    warm = np.array([reader.signed(width) for _ in range(order)], np.int64)
    samples = _rest(reader, count, order)
    for left in range(order, 0, -1):
        begins = np.diff(warm, left - 1)[:1]
        samples = np.cumsum(np.concatenate([begins, samples]))
    return samples


def _linear(reader: Reader, count: int, width: int, order: int) -> Ints:
    """Each sample foretold from the ones before it."""
    samples = [reader.signed(width) for _ in range(order)]
    precision, shift = reader.number(4) + 1, reader.signed(5)
    weights = [reader.signed(precision) for _ in range(order)][::-1]
    if shift < 0:
        raise ValueError("the FLAC file is damaged: a negative shift")
    for place, rest in enumerate(_rest(reader, count, order).tolist()):
        told = sum(map(int.__mul__, weights, samples[place : place + order]))
        samples.append((told >> shift) + rest)
    return np.array(samples, np.int64)


def _rest(reader: Reader, count: int, order: int) -> Ints:
    """What the prediction left over, partition by partition."""
    wide, parts = (4, 5)[reader.number(2) & 1], 1 << reader.number(4)
    found = []
    for part in range(parts):
        size = count // parts - (order if part == 0 else 0)
        width = reader.number(wide)
        if width == (1 << wide) - 1:
            plain = reader.number(5)
            found.append(np.array([reader.signed(plain) for _ in range(size)], np.int64))
        else:
            found.append(reader.rice(size, width))
    return np.concatenate(found)
