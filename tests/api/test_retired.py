from datetime import date

import pytest
from requests.adapters import BaseAdapter

from openai_nb import Client
from openai_nb.api.retired import RETIREMENTS, check, retirement
from openai_nb.core.endpoint import POST, Resource
from openai_nb.core.errors import Retired
from openai_nb.core.record import Record
from openai_nb.core.settings import OPENAI_URL
from openai_nb.providers import Bearer, Provider
from tests.conftest import KEY
from tests.server import reply

AZURE = "https://mine.openai.azure.com/openai/v1"


class Edits(Resource):
    @POST("/edits")
    def create(self, *, model: str) -> Record: ...


class Wire(BaseAdapter):
    """Where requests would leave for the network."""

    def send(self, request, **_):
        raise ConnectionRefusedError(request.url)

    def close(self):
        pass


@pytest.fixture
def live():
    """A client of the live API whose network is cut."""
    with Client(provider=Provider(OPENAI_URL, Bearer(KEY), Wire()), max_retries=0) as client:
        yield client


def test_what_is_gone_is_refused_before_it_is_sent(live):
    with pytest.raises(Retired, match=r"POST /edits is gone .* 2024-01-04") as caught:
        Edits(live._send).create(model="text-davinci-edit-001")
    assert caught.value.advice.startswith("Use chat.completions;")


@pytest.mark.parametrize("path", ["/edits", "v1/edits/", "/threads/thread_1/runs"])
def test_a_call_by_its_path_is_looked_at_too(live, path):
    with pytest.raises(Retired, match="is gone"):
        live.request("post", path, body={"model": "gpt-6-luna"})


def test_a_model_that_is_gone_is_not_asked(live):
    ask = {"model": "gpt-3.5-turbo", "messages": [{"role": "user", "content": "Hi"}]}
    with pytest.raises(Retired, match=r"gpt-3\.5-turbo answers no more .* 2026-10-23") as caught:
        live.chat.completions.create(**ask)
    assert "models.list()" in caught.value.advice
    with pytest.raises(Retired, match="answers no more"):
        live.request("POST", "/chat/completions", body=ask, stream=True)


def test_what_is_said_of_a_gone_model_is_still_asked(live):
    with pytest.raises(ConnectionRefusedError, match="/v1/models/gpt-3"):
        live.models.retrieve("gpt-3.5-turbo")


def test_what_stays_is_sent(live):
    with pytest.raises(ConnectionRefusedError, match=r"/v1/models"):
        live.models.list()


def test_other_servers_may_still_offer_it(server):
    server.answers(reply({"object": "edit"}))
    with Client(api_key=KEY, base_url=server.url) as client:
        assert Edits(client._send).create(model="m").object == "edit"


@pytest.mark.parametrize(
    "address", [AZURE, "http+sandbox://here/v1", "https://api.openai.com.evil.example/v1"]
)
def test_only_the_live_host_is_meant(address):
    check("POST /edits", address, "gpt-4")


def test_what_ends_later_may_still_be_called():
    jobs = "POST /fine_tuning/jobs"
    check(jobs, OPENAI_URL, "gpt-image-1-mini", today=date(2026, 11, 30))
    with pytest.raises(Retired, match="gpt-image-1-mini"):
        check(jobs, OPENAI_URL, "gpt-image-1-mini", today=date(2026, 12, 1))
    with pytest.raises(Retired, match="2027-01-07"):
        check(jobs, OPENAI_URL, today=date(2027, 1, 7))


@pytest.mark.parametrize(
    ("operation", "gone"),
    [
        ("GET /fine-tunes/{fine_tune_id}/events", "2024-01-04"),
        ("POST /assistants/{assistant_id}/files", "2024-12-18"),
        ("GET /threads/{thread_id}/messages/{message_id}/files", "2024-12-18"),
        ("POST /assistants", "2026-08-26"),
        ("POST /threads/{thread_id}/runs", "2026-08-26"),
        ("POST /images/variations", "2026-05-12"),
    ],
)
def test_each_has_its_own_day(operation, gone):
    assert str(retirement(operation).since) == gone


@pytest.mark.parametrize(
    "operation", ["POST /images/edits", "GET /fine_tuning/jobs", "POST /audio/transcriptions"]
)
def test_the_living_have_none(operation):
    assert retirement(operation) is None


def test_an_error_of_it_fits_two_lines():
    longest = max(len(f"{each.instead}; Client.sandbox() goes on offering it.") for each in RETIREMENTS)
    assert longest <= 110
