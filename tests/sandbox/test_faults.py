"""Scripted trouble, met by the real client."""

import pytest

from openai_nb import Client
from openai_nb.core.errors import QuotaExceeded, ServerFault, TooMuch, Truncated

HELLO = [{"role": "user", "content": "Tell me of rivers"}]


def asking(faults, **options):
    client = Client.sandbox(faults=faults)
    client._transport._sleep = lambda seconds: None
    return client.using(**options) if options else client


def test_trouble_passes_within_the_retries():
    client = asking("429:0.1, 503, ok")
    assert client.chat.completions.create(model="sandbox-chat", messages=HELLO).choices
    assert client.last.attempts == 3


def test_trouble_that_lasts_is_told():
    with pytest.raises(ServerFault, match="overloaded"):
        asking("503, 503, 503").models.list()


def test_retries_can_be_declined():
    with pytest.raises(TooMuch) as caught:
        asking("429:7", max_retries=0).models.list()
    assert caught.value.retry_after == 7


def test_a_spent_quota_is_not_asked_again():
    client = asking("quota")
    with pytest.raises(QuotaExceeded):
        client.models.list()
    assert client.last.attempts == 1


def test_a_stream_that_is_cut_is_never_silently_short():
    client = asking("cut")
    kept = []
    with pytest.raises(Truncated):
        client.chat.completions.stream(model="sandbox-chat", messages=HELLO).gather(kept.append)
    assert kept
