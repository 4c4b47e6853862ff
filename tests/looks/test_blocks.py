"""Markdown as HTML of our own making: what it knows, and that nothing of the text becomes a tag."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.looks.blocks import Renderer
from openai_nb.looks.code import coloured
from openai_nb.looks.growing import Growing
from openai_nb.looks.mathml import typeset

RENDERER = Renderer()
OURS = {
    "p", "h3", "h4", "h5", "h6", "em", "strong", "del", "code", "pre", "a", "ul", "ol", "li", "blockquote",
    "hr", "br", "table", "thead", "tbody", "tr", "th", "td", "span", "img",
    "math", "semantics", "annotation", "mrow", "mi", "mn", "mo", "mfrac", "msqrt", "mroot", "msup", "msub",
    "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mtext", "mspace",
}  # fmt: skip
ATTRIBUTES = {"href", "target", "rel", "class", "data-language", "start", "src", "alt"}
ATTRIBUTES |= {"display", "encoding", "stretchy", "width", "accent", "linethickness", "mathvariant"}
HOSTILE = st.lists(
    st.sampled_from(
        [
            "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '" onmouseover=alert(1) x="', "'",
            "[x](javascript:alert(1))", "[x](<java\tscript:alert(1)>)", "![a](https://x.example/p.png)",
            '![" onerror=alert(1) "](data:image/png;base64,AA==)', "<javascript:alert(1)>",
            "$\\href{javascript:alert(1)}{x}$", "$<b>$", "\\[", "\\]", "$$", "$", "\\frac{<i>}{", "}",
            "```html\n", "```", "~~~\n", "`", "**", "*", "_", "~~", "[", "](", ")", "]", "|", "|--|\n", "\n",
            "\n\n", "- ", "1. ", "> ", "    ", "# ", "\\", "https://a.example/<b>", "\\begin{matrix}",
            "&lt;b&gt;", "&#106;avascript:", "a", " ",
        ]
    ),
    max_size=30,
).map("".join)  # fmt: skip


class Tags(HTMLParser):
    """Looks at every tag: all must be ours, and closed in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.open, self.text, self.links = [], "", []

    def handle_starttag(self, tag, attrs):
        assert tag in OURS and {name for name, _ in attrs} <= ATTRIBUTES, (tag, attrs)
        said = dict(attrs)
        assert not said.get("src") or said["src"].startswith("data:image/")
        self.links += [said["href"]] if "href" in said else []
        self.open += [] if tag in ("hr", "br", "img") else [tag]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def read(html):
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert tags.open == []
    return tags


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold _and_ it**", "<p><strong>bold <em>and</em> it</strong></p>"),
        ("***both***", "<p><em><strong>both</strong></em></p>"),
        ("snake_case_word, 5 * 3 * 2", "<p>snake_case_word, 5 * 3 * 2</p>"),
        ("# One", "<h3>One</h3>"),
        ("`a < b` and ``c`d``", "<p><code>a &lt; b</code> and <code>c`d</code></p>"),
        ("- a\n- b\n  - c", "<ul><li>a</li><li>b\n<ul><li>c</li></ul></li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("- [x] a", "<ul><li>☑ a</li></ul>"),
        ("> a\n> b", "<blockquote><p>a\nb</p></blockquote>"),
        ("```py\na < b\n```", '<pre data-language="py"><code>a &lt; b</code></pre>'),
        ("```\nopen", "<pre><code>open</code></pre>"),
        ("a  \nb<br>c", "<p>a  <br>\nb<br>c</p>"),
        ("---", "<hr>"),
        ("~~x~~ \\*y\\*", "<p><del>x</del> *y*</p>"),
        ("$x^2$ and \\(y\\)", "<p>$x^2$ and $y$</p>"),
        ("$5 and $6", "<p><span>$</span>5 and <span>$</span>6</p>"),
        ("$$\na+b\n$$", "<p>$$a+b$$</p>"),
        ("&amp; &copy; &", "<p>&amp; © &amp;</p>"),
    ],
)
def test_it_knows_what_models_write(text, html):
    assert RENDERER.html(text) == html


def test_a_table_has_its_sides():
    table = RENDERER.html("| a | b |\n|---|--:|\n| 1 | `x\\|y` |\n| 2 |")
    assert table.count("<tr>") == 3 and table.count('class="oai-right"') == 3
    assert "<code>x|y</code>" in table


def test_links_lead_where_they_say_and_nowhere_else():
    text = (
        "[a](https://x.example/a_(b)) https://y.example/?q=1. [b](javascript:alert(1)) [c](data:text/html,x)"
    )
    assert read(RENDERER.html(text)).links == ["https://x.example/a_(b)", "https://y.example/?q=1"]


def test_a_picture_from_afar_is_a_link():
    assert read(RENDERER.html("![cat](https://x.example/c.png)")).links == ["https://x.example/c.png"]
    assert '<img src="data:image/png;base64,AA==" alt="dot">' in RENDERER.html(
        "![dot](data:image/png;base64,AA==)"
    )


@given(HOSTILE)
def test_nothing_hostile_becomes_a_tag(text):
    for renderer in (RENDERER, Renderer(typeset, coloured)):
        for link in read(renderer.html(text)).links:
            assert link.startswith(("https://", "http://", "mailto:")) or ":" not in link


@given(st.text(max_size=300))
def test_any_text_can_be_rendered(text):
    read(Renderer(typeset, coloured).html(text))


@given(HOSTILE, st.integers(1, 9))
def test_a_text_that_grows_ends_like_one_that_was_whole(text, step):
    growing, done, tail = Growing(RENDERER), [], ""
    for end in [*range(0, len(text), step), len(text)]:
        told = growing.write(text[:end])
        done = done[: told["from"]] + told["done"]
        tail = tail.encode("utf-16-le")[: 2 * told["keep"]].decode("utf-16-le") + told["add"]
    assert "\n".join([*done, tail]) == growing.html
    read(growing.html)


def test_a_text_that_grows_costs_little_more_than_itself():
    text = "Some *words* of a paragraph.\n\n```python\nx = 1\n```\n\n- an item\n- another\n\n" * 60
    growing, cost = Growing(RENDERER), 0
    for end in range(0, len(text), 40):
        told = growing.write(text[:end])
        cost += len(told["add"]) + sum(map(len, told["done"]))
    assert cost < 4 * len(text)


def test_hours_are_not_spent_on_what_never_closes():
    import time

    began = time.process_time()
    for piece in ("[", "`", "**a", "$", "![", "<", "_a ", "\\(", "- ", "> ", "| a\n", "[a](", "``` \n", "&a"):
        RENDERER.html(piece * 3000)
    assert time.process_time() - began < 6
