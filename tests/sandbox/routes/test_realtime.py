import pytest

from openai_nb.core.errors import BadRequest


def test_a_secret_is_made_for_a_session(client):
    wanted = {"type": "realtime", "model": "gpt-realtime-mini", "instructions": "Be brief."}
    made = client.realtime.client_secrets.create(session=wanted)
    assert made.value.startswith("ek_") and made.session.object == "realtime.session"
    assert (made.session.model, made.session.instructions) == ("gpt-realtime-mini", "Be brief.")


def test_each_secret_is_another_and_is_not_shown(client):
    first, second = (client.realtime.client_secrets.create() for _ in range(2))
    assert first.value != second.value and first.value not in repr(first)


def test_it_lasts_as_long_as_is_said(client):
    usual = client.realtime.client_secrets.create(session={"type": "transcription"})
    longer = client.realtime.client_secrets.create(expires_after={"anchor": "created_at", "seconds": 7200})
    assert 6590 <= longer.expires_at - usual.expires_at <= 6610
    assert usual.session.type == "transcription"


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"session": {"type": "video"}}, "session.type"),
        ({"session": {"model": "gpt-realtime"}}, "session.type"),
        ({"session": "realtime"}, "session"),
        ({"expires_after": {"seconds": 5}}, "expires_after.seconds"),
        ({"expires_after": {"seconds": "long"}}, "expires_after.seconds"),
        ({"expires_after": {"anchor": "noon", "seconds": 60}}, "expires_after.anchor"),
    ],
)
def test_what_the_api_refuses_is_refused(client, options, param):
    with pytest.raises(BadRequest) as caught:
        client.realtime.client_secrets.create(**options)
    assert caught.value.param == param
