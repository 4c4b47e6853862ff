"""Responses that search files before they answer."""

import pytest

from openai_nb.api.buckets import rows
from openai_nb.core.errors import BadRequest, NotFound

MODEL = "sandbox-chat"
RIVERS = b"The Nile flows north into the Mediterranean. The Danube rises in the Black Forest."
BIRDS = b"Herons stand in shallow water. They eat fish and frogs."


@pytest.fixture
def files(client):
    return [
        client.files.create(file=(name, text), purpose="assistants")
        for name, text in (("rivers.txt", RIVERS), ("birds.txt", BIRDS))
    ]


@pytest.fixture
def tool(client, files):
    store = client.vector_stores.create(file_ids=[each.id for each in files])
    return {"type": "file_search", "vector_store_ids": [store.id]}


def ask(client, question, tool, **options):
    return client.responses.create(model=MODEL, input=question, tools=[tool], **options)


def test_the_answer_is_found_and_cited(client, files, tool):
    said = ask(client, "Where does the Danube rise?", tool)
    search, message = said.output
    (part,) = message.content
    assert "Black Forest" in part.text and search.queries == ["Where does the Danube rise?"]
    (cited,) = part.annotations
    assert (cited.file_id, cited.filename, cited.index) == (files[0].id, "rivers.txt", len(part.text))


def test_a_sentence_that_its_file_breaks_into_lines_is_cited_whole(client):
    text = (
        b"Herons stand in shallow water, where they wait for\nhours without a move until a fish comes by.\n"
    )
    file = client.files.create(file=("herons.txt", text), purpose="assistants")
    store = client.vector_stores.create(file_ids=[file.id])
    (_, message) = ask(
        client, "Where do herons stand?", {"type": "file_search", "vector_store_ids": [store.id]}
    ).output
    (part,) = message.content
    assert part.text == " ".join(text.decode().split()) and [each.file_id for each in part.annotations] == [
        file.id
    ]


def test_the_passages_are_told_where_they_are_asked_for(client, files, tool):
    assert ask(client, "What do herons eat?", tool).output[0].results is None
    said = ask(
        client, "What do herons eat?", {**tool, "max_num_results": 1}, include=["file_search_call.results"]
    )
    (best,) = said.output[0].results
    assert (best.filename, best.text) == ("birds.txt", BIRDS.decode()) and 0 < best.score <= 1


def test_a_search_shows_in_the_stream(client, tool):
    pieces = []
    said = client.responses.stream(model=MODEL, input="What do herons eat?", tools=[tool]).gather(
        pieces.append
    )
    steps = [each.type.rpartition(".")[2] for each in pieces if "file_search" in each.type]
    assert steps == ["in_progress", "searching", "completed"] and said.output[0].status == "completed"
    assert any(each.type == "response.output_text.annotation.added" for each in pieces)


def test_what_needs_no_search_is_answered_without(client, tool):
    assert [each.type for each in ask(client, "hello", tool).output] == ["message"]
    assert [each.type for each in ask(client, "What do herons eat?", tool, tool_choice="none").output] == [
        "message"
    ]
    forced = ask(client, "hello", tool, tool_choice={"type": "file_search"})
    assert [each.type for each in forced.output] == ["file_search_call", "message"]


def test_the_conversation_goes_on_after_a_search(client, tool):
    first = ask(client, "Where does the Danube rise?", tool)
    again = ask(client, "What do herons eat?", tool, previous_response_id=first)
    assert "fish" in again.output_text


def test_a_deleted_file_is_found_no_more(client, files, tool):
    client.files.delete(files[0])
    assert "Black Forest" not in ask(client, "Where does the Danube rise?", tool).output_text


def test_searches_are_counted_by_store(client, tool):
    ask(client, "What do herons eat?", tool)
    usage = client.admin.organization.usage.file_search_calls(
        start_time=client.vector_stores.list()[0].created_at, group_by=["vector_store_id"]
    )
    (found,) = rows(usage)
    assert (found["vector_store_id"], found["num_requests"]) == (tool["vector_store_ids"][0], 1)


def test_the_bytes_that_are_held_are_counted(client, tool):
    store = client.vector_stores.list()[0]
    (found,) = rows(client.admin.organization.usage.vector_stores(start_time=store.created_at - 1))
    assert found["usage_bytes"] == store.usage_bytes > 0


@pytest.mark.parametrize(
    ("changed", "param"),
    [
        ({"vector_store_ids": []}, "tools[0].vector_store_ids"),
        ({"vector_store_ids": None}, "tools[0].vector_store_ids"),
        ({"max_num_results": 51}, "tools[0].max_num_results"),
        ({"filters": {"type": "like"}}, "tools[0].filters.type"),
    ],
)
def test_what_the_api_refuses_is_refused(client, tool, changed, param):
    with pytest.raises(BadRequest) as caught:
        ask(client, "x", {**tool, **changed})
    assert caught.value.param == param


def test_a_search_must_be_offered_to_be_chosen(client):
    with pytest.raises(BadRequest, match="not found in 'tools'"):
        client.responses.create(model=MODEL, input="x", tool_choice={"type": "file_search"})


def test_a_store_that_is_not_there_is_not_found(client):
    with pytest.raises(NotFound):
        ask(client, "x", {"type": "file_search", "vector_store_ids": ["vs_none"]})
