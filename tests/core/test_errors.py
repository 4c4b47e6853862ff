"""Errors: one tree, in words a user can act on."""

from __future__ import annotations

import copy
import pickle

import pytest

from openai_nb.core import errors
from openai_nb.core.errors import OpenAIError, Refused
from openai_nb.core.refusals import refusal

EVERY = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, OpenAIError)]


def test_the_tree_is_drawn_as_it_stands():
    drawn = errors.__doc__
    for each in EVERY:
        assert f" {each.__name__} " in f"{drawn} ".replace("\n", " ")


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_every_error_explains_itself(kind):
    assert kind.__doc__
    assert str(kind("What happened.")).startswith("What happened.")
    assert kind in (OpenAIError, Refused) or kind.advice


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((400, "BadRequest"), (401, "NotAuthenticated"), (403, "NotAllowed"), (404, "NotFound")),
        *((409, "Conflict"), (413, "BadRequest"), (415, "BadRequest"), (418, "Refused"), (422, "BadRequest")),
        *((429, "TooMuch"), (500, "ServerFault"), (502, "ServerFault"), (529, "ServerFault")),
    ],
)
def test_a_status_has_its_error(status, kind):
    error = refusal(status, {"error": {"message": "no"}})
    assert (type(error).__name__, error.status, error.message) == (kind, status, "no")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"error": {"message": "no", "code": "c"}}, "no"),
        ({"error": "no"}, "no"),
        ({"detail": "no"}, "no"),
        (
            {"detail": [{"loc": ["body", "n"], "msg": "too big"}, {"msg": "and more"}]},
            "body.n: too big; and more",
        ),
        ({"detail": [{"loc": None, "msg": "no"}, {"loc": "body", "msg": "odd"}]}, "no; body: odd"),
        ({"message": "no", "object": "error", "code": 400}, "no"),
        ([{"error": {"message": "no"}}], "no"),
        ("no", "no"),
        ("  two\n lines ", "two lines"),
        ("<html>Log in</html>", "The server answered with status 400"),
        ("", "The server answered with status 400"),
        (None, "The server answered with status 400"),
        ([], "The server answered with status 400"),
        ({}, "The server answered with status 400"),
        ({"error": None}, "The server answered with status 400"),
        ({"error": {"message": None, "code": ["odd"]}}, "The server answered with status 400"),
        (3, "The server answered with status 400"),
    ],
)
def test_every_shape_of_refusal_is_read(body, message):
    assert refusal(400, body).message == message


def test_the_apis_own_words_are_kept():
    said = {"message": "no", "code": "c", "param": "p", "type": "t"}
    error = refusal(400, {"error": said}, {"X-Request-Id": "req"})
    assert (error.code, error.param, error.type, error.body, error.request_id) == ("c", "p", "t", said, "req")


def test_an_odd_code_does_not_hide_the_refusal():
    assert type(refusal(429, {"error": {"message": "no", "code": {"a": 1}}})) is errors.TooMuch


def test_a_text_of_any_length_is_shortened():
    assert len(refusal(500, "x" * 10_000).message) == 300


def made(kind):
    if issubclass(kind, Refused):
        error = kind("no", status=418, error={"message": "no", "code": "c"}, headers={"x-request-id": "r"})
        error.retry_after = 3.0
    else:
        error = kind("no", "Do this.")
    error.partial = {"kept": 1}
    return error


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize(
    "way", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy], ids=["pickle", "copy"]
)
def test_an_error_survives_being_sent_to_another_process(kind, way):
    error, again = made(kind), way(made(kind))
    assert type(again) is kind
    assert vars(again) == vars(error)
    assert str(again) == str(error)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 407, 408, 409, 413, 422, 429, 500, 502, 503, 529])
def test_what_may_go_well_later_is_known(status):
    assert refusal(status, {}).passing == (status in {408, 409, 429} or status >= 500)
    assert not refusal(status, {"error": {"code": "insufficient_quota"}}).passing or status != 429


@pytest.mark.parametrize(
    ("message", "advice", "said"),
    [
        ("no room", "Wait.", "no room. Wait."),
        ("No room.", "Wait.", "No room. Wait."),
        ('It said "no."', "Wait.", 'It said "no." Wait.'),
        ("Is it on?", "Look.", "Is it on? Look."),
        ("no room", "", "no room"),
        ("", "Wait.", "Wait."),
    ],
)
def test_what_was_wrong_and_what_to_do_are_two_sentences(message, advice, said):
    assert str(OpenAIError(message, advice)) == said
