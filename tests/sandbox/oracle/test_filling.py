import datetime

import pytest

from openai_nb.sandbox.oracle.chat import answer
from openai_nb.sandbox.oracle.schemas import fill

TEXT, NUMBER, WHOLE, TRUTH = ({"type": kind} for kind in ("string", "number", "integer", "boolean"))
DAY = {"type": "string", "format": "date"}
TODAY = datetime.date(2026, 11, 21)


def many(part):
    return {"type": "array", "items": part}


def one_of(*options):
    return {"type": "string", "enum": list(options)}


def of(**fields):
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def read(text, **fields):
    return tuple(fill(of(**fields), text, today=TODAY).values())


SOLD = of(name=TEXT, price=NUMBER)
COUNTED = of(name=TEXT, quantity=WHOLE, price=NUMBER)


@pytest.mark.parametrize(
    ("text", "fields", "wanted"),
    [
        ("Invoice. Total: €1,234.50. Not paid.", {"total": NUMBER}, 1234.5),
        ("It costs 3.5 million euros", {"amount": NUMBER}, 3_500_000),
        ("It costs 20k", {"amount": NUMBER}, 20_000),
        ("It costs 3.5 million euros", {"currency": one_of("USD", "EUR")}, "EUR"),
        ("Revenue rose 12% to $4.2 billion.", {"revenue": NUMBER}, 4_200_000_000),
        ("Revenue rose 12% to $4.2 billion.", {"growth": NUMBER}, 12),
        ("It was minus 5 degrees Celsius", {"temperature": NUMBER}, -5),
        ("The meeting lasted an hour and a half.", {"duration_minutes": WHOLE}, 90),
        ("He is 1.85 m tall and weighs 82 kg.", {"height_cm": NUMBER}, 185),
        ("He is 1.85 m tall and weighs 82 kg.", {"weight_kg": NUMBER}, 82),
        ("I give it 4 out of 5 stars", {"rating": {**WHOLE, "minimum": 1, "maximum": 5}}, 4),
        ("A flight for 2 people", {"passengers": WHOLE}, 2),
        ("Berlin has 3.7 million people.", {"population": NUMBER}, 3_700_000),
        ("Open from 3 May 2024 to 7 May 2024.", {"end_date": DAY}, "2024-05-07"),
        ("On 3 May 2024 or 2024-06-01.", {"dates": many(DAY)}, ["2024-05-03", "2024-06-01"]),
        ("Ship it to Paris, France.", {"country": TEXT}, "France"),
        ("Ship it to Paris, France.", {"city": TEXT}, "Paris"),
        ("The blue Acme kettle costs $39.99.", {"product": TEXT}, "blue Acme kettle"),
        ("The toaster is sold out.", {"product": TEXT}, "toaster"),
        ("Dune by Frank Herbert, published in 1965.", {"title": TEXT}, "Dune"),
        ("Team meeting tomorrow at 3 pm with Alice.", {"event": TEXT}, "Team meeting"),
        ("Mail Bob with the subject Lunch saying that I am late", {"subject": TEXT}, "Lunch"),
        (
            "She speaks German, French and a little Spanish.",
            {"languages": many(TEXT)},
            ["German", "French", "Spanish"],
        ),
        ("Ceci est une phrase et elle est courte.", {"language": TEXT}, "French"),
        ("Seven years with Python, SQL and Spark.", {"skills": many(TEXT)}, ["Python", "SQL", "Spark"]),
        ("The camera is great, the battery poor.", {"topics": many(TEXT)}, ["camera", "battery"]),
        ("n: 5, tags: a, b", {"tags": many(TEXT)}, ["a", "b"]),
        ("1. Boil water\n2. Add pasta", {"steps": many(TEXT)}, ["Boil water", "Add pasta"]),
        ("Please fix this as soon as possible!", {"priority": one_of("low", "medium", "high")}, "high"),
        ("A typo, no hurry.", {"priority": one_of("high", "medium", "low")}, "low"),
        ("Win a free prize now, click here", {"is_spam": TRUTH}, True),
        ("Lunch at noon?", {"is_spam": TRUTH}, False),
    ],
)
def test_a_field_gets_what_the_text_says_for_it(text, fields, wanted):
    assert read(text, **fields) == (wanted,)


@pytest.mark.parametrize(
    ("text", "part", "wanted"),
    [
        ("1, 2 and 3", of(n=WHOLE), [{"n": 1}, {"n": 2}, {"n": 3}]),
        (
            "Kettles for $20 and toasters for $35.",
            SOLD,
            [{"name": "Kettles", "price": 20}, {"name": "toasters", "price": 35}],
        ),
        (
            "Order A-17: 2 apples at $1.50, 3 pears at $2.25. Ship to Paris.",
            COUNTED,
            [
                {"name": "apples", "quantity": 2, "price": 1.5},
                {"name": "pears", "quantity": 3, "price": 2.25},
            ],
        ),
    ],
)
def test_a_list_has_an_item_for_each_clause_with_figures_of_its_own(text, part, wanted):
    assert read(text, items=many(part)) == (wanted,)


@pytest.mark.parametrize(
    ("before", "asked", "wanted"),
    [("what is 2+3", "1, 2 and 3", "[1, 2, 3]"), ("4 and 5", "Give me these as a list.", "[4, 5]")],
)
def test_numbers_come_from_an_earlier_turn_only_where_it_is_meant(before, asked, wanted):
    turns = [("user", before), ("assistant", "Well."), ("user", asked)]
    shape = {"type": "json_schema", "json_schema": {"name": "list", "schema": of(items=many(WHOLE))}}
    messages = [{"role": role, "content": text} for role, text in turns]
    assert answer(messages, response_format=shape).content == f'{{"items": {wanted}}}'


def test_items_that_are_listed_are_the_items_of_free_json():
    asked = [{"role": "user", "content": "List the colours as JSON: red, green, blue."}]
    found = answer(asked, response_format={"type": "json_object"}).content
    assert "".join(found.split()) == '{"items":["red","green","blue"]}'
