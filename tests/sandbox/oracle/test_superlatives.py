import pytest

from openai_nb.sandbox.oracle.superlatives import answer

TABLE = """| planet | moons | radius_km |
| --- | --- | --- |
| Mercury | 0 | 2,440 |
| Venus | 0 | 6,052 |
| Mars | 2 | 3,390 |
"""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which planet has the most moons?", "Mars (moons: 2)"),
        ("Which planets have the fewest moons?", "Mercury and Venus (moons: 0)"),
        ("Which one has the largest radius?", "Venus (radius_km: 6052)"),
        ("What is the mean radius?", "3960.67"),
        ("What is the total of the moons?", "2"),
        ("What is the median radius?", "3390"),
        ("How many rows are there?", "3"),
        ("How many columns does it have?", "3"),
    ],
)
def test_a_table_is_read(question, said):
    assert answer(question, f"{question}\n\n{TABLE}") == said


@pytest.mark.parametrize(
    "question", ["Who discovered Mars?", "Which has the most craters?", "How many rows have craters?"]
)
def test_what_the_table_does_not_say_is_left_to_others(question):
    assert answer(question, TABLE) is None


def test_without_a_table_nothing_is_said():
    assert answer("Which planet has the most moons?", "Mars | two\nVenus") is None
    assert answer("Which has the most moons?", "| a | moons |\n| - | - |\n") is None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many rows are there?", "100,000"),
        ("Which planet has the most moons?", "Mars (moons: 2), of the 3 rows shown here; there are 100,000."),
        ("What is the mean radius?", "3960.67, of the 3 rows shown here; there are 100,000."),
    ],
)
def test_the_first_rows_of_a_table_are_not_taken_for_all(question, said):
    shown = f"A table of 100,000 rows and 3 columns.\nThe first 3:\n\n{TABLE}"
    assert answer(question, f"{question}\n\n{shown}") == said
    assert "shown" not in answer(question, shown.replace("100,000", "3"))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is the radius_km of Mars?", "3,390"),
        ("Which planets have a radius above 3,000?", "Venus, Mars"),
        ("Which planets have at least 2 moons?", "Mars"),
        ("How many planets are smaller than 3,000?", "1"),
        ("Which planets have more than 9 moons?", "None."),
    ],
)
def test_a_cell_and_the_rows_past_a_limit_are_named(question, said):
    assert answer(question, TABLE) == said


def test_a_table_is_sorted_by_the_column_named():
    rows = answer("Sort by radius, descending", TABLE).splitlines()[2:]
    assert [row.split()[1] for row in rows] == ["Venus", "Mars", "Mercury"]


def test_a_table_is_described_and_what_was_not_shown_is_said():
    told = answer("Describe this table.", f"A table of 900 rows and 3 columns.\n{TABLE}")
    assert told.splitlines()[0] == "900 rows and 3 columns:"
    assert "- radius_km: 2440 to 6052, mean 3960.67" in told
    assert told.endswith("Reckoned from the 3 rows shown here.")


def test_large_figures_are_written_out_and_nan_is_none():
    table = "| city | people |\n|---|---|\n| A | 3,700,000 |\n| B | nan |\n| C | inf |"
    assert answer("Which has the most people?", table) == "A (people: 3700000)"
