"""What becomes of a talk outside its panel: files, cells, the saved notebook."""

import pytest

from openai_nb.panels.chat import ChatPanel
from openai_nb.panels.exporting import as_cell, as_code
from tests.magics.notebook import saying


@pytest.fixture
def chat(asked):
    asked.answers(saying("Hello ", "*you*"))
    panel = ChatPanel()
    yield panel
    panel.close()


def ask(chat, text):
    chat.send(text)
    assert chat.wait(5)


def contents(request):
    return [each["content"] for each in request.json["messages"]]


@pytest.mark.parametrize("ending", [".md", ".json", ".ipynb"])
def test_it_is_written_to_a_file(chat, alone, ending):
    ask(chat, "Hi <b>")
    written = chat.export(alone / f"talk{ending}").read_text()
    assert "Hello" in written and "Hi" in written
    if ending == ".ipynb":
        import nbformat

        nbformat.validate(nbformat.reads(written, as_version=4))


def test_other_endings_and_empty_talks_are_refused(chat, alone):
    with pytest.raises(ValueError, match="Nothing"):
        chat.export(alone / "talk.md")
    ask(chat, "Hi")
    with pytest.raises(ValueError, match=r"\.md"):
        chat.export(alone / "talk.doc")


def test_a_cell_gets_the_code_or_the_words(chat, asked):
    asked.answers(saying("See:\n```python\nx = 1\n```\n"))
    ask(chat, "Code?")
    assert as_cell(chat.turns[0]) == "x = 1"
    code = as_code(chat.branches.conversation, "m")
    names = {}
    exec(code.partition("current().client")[0], names)
    assert len(names["messages"]) == 3


def test_the_twin_keeps_the_words_and_no_tag_of_theirs(chat, asked):
    asked.answers(saying("<script>alert(1)</script> $x^2$ [x](javascript:alert(1))"))
    ask(chat, "<img src=x onerror=alert(1)>")
    twin = chat.twin()
    assert "<script" not in twin["text/html"] and "<img" not in twin["text/html"]
    assert "href" not in twin["text/html"] and "$x^2$" in twin["text/html"]
    assert "> <img src=x onerror=alert(1)>" in twin["text/plain"]
