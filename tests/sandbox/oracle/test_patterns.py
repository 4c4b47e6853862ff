import re

import pytest

from openai_nb.sandbox.oracle.patterns import found, sample

PATTERNS = [
    r"^\d{3}-[A-F]{2}$",
    r"(cat|dog)s?",
    r"^[^a-z]+$",
    r"^(\w)\1$",
    r"\S+@\S+",
    r"^(?:a|b){2,4}$",
    r"^.{5}$",
    r"^$",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_sample_matches_its_pattern(pattern):
    assert re.search(pattern, sample(pattern))


def test_a_sample_keeps_to_the_lengths():
    assert len(sample(r"^[a-z]+$", 12, 15)) in range(12, 16)
    assert sample(r"^abc$", 5) is None


@pytest.mark.parametrize("pattern", ["(", "[z-a]", "*"])
def test_a_broken_pattern_has_no_sample(pattern):
    assert sample(pattern) is None
    assert found(pattern, ["x"]) is None


def test_the_first_match_is_found():
    assert found(r"^[A-Z]+-\d+$", ["no", "AB-12", "CD-34"]) == "AB-12"
