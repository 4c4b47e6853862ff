import time

import pytest

from openai_nb.sandbox.oracle.continuation import continued
from openai_nb.sandbox.oracle.moderation import scores
from openai_nb.sandbox.oracle.revision import revised

EVERYTHING = "Fix the grammar and the spelling, replace x with y, remove the word z and sort the lines"
HOSTILE = [" " * 40_000, "\n" * 40_000, "\n \t" * 10_000, ": " * 20_000, "how to " * 5_000, "the   " * 8_000]


@pytest.mark.parametrize(
    "work",
    [scores, lambda text: revised(f"a{text}b", EVERYTHING), lambda text: continued(f"1{text}2, 4, 6,")],
)
@pytest.mark.parametrize("text", HOSTILE, ids=["spaces", "lines", "blanks", "colons", "words", "gaps"])
def test_a_hostile_text_is_soon_done_with(work, text):
    start = time.process_time()
    work(text)
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("instruction", "wanted"),
    [
        ("Make it uppercase and then replace CAT with DOG", "THE DOG"),
        ("Replace cat with dog, then make it uppercase", "THE DOG"),
        ("Reverse the text", "tac eht"),
        ("Convert to camelCase", "theCat"),
        ("Add '!' at the end", "the cat!"),
        ('Put "Look:" before it', "Look: the cat"),
        ("Wrap it in quotes", '"the cat"'),
        ("Count the letters", "6"),
    ],
)
def test_changes_are_made_in_the_order_they_are_told(instruction, wanted):
    assert revised("the cat", instruction) == wanted
