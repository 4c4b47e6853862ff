"""What `%%chat` can do beside asking: files, lists, forks, comparisons, code for the next cell."""

from __future__ import annotations

import json
import threading

import pytest

from openai_nb.data import ledger
from tests.magics.notebook import saying
from tests.server import chunk, chunked, events, reply


def last(server):
    return server.requests[-1].json["messages"][-1]["content"]


# Files


def test_a_text_goes_in_under_its_name(typed, answering, tmp_path):
    (tmp_path / "notes.md").write_text("# Notes\nbuy milk")
    typed(f"%%chat --file {tmp_path / 'notes.md'}\nwhat is it?")
    assert [part["text"] for part in last(answering)] == ["what is it?", "notes.md:\n# Notes\nbuy milk"]


def test_a_pdf_an_uploaded_file_and_a_table_go_along(typed, answering, tmp_path):
    import pandas as pd

    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 tiny")
    typed.names["df"] = pd.DataFrame({"city": ["Paris"]})
    typed(f"%%chat --file {tmp_path / 'a.pdf'} --file file-abc123 --file df\nwhat?")
    _, pdf, uploaded, table = last(answering)
    assert pdf["file"]["file_data"].startswith("data:application/pdf;base64,")
    assert uploaded == {"type": "file", "file": {"file_id": "file-abc123"}}
    assert "A table of 1 rows" in table["text"]


@pytest.mark.parametrize("name", ["nowhere.txt", "odd.bin"])
def test_what_cannot_be_read_is_said_and_nothing_sent(typed, answering, alone, name):
    (alone / "odd.bin").write_bytes(b"\xff\xfe\x00\x80")
    ran = typed(f"%%chat --file {name}\nwhat?")
    assert len(ran.trouble) == 2
    assert answering.requests == []


@pytest.mark.parametrize("flag", ["file", "image"])
@pytest.mark.parametrize("data", [b"", "José".encode("latin-1")], ids=["empty", "another encoding"])
def test_a_file_that_cannot_go_along_is_named_once_and_not_sent(typed, answering, tmp_path, flag, data):
    (tmp_path / "latin.csv").write_bytes(data)
    typed.names["path"] = str(tmp_path / "latin.csv")
    first, second = typed(f"%%chat --{flag} path\nWho is it?").trouble
    assert first.count("latin.csv") == 1 and "UTF-8" in second
    assert answering.requests == []


def test_a_figure_and_an_array_are_pictures_in_a_question(typed, answering):
    import numpy as np
    from matplotlib.figure import Figure

    typed.names |= {"fig": Figure(), "a": np.zeros((8, 8, 3), dtype="uint8")}
    typed("%%chat\nCompare {{fig}} with {{a}}.")
    assert [part["type"] for part in last(answering)] == ["text", "image_url", "text", "image_url", "text"]


def test_an_object_says_itself_what_a_model_shall_read(typed, answering):
    class Ship:
        def _ai_repr_(self):
            return "a ship with three masts"

    typed.names["ship"] = Ship()
    typed("%%chat\nDraw {{ship}}")
    assert last(answering) == "Draw a ship with three masts"


# Lists


def test_a_list_is_asked_for_and_shown_as_a_table(typed, answering):
    found = {"items": [{"name": "Ada", "age": 36}, {"name": "A|an", "age": 41}]}
    answering.answers(saying(json.dumps(found)))
    ran = typed('%%chat --list --schema "name str, age int"\nWho?')
    sent = answering.requests[-1].json["response_format"]["json_schema"]["schema"]
    assert sent["properties"]["items"]["items"]["required"] == ["name", "age"]
    assert ran.markdown.startswith("| name | age |\n| --- | --- |\n| Ada | 36 |\n| A\\|an | 41 |")
    assert list(typed.names["_chat"].df().age) == [36, 41]


def test_a_list_of_texts_needs_no_shape(typed, answering):
    answering.answers(saying('{"items": ["red", "blue"]}'))
    ran = typed("%%chat --list\nColours?")
    assert ran.markdown.startswith("- red\n- blue")
    assert list(typed.names["_chat"].df()["value"]) == ["red", "blue"]


def test_a_list_that_broke_off_stays_what_it_is(typed, answering):
    answering.answers(saying('{"items": ["re', finish="length"))
    assert '{"items": ["re' in typed("%%chat --list\nColours?").markdown


# Conversations


def test_a_fork_goes_its_own_way(typed, answering, here):
    typed("%%chat -c talk\nfirst")
    typed("%%chat -c talk --fork aside\nwhat if?")
    typed("%%chat -c talk\nsecond")
    assert [len(here.conversation(name).turns) for name in ("talk", "aside")] == [2, 2]
    assert [each["content"] for each in answering.requests[-1].json["messages"]] == [
        "first",
        "Hello you",
        "second",
    ]


def test_a_fork_run_again_replaces_its_own_turn(typed, answering, here):
    typed("%%chat\nfirst")
    for _ in range(3):
        typed("%%chat --fork aside\nwhat if?")
    typed("%%chat -c aside\nand then?")
    typed("%%chat --fork aside\nwhat if?")
    assert len(here.conversation("aside").turns) == 3
    assert here.conversation("aside").turns[2].stale


def test_a_word_for_every_chat_is_said_once(typed, answering):
    typed("%config OpenAINb.system = 'be brief'")
    typed("%%chat\nfirst")
    typed("%%chat\nsecond")
    roles = [each["role"] for each in answering.requests[-1].json["messages"]]
    assert roles == ["system", "user", "assistant", "user"]


# Comparing


def by_model(request):
    model = request.json["model"]
    return chunked(
        *events({**chunk(f"I am {model}."), "model": model}, {**chunk(None, "stop"), "model": model})
    )


def test_models_answer_side_by_side(typed, answering):
    answering.answers(by_model)
    ran = typed("%%chat r << --compare a,b\nWho are you?")
    (output,) = ran.saved
    page = output["data"]["text/html"]
    assert page.index(">a</th>") < page.index(">b</th>") < page.index("I am a.") < page.index("I am b.")
    assert output["data"]["text/plain"].startswith("a\nI am a.\n(")
    assert {model: str(each) for model, each in typed.names["r"].items()} == {"a": "I am a.", "b": "I am b."}
    assert list(typed.names["r"].df().answer) == ["I am a.", "I am b."]


def test_a_comparison_is_cached_and_leaves_no_turn(typed, answering, here):
    answering.answers(by_model)
    first = typed("%%chat --compare a,b\nWho are you?")
    again = typed("%%chat --compare a,b\nWho are you?")
    assert len(answering.requests) == 2
    assert first.saved == again.saved
    assert here.conversation().turns == []
    assert len(ledger.shared().rows()) == 4


def test_one_that_fails_spoils_no_other(typed, answering):
    refused = reply({"error": {"message": "There is no <b>model</b> b."}}, 404)
    answering.answers(lambda request: refused if request.json["model"] == "b" else by_model(request))
    ran = typed("%%chat r << --compare a,b\nWho are you?")
    assert ran.error is None
    assert "There is no" in ran.saved[0]["data"]["text/html"]
    assert "<b>" not in ran.saved[0]["data"]["text/html"]
    assert list(typed.names["r"]) == ["a"]


def test_where_all_fail_it_is_an_error(typed, answering):
    answering.answers(reply({"error": {"message": "no"}}, 401))
    ran = typed("%%chat --compare a,b\nWho?")
    assert len(ran.trouble) == 2


def test_they_are_asked_at_the_same_time(typed, answering):
    both = threading.Barrier(2, timeout=5)

    def together(request):
        both.wait()
        return by_model(request)

    answering._next = lambda request: together(request)  # without the lock that keeps answers in order
    assert typed("%%chat --compare a,b\nWho?").error is None


def test_no_html_of_a_model_gets_onto_the_page(typed, answering):
    answering.answers(saying("<img src=x onerror=alert(1)>"))
    page = typed("%%chat --compare a,b\nWho?").saved[0]["data"]["text/html"]
    assert "<img" not in page


@pytest.mark.parametrize("words", ["a", "a,a", ","])
def test_one_model_is_no_comparison(typed, answering, words):
    assert len(typed(f"%%chat --compare {words}\nWho?").trouble) == 2
    assert answering.requests == []


# Code for the next cell


@pytest.fixture
def offered(typed, monkeypatch):
    """What was offered as the next cell."""
    cells = []
    monkeypatch.setattr(
        typed.shell, "set_next_input", lambda text, replace=False: cells.append((text, replace))
    )
    return cells


def test_code_is_put_into_the_next_cell_once(typed, answering, offered):
    answering.answers(saying("Say:\n```python\nx = 1\n```\nand\n```\ny = 2\n```\n"))
    for _ in range(3):
        typed("%%chat --to-cell\nWrite code")
    assert offered == [("x = 1\n\ny = 2", False)]


def test_a_kernel_that_starts_anew_does_not_add_it_again(typed, answering, offered, monkeypatch):
    from openai_nb.magics import writing

    answering.answers(saying("```python\nx = 1\n```"))
    typed("%%chat --to-cell\nWrite code")
    monkeypatch.setattr(writing, "_written", set())
    typed("%%chat --to-cell\nWrite code")
    assert len(offered) == 1


def test_other_code_of_the_same_cell_is_put_there(typed, answering, offered):
    answering.answers(saying("```\na = 1\n```"), saying("```\na = 2\n```"))
    typed("%%chat --to-cell\nWrite code")
    typed("%%chat --to-cell --fresh\nWrite code")
    assert [text for text, _ in offered] == ["a = 1", "a = 2"]


def test_without_the_flag_nothing_is_written(typed, answering, offered):
    answering.answers(saying("```\na = 1\n```"))
    typed("%%chat\nWrite code")
    assert offered == []
