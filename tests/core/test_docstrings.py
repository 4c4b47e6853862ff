from __future__ import annotations

from openai_nb.core.docstrings import read


def google(city, unit):
    """Tell the weather
    of a city.

    More of it.

    Args:
        city (str): Where: a city,
            by its name.
        unit: celsius or fahrenheit.

    Returns:
        text: words.
    """


def numpy_(city, unit, days):
    """Tell the weather.

    Parameters
    ----------
    city : str
        Where, by name.
    unit, days : int
        How, and
        how long.

    Returns
    -------
    str
        Words.
    """


def sphinx(city, unit):
    """Tell the weather.

    :param str city: Where,
        by name.
    :param unit: How.
    :returns: words
    """


def test_the_first_paragraph_tells_what_it_does():
    assert read(google).summary == "Tell the weather of a city."


def test_googles_custom_is_read():
    assert read(google).arguments == {
        "city": "Where: a city, by its name.",
        "unit": "celsius or fahrenheit.",
    }


def test_numpys_custom_is_read():
    told = read(numpy_).arguments
    assert told == {"city": "Where, by name.", "unit": "How, and how long.", "days": "How, and how long."}


def test_sphinxs_custom_is_read():
    assert read(sphinx).arguments == {"city": "Where, by name.", "unit": "How."}


def test_nothing_is_told_where_there_is_no_docstring():
    assert read(lambda x: x) == ("", {})
