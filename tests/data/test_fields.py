"""Fields: what goes along with each request of a column."""

from __future__ import annotations

import pytest

import openai_nb.data  # noqa: F401  (tables get their `.ai`)
from openai_nb.core.errors import BadType
from openai_nb.data.fields import declared
from tests.data.column import Echo, texts

HOW = {"model": "m", "progress": False}


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("concurency", "max_in_flight"),
        ("max_inflight", "max_in_flight"),
        ("temprature", "temperature"),
        ("max_costs", "max_cost"),
        ("dryrun", "dry_run"),
        ("sytem", "system"),
    ],
)
def test_a_misspelt_option_is_refused_before_anything_is_sent(server, client, wrong, meant):
    with pytest.raises(BadType, match=rf"`map` has no option '{wrong}'. Did you mean [\w ]*\b{meant}\b"):
        texts(3).ai.map("{{text}}", client=client, **{wrong: 1}, **HOW)
    assert server.requests == []


def test_every_way_of_asking_refuses_it_by_its_own_name(server, client):
    rows = texts(3)
    asked = {"classify": ["a", "b"], "extract": "n int", "score": "x", "filter": "x", "translate": "French"}
    for name, said in asked.items():
        with pytest.raises(TypeError, match=f"`{name}` has no option 'wrokers'. Did you mean max_in_flight"):
            getattr(rows.ai, name)(said, client=client, wrokers=3, **HOW)
    assert server.requests == []


def test_a_name_that_is_near_nothing_is_refused_too_and_told_where_it_belongs(server, client):
    with pytest.raises(BadType, match=r"'zzz'\. A field of your server's own goes into extra_body"):
        texts(3).ai.map("{{text}}", client=client, zzz=1, **HOW)
    assert server.requests == []


def test_fields_of_the_api_and_of_the_servers_own_go_along(server, client):
    server.answers(Echo())
    more = {"temperature": 0.5, "extra_body": {"top_k": 20, "keep_alive": "5m"}}
    assert texts(1).ai.map("{{text}}", client=client, **more, **HOW)["answer"].tolist() == ["ROW 0"]
    sent = server.requests[0].json
    assert (sent["temperature"], sent["top_k"], sent["keep_alive"]) == (0.5, 20, "5m")
    assert "extra_body" not in sent


def test_another_field_of_the_servers_own_is_another_question(server, client):
    server.answers(Echo())
    for top_k in (1, 2, 1):
        texts(1).ai.map("{{text}}", client=client, extra_body={"top_k": top_k}, **HOW)
    assert [each.json["top_k"] for each in server.requests] == [1, 2]


def test_what_is_no_table_of_fields_is_refused(server, client):
    with pytest.raises(BadType, match="give a dict"):
        texts(1).ai.map("{{text}}", client=client, extra_body="top_k", **HOW)
    assert server.requests == []


def test_the_fields_are_those_of_the_apis_own_declaration():
    assert {"temperature", "seed", "reasoning_effort", "service_tier"} <= declared()
    assert {"messages", "stream", "extra", "self"}.isdisjoint(declared())
