import time

import pytest

from openai_nb import Client
from openai_nb.core.errors import BadRequest, NotFound

NOTES = {
    "parking.md": "# Parking\n\nCars may be parked behind the house. Bicycles go to the cellar.",
    "refunds.txt": "Money is paid back within fourteen days. Refunds need the receipt.",
    "pets.html": "<html><head><title>x</title></head><p>Dogs are welcome.</p><p>Cats too.</p></html>",
}


def upload(client, name, text):
    return client.files.create(file=(name, text.encode()), purpose="assistants")


@pytest.fixture
def files(client):
    return {name: upload(client, name, text) for name, text in NOTES.items()}


@pytest.fixture
def notes(client, files):
    """A vector store of three notes, each with its topic."""
    store = client.vector_stores.create(name="Notes")
    given = [
        {"file_id": file, "attributes": {"topic": name, "size": len(name)}} for name, file in files.items()
    ]
    client.vector_stores.file_batches.create_and_poll(store, files=given)
    return client.vector_stores.retrieve(store)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Where can I leave my car?", "parking.md"),
        ("How do I get a refund?", "refunds.txt"),
        ("dog", "pets.html"),
    ],
)
def test_what_a_question_is_about_comes_first(client, notes, question, name):
    found = client.vector_stores.search(notes, query=question)
    assert found[0].filename == name and found[0].attributes["topic"] == name
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_a_chunk_is_a_text_of_its_file(client, notes):
    found = client.vector_stores.search(notes, query="cats", max_num_results=1)
    assert len(found) == 1 and str(found[0]) == "Dogs are welcome.\nCats too."


def test_weak_answers_fall_below_a_threshold(client, notes):
    options = {"score_threshold": 0.4}
    found = client.vector_stores.search(notes, query="refunds receipt", ranking_options=options)
    assert [each.filename for each in found] == ["refunds.txt"]


def test_a_rewritten_question_is_told(client, notes):
    found = client.vector_stores.search(notes, query="Where are the bicycles?", rewrite_query=True)
    assert found.raw["search_query"] == ["bicycles"] and found[0].filename == "parking.md"


def test_several_questions_are_asked_at_once(client, notes):
    found = client.vector_stores.search(notes, query=["dogs", "receipt"], max_num_results=2)
    assert {each.filename for each in found} == {"pets.html", "refunds.txt"}


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"type": "eq", "key": "topic", "value": "pets.html"}, {"pets.html"}),
        ({"type": "ne", "key": "topic", "value": "pets.html"}, {"parking.md", "refunds.txt"}),
        ({"type": "gt", "key": "size", "value": 10}, {"refunds.txt"}),
        ({"type": "in", "key": "size", "value": [9, 10]}, {"pets.html", "parking.md"}),
        (
            {"type": "and", "filters": [
                {"type": "gte", "key": "size", "value": 10},
                {"type": "nin", "key": "topic", "value": ["refunds.txt"]},
            ]},
            {"parking.md"},
        ),
    ],
)  # fmt: skip
def test_filters_choose_by_attributes(client, notes, wanted, names):
    found = client.vector_stores.search(notes, query="house", filters=wanted)
    assert {each.filename for each in found} == names


@pytest.mark.parametrize(
    ("arguments", "param"),
    [
        ({"max_num_results": 51}, "max_num_results"),
        ({"filters": {"type": "like", "key": "a", "value": 1}}, "filters.type"),
        ({"filters": {"type": "or", "filters": [{"type": "gt", "key": "a"}]}}, "filters.filters[0].value"),
        ({"ranking_options": {"ranker": "best"}}, "ranking_options.ranker"),
        ({"ranking_options": {"score_threshold": 2}}, "ranking_options.score_threshold"),
        ({"ranking_options": {"weight": 2}}, "ranking_options.weight"),
        ({"query": ""}, "query"),
    ],
)
def test_what_cannot_be_searched_is_refused(client, notes, arguments, param):
    with pytest.raises(BadRequest) as caught:
        client.vector_stores.search(notes, **{"query": "x", **arguments})
    assert caught.value.param == param


def test_a_store_counts_its_files_and_bytes(client, notes):
    assert (notes.name, notes.status, notes.file_counts.completed, notes.file_counts.total) == (
        "Notes",
        "completed",
        3,
        3,
    )
    assert notes.usage_bytes > 3 * 2048


def test_a_store_is_made_of_files_at_once_and_labelled(client, files):
    store = client.vector_stores.create(file_ids=[*files.values()], metadata={"a": "b"})
    assert store.status == "in_progress" and store.file_counts.in_progress == 3
    store = client.vector_stores.update(store, name="New", metadata={"c": "d"})
    assert (store.name, store.metadata, store.status) == ("New", {"c": "d"}, "completed")


def test_deleting_a_store_leaves_the_files(client, notes, files):
    assert client.vector_stores.delete(notes).deleted
    with pytest.raises(NotFound):
        client.vector_stores.search(notes, query="x")
    assert client.files.retrieve(files["parking.md"])


def test_a_deleted_file_is_gone_from_every_store(client, notes, files):
    other = client.vector_stores.create(file_ids=[files["parking.md"]])
    client.files.delete(files["parking.md"])
    assert not client.vector_stores.search(other, query="cars").data
    assert client.vector_stores.retrieve(notes).file_counts.total == 2
    with pytest.raises(NotFound):
        client.vector_stores.files.retrieve(files["parking.md"], notes)


def test_a_store_nobody_uses_expires():
    now = [1_000_000.0]
    with Client.sandbox(step_seconds=None, clock=lambda: now[0]) as client:
        expires = {"anchor": "last_active_at", "days": 1}
        store = client.vector_stores.create(expires_after=expires)
        now[0] += 80_000
        client.vector_stores.search(store, query="x")
        now[0] += 80_000
        assert client.vector_stores.retrieve(store).status == "completed"
        now[0] += 80_000
        assert client.vector_stores.retrieve(store).status == "expired"
        with pytest.raises(BadRequest, match="expired"):
            client.vector_stores.search(store, query="x")


@pytest.mark.parametrize(
    ("arguments", "param"),
    [
        ({"expires_after": {"anchor": "created_at", "days": 1}}, "expires_after.anchor"),
        ({"expires_after": {"anchor": "last_active_at", "days": 0}}, "expires_after.days"),
        ({"metadata": {"a": 1}}, "metadata.a"),
        ({"chunking_strategy": {"type": "clever"}}, "chunking_strategy.type"),
        ({"chunking_strategy": {"type": "static"}}, "chunking_strategy.static"),
    ],
)
def test_a_store_is_made_by_the_rules(client, arguments, param):
    with pytest.raises(BadRequest) as caught:
        client.vector_stores.create(**arguments)
    assert caught.value.param == param


def test_stores_are_listed_both_ways(client):
    made = [client.vector_stores.create(name=str(place)).id for place in range(4)]
    assert [each.id for each in client.vector_stores.list(limit=2)] == made[::-1]
    page = client.vector_stores.list(order="asc", before=made[3], after=made[0])
    assert [each.id for each in page.data] == made[1:3]


def test_a_directory_remembers_what_was_taken_in(tmp_path):
    with Client.sandbox(tmp_path, step_seconds=None) as first:
        store = first.vector_stores.create(file_ids=[upload(first, "a.txt", "Snow fell on the hills.")])
    with Client.sandbox(tmp_path) as second:
        assert "Snow" in str(second.vector_stores.search(store, query="snow")[0])


def test_taking_in_goes_on_behind_the_answer():
    with Client.sandbox(step_seconds=0.02) as client:
        files = [upload(client, f"{place}.txt", f"note {place}") for place in range(5)]
        store = client.vector_stores.create(file_ids=files)
        assert store.status == "in_progress"
        end = time.monotonic() + 20
        while (now := client.vector_stores.retrieve(store)).status != "completed" and time.monotonic() < end:
            time.sleep(0.01)
        assert now.file_counts.completed == 5
