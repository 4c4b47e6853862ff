"""Usage: which key opens it, and pages of buckets."""

import pytest
from requests import Request

from openai_nb import Client
from openai_nb.api.buckets import rows
from tests.conftest import KEY
from tests.server import reply

ADMIN = "sk-admin-11aa22bb33cc"


def bucket(start, **result):
    return {
        "object": "bucket",
        "start_time": start,
        "end_time": start + 60,
        "results": [result] if result else [],
    }


def signatures(server):
    return [each.headers.get("authorization") for each in server.requests]


def ask_both(client):
    client.admin.organization.usage.completions(start_time=0)
    client.models.list()


def test_what_concerns_the_organization_is_signed_with_the_admin_key(server):
    with Client(KEY, admin_key=ADMIN, base_url=server.url) as client:
        ask_both(client)
    assert signatures(server) == [f"Bearer {ADMIN}", f"Bearer {KEY}"]
    assert ADMIN not in repr(client) and ADMIN not in repr(vars(client))


def test_without_an_admin_key_the_usual_one_is_tried(server, client):
    ask_both(client)
    assert signatures(server) == [f"Bearer {KEY}"] * 2


def test_an_admin_key_may_be_made_anew_for_each_call(server):
    with Client(KEY, admin_key=lambda: ADMIN, base_url=server.url) as client:
        ask_both(client)
    assert signatures(server)[0] == f"Bearer {ADMIN}"


def test_the_admin_key_of_the_environment_stays_with_openai(server, monkeypatch):
    monkeypatch.setenv("OPENAI_ADMIN_KEY", ADMIN)
    with Client(KEY, base_url=server.url) as client:
        ask_both(client)
    assert signatures(server) == [f"Bearer {KEY}"] * 2
    assert "environment" in client.withheld
    for_admins = Request("GET", "https://api.openai.com/v1/organization/costs").prepare()
    assert Client(KEY).provider.auth(for_admins).headers["Authorization"] == f"Bearer {ADMIN}"


def test_an_admin_key_alone_in_the_environment_leaves_the_sandbox_in_place(monkeypatch):
    monkeypatch.setenv("OPENAI_ADMIN_KEY", ADMIN)
    assert Client().provider.sandboxed
    assert not Client(admin_key=ADMIN).provider.sandboxed


def test_buckets_are_walked_page_by_page(server, client):
    first = {"object": "page", "data": [bucket(0, input_tokens=1)], "has_more": True, "next_page": "page_2"}
    last = {
        "object": "page",
        "data": [bucket(60), bucket(120, input_tokens=2)],
        "has_more": False,
        "next_page": None,
    }
    server.answers(reply(first), reply(last))
    page = client.admin.organization.usage.completions(start_time=0, group_by=["model"])
    assert [(each["start_time"], each["input_tokens"]) for each in rows(page)] == [(0, 1), (120, 2)]
    assert [each.target.partition("?")[2] for each in server.requests] == [
        "start_time=0&group_by%5B%5D=model",
        "start_time=0&group_by%5B%5D=model&page=page_2",
    ]


@pytest.mark.parametrize("cursor", [None, "page_1"])
def test_a_walk_that_comes_to_no_end_is_ended(server, client, cursor):
    server.answers(reply({"object": "page", "data": [bucket(0)], "has_more": True, "next_page": cursor}))
    assert len(list(client.admin.organization.usage.completions(start_time=0))) == 1
