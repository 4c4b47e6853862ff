"""Extraction: the text that a file holds, or why none can be read from it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

BINARY = (  # how files begin that hold no plain text
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "an archive, as .docx, .xlsx and .pptx are"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "sound or a picture"),
    (b"OggS", "sound"),
    (b"fLaC", "sound"),
    (b"\x1f\x8b", "an archive"),
)
SILENT = {"script", "style", "template", "noscript", "svg", "head"}
LINES = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)  # the tags around lines of their own


class Unreadable(ValueError):
    """No text can be had from a file; `code` is the API's word for it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def text_of(name: str, data: bytes) -> str:
    """The text of a file; that of a page of HTML without its marks.  Raises `Unreadable`."""
    for begin, kind in BINARY:
        if data.startswith(begin):
            raise Unreadable(
                "unsupported_file", f"{name} is {kind}; only files of plain text can be read here."
            )
    text = _decoded(name, data)
    if name.lower().endswith((".html", ".htm")) or re.match(r"\s*<(!doctype html|html)\b", text, re.I):
        text = _words_of_page(text)
    if not text.strip():
        raise Unreadable("invalid_file", f"{name} has no text.")
    return text


def _decoded(name: str, data: bytes) -> str:
    """UTF-8, or UTF-16 where the file begins as such."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("unsupported_file", f"{name} is neither UTF-8 nor UTF-16 text.") from None
    if "\0" in text:
        raise Unreadable("unsupported_file", f"{name} is no text: it has zero bytes.")
    return text


class _Page(HTMLParser):
    """What a reader of the page would see."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent.append(tag)
        if tag in LINES:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent:  # what was opened inside is closed with it
            del self.silent[self.silent.index(tag) :]
        if tag in LINES:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)


def _words_of_page(text: str) -> str:
    page = _Page()
    page.feed(text)
    page.close()
    lines = (" ".join(line.split()) for line in "".join(page.said).splitlines())
    return "\n".join(line for line in lines if line)
