import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.formula import NoFormula, value

SCORES = {"a": 0.5, "b": 2.0}


@pytest.mark.parametrize(
    ("text", "result"),
    [("a + b * 2", 4.5), ("(a + b) / 5", 0.5), ("-a ^ 2", -0.25), ("max(a, b, 1)", 2.0),
     ("sqrt(abs(-4))", 2.0),
     ("floor(1.7) + ceil(a)", 2.0), ("exp(log(b))", 2.0)],
)  # fmt: skip
def test_formulas_have_values(text, result):
    assert value(text, SCORES) == pytest.approx(result)


@pytest.mark.parametrize(
    "text",
    ["c", "1 / 0", "9^9^9^9", "a.real", "__import__('os')", "print(a)", "a if a else b",
     "'x'", "True", "a +", "",
     "(" * 500, "log(0)", "min()"],
)  # fmt: skip
def test_what_is_none_says_so(text):
    with pytest.raises(NoFormula):
        value(text, SCORES)


@given(st.text(alphabet="ab()+-*/^. 19,minexp", max_size=40))
def test_any_text_is_a_number_or_no_formula(text):
    try:
        found = value(text, SCORES)
    except NoFormula:
        found = 0.0
    assert isinstance(found, float)
