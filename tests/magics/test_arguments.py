from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.magics.arguments import Misused, command, expression, out, question


@magic_arguments()
@argument("-m", "--model")
@argument("-t", "--temperature", type=float)
@argument("-s", "--system")
@argument("--schema")
@argument("--image", action="append")
@argument("--new", action="store_true")
@out()
def ask(line):
    """Ask."""


def test_flags_come_first_and_the_question_is_left_alone():
    args = question(ask, '-m gpt --new  what does `ls -l "a b"` do, --really? {"a": 1}')
    assert (args.model, args.new) == ("gpt", True)
    assert args.words == 'what does `ls -l "a b"` do, --really? {"a": 1}'


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ('-s "be brief"', "be brief"),
        ("-s 'be brief'", "be brief"),
        ('--system="be brief"', "be brief"),
        ("--system = terse", "terse"),
        ('-s "say \\"yes\\""', 'say "yes"'),
        ("-s don't", "don't"),
        ("-s C:\\temp", "C:\\temp"),
        ("-s -1", "-1"),
    ],
)
def test_values_may_be_quoted(line, value):
    assert question(ask, f"{line} the rest's here").system == value
    assert question(ask, f"{line} the rest's here").words == "the rest's here"


@pytest.mark.parametrize(
    "value", ['{"age": "int", "a b": 1}', 'df["a b"]', "f(1, 2)", 'dict(a="x)y")', "[1, [2, 3]].copy()"]
)
def test_a_value_may_be_an_expression(value):
    args = question(ask, f"--schema {value} who?")
    assert (args.schema, args.words) == (value, "who?")


@pytest.mark.parametrize("line", ["answer << -m gpt who?", "answer <<-m gpt who?", "-o answer -m gpt who?"])
def test_an_answer_is_kept_under_a_name(line):
    args = question(ask, line.replace("<<-m", "<< -m"))
    assert (args.out, args.model, args.words) == ("answer", "gpt", "who?")


def test_shifting_bits_is_not_keeping_an_answer():
    assert question(ask, "what is 1 <<3?").out is None


@pytest.mark.parametrize("line", ["-5 + 3?", "- a list", "-v1.2, is it out?", "-- --model is what?"])
def test_a_question_may_begin_with_a_dash(line):
    assert question(ask, line).words == line.removeprefix("-- ")


@pytest.mark.parametrize("late", ["--model gpt", "--new", "--model=gpt --new", '--system "be brief"'])
def test_flags_behind_a_question_are_not_asked_as_words(late):
    with pytest.raises(Misused, match="Flags come first") as caught:
        question(ask, f"-t 0 who?  {late}")
    assert f"`%ask {late} who?`" in caught.value.advice
    assert question(ask, f"-t 0 -- who? {late}").words == f"who? {late}"


@pytest.mark.parametrize("words", ["what does --model do?", "is it --moodel", "why --", "set --model"])
def test_words_that_look_like_flags_may_be_asked_about(words):
    assert question(ask, words).words == words


def test_an_unknown_flag_is_told_the_nearest():
    with pytest.raises(Misused, match=r"no flag --modle. Did you mean --model\?"):
        question(ask, "--modle gpt who?")


def test_an_abbreviated_flag_is_unknown():
    with pytest.raises(Misused, match=r"--temperature"):
        question(ask, "--temp 0 who?")


@pytest.mark.parametrize("line", ["-t warm who?", "--model", '-s "be brief', "-o 1st who?", "-o a.b who?"])
def test_what_makes_no_sense_is_said(line):
    with pytest.raises(Misused):
        question(ask, line)


def test_commands_take_flags_anywhere():
    args = command(ask, "upload 'my file.jsonl' --model gpt extra -t 0")
    assert args.words == ["upload", "my file.jsonl", "extra"]
    assert (args.model, args.temperature) == ("gpt", 0)


@pytest.mark.parametrize("line", ["-m gpt df['a b'].head(5)", "df['a b'].head(5) -m gpt"])
def test_flags_stand_before_or_behind_an_expression(line):
    args = expression(ask, line)
    assert (args.model, args.words) == ("gpt", "df['a b'].head(5)")


@given(st.text(max_size=80))
def test_no_question_is_changed(text):
    line = f"-m gpt -- {text}"
    assert question(ask, line).words == text.strip()


@given(st.text(max_size=60))
def test_no_line_ends_the_kernel(line):
    for read in (question, command):
        with contextlib.suppress(Misused):
            assert read(ask, line).words is not None


@pytest.mark.parametrize("name", ["print", "list", "class", "True", "not-a-name"])
def test_an_answer_is_not_kept_under_a_name_that_is_pythons(name):
    with pytest.raises(Misused, match=f"'{name}'"):
        question(ask, f"-o {name} Hi")
    assert question(ask, "-o printed Hi").out == "printed"


def test_names_that_a_notebook_has_for_answers_are_free():
    assert question(ask, "-o _ Hi").out == "_"
