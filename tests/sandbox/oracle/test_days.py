import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.dates import REFERENCE, clock, dates, days, moments
from openai_nb.sandbox.oracle.days import reckon

TODAY = datetime.date(2024, 5, 3)  # a Friday


@pytest.mark.parametrize(
    "text", ["2024-05-03", "3 May 2024", "May 3rd, 2024", "the 3rd of May 2024", "3.5.2024"]
)
def test_a_day_is_read_in_many_forms(text):
    assert dates(text) == [TODAY]


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_every_day_is_read_back(day):
    assert dates(f"on {day.isoformat()}, at noon") == [day]
    assert dates(f"{day.day} {day:%B} {day.year}") == [day]


def test_a_missing_year_is_that_of_today():
    assert dates("12 June", TODAY)[0].year == 2024
    assert dates("12 June")[0].year == REFERENCE.year


def test_a_day_that_does_not_exist_is_none():
    assert dates("2024-02-30 and 31 June 2024") == []


@pytest.mark.parametrize(
    ("text", "ahead"), [("tomorrow", 1), ("on Monday", 3), ("next Friday", 7), ("yesterday", -1)]
)
def test_days_are_reckoned_from_today(text, ahead):
    assert days(text, TODAY) == [TODAY + datetime.timedelta(days=ahead)]


def test_moments_keep_their_words():
    assert moments("Come on Friday or on 3 May 2024, not next week") == ["Friday", "3 May 2024", "next week"]


@pytest.mark.parametrize(
    ("text", "time"), [("at 5 pm", "17:00:00"), ("12:30 am", "00:30:00"), ("at noon", "12:00:00")]
)
def test_a_clock_is_read(text, time):
    assert clock(text) == time


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What day of the week was 29 February 2024?", "29 February 2024 is a Thursday."),
        ("What date is 30 days after 15 January 2024?", "14 February 2024 (2024-02-14, a Wednesday)."),
        ("Subtract 1 month from 2024-03-31", "29 February 2024 (2024-02-29, a Thursday)."),
        (
            "How many weeks from 2024-01-01 to 2024-01-16?",
            "From 1 January 2024 to 16 January 2024 it is 2 weeks and 1 day.",
        ),
        ("Is 1900 a leap year?", "No, 1900 is not a leap year."),
        ("What day is it today?", "Today is Friday, 3 May 2024."),
    ],
)
def test_dates_are_reckoned_with(question, wanted):
    assert reckon(question, TODAY) == wanted


def test_without_a_clock_today_is_not_made_up():
    assert "no clock" in reckon("What day is it today?")


@given(st.text(max_size=80))
def test_any_text_may_be_asked(text):
    assert reckon(text) is None or isinstance(reckon(text), str)


def test_days_have_english_names_whatever_the_machine_speaks():
    class Abroad(datetime.date):
        def strftime(self, form):
            return "vendredi"

    assert reckon("What day is it today?", Abroad(2026, 11, 20)) == "Today is Friday, 20 November 2026."


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What is today's date?", "Today is Saturday, 21 November 2026."),
        ("What day is tomorrow?", "22 November 2026 is a Sunday."),
        ("How many days until 25 December?", "From 21 November 2026 to 25 December 2026 it is 34 days."),
        ("How old is someone born on 1990-05-06?", "36 full years (13348 days)"),
    ],
)
def test_what_depends_on_today_is_reckoned_from_it_or_said_to_need_a_clock(question, wanted):
    assert wanted in reckon(question, datetime.date(2026, 11, 21))
    assert "no clock" in reckon(question)


def test_the_hour_is_not_known():
    assert "not the hour" in reckon("What time is it?", TODAY)


def test_the_time_of_something_is_not_the_clocks():
    assert reckon("What is the time complexity of quicksort?", TODAY) is None
    assert reckon("What is the time?", TODAY)
