from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.looks.answers import NotReadable, Reply

TABLE = "Here:\n\n| name | n |\n|:---|--:|\n| a \\| b | 1 |\n| c | 2.5 |\n\nThat is all | I know."


@given(st.text())
def test_an_answer_is_its_text(text):
    assert Reply(text) == text
    assert hash(Reply(text)) == hash(text)


def test_it_knows_where_it_came_from():
    reply = Reply("x", model="m", usage={"total_tokens": 3}, messages=[{"role": "user"}], interrupted=True)
    for same in (reply, copy.copy(reply), copy.deepcopy(reply), pickle.loads(pickle.dumps(reply))):
        assert (type(same), same.model, same.usage, same.interrupted) == (
            Reply,
            "m",
            {"total_tokens": 3},
            True,
        )
        assert same.messages == [{"role": "user"}]


@pytest.mark.parametrize(
    "text",
    [
        '{"a": [1]}',
        'Sure:\n```json\n{"a": [1]}\n```\nDone.',
        'It is {"a": [1]}, I think.',
        '- x\n  ```\n  {"a": [1]}\n  ```',
    ],
)
def test_json_is_found(text):
    assert Reply(text).json() == {"a": [1]}


def test_broken_json_says_where():
    with pytest.raises(NotReadable, match=r"Expecting ',' delimiter at line 2, column 8, near"):
        Reply('{"a": 1,\n"b": 2 "c"}').json()


def test_cut_json_says_that_it_was_cut():
    with pytest.raises(NotReadable, match="cut short"):
        Reply('{"a": [1, 2', finish_reason="length").json()


def test_code_is_what_stands_in_fences():
    reply = Reply("```py\na = 1\n\nb\n```\ntext ```no```\n\n1. x\n   ~~~\n   c\n     d\n   ~~~\n```\nopen")
    assert reply.code == ["a = 1\n\nb", "c\n  d", "open"]


@pytest.mark.parametrize(
    "text",
    [
        '[{"n": 1, "s": "a"}, {"n": 2, "s": "b"}]',
        '{"n": [1, 2], "s": ["a", "b"]}',
        '{"items": [{"n": 1, "s": "a"}, {"n": 2, "s": "b"}]}',
        "```csv\nn,s\n1,a\n2,b\n```",
        "```tsv\nn\ts\n1\ta\n2\tb\n```",
        "|n|s|\n|-|-|\n|1|a|\n|2|b|",
    ],
)
def test_rows_become_a_frame(text):
    frame = Reply(text).df()
    assert frame.to_dict("list") == {"n": [1, 2], "s": ["a", "b"]}


def test_a_markdown_table_is_read_with_its_escapes():
    assert Reply(TABLE).df().to_dict("list") == {"name": ["a | b", "c"], "n": [1.0, 2.5]}


def test_one_object_is_one_row():
    assert Reply('{"n": 1, "s": "a"}').df().to_dict("records") == [{"n": 1, "s": "a"}]


def test_no_table_is_told():
    with pytest.raises(NotReadable, match="no table in the answer, which begins 'Hello'"):
        Reply("Hello").df()


def test_it_shows_as_safe_markdown_and_plain_text():
    assert Reply("<b> **x**")._repr_mimebundle_() == {
        "text/markdown": "&lt;b> **x**",
        "text/plain": "<b> **x**",
    }


def test_pictures_come_out_of_the_text_and_of_what_the_server_sent():
    from base64 import b64encode
    from io import BytesIO

    from PIL import Image

    drawn = BytesIO()
    Image.new("RGB", (4, 3), "red").save(drawn, "PNG")
    data = b64encode(drawn.getvalue()).decode()
    raw = {"output": [{"type": "image_generation_call", "result": data}]}
    assert [each.size for each in Reply("See.", raw=raw).images] == [(4, 3)]
    assert [each.size for each in Reply(f"![x](data:image/png;base64,{data})").images] == [(4, 3)]
    assert Reply("![x](https://elsewhere.org/x.png)").images == []


@pytest.mark.parametrize("table", ["", "a,b\n1,2\n1,2,3"])
def test_a_table_that_is_broken_says_so(table):
    with pytest.raises(NotReadable, match="The answer's csv is no table"):
        Reply(f"```csv\n{table}\n```").df()


def test_a_sign_within_code_is_no_end_of_a_line():
    assert Reply("```python\nx = 'a\u2028b\x0c'\r\ny = 1\n```").code == ["x = 'a\u2028b\x0c'\ny = 1"]
