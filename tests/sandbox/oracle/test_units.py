import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.chat import answer
from openai_nb.sandbox.oracle.units import UNITS, convert


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What is 5 miles in km?", "5 miles = 8.04672 km"),
        ("Convert 100 fahrenheit to celsius", "100 °F ≈ 37.77777778 °C"),
        ("30 degrees Celsius in Fahrenheit", "30 °C = 86 °F"),
        ("How many kilograms are 10 pounds?", "10 pounds = 4.5359237 kilograms"),
        ("How many seconds are in a day?", "1 day = 86400 seconds"),
        ("How many minutes are in two hours?", "2 hours = 120 minutes"),
        ("How many MB are in 3 GB?", "3 GB = 3000 MB"),
        ("convert 1,500 m to km", "1500 m = 1.5 km"),
        ("How long is a mile in km?", "1 mile = 1.609344 km"),
        ("-40 F in C", "-40 °F = -40 °C"),
    ],
)
def test_an_amount_is_given_in_another_unit(question, wanted):
    assert answer([{"role": "user", "content": question}]).content == wanted


def test_units_of_other_kinds_are_not_mixed():
    assert convert("3 kg in km") == "kg is a unit of mass, km of length: neither can be had in the other."


@pytest.mark.parametrize(
    "text", ["", "5 dollars in euros", "five blargs in km", "1 of 2 in m", "٣ kg in g x"]
)
def test_what_is_no_question_for_a_unit_is_left_alone(text):
    assert convert(text) is None


@given(st.sampled_from(sorted(UNITS)), st.integers(1, 10**6))
def test_a_unit_in_itself_is_the_same(unit, amount):
    assert convert(f"{amount} {unit} in {unit}") == f"{amount} {unit} = {amount} {unit}"
