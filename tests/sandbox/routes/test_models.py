import pytest

from openai_nb import asdict
from openai_nb.core.errors import NotAllowed, NotFound
from openai_nb.sandbox import MODELS


def test_the_sandbox_lists_models_that_say_what_they_are(client):
    assert all(model.id.startswith("sandbox-") for model in client.models.list())


def test_a_model_says_all_that_a_models_card_says(client):
    named = {"id", "object", "created", "owned_by", "shutdown_date"}
    assert all(set(asdict(model)) == named and model.shutdown_date is None for model in client.models.list())


def test_the_usual_models_are_there(client):
    assert set(MODELS.values()) <= {model.id for model in client.models.list()}


def test_a_model_is_looked_up_by_name_or_by_record(client):
    model = client.models.retrieve("sandbox-chat")
    assert client.models.retrieve(model).id == "sandbox-chat" and model.owned_by == "openai-nb-sandbox"


def test_a_familiar_name_is_an_alias(client):
    assert client.models.retrieve("gpt-6-luna").id == "sandbox-chat"


def test_an_unknown_model_is_not_found(client):
    with pytest.raises(NotFound, match="'nobody' does not exist") as caught:
        client.models.retrieve("nobody")
    assert (caught.value.code, caught.value.param) == ("model_not_found", "model")


def test_the_sandboxs_own_models_stay(client):
    with pytest.raises(NotAllowed):
        client.models.delete("sandbox-chat")
