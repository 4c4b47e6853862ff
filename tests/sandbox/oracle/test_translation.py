import pytest

from openai_nb.sandbox.oracle.chat import answer
from openai_nb.sandbox.oracle.glossary import ROWS, TONGUES, meaning

COLUMN = "Translate the text into {}. Keep its tone and its form. Answer with the translation alone."


def said(text, system=""):
    orders = [{"role": "system", "content": system}] if system else []
    return answer([*orders, {"role": "user", "content": text}]).content


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("great keys", "German", "great = großartig; keys = Schlüssel."),
        ("hello", "French", "hello = bonjour."),
        ("bye", "Spanish", "none of these words in Spanish"),
        ("Guten Morgen", "English", "Guten = good; Morgen = morning."),
    ],
)
def test_a_column_to_translate_gets_its_words_and_no_greeting(text, language, shown):
    found = said(text, COLUMN.format(language))
    assert found.startswith("The sandbox cannot translate: that takes a model")
    assert shown in found


@pytest.mark.parametrize(
    ("prompt", "shown"),
    [
        ("Translate to French: The house is red.", "house = maison; is = est; red = rouge."),
        ("Übersetze ins Englische: Der Hund ist groß.", "Hund = dog; ist = is; groß = big."),
        ("Traduis en anglais : le chat est noir", "chat = cat; est = is; noir = black."),
        ("How do you say 'red wine' in Spanish?", "red = rojo; wine = vino."),
        ("Translate 'red wine' into Japanese", "has English, German, French and Spanish"),
        ("Say hello in French", "hello = bonjour."),
        ("Translate zebra into German", "none of these words in German"),
    ],
)
def test_a_wish_to_translate_gets_the_words_that_are_known_and_the_others_named(prompt, shown):
    assert shown in said(prompt)


def test_what_is_not_known_is_named():
    assert said("Translate into German: red zebra").endswith("red = rot. It does not know zebra.")


def test_each_word_of_the_glossary_is_there_in_every_language():
    assert {len(row) for row in ROWS} == {len(TONGUES)}
    assert len({row[0] for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert all(meaning(row[0], "english", each) == word for each, word in zip(TONGUES, row, strict=True))


@pytest.mark.parametrize(
    "text", ["great keys", "perfect solution for my problem", "Thanks, but that is wrong"]
)
def test_praise_of_a_thing_is_not_taken_for_thanks(text):
    assert "sandbox" in said(text) or "no model" in said(text)


@pytest.mark.parametrize(
    "text", ["Thanks!", "great, thanks", "Thank you so much", "ok thanks for the help", "Danke", "perfect"]
)
def test_thanks_are_taken(text):
    assert said(text) in ("You are welcome.", "Gladly. Ask again whenever you like.", "With pleasure.")


@pytest.mark.parametrize("text", ["Wer bist du?", "Qui es-tu ?", "¿Quién eres?"])
def test_who_it_is_can_be_asked_in_other_languages(text):
    assert said(text).startswith("I am the sandbox of openai_nb")


def test_the_word_alone_is_no_wish_to_translate():
    assert "cannot translate" not in said("Explain the word 'translation'")
    assert "cannot translate" in said("Give me a translation of 'red' into German")
