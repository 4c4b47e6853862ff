"""What an error shows and holds, however closely one looks, and what else leaves the process: no key.

A core file is another matter: it is the memory of the process, in which the key must be.
"""

from __future__ import annotations

import copy
import faulthandler
import pickle
import re
import traceback

import pytest
from IPython.core.ultratb import VerboseTB

from openai_nb import Client
from openai_nb.core import errors, refusals
from openai_nb.core.errors import OpenAIError, Refused, SettingsError
from openai_nb.core.refusals import refusal
from openai_nb.core.traces import last_trace, shown, two_lines
from openai_nb.looks.errors import one_line
from tests.conftest import KEY
from tests.keys.looking import holds
from tests.server import Server, completion, reply
from tests.test_keys import ANSWERS, ASK, ECHO

EVERY = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, OpenAIError)]
SECRET = "open-sesame"


def chain(error):
    """An error and all that it came from."""
    seen, waiting = [], [error]
    while waiting:
        each = waiting.pop()
        if each is not None and each not in seen:
            seen.append(each)
            waiting += [each.__cause__, each.__context__]
    return seen


def everything(error):
    """All that can be seen of an error: plain, with every local value, verbose, packed and as its parts."""
    frames = error.__traceback__.tb_next  # without the test's own, which holds what the server says
    looked = traceback.TracebackException(type(error), error, frames, capture_locals=True)
    told = ["".join(looked.format()), *traceback.format_exception(error)]
    told += [re.sub("\x1b\\[[0-9;]*m", "", VerboseTB().text(type(error), error, frames))]
    for each in chain(error):
        told += [str(each), repr(each), repr(each.args), repr(vars(each))]
    told += [pickle.dumps(error).decode("latin-1"), repr(vars(copy.copy(error)))]
    return "\n".join([*told, *two_lines(error), one_line(error)])


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("stream", [False, True])
def test_however_closely_one_looks_at_a_failure(server, client, answer, stream):
    server.answers(answer)
    with pytest.raises(OpenAIError) as caught:
        client.chat.completions.create(**ASK, stream=stream).gather()
    assert not holds(everything(caught.value))
    shown(caught.value)
    assert not holds(last_trace()) and last_trace()


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_every_class_of_error_raised_from_a_call(server, client, kind):
    """As a hook of somebody's would raise it, while the key is being sent."""

    def fail(seconds):
        raise kind("What happened.")

    server.answers(reply({}, 500))
    transport = client._transport.using(max_retries=1)
    transport._sleep = fail
    with pytest.raises(kind) as caught:
        transport.send("POST", "/chat/completions", body=ASK)
    assert not holds(everything(caught.value))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 407, 408, 409, 422, 429, 500, 503])
@pytest.mark.parametrize("place", ["message", "code", "param", "type", "more"])
def test_a_server_that_says_the_key_back_in_any_place(server, client, status, place):
    server.answers(reply({"error": {"message": "no", place: ECHO}}, status, x_request_id=KEY, x_echo=ECHO))
    with pytest.raises(Refused) as caught:
        client.models.list()
    assert not holds(everything(caught.value))


def test_headers_of_an_answer_that_say_the_key_back(server, client):
    server.answers(reply({"data": []}, 200, x_request_id=KEY, x_echo=f"Bearer {KEY}"))
    client.models.list()
    assert not holds(repr(client.last)) and not holds(repr(vars(client)))


def test_a_redirect_takes_the_key_nowhere(server, client):
    other = Server()
    server.answers(reply({}, 307, location=f"{other.url}/models?key={KEY}"))
    with pytest.raises(OpenAIError) as caught:
        client.models.list()
    other.close()
    assert other.requests == [] and not holds(everything(caught.value))


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_address_with_a_password_is_refused_without_saying_it(scheme):
    with pytest.raises(SettingsError) as caught:
        Client(api_key=KEY, base_url=f"{scheme}://me:{SECRET}@127.0.0.1:9/v1")
    assert SECRET not in str(caught.value) and SECRET not in repr(caught.value)


@pytest.mark.parametrize("answer", [reply({}, 403), reply({"error": ECHO}, 407)])
def test_a_proxy_with_a_password_is_told_of_without_it(server, monkeypatch, answer):
    monkeypatch.setenv("HTTPS_PROXY", f"http://me:{SECRET}@127.0.0.1:{server.port}")
    server.answers(answer)
    with Client(api_key=KEY, base_url="https://api.somewhere.invalid/v1", max_retries=0) as client:
        with pytest.raises(OpenAIError) as caught:
            client.models.list()
        said = everything(caught.value) + repr(vars(client))
    assert SECRET not in said and not holds(said)
    assert all(
        "authorization" not in each.headers for each in server.requests
    )  # the key is for the API alone


def test_what_faulthandler_writes_holds_no_values(server, client, tmp_path):
    def answer(request):
        with (tmp_path / "fault").open("w") as file:
            faulthandler.dump_traceback(file)
        return reply(completion())

    server.answers(answer)
    client.chat.completions.create(**ASK)
    said = (tmp_path / "fault").read_text()
    assert "transport.py" in said and not holds(said)


@pytest.mark.parametrize("pack", [pickle.dumps, lambda each: repr(each).encode()], ids=["pickle", "repr"])
def test_what_a_call_gives_can_be_kept(server, client, pack):
    server.answers(reply(completion()), reply({"data": [{"id": "m"}]}))
    said, models = client.chat.completions.create(**ASK), client.models.list()
    for each in (said, said.choices, models[0], client.last, client):
        assert not holds(pack(each))


def test_a_client_out_of_a_pickle_says_where_its_key_is(client, server):
    again = pickle.loads(pickle.dumps(client))
    assert repr(again) == repr(client).replace(repr(client.provider.auth), "Bearer(from a function)")
    with pytest.raises(SettingsError, match="holds no key"):
        again.models.list()
    assert server.requests == []


def test_a_sandbox_stays_where_it_is_when_its_client_is_pickled():
    again = pickle.loads(pickle.dumps(Client.sandbox()))
    with pytest.raises(SettingsError, match="out of a pickle"):
        again.models.list()


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy])
def test_a_copy_of_a_client_is_one_that_can_ask(client, server, way):
    server.answers(reply({"data": [{"id": "m"}]}))
    assert way(client).models.list()[0].id == "m"
    assert KEY in server.requests[0].headers["authorization"]


def test_a_refusal_that_is_made_by_hand_keeps_what_it_is_told():
    error = pickle.loads(pickle.dumps(refusal(408, {"error": {"message": "late"}})))
    assert error.advice == refusals.ADVICE[408]
