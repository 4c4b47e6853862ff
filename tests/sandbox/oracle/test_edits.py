import pytest

from openai_nb.sandbox.oracle.edits import edit
from openai_nb.sandbox.oracle.talk import talk


def done(*texts):
    roles = ["user", "assistant"] * len(texts)
    return edit(talk([{"role": role, "content": text} for role, text in zip(roles, texts, strict=False)]))


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("Say 'good day' 3 times", "good day good day good day"),
        ('Repeat after me: "one two"', "one two"),
        ("Put this in lower case: HELLO", "hello"),
        ("Convert to title case: war and peace", "War And Peace"),
        ("Spell backwards: drawer", "reward"),
        ("sort 3, 10, 2 in descending order", "10, 3, 2"),
        ("Sort these lines:\npear\nfig\napple", "apple\nfig\npear"),
        ("Remove duplicates: a, b, a, c", "a, b, c"),
        ("Turn this into a bullet list: red, green and blue", "- red\n- green\n- blue"),
        ("How many vowels are in 'banana'?", "3"),
        ("How many r's are in strawberry?", "The letter r is 3 times in “strawberry”."),
        ("Is 'level' a palindrome?", "Yes, “level” is a palindrome."),
        ("Extract all the e-mails from: a@b.co and c@d.org", "- a@b.co\n- c@d.org"),
        ("List the names in this text: Ada met Bob Smith.", "- Ada\n- Bob Smith"),
        ("Sort descending: 5, 3, 9, 1", "9, 5, 3, 1"),
        ("What are the dates in: On 3 May 2024 and 2024-06-01.", "- 3 May 2024\n- 2024-06-01"),
        ("Correct the spelling: I recieved teh mesage", "I received the message"),
        ("Fix the grammar: He go to school every day.", "He goes to school every day."),
        ("What is the email in: contact us at info@x.org?", "- info@x.org"),
        ("Find the phone number: call 555-123-4567 today", "- 555-123-4567"),
        ("Turn into a list: a, b and c", "- a\n- b\n- c"),
        ("List numbers from 8 to 5", "8\n7\n6\n5"),
    ],
)
def test_an_edit_is_carried_out(prompt, wanted):
    assert done(prompt) == wanted


def test_that_means_what_was_said_before():
    assert done("hi", "good morning", "Put that in upper case") == "GOOD MORNING"


@pytest.mark.parametrize(
    "prompt", ["Say something nice", "What is order?", "Why do we sort?", "Tell me a joke"]
)
def test_other_wishes_are_no_edits(prompt):
    assert done(prompt) is None
