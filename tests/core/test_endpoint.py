"""Endpoints: a typed method is the description of a call."""

from __future__ import annotations

import inspect
import pickle
from collections.abc import Sequence
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.api.chat import Completions
from openai_nb.api.embeddings import Embeddings
from openai_nb.api.files import Files
from openai_nb.api.fine_tuning import Jobs
from openai_nb.api.images import Images
from openai_nb.api.models import Model, Models
from openai_nb.api.shapes import Id
from openai_nb.core.endpoint import POST, Call, Resource, Shaped, endpoints
from openai_nb.core.page import Page
from openai_nb.core.record import Record


def calls(family) -> list[Call]:
    made = []
    return family(made.append), made


def made(family, method, *args, **kwargs) -> Call:
    resource, noted = calls(family)
    getattr(resource, method)(*args, **kwargs)
    return noted[0]


def test_reading_sends_the_rest_as_a_query():
    call = made(Files, "list", limit=3, after="file-1")
    assert (call.endpoint.verb, call.path, call.query, call.body) == (
        "GET",
        "/files",
        {"after": "file-1", "limit": 3},
        {},
    )


def test_posting_sends_the_rest_as_a_body():
    call = made(Jobs, "create", model="m", training_file="f", seed=0)
    assert (call.path, call.query) == ("/fine_tuning/jobs", {})
    assert call.body == {"model": "m", "training_file": "f", "seed": 0}


def test_files_travel_apart():
    call = made(Images, "edit", image=[b"a", b"b"], mask=b"c", prompt="p")
    assert (call.body, call.files) == ({"prompt": "p"}, {"image": [b"a", b"b"], "mask": b"c"})


def test_what_is_not_said_is_not_sent():
    assert made(Files, "list", limit=None).query == {}
    assert made(Completions, "create", model="m", messages=[], store=False).body["store"] is False


def test_a_parameter_born_yesterday_works_today():
    assert made(Completions, "create", model="m", messages=[], shiny=1).body["shiny"] == 1


def test_a_misspelt_parameter_is_refused_where_the_list_is_closed():
    with pytest.raises(TypeError, match="limt"):
        made(Files, "list", limt=3)


def test_a_missing_parameter_is_named():
    with pytest.raises(TypeError, match="messages"):
        made(Completions, "create", model="m")


@given(st.text(min_size=1).filter(lambda text: text not in (".", "..", "None")))
def test_a_name_is_one_step_of_a_path(name):
    path = made(Models, "retrieve", name).path
    assert path.startswith("/models/")
    assert not set(path.removeprefix("/models/")) & set("/?#\\ %") - {"%"}


@pytest.mark.parametrize("name", ["", ".", "..", None])
def test_a_path_cannot_be_climbed(name):
    with pytest.raises(ValueError, match="model must name something"):
        made(Models, "retrieve", name)


def test_a_tuned_model_keeps_its_colons():
    assert made(Models, "delete", "ft:gpt:us:x:1").path == "/models/ft:gpt:us:x:1"


def test_a_record_stands_for_its_id():
    file, model = Record(id="file-1"), Model(id="m-1")
    assert made(Files, "delete", file).path == "/files/file-1"
    assert made(Jobs, "create", model=model, training_file=file).body == {
        "model": "m-1",
        "training_file": "file-1",
    }


def test_records_among_the_messages_travel_whole():
    message = Record(id="msg-1", role="assistant", content="Hi")
    assert made(Completions, "create", model="m", messages=[message]).body["messages"] == [message]


def test_a_stream_takes_the_same_arguments():
    def names(method):
        return [name for name in inspect.signature(method).parameters if name != "stream"]

    assert names(Completions.stream) == names(Completions.create)
    assert "Chunk" in inspect.getdoc(Completions.stream)
    assert "stream" not in inspect.signature(Completions.stream).parameters


@pytest.mark.parametrize("method", ["stream", "create"])
def test_a_stream_is_asked_for_as_one(method):
    call = made(
        Completions, method, model="m", messages=[], **({} if method == "stream" else {"stream": True})
    )
    assert call.body["stream"] is True
    assert call.streamed


def test_create_without_stream_is_whole():
    for stream in (None, False):
        assert not made(Completions, "create", model="m", messages=[], stream=stream).streamed


def test_an_endpoint_tells_how_to_read_its_answer():
    assert Models.list.endpoint.returns == Page[Model]
    assert Files.content.endpoint.returns is bytes
    assert str(Models.retrieve.endpoint) == "GET /models/{model}"
    assert Models.retrieve.endpoint.in_path == ("model",)
    assert Files.create.endpoint.uploads == ("file",)


def test_a_family_lists_its_public_endpoints_in_order():
    assert [each.function.__name__ for each in endpoints(Embeddings)] == ["create"]
    assert [str(each) for each in endpoints(Models)] == [
        "GET /models",
        "GET /models/{model}",
        "DELETE /models/{model}",
    ]


def test_a_method_keeps_its_name_and_its_help():
    assert Models.retrieve.__name__ == "retrieve"
    assert inspect.getdoc(Models.retrieve) == "Look one model up by name."
    assert list(inspect.signature(Models.retrieve).parameters) == ["self", "model"]


def test_a_method_can_be_pickled_by_name():
    assert pickle.loads(pickle.dumps(Models.list)) is Models.list


class Letters(Resource):
    headers = {"X-Kind": "letters"}  # noqa: RUF012

    @POST("/boxes/{box_id}/letters/{letter_id}")
    def send(
        self,
        letter_id: Id,
        box_id: Id | None = None,
        *,
        lines: Annotated[Sequence[str], Shaped(lambda words: [word.upper() for word in words])],
    ) -> Record:
        """Send a letter."""


def test_an_argument_may_be_given_in_other_forms_than_it_is_sent_in():
    call = made(Letters, "send", "l", "b", lines=["hello"])
    assert (call.path, call.body) == ("/boxes/b/letters/l", {"lines": ["HELLO"]})


def test_a_record_tells_what_it_belongs_to():
    letter = Record(id="l", box_id="b")
    assert made(Letters, "send", letter, lines=[]).path == "/boxes/b/letters/l"
    with pytest.raises(ValueError, match="box_id must name something"):
        made(Letters, "send", "l", lines=[])


def test_a_familys_headers_go_with_each_of_its_calls():
    assert made(Letters, "send", "l", "b", lines=[]).headers == {"X-Kind": "letters"}
    assert made(Files, "list").headers == {}


def test_a_family_says_what_it_offers():
    said = repr(Files(lambda call: None))
    assert said == "Files: content, create, delete, download, list, retrieve, wait_for_processing"
