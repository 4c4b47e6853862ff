from __future__ import annotations

import pytest

from openai_nb.api import every_endpoint
from openai_nb.api.operations import find, operations, table
from openai_nb.client import Client


def test_every_declared_call_has_a_name_and_no_other():
    assert sorted(table().values()) == sorted({str(each) for each in every_endpoint()})
    assert len({name.lower() for name in table()}) == len(table())


@pytest.mark.parametrize("name", table())
def test_a_name_leads_to_its_call(name):
    operation = operations()[name]
    assert str(operation.endpoint) == table()[name]
    assert "<locals>" not in operation.endpoint.function.__qualname__
    assert operation.words.endswith((".", "?"))


@pytest.mark.parametrize("name", ["listModels", "list_models", "list-models", "ListModels"])
def test_a_name_may_be_spelled_in_every_usual_way(name):
    assert find(name) is operations()["listModels"]


@pytest.mark.parametrize("name", ["", "list", "modelsList"])
def test_what_is_no_name_is_none(name):
    assert find(name) is None


def test_it_makes_the_call():
    sent = []
    operations()["getMessage"](sent.append, thread_id="thread_1", message_id="msg_2")
    assert sent[0].path == "/threads/thread_1/messages/msg_2"
    assert Client.sandbox().models.list().data == operations()["listModels"](Client.sandbox()._send).data


def test_it_knows_what_it_needs():
    assert set(find("createChatCompletion").needs) == {"model", "messages"}
    assert find("retrieveContainerFile").needs == ["container_id", "file_id"]
    assert find("createChatCompletion").open
    assert not find("listModels").open
