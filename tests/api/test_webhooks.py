"""Webhooks: what reaches a server of one's own."""

import json
import time

import pytest

from openai_nb.core.errors import InvalidWebhook, SettingsError
from openai_nb.core.signatures import signed

SECRET = "whsec_c2VjcmV0IGJ5dGVz"
BODY = json.dumps(
    {
        "id": "evt_1",
        "object": "event",
        "type": "response.completed",
        "created_at": 1,
        "data": {"id": "resp_1"},
    }
)


def headers(body=BODY, at=None):
    at = int(time.time()) if at is None else at
    signature = signed(body.encode(), "wh_1", at, SECRET)
    return {"webhook-id": "wh_1", "webhook-timestamp": str(at), "webhook-signature": signature}


@pytest.mark.parametrize("payload", [BODY, BODY.encode()])
def test_a_genuine_webhook_is_read(client, payload):
    event = client.webhooks.unwrap(payload, headers(), SECRET)
    assert (event.type, event.data.id) == ("response.completed", "resp_1")


def test_the_secret_may_stand_in_the_environment(client, monkeypatch):
    with pytest.raises(SettingsError, match="OPENAI_WEBHOOK_SECRET"):
        client.webhooks.unwrap(BODY, headers())
    monkeypatch.setenv("OPENAI_WEBHOOK_SECRET", SECRET)
    assert client.webhooks.unwrap(BODY, headers()).id == "evt_1"


def test_a_webhook_that_was_changed_is_not_read(client):
    with pytest.raises(InvalidWebhook, match="Do not act on it"):
        client.webhooks.unwrap(BODY.replace("resp_1", "resp_2"), headers(), SECRET)


def test_an_old_webhook_is_not_read_again(client):
    sent = headers(at=int(time.time()) - 400)
    with pytest.raises(InvalidWebhook, match="s old; 300 s are allowed"):
        client.webhooks.unwrap(BODY, sent, SECRET)
    assert client.webhooks.unwrap(BODY, sent, SECRET, tolerance=500).id == "evt_1"


@pytest.mark.parametrize("body", ["[1]", "no json", ""])
def test_what_is_signed_must_also_say_something(client, body):
    with pytest.raises(InvalidWebhook, match="no JSON object"):
        client.webhooks.unwrap(body, headers(body), SECRET)


def test_a_signature_can_be_checked_alone(client):
    client.webhooks.verify_signature(BODY, headers(), secret=SECRET)
    with pytest.raises(InvalidWebhook):
        client.webhooks.verify_signature(BODY, headers(), secret="another")


def test_nothing_is_sent(server, client):
    client.webhooks.unwrap(BODY, headers(), SECRET)
    assert server.requests == []
