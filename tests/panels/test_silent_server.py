"""A server that takes every request and never answers: no panel waits for it as it opens or closes."""

import threading

import pandas as pd
import pytest

from openai_nb.client import Client
from openai_nb.panels import PANELS, panel
from tests.server import Server, chunk, chunked, events, reply

GIVEN = {"job": ("ftjob-1",), "embedding": (pd.Series(["a red house", "a blue boat"]),)}
PATIENCE = 60.0  # seconds a request waits; whoever waits for one has no panel by then
SOON = 20.0

each_panel = pytest.mark.parametrize("name", sorted(PANELS))


@pytest.fixture
def silent(here):
    """A server of one's own, whose models nobody has named; it takes what is asked, and says nothing."""
    server = Server()
    server.answers([2 * PATIENCE])
    client = Client(api_key="sk-none", base_url=server.url, timeout=PATIENCE, max_retries=0)
    here.use(client)
    assert not client.provider.models
    yield server
    server.close()
    client.close()


def soon(act):
    """What an act gives; it fails where that takes long."""
    given = []
    thread = threading.Thread(target=lambda: given.append(act()), daemon=True)
    thread.start()
    thread.join(SOON)
    assert given, "it waits for the server"
    return given[0]


@each_panel
def test_a_panel_opens_and_closes_while_the_server_is_silent(silent, name):
    made = soon(lambda: panel(name, *GIVEN.get(name, ())))
    assert soon(lambda: made.widget)
    assert not made.busy and made.problem == ""
    soon(lambda: [made.close()])


@pytest.fixture
def lone(here):
    """A server of one's own, and the models it holds."""
    server, held = Server(), ["mine"]

    def answer(request):
        if request.verb == "GET":
            return reply({"object": "list", "data": [{"id": name} for name in held]})
        return chunked(*events(chunk("It is me."), chunk(None, "stop")))

    server.answers(answer)
    with Client(api_key="sk-none", base_url=server.url, timeout=5, max_retries=0) as client:
        here.use(client)
        yield server, held
    server.close()


def test_the_only_model_of_a_server_is_asked_unnamed(lone):
    server, _ = lone
    made = panel("chat")
    made.send("Who?")
    assert made.model == "" and made.wait(SOON)
    assert made.turns[-1].answer == "It is me."
    assert server.requests[-1].json["model"] == "mine"
    made.close()


def test_the_only_model_of_a_server_is_chosen_once_it_is_known(lone):
    made = panel("chat", threads=False)
    made.look()
    assert (made.model, made.models) == ("mine", ["mine"])
    made.close()


def test_of_several_models_none_is_chosen_and_the_turn_says_so(lone):
    _, held = lone
    held.append("another")
    made = panel("chat", threads=False)
    made.look()
    assert (made.model, made.models) == ("", ["another", "mine"])
    made.send("Who?")
    assert "has no usual chat model; it has mine, another" in made.problem
    assert made.turns[-1].status == "failed"
    made.model = "another"
    made.retry()
    assert made.turns[-1].answer == "It is me."
    made.close()
