import pytest

from openai_nb.core.errors import BadRequest, NotFound

MODEL = "sandbox-chat"


@pytest.fixture
def talk(client):
    return client.conversations.create(
        items=[{"role": "user", "content": "My name is Ada."}], metadata={"of": "rivers"}
    )


def said(items):
    return [item.content[0].text for item in items]


def test_a_conversation_is_kept_under_its_metadata(client, talk):
    assert client.conversations.retrieve(talk) == talk and talk.metadata == {"of": "rivers"}
    assert client.conversations.update(talk, metadata={"of": "seas"}).metadata == {"of": "seas"}
    assert client.conversations.retrieve(talk).metadata == {"of": "seas"}


def test_items_grow_with_each_response(client, talk):
    answer = client.responses.create(model=MODEL, input="What is my name?", conversation=talk)
    assert "Ada" in answer.output_text and answer.conversation.id == talk.id
    items = list(client.conversations.items.list(talk, order="asc"))
    assert said(items) == ["My name is Ada.", "What is my name?", answer.output_text]
    assert items[-1].id == answer.output[0].id


def test_a_stream_and_the_background_add_to_it_too(client, talk):
    client.responses.stream(model=MODEL, input="Hello", conversation=talk).gather()
    client.responses.create(model=MODEL, input="Hello", conversation={"id": talk.id}, background=True)
    assert len(list(client.conversations.items.list(talk))) == 5


def test_a_stream_that_is_left_adds_nothing(client, talk):
    stream = client.responses.stream(model=MODEL, input="Tell me of rivers", conversation=talk)
    next(stream)
    stream.close()
    assert len(list(client.conversations.items.list(talk))) == 1


def test_what_is_not_stored_still_belongs_to_its_conversation(client, talk):
    client.responses.create(model=MODEL, input="I live in Oslo.", conversation=talk, store=False)
    answer = client.responses.create(model=MODEL, input="Where do I live?", conversation=talk)
    assert "Oslo" in answer.output_text


def test_items_are_added_looked_up_and_taken_out(client, talk):
    parts = [{"role": "user", "content": "One"}, {"role": "assistant", "content": "Two"}]
    added = client.conversations.items.create(talk, items=parts, include=["message.output_text.logprobs"])
    assert said(added.data) == ["One", "Two"]
    item = client.conversations.items.retrieve(added.data[0], conversation_id=talk)
    assert item == added.data[0]
    assert client.conversations.items.delete(item, conversation_id=talk) == talk
    assert said(client.conversations.items.list(talk, order="asc")) == ["My name is Ada.", "Two"]


def test_items_come_in_pages_newest_first(client, talk):
    for number in range(3):
        client.conversations.items.create(talk, items=[{"role": "user", "content": str(number)}])
    page = client.conversations.items.list(talk, limit=2)
    assert said(page.data) == ["2", "1"] and page.has_more
    assert said(page) == ["2", "1", "0", "My name is Ada."]


def test_the_items_of_one_conversation_may_be_said_in_another(client, talk):
    items = list(client.conversations.items.list(talk))
    other = client.conversations.create(items=items)
    assert said(client.conversations.items.list(other)) == said(client.conversations.items.list(talk))


def test_deleting_is_final(client, talk):
    receipt = client.conversations.delete(talk)
    assert receipt.deleted and receipt.object == "conversation.deleted"
    for call in (client.conversations.retrieve, client.conversations.items.list, client.conversations.delete):
        with pytest.raises(NotFound):
            call(talk)
    with pytest.raises(NotFound):
        client.responses.create(model=MODEL, input="Hello", conversation=talk)


@pytest.mark.parametrize(
    ("call", "param"),
    [
        (
            lambda client, talk: client.conversations.create(items=[{"role": "user", "content": "x"}] * 21),
            "items",
        ),
        (lambda client, talk: client.conversations.create(metadata={"k": "x" * 600}), "metadata.k"),
        (lambda client, talk: client.conversations.items.create(talk, items=[]), "items"),
        (
            lambda client, talk: client.conversations.items.create(talk, items=[{"role": "user"}]),
            "items[0].content",
        ),
        (
            lambda client, talk: client.conversations.items.create(talk, items=["x"], include=["all"]),
            "include[0]",
        ),
        (lambda client, talk: client.conversations.items.list(talk, limit=101), "limit"),
        (lambda client, talk: client.conversations.items.list(talk, order="up"), "order"),
    ],
)
def test_what_the_api_refuses_is_refused(client, talk, call, param):
    with pytest.raises(BadRequest) as caught:
        call(client, talk)
    assert caught.value.param == param


def test_an_item_of_another_conversation_is_not_found(client, talk):
    item = client.conversations.items.list(talk)[0]
    other = client.conversations.create()
    with pytest.raises(NotFound):
        client.conversations.items.retrieve(item, conversation_id=other)
