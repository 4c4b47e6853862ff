"""Signatures of webhooks: what is genuine passes, and nothing else does."""

import base64
import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.core.errors import InvalidWebhook, SettingsError
from openai_nb.core.signatures import signed, verify

SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-odd bytes").decode()
NOW = 1_800_000_000
BODY = b'{"type": "response.completed"}'


def headers(body=BODY, id="wh_1", at=NOW, secret=SECRET, **changed):
    sent = {"webhook-id": id, "webhook-timestamp": str(at), "webhook-signature": signed(body, id, at, secret)}
    return {**sent, **{name.replace("_", "-"): value for name, value in changed.items()}}


def check(body=BODY, sent=None, **options):
    verify(body, headers() if sent is None else sent, SECRET, **{"now": NOW, **options})


def test_the_signature_is_that_of_the_standard():
    digest = hmac.new(b"a secret of twenty-odd bytes", b"wh_1.1800000000." + BODY, hashlib.sha256).digest()
    assert signed(BODY, "wh_1", NOW, SECRET) == "v1," + base64.b64encode(digest).decode()


def test_the_example_of_the_standard_is_genuine():
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    given = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert signed(body, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, secret) == given


@given(st.binary(max_size=200), st.text("abc_-", min_size=1), st.integers(0, 10**10))
def test_what_is_genuine_passes(body, id, at):
    verify(body, headers(body, id, at), SECRET, now=at)


@given(st.binary(min_size=1, max_size=60), st.data())
def test_no_changed_bit_passes(body, data):
    place, bit = data.draw(st.integers(0, len(body) - 1)), data.draw(st.integers(0, 7))
    changed = bytearray(body)
    changed[place] ^= 1 << bit
    with pytest.raises(InvalidWebhook, match="No signature"):
        verify(bytes(changed), headers(body), SECRET, now=NOW)


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook_id": "wh_2"},
        {"webhook_timestamp": str(NOW + 1)},
        {"webhook_signature": "v1,AAAA"},
        {"webhook_signature": signed(BODY, "wh_1", NOW, SECRET).replace("v1,", "v2,")},
        {"webhook_signature": signed(BODY, "wh_1", NOW, SECRET).removeprefix("v1,")},
        {"webhook_signature": signed(BODY, "wh_1", NOW, "another secret")},
        {"webhook_signature": signed(BODY, "wh_1", NOW, SECRET)[:-4]},
        {"webhook_signature": "v1,é"},
        {"webhook_timestamp": "soon"},
        {"webhook_timestamp": "-5"},
        {"webhook_timestamp": "1" * 40},
        {"webhook_timestamp": ""},
    ],
)
def test_nothing_else_passes(changed):
    with pytest.raises(InvalidWebhook):
        check(sent=headers(**changed))


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_header_that_lacks_is_named(name):
    sent = headers()
    del sent[name]
    with pytest.raises(InvalidWebhook, match=name):
        check(sent=sent)


def test_the_case_of_a_header_does_not_matter():
    check(sent={name.title(): value for name, value in headers().items()})


def test_one_right_signature_among_several_is_enough():
    wrong, right = signed(BODY, "wh_1", NOW, "older"), signed(BODY, "wh_1", NOW, SECRET)
    check(sent=headers(webhook_signature=f"{wrong} v1a,other {right}"))


@pytest.mark.parametrize("away", [-300, 300])
def test_some_minutes_off_is_still_now(away):
    check(now=NOW + away)
    with pytest.raises(InvalidWebhook, match=r"30[0-9] s (old|ahead)"):
        check(now=NOW + away + away / 100)


def test_how_far_off_is_allowed_can_be_said():
    check(now=NOW + 9, tolerance=10)
    with pytest.raises(InvalidWebhook, match="11 s old; 10 s are allowed"):
        check(now=NOW + 11, tolerance=10)


def test_a_secret_without_its_prefix_is_taken_as_it_is():
    verify(BODY, headers(secret="plain words"), "plain words", now=NOW)


@pytest.mark.parametrize("secret", ["whsec_", "whsec_not base64!", "whsec_é"])
def test_a_secret_that_cannot_be_one_is_refused_and_not_shown(secret):
    with pytest.raises(SettingsError) as caught:
        verify(BODY, headers(), secret, now=NOW)
    assert secret not in str(caught.value)
