import pytest

from openai_nb.core.errors import BadRequest, NotFound


def ask(client, content="What is 1 + 1?", **options):
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": content}]
    options = {"store": True, **options}
    return client.chat.completions.create(model="sandbox-chat", messages=messages, **options)


def test_only_what_is_to_be_stored_is_stored(client):
    ask(client, store=False)
    kept = ask(client)
    assert [each.id for each in client.chat.completions.list()] == [kept.id]
    assert client.chat.completions.retrieve(kept).choices == kept.choices


def test_a_streamed_answer_is_stored_too(client):
    stream = client.chat.completions.stream(
        model="sandbox-chat", messages=[{"role": "user", "content": "What is 1 + 1?"}], store=True
    )
    whole = stream.gather()
    assert (
        client.chat.completions.retrieve(whole.id).choices[0].message.content
        == whole.choices[0].message.content
    )


def test_the_messages_that_asked_are_kept_in_order(client):
    kept = ask(client, [{"type": "text", "text": "What is 1 + 1?"}])
    messages = client.chat.completions.messages.list(kept)
    assert [(each.role, each.content) for each in messages] == [
        ("system", "Be brief."),
        ("user", "What is 1 + 1?"),
    ]
    assert messages[1].content_parts[0].type == "text"
    assert client.chat.completions.messages.list(kept, order="desc", limit=1)[0].id == messages[1].id


def test_the_list_is_oldest_first_and_can_be_narrowed(client):
    one, two = ask(client, metadata={"kind": "a"}), ask(client, metadata={"kind": "b"})
    chats = client.chat.completions
    assert [each.id for each in chats.list(limit=1)] == [one.id, two.id]
    assert [each.id for each in chats.list(order="desc")] == [two.id, one.id]
    assert [each.id for each in chats.list(metadata={"kind": "b"})] == [two.id]
    assert list(chats.list(model="other")) == []


def test_metadata_can_be_changed(client):
    kept = ask(client, metadata={"kind": "a"})
    assert client.chat.completions.update(kept, metadata={"mark": "good"}).metadata == {"mark": "good"}
    assert client.chat.completions.retrieve(kept).metadata == {"mark": "good"}


def test_deleting_is_final(client):
    kept = ask(client)
    assert client.chat.completions.delete(kept).deleted
    for look in (client.chat.completions.retrieve, client.chat.completions.messages.list):
        with pytest.raises(NotFound):
            look(kept)


@pytest.mark.parametrize(
    ("metadata", "param"),
    [
        ({"kind": 1}, "metadata.kind"),
        ({"kind": "x" * 513}, "metadata.kind"),
        ({"k" * 65: "x"}, f"metadata.{'k' * 65}"),
        ({str(place): "x" for place in range(17)}, "metadata"),
    ],
)
def test_metadata_has_its_limits(client, metadata, param):
    with pytest.raises(BadRequest) as caught:
        ask(client, metadata=metadata)
    assert caught.value.param == param
