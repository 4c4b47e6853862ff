import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.extraction import Unreadable, text_of

PAGE = """<!DOCTYPE html><html><head><style>p {}</style><title>T</title></head>
<body><h1>Tea &amp; cake</h1><script>alert("x")</script><p>One <b>two</b>
three</p><svg><text>no</text></svg><ul><li>a<li>b</ul></body></html>"""


def test_a_page_is_read_as_one_sees_it():
    assert text_of("page.html", PAGE.encode()) == "Tea & cake\nOne two\nthree\na\nb"
    assert text_of("page", PAGE.encode()).startswith("Tea")


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_the_usual_codes(code):
    assert text_of("a.md", "Grüße 中".encode(code)) == "Grüße 中"


@pytest.mark.parametrize("name", ["a.py", "a.json", "a.csv", "a.jsonl", "noname"])
def test_plain_text_stays_as_it_is(name):
    assert text_of(name, b"x < 1,\n2") == "x < 1,\n2"


def outcome(name, data):
    """The text of a file, or the code that says why there is none."""
    try:
        return text_of(name, data)
    except Unreadable as error:
        return error.code


@given(
    st.binary() | st.text().map(lambda text: text.encode("utf-8", "ignore")),
    st.sampled_from(["a.txt", "a.html"]),
)
def test_any_bytes_are_text_or_say_why_not(data, name):
    assert outcome(name, data).strip()


def test_what_is_no_text_is_named():
    with pytest.raises(Unreadable, match=r"scan\.pdf is a PDF"):
        text_of("scan.pdf", b"%PDF-1.4")
    assert outcome("a", b"\xff\xfe\x00") == outcome("a", b"a\0b") == "unsupported_file"
    assert outcome("a", b" ") == "invalid_file"
