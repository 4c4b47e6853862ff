from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nbconvert.filters.markdown_mistune import markdown2html_mistune

from openai_nb.looks.markdown import safe

PIECES = [
    "`", "``", "```", "~~~", "$", "$$", "\\", "\\(", "\\)", "\\[", "\\]", "\\\\(", "\\`", "\\$", "\\<", "!",
    "<img src=x onerror=alert(1)>", "<img/src=x/onerror=alert(1)>", "<svg/onload=alert(1)>", "<!--", "-->",
    "<a href=javascript:alert(1)>", "<?x", "<script>alert(1)</script>", "</p>", "<", "<javascript:alert(1)>",
    "javascript:alert(1)", "&#106;avascript:alert(1)", "data:text/html,x", "https://evil.example/p.png",
    "<https://ok.example>", "[", "]", "(", ")", "](", "]:", "![", "[a]: ", "[a]", "![a]", "[x](", '"', "'",
    '" onmouseover=alert(1) x="', "\n", "\n\n", "\n    ", "\n  ", "\n- ", "\n1. ", "\n2. ", "\n> ", "\t", " ",
    "a", "x y", "|", "\n|--|--|\n", "\n# ", "*", "***", "_", "~~", "{", "}", "\\begin{a}", "\\end{a}", ": ",
    "```html", "\n```\n", "\n  ```\n", "\n    ```\n", "\n- ```\n", "\n> ```\n", "\n~~~\n", "\r", "5",
    "\u00a0", "\u2028", "\x00", "\x0b", "@@0@@",
    "$x$", "$a<b$", "\\(z\\)", "data:image/png;base64,AAAA", "\n: ", "[^1]: ",
]  # fmt: skip
NASTY = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=25).map("".join)
HARMLESS_TAGS = {
    "p", "em", "strong", "del", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table",
    "thead", "tbody", "tr", "th", "td", "a", "img", "blockquote", "hr", "br", "input", "span", "div",
    "dl", "dt", "dd", "section", "sup", "math",
}  # fmt: skip


class Dangers(HTMLParser):
    """Every tag, attribute and target that a model's text may not bring forth."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag not in HARMLESS_TAGS:
            self.found.append(tag)
        for name, value in attributes:
            scheme = re.sub(r"[\x00-\x20]", "", value or "").lower().partition(":")[0]
            remote = name == "src" and not (value or "").startswith("data:image/")
            script = scheme in {"javascript", "vbscript"} and name != "id"  # a heading's name leads nowhere
            if name.startswith("on") or remote or script:
                self.found.append((tag, name, value))

    def handle_comment(self, data):
        self.found.append(data)

    handle_decl = handle_pi = handle_comment


# What is ours: a dollar or backslash set apart, and code spelt out.
ALONE = re.compile(r"<span>((?:\\\$)+|&[\w#]+;)</span>|<code>((?:[\w\s]|[^\x00-\x7f]|&#\d+;)*)</code>")


def prose(text):
    """`text` without its fenced blocks, its code spans and the tags that are ours."""
    text = ALONE.sub(r"\1\2", text)
    text = re.sub(r"(?ms)^[ >]*(?:[-*+] +|\d+[.)] +)?(`{3,}|~{3,})[^\n]*\n.*?^[ >]*\1$", "", text)
    return re.sub(r"(?<![`\\])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)", "", text)


@given(NASTY)
@example("javascript:alert(1)\n- ")
@example("+ b\n> ```\n> <img src=x onerror=alert(1)>\n> ```\n")
@example("a ` b\n`<img src=x onerror=alert(1)>`")
@example("[a](`)<img src=x onerror=alert(1)>`)")
@example("[\n```\n]:l\n<img src=x onerror=alert(1)>\n```")
def test_no_text_becomes_a_tag_or_a_script(text):
    assert Dangers(markdown2html_mistune(safe(text))).found == []


@given(NASTY)
def test_no_tag_is_left_outside_code(text):
    assert not re.search(r"<[A-Za-z/!?]", prose(safe(text)))


@given(NASTY)
def test_a_second_reading_is_as_safe(text):
    assert Dangers(markdown2html_mistune(safe(safe(text)))).found == []


@given(st.text(alphabet="abc <>&$\\[]()*`\n", max_size=60), st.sampled_from(["python", "html", ""]))
def test_fenced_code_stays_as_it_is(code, language):
    code = code.replace("```", "")
    block = f"```{language}\n{code}\n```"
    assert safe(block) == block


@pytest.mark.parametrize("cut", range(0, 160, 7))
def test_every_beginning_of_an_answer_is_safe(cut):
    whole = (
        "# A\n\n- `<b>` <b onclick=x>\n  ```html\n  <img src=x onerror=alert(1)>\n  ```\n\n$a<b$ <svg/x> " * 2
    )
    html = markdown2html_mistune(safe(whole[:cut]))
    assert Dangers(html).found == []


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("a < b and c<3", "a < b and c<3"),
        ("List<int>", "List&lt;int>"),
        ("<!-- x --> <?php", "&lt;!-- x --> &lt;?php"),
        ("`<b>` ``<i>`` `` a`b ``", "`<b>` ``<i>`` `` a`b ``"),
        ("~~a `~~<i>`", "\\~\\~a `~~<i>`"),
        ("a `b\nc` <i>", "a \\`b\nc\\` &lt;i>"),
        ("| `a | <b>` |\n|---|---|", "| \\`a | &lt;b>\\` |\n|---|---|"),
        ("    <b>indented</b>", "    &lt;b>indented&lt;/b>"),
        ("> <b>\n> - <i>", "> &lt;b>\n> - &lt;i>"),
        ("[`a](b)<i>`", "&#91;<code>a&#93;&#40;b&#41;&#60;i&#62;</code>"),
        (r"`\begin{a}` and `\end{a}`", r"<code>&#92;begin&#123;a&#125;</code> and `\end{a}`"),
        ("[x] ``<i>``", "[x] `<i>`"),
        (r"`C:\dir\`", "<code>C&#58;&#92;dir&#92;</code>"),
    ],
)
def test_html_shows_as_text(said, shown):
    assert safe(said) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("[a](https://a.b/c_(d) \"t\")", "[a](https://a.b/c_(d) \"t\")"),
        ("[a](</x y>)", "[a](/x%20y)"),
        ("[a](javascript:alert(1))", "[a]&#40;javascript:alert(1))"),
        ("[a](&#106;avascript&colon;x)", "[a]&#40;&#106;avascript&colon;x)"),
        ("[a](java\tscript:x)", "[a]&#40;java\tscript:x)"),
        ("[a](<java\tscript:x>)", "[a]&#40;&lt;java\tscript:x>)"),
        ("[a](data:text/html,x)", "[a]&#40;data:text/html,x)"),
        ("[a](command:run)", "[a]&#40;command:run)"),
        ("[a]: javascript:x", "[a]&#58; javascript:x"),
        ("[a]: https://a.b", "[a]: https://a.b"),
        ("<https://a.b/c> <me@a.b>", "https://a.b/c me@a.b"),
        ("<javascript:x>", "&lt;javascript:x>"),
    ],
)  # fmt: skip
def test_a_link_leads_only_where_it_may(said, shown):
    assert safe(said) == shown


def test_a_picture_from_afar_is_a_link_unless_asked():
    assert safe("![p](https://a.b/p.png)") == "[p](https://a.b/p.png)"
    assert safe("![p](https://a.b/p.png)", remote_images=True) == "![p](https://a.b/p.png)"
    assert safe("![p][r]") == "&#33;[p][r]"


def test_a_picture_that_is_here_stays():
    assert safe("![p](data:image/png;base64,AA==)") == "![p](data:image/png;base64,AA==)"
    assert "![" not in safe("![p](data:image/svg+xml;base64,AA==)")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (r"so \(x_1\) is", "so $x_1$ is"),
        ("\\[\na = b\n\\]", "$$\na = b\n$$"),
        (r"`\(x\)`", r"`\(x\)`"),
        (r"\(a<b\)", "$a< b$"),
        (r"\(a\)\(b\)", "$a$ $b$"),
        (r"3$\times$3", r"3$\times$3"),
        ("$x$ and $y$", "$x$ and $y$"),
        ("$$\\begin{matrix} a \\\\ b \\end{matrix}$$", "$$\\begin{matrix} a \\\\ b \\end{matrix}$$"),
    ],
)
def test_maths_stands_in_dollars(said, shown):
    assert safe(said) == shown


@pytest.mark.parametrize(
    "prices",
    ["costs $5 and $6", "from $5-$10", "US$5 to US$6", "$5 or 3$ a day", "$1.5M, $20 off", "a $ b", "$"],
)
def test_prices_are_no_maths(prices):
    assert ALONE.sub(r"\1", safe(prices)) == prices.replace("$", "\\$")


def test_two_prices_are_set_apart():
    """A page looks for formulas again in the text that the Markdown has become."""
    assert safe("$5 or $6") == r"<span>\$</span>5 or <span>\$</span>6"
    assert safe(r"\$5 and \(x\)") == r"<span>\$</span>5 and $x$"
    assert safe("&#36;x&dollar;") == "<span>&#36;</span>x<span>&dollar;</span>"


@pytest.mark.parametrize("command", [r"\href{javascript:x}{y}", r"\style{color:red}{y}", r"\cssId{a}{y}"])
def test_a_formula_makes_no_links_and_no_styles(command):
    assert safe(f"${command}$") == rf"<span>\$</span>{command}<span>\$</span>"
    assert safe(rf"\({command}\)") == rf"\({command}\)"


def test_an_open_fence_is_code_to_the_end():
    assert safe("```html\n<b>") == "```html\n<b>\n```"


def test_a_fence_ends_with_its_quotation():
    assert safe("> ```\n> <b>\n<i>") == "> ```\n> <b>\n> ```\n&lt;i>"


def test_code_in_a_list_is_kept_in_it():
    assert safe("1. do\n   ```c\n#include <x>\n   ```") == "1. do\n   ```c\n   #include <x>\n   ```"


def test_code_in_a_list_that_could_pass_for_maths_moves_to_the_margin():
    assert safe("- do\n  ```sh\n  a $A\n  b $B\n  ```\n- on") == "- do\n\n```sh\na $A\nb $B\n```\n- on"
    deep = "- do\n  ```sh\n  a $A\n  b $B\n  ```\n    - on"
    assert safe(deep) == deep.replace("$B\n", "$B\n\n")


@pytest.mark.parametrize(
    "piece", ["`a ", "``a `b", "~`", "> ", "[a](", "$x ", "\\(", "http://a", "- ```\n", "\n: a"]
)
def test_no_text_takes_long(piece):
    start = time.perf_counter()
    safe(piece * 5000)
    assert time.perf_counter() - start < 2


def test_plain_words_pass_unchanged():
    text = (
        '# Title\n\nSome *words*; [x] 1. a_b & c\'s "d".\n\n| a | b |\n|---|:-:|\n| 1 | `2` |\n\n- [ ] to do'
    )
    assert safe(text) == text
