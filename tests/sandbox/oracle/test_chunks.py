import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle import tokens
from openai_nb.sandbox.oracle.chunks import cut, joined, packed, unpacked

TEXT = "".join(f"word{number} " for number in range(2000))


def test_chunks_overlap_and_miss_nothing():
    found, pieces = cut(TEXT), tokens.pieces(TEXT)
    assert all(tokens.count(each) <= 800 for each in found)
    assert "".join("".join(pieces[start : start + 400]) for start in range(0, len(pieces), 400)) == TEXT
    assert found[1].startswith("".join(pieces[400:420])) and TEXT.endswith(found[-1])


@given(st.text(min_size=1), st.integers(100, 200), st.integers(0, 50))
def test_any_text_is_in_its_chunks(text, size, overlap):
    found = cut(text, size, overlap)
    assert text.startswith(found[0]) and text.endswith(found[-1])
    assert len(found) == 1 or sum(map(len, found)) >= len(text)


def test_what_is_kept_comes_back():
    kept = unpacked(packed(["one\ntwo", "drei"]))
    assert kept.texts == ("one\ntwo", "drei") and kept.rows.shape == (2, 512)
    assert np.allclose(np.linalg.norm(kept.rows, axis=1), 1) and kept.stems[0]["one"] == 1
    assert joined([kept, unpacked(packed([]))]).texts == kept.texts
