import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.looks.mathml import typeset
from openai_nb.looks.tex import in_font

PIECES = [
    "\\frac",
    "\\sqrt",
    "[",
    "]",
    "{",
    "}",
    "x",
    "12",
    "^",
    "_",
    "'",
    "\\left",
    "\\right",
    "(",
    ")",
    "&",
    "\\\\",
]
PIECES += ["\\begin{cases}", "\\end{cases}", "\\text{a b}", "\\alpha", "\\sum", "\\mathbb{R}", " ", "<", "\\"]


def inside(formula):
    shown = typeset(formula, False)
    return shown.partition("<semantics><mrow>")[2].partition("</mrow><annotation")[0]


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("x^2", "<msup><mi>x</mi><mn>2</mn></msup>"),
        ("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
        ("f'", "<msup><mi>f</mi><mo>′</mo></msup>"),
        ("\\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        ("\\sqrt[3]{x}", "<mroot><mrow><mi>x</mi></mrow><mrow><mn>3</mn></mrow></mroot>"),
        ("\\mathbb{R}", "<mi>ℝ</mi>"),
        ("\\alpha < 1", "<mi>α</mi><mo>&lt;</mo><mn>1</mn>"),
        ("a - b", "<mi>a</mi><mo>−</mo><mi>b</mi>"),
        ("\\text{if so}", "<mtext>if\xa0so</mtext>"),
        ("\\lim_{x}", "<munder><mi>lim</mi><mrow><mi>x</mi></mrow></munder>"),
    ],
)
def test_it_knows_what_models_write(formula, shown):
    assert inside(formula) == shown


@pytest.mark.parametrize("name", ["pmatrix", "bmatrix", "cases", "aligned", "vmatrix"])
def test_matrices_have_their_cells(name):
    shown = typeset(f"\\begin{{{name}}} a & b \\\\ c & d \\end{{{name}}}", True)
    assert shown.count("<mtr>") == 2 and shown.count("<mtd>") == 4 and 'display="block"' in shown


@pytest.mark.parametrize(
    "formula",
    ["\\unknown{x}", "{", "x^", "a}", "\\left(", "\\begin{matrix} a", "\\href{javascript:1}{x}", "{" * 90],
)
def test_what_it_does_not_know_is_shown_as_it_was_written(formula):
    assert typeset(formula, False).startswith('<code class="oai-tex">$')


def test_alphabets_know_their_strangers():
    assert [in_font("script", each) for each in "ABe1"] == ["𝒜", "ℬ", "ℯ", "1"]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.booleans())
def test_any_formula_ends_as_something(formula, alone):
    shown = typeset(formula, alone)
    assert shown.startswith(("<math", "<code")) and shown.endswith(("</math>", "</code>"))
    assert shown.count("<mrow>") == shown.count("</mrow>") - shown.count("<mrow class=")
