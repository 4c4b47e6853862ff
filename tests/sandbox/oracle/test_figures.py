import math
import statistics
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.chat import answer
from openai_nb.sandbox.oracle.figures import factors, reckon

rows = st.lists(st.integers(-10_000, 10_000), min_size=2, max_size=9)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What is the average of 3, 5 and 10?", "6"),
        ("median of 1, 9, 4, 7", "5.5"),
        ("Which is bigger, 3 or 7.5?", "7.5"),
        ("What is the largest of 1,200, 900 and 1,100?", "1200"),
        ("sum of the following numbers: 3 4 5", "12"),
        ("mode of 1, 2, 2, 3", "2"),
        ("standard deviation of 2, 4, 4, 4, 5, 5, 7, 9", "2 as a population; 2.13809 as a sample"),
        ("What is the gcd of 12 and 18?", "6"),
        ("lcm of 4 and 6", "12"),
        ("gcd of 1.5 and 2", "Only whole numbers have that."),
        ("Is 97 prime?", "Yes, 97 is prime."),
        ("Is 91 a prime number?", "No, 91 is not prime: it is 7 × 13."),
        ("Is 1 prime?", "No, 1 is not prime."),
        ("What are the prime factors of 84?", "84 = 2 × 2 × 3 × 7"),
        ("What is 17 in binary?", "17 = 10001 in binary"),
        ("Convert 255 to hex", "255 = ff in hex"),
    ],
)
def test_what_is_asked_of_given_numbers_is_reckoned(question, wanted):
    assert answer([{"role": "user", "content": question}]).content == wanted


@given(rows)
def test_the_mean_is_the_mean_whatever_the_numbers(row):
    found = float(reckon(f"mean of {', '.join(map(str, row))}").removeprefix("≈ "))
    assert math.isclose(found, statistics.fmean(row), rel_tol=1e-9, abs_tol=1e-9)


@given(st.integers(2, 10**6))
def test_the_factors_of_a_number_are_prime_and_make_it(number):
    found = factors(number)
    assert math.prod(found) == number
    assert all(len(factors(each)) == 1 for each in found)


@pytest.mark.parametrize(
    "question", ["What is the average?", "the sum of all fears", "mean of 3", "max speed"]
)
def test_what_gives_no_numbers_is_no_question_of_numbers(question):
    assert reckon(question) is None


@pytest.mark.parametrize("unit", ["1,000,", "1 ", "1, and ", "-1,", "9"])
def test_rows_of_figures_that_end_in_words_are_left_soon(unit):
    start = time.process_time()
    reckon("mean of " + unit * (1_900 // len(unit)) + " x")
    assert time.process_time() - start < 2.0
