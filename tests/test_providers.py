"""Providers: who answers, and how one gets in."""

from __future__ import annotations

import pytest
import requests

from openai_nb.core.errors import SettingsError
from openai_nb.providers import Bearer, compatible, openai
from tests.conftest import KEY


def signed(auth):
    return auth(requests.Request("GET", "http://localhost/").prepare()).headers.get("Authorization")


def test_the_key_goes_into_the_usual_header():
    assert signed(Bearer(KEY)) == f"Bearer {KEY}"


def test_a_key_from_a_function_is_asked_for_each_time():
    keys = iter(["a", "b"])
    auth = Bearer(lambda: next(keys))
    assert [signed(auth), signed(auth)] == ["Bearer a", "Bearer b"]


@pytest.mark.parametrize("auth", [Bearer(KEY), Bearer(lambda: KEY)])
def test_a_key_is_never_printed(auth):
    assert KEY not in repr(auth)
    assert KEY not in repr(openai(KEY))


@pytest.mark.parametrize("key", [f"{KEY}\r\nX-Evil: 1", f"“{KEY}”", f"{KEY}\x00", "schlüssel"])
def test_a_key_that_no_header_can_carry_is_refused_unseen(key):
    with pytest.raises(SettingsError, match="letter that no key has") as caught:
        signed(Bearer(key))
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("make", [openai, lambda *given: compatible("http://localhost/v1", *given)])
def test_an_organization_and_a_project_are_named_in_headers(make):
    assert make(KEY, "org-1", "proj-1").headers == {
        "OpenAI-Organization": "org-1",
        "OpenAI-Project": "proj-1",
    }
    assert make(KEY).headers == {}


def test_a_server_of_ones_own_needs_no_key():
    assert compatible("http://localhost/v1").auth is None
    assert isinstance(compatible("http://localhost/v1", KEY).auth, Bearer)


def test_openai_brings_the_models_to_ask():
    kinds = {"chat", "embedding", "image", "speech", "transcription", "moderation"}
    assert set(openai(KEY).models) == kinds
