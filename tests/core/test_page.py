"""Pages: lists that fetch their own next page."""

from __future__ import annotations

import pytest

from openai_nb.api.files import File
from tests.server import reply


def rows(*ids):
    return [{"id": each, "object": "file"} for each in ids]


def test_a_walk_goes_through_all_pages(server, client):
    server.answers(
        reply({"data": rows("a", "b"), "has_more": True}),
        reply({"data": rows("c"), "has_more": True, "last_id": "z"}),
        reply({"data": rows("d"), "has_more": False}),
    )
    page = client.files.list(limit=2, purpose="batch")
    assert [file.id for file in page] == ["a", "b", "c", "d"]
    assert [each.target for each in server.requests] == [
        "/v1/files?limit=2&purpose=batch",
        "/v1/files?limit=2&purpose=batch&after=b",
        "/v1/files?limit=2&purpose=batch&after=z",
    ]


def test_a_page_is_a_list_of_its_own_records(server, client):
    server.answers(reply({"data": rows("a", "b", "c"), "has_more": True}))
    page = client.files.list()
    assert (len(page), page[0].id, [each.id for each in page[1:]]) == (3, "a", ["b", "c"])
    assert {type(each) for each in page.data} == {File}
    assert repr(page) == "Page(3 × File, more to come)"
    assert len(server.requests) == 1


def test_the_next_page_can_be_asked_for(server, client):
    server.answers(reply({"data": rows("a"), "has_more": True}), reply({"data": []}))
    second = client.files.list().next_page()
    assert len(second) == 0
    assert second.next_page() is None
    assert repr(second) == "Page(0 × File)"


def test_a_server_that_repeats_itself_is_left(server, client):
    server.answers(reply({"data": rows("a", "b"), "has_more": True}))
    assert [file.id for file in client.files.list()] == ["a", "b"]


@pytest.mark.parametrize(
    "raw", [{}, {"data": None}, {"data": [], "has_more": True}, {"data": [{}], "has_more": True}]
)
def test_a_list_may_be_poor(server, client, raw):
    server.answers(reply(raw))
    page = client.files.list()
    assert not page.has_more
    assert list(page) == page.data


def test_a_page_can_be_walked_twice(server, client):
    server.answers(reply({"data": rows("a"), "has_more": True}), reply({"data": rows("b")}))
    page = client.files.list()
    assert [each.id for each in page] == [each.id for each in page] == ["a", "b"]


def test_a_page_tells_its_last_id_for_walks_by_hand(server, client):
    server.answers(reply({"data": rows("a", "b"), "has_more": True}), reply({"data": [], "has_more": False}))
    page = client.files.list()
    assert (page.has_more, page.last_id) == (True, "b")
    assert client.files.list(after=page.last_id).last_id is None
