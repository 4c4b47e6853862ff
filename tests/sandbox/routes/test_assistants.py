from __future__ import annotations

import pytest

from openai_nb.core.errors import BadRequest, NotFound
from openai_nb.core.record import asdict
from openai_nb.core.tools import CODE_INTERPRETER, FILE_SEARCH, RETRIEVAL

V1 = {"OpenAI-Beta": "assistants=v1"}


def weather(city: str) -> str:
    """Tell the weather."""
    return f"7 degrees in {city}"


@pytest.fixture
def file(client):
    return client.files.create(file=("facts.md", b"Knowledge is power."), purpose="assistants")


@pytest.fixture
def assistant(client):
    return client.assistants.create(model="sandbox-chat", name="Ann", instructions="Be brief.")


def test_an_assistant_is_made_listed_looked_up_and_deleted(client, assistant):
    other = client.assistants.create(model="gpt-4o")
    assert [each.id for each in client.assistants.list()] == [other.id, assistant.id]
    assert client.assistants.retrieve(assistant) == assistant
    assert client.assistants.delete(other).deleted
    with pytest.raises(NotFound, match=f"No assistant found with id '{other.id}'"):
        client.assistants.retrieve(other)


def test_the_official_sdks_path_leads_to_the_same(client, assistant):
    assert client.beta.assistants is client.assistants and client.beta.threads is client.threads
    assert client.beta.assistants.retrieve(assistant.id).name == "Ann"


def test_only_what_is_given_is_changed(client, assistant):
    changed = client.assistants.update(assistant, description="answers", metadata={"team": "a"})
    assert (changed.name, changed.description, changed.metadata) == ("Ann", "answers", {"team": "a"})


def test_a_list_is_walked_in_either_direction(client):
    ids = [client.assistants.create(model="gpt-4o").id for _ in range(5)]
    assert [each.id for each in client.assistants.list(order="asc", limit=2)] == ids
    assert [each.id for each in client.assistants.list(order="asc", before=ids[3], limit=2).data] == ids[1:3]


def test_functions_stand_beside_the_apis_own_tools(client):
    made = client.assistants.create(model="gpt-4o", tools=[weather, CODE_INTERPRETER, RETRIEVAL])
    assert [each.type for each in made.tools] == ["function", "code_interpreter", "file_search"]
    assert made.tools[0].function.name == "weather"


def test_it_prints_with_its_name(client, assistant):
    assert "name='Ann'" in repr(assistant) and assistant.created_at > 1_700_000_000


def test_files_are_attached_looked_up_and_taken_off(client, assistant, file):
    files = client.assistants.files
    kept = files.create(assistant, file_id=file)
    assert (kept.id, kept.object, kept.assistant_id) == (file.id, "assistant.file", assistant.id)
    assert [each.id for each in files.list(assistant)] == [file.id]
    assert files.retrieve(kept) == files.retrieve(file.id, assistant.id) == kept
    assert files.delete(kept).object == "assistant.file.deleted"
    assert client.files.retrieve(file).id == file.id
    with pytest.raises(NotFound):
        files.retrieve(kept)


def test_a_file_is_uploaded_and_attached_at_once(client, assistant, tmp_path):
    path = tmp_path / "assistant_test.txt"
    path.write_text("Knowledge is power!")
    kept = client.assistants.files.upload(assistant, path)
    assert client.files.content(kept.id) == b"Knowledge is power!"
    assert client.files.retrieve(kept.id).purpose == "assistants"
    assert client.assistants.files.remove_and_delete(kept).deleted
    with pytest.raises(NotFound):
        client.files.retrieve(kept.id)


def test_a_deleted_file_is_gone_from_its_assistant(client, file):
    made = client.assistants.create(
        model="gpt-4o",
        file_ids=[file],
        tools=[CODE_INTERPRETER],
        tool_resources={"code_interpreter": {"file_ids": [file.id]}},
    )
    assert made.file_ids == [file.id] == made.tool_resources.code_interpreter.file_ids
    client.files.delete(file)
    now = client.assistants.retrieve(made)
    assert now.file_ids is None and now.tool_resources.code_interpreter.file_ids == []
    assert len(client.assistants.files.list(made)) == 0


def test_the_first_version_is_answered_in_its_own_words(client, file):
    sent = {"model": "gpt-4", "tools": [RETRIEVAL], "file_ids": [file.id]}
    made = client.request("POST", "/assistants", body=sent, headers=V1)
    assert asdict(made).keys() == {
        "id", "object", "created_at", "name", "description", "model", "instructions", "tools",
        "file_ids", "metadata",
    }  # fmt: skip
    assert made.tools[0].type == "retrieval" and made.file_ids == [file.id]
    assert client.assistants.retrieve(made).tools[0].type == "file_search"


def test_a_request_without_the_beta_header_is_refused(client):
    with pytest.raises(BadRequest, match="OpenAI-Beta") as caught:
        client.request("GET", "/assistants")
    assert caught.value.code == "invalid_beta"


@pytest.mark.parametrize(
    ("arguments", "param"),
    [
        ({"name": "x" * 257}, "name"),
        ({"temperature": 3.0}, "temperature"),
        ({"tools": [{"type": "spoon"}]}, "tools[0].type"),
        ({"tools": [FILE_SEARCH] * 129}, "tools"),
        ({"metadata": {"k": "v" * 513}}, "metadata.k"),
        ({"metadata": {str(n): "v" for n in range(17)}}, "metadata"),
        ({"file_ids": ["file-none"]}, "file_ids"),
        ({"response_format": {"type": "xml"}}, "response_format"),
        ({"response_format": {"type": "json_schema"}}, "response_format.json_schema.schema"),
        ({"tool_resources": {"oven": {}}}, "tool_resources.oven"),
        ({"tool_resources": {"file_search": 5}}, "tool_resources.file_search"),
        ({"tools": [5]}, "tools[0]"),
        ({"tools": [{"type": "function"}]}, "tools[0]"),
        (
            {"tools": [{"type": "function", "function": {"name": "f", "parameters": 5}}]},
            "tools[0].function.parameters",
        ),
        (
            {"tools": [{"type": "file_search", "file_search": {"max_num_results": 51}}]},
            "tools[0].file_search.max_num_results",
        ),
        ({"tool_resources": {"file_search": {"vector_store_ids": ["vs_x"]}}}, "tool_resources.file_search"),
        ({"model": "sandbox-image"}, "model"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_is_refused_with_its_name(client, arguments, param):
    with pytest.raises((BadRequest, NotFound)) as caught:
        client.assistants.create(**{"model": "gpt-4o", **arguments})
    assert caught.value.param == param
    assert len(client.assistants.list()) == 0


def test_an_id_of_another_kind_is_refused(client):
    with pytest.raises(BadRequest, match="Expected an ID that begins with 'asst'"):
        client.assistants.retrieve("file-1")
