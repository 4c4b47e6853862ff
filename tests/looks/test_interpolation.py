from __future__ import annotations

import json
from base64 import b64decode
from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from PIL import Image

from openai_nb.core.errors import OpenAIError
from openai_nb.looks.interpolation import BadExpression, UndefinedName, fill, names, part

LEAVES = st.none() | st.integers() | st.text(max_size=5)
JSONS = st.recursive(
    LEAVES, lambda inner: st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=6
)


def filled(text, **values):
    return str(fill(text, values))


@given(JSONS)
def test_single_braces_are_never_read(value):
    text = json.dumps(value).replace("{{", "{ {")
    assert fill(text, {}).content == text


@given(st.text(alphabet="{} xs", max_size=12))
def test_a_value_is_never_expanded_again(value):
    assert filled("<{{ x }}>", x=value, s="secret") == f"<{value}>"


@pytest.mark.parametrize(
    "text",
    [
        "{x}",
        "{% for a in b %}",
        "{{#each xs}}",
        "{{/if}}",
        '{{"a": 1}}',
        "{{}}",
        "{{ }}",
        "{{ x",
        "}} {{",
        "{{ a b }}",
    ],
)
def test_what_is_no_expression_stays(text):
    assert filled(text, x=1) == text


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("{{ x + 1 }}", "43"),
        ("{{x}}{{x}}", "4242"),
        ('{"a": {"b":{{x}}}}', '{"a": {"b":42}}'),
        ("{{{x}}}", "{42}"),
        (r"\{{ x }}", "{{ x }}"),
        ('{{ {"a": {"b": x}}["a"]["b"] }}', "42"),
        ("{{ [x for _ in [1, 2]] }}", "[42, 42]"),
        ("{{ '}}' }}", "}}"),
        ("{{ max(\n  x,\n  1) }}", "42"),
    ],
)
def test_double_braces_hold_an_expression(text, becomes):
    assert filled(text, x=42) == becomes


def test_raw_text_stays_as_it_is():
    assert fill("{{ x }}", {"x": 1}, raw=True).content == "{{ x }}"


def test_an_unknown_name_is_told_with_its_neighbours():
    with pytest.raises(UndefinedName, match=r"no 'tabel'; did you mean table\?") as caught:
        filled("{{ tabel }}", table=1)
    assert isinstance(caught.value, OpenAIError)
    assert isinstance(caught.value, NameError)


def test_a_failing_expression_says_why():
    with pytest.raises(BadExpression, match=r"\{\{ 1 / 0 \}\}: ZeroDivisionError: division by zero"):
        filled("{{ 1 / 0 }}")


def test_the_namespace_is_left_alone():
    space = {"x": 1}
    fill("{{ [x := 5] }}", space)
    assert space == {"x": 1}


def test_the_names_of_a_prompt_are_known():
    assert names("{{ df.head(n) }} {{ x }} {y}") == {"df", "head", "n", "x"}


def test_a_frame_is_told_by_its_columns_size_and_head():
    frame = pd.DataFrame({"a": range(100), "b|c": ["x|y"] * 100})
    said = filled("{{ df }}", df=frame)
    assert said.startswith("A table of 100 rows and 2 columns: a (int64), b|c (")
    assert "| a | b\\|c |\n| --- | --- |\n| 0 | x\\|y |" in said
    assert said.count("x\\|y") == 5


def test_a_column_is_told_by_its_type_and_head():
    said = filled("{{ s }}", s=pd.Series(range(50), name="n"))
    assert said.startswith("A column 'n' of 50 values (int64), the first 20:\n- 0: 0")


def test_an_array_is_told_by_its_shape():
    said = filled("{{ a }}", a=np.arange(30.0).reshape(5, 6))
    assert said.startswith("An array of shape 5 × 6 (float64): [0.0, 1.0,")


def test_lists_and_dicts_are_json():
    assert filled("{{ d }}", d={"k": True, "ü": None}) == '{"k": true, "ü": null}'


@pytest.mark.parametrize(
    "make",
    [
        lambda: np.zeros((20, 30, 3), "uint8"),
        lambda: Image.new("RGB", (30, 20)),
        lambda: Image.new("P", (3000, 2000)),
        lambda: Figure(figsize=(2, 1)),
        lambda: Figure(figsize=(2, 1)).subplots(),
    ],
)
def test_pictures_become_parts(make):
    words, picture = fill("look: {{ it }}", {"it": make()}).content
    assert words == {"type": "text", "text": "look: "}
    head, data = picture["image_url"]["url"].split(",")
    assert head == "data:image/png;base64"
    assert max(Image.open(BytesIO(b64decode(data))).size) <= 1024


def test_one_value_can_be_a_part():
    assert part("x") == {"type": "text", "text": "x"}
    assert part(Image.new("L", (9, 9)))["type"] == "image_url"


class Told:
    def __init__(self, said):
        self.said = said

    def _ai_repr_(self):
        return self.said


class ToldLater(Told):
    async def _ai_repr_(self):
        return self.said


@pytest.mark.parametrize("kind", [Told, ToldLater])
def test_an_object_may_speak_for_itself(kind):
    assert filled("{{ it }}", it=kind("I am it")) == "I am it"
    assert filled("{{ it }}", it=kind({"text/plain": "{{ x }}"})) == "{{ x }}"


def test_words_without_pictures_are_one_string():
    assert fill("a {{ 1 }} b", {}).content == "a 1 b"


def test_what_json_cannot_say_is_told_as_python_writes_it():
    loop: list[object] = []
    loop.append(loop)
    assert filled("{{ x }}", x={(1, 2): 3}) == "{(1, 2): 3}"
    assert filled("{{ x }}", x=loop) == "[[...]]"
