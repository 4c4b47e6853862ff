from __future__ import annotations

import pytest

from openai_nb.client import Client
from tests.conftest import KEY
from tests.server import reply

LONG = "Incorrect API key provided. " * 40


def refusing(status: int, message: str = LONG, **headers: str):
    error = {"error": {"message": message, "type": "invalid", "code": "odd", "param": None}}
    return reply(error, status, x_request_id="req_0123456789abcdef0123456789abcdef", **headers)


def told(ran) -> bytes:
    """What an error puts into a notebook."""
    return "".join([type(ran.error).__name__, str(ran.error), *ran.trouble]).encode()


@pytest.mark.parametrize("cell", ["%%chat\nHi", "%models", "%files", "%jobs", "%image a cat"])
@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 429, 500, 503])
def test_a_refusal_is_two_short_lines_and_an_error(typed, answering, cell, status):
    answering.answers(refusing(status, retry_after="3"))
    ran = typed(cell)
    assert ran.error.status == status
    assert len(ran.trouble) == 2
    assert len(told(ran)) <= 400
    assert "req_0123456789abcdef" in ran.trouble[1]
    assert ran.outputs == []


def test_no_answer_in_time_is_short(typed, answering, here):
    here.use(Client(api_key=KEY, base_url=answering.url, timeout=0.2, max_retries=0))
    here.model = "m"
    answering.answers([5])
    ran = typed("%%chat\nHi")
    assert type(ran.error).__name__ == "TimedOut"
    assert len(told(ran)) <= 400


def test_a_closed_door_is_short(typed, here, closed_port):
    here.use(Client(api_key=KEY, base_url=f"http://127.0.0.1:{closed_port}/v1", max_retries=0))
    here.model = "m"
    ran = typed("%%chat\nHi")
    assert type(ran.error).__name__ == "Unreachable"
    assert len(told(ran)) <= 400


def test_an_unknown_host_is_short(typed, here):
    here.use(Client(api_key=KEY, base_url="http://no-such-host.invalid/v1", max_retries=0))
    here.model = "m"
    ran = typed("%%chat\nHi")
    assert type(ran.error).__name__ == "Unreachable"
    assert len(told(ran)) <= 400


def test_the_whole_trace_is_at_hand_and_holds_no_key(typed, answering):
    answering.answers(refusing(401, f"Incorrect API key provided: {KEY}."))
    ran = typed("%%chat\nHi")
    assert KEY not in "".join(ran.trouble)
    trace = typed("%openai debug").printed
    assert "Traceback" in trace
    assert "transport.py" in trace
    assert KEY not in trace


def test_an_unknown_model_is_an_error(typed, answering):
    answering.answers(refusing(404, "The model 'gtp' does not exist"))
    ran = typed("%%chat -m gtp\nHi")
    assert "gtp" in ran.trouble[0]
    assert "%models" in ran.trouble[1]
