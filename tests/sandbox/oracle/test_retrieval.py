from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.retrieval import Source, cited, search

FACTS = "The Eiffel Tower opened in 1889. The bridge over the Forth was finished in 1890."
SOURCES = [Source("f1", "facts.md", FACTS), Source("f2", "fruit.md", "Bananas are yellow and sweet.")]


def test_the_passage_a_question_is_about_comes_first():
    hits = search("Which fruit is yellow?", SOURCES)
    assert hits[0].name == "fruit.md" and hits[0].score > hits[1].score
    assert search("Which fruit is yellow?", SOURCES, most=1) == hits[:1]
    assert search("Which fruit is yellow?", SOURCES, least=0.99) == []


def test_an_answer_cites_the_passage_it_stands_in():
    hits = search("When did the tower open?", SOURCES)
    text, notes = cited("The Eiffel Tower opened in 1889. I made this up.", hits)
    (note,) = notes
    assert note["file_citation"] == {"file_id": "f1", "quote": "The Eiffel Tower opened in 1889."}
    assert text[note["start_index"] : note["end_index"]] == note["text"] == "【4:0†facts.md】"


@given(st.text(max_size=200), st.text(max_size=200))
def test_marks_stand_where_they_say(answer, text):
    shown, notes = cited(answer, search(answer, [Source("f", "n", text)]))
    assert all(shown[note["start_index"] : note["end_index"]] == note["text"] for note in notes)
    for note in reversed(notes):
        shown = shown[: note["start_index"]] + shown[note["end_index"] :]
    assert shown == answer
