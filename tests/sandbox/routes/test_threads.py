from __future__ import annotations

import pytest

from openai_nb.core.errors import BadRequest, NotFound
from openai_nb.core.record import asdict

V1 = {"OpenAI-Beta": "assistants=v1"}


@pytest.fixture
def thread(client):
    return client.threads.create(messages=["Hello", {"role": "assistant", "content": "Good day"}])


@pytest.fixture
def file(client):
    return client.files.create(file=("facts.md", b"Knowledge is power."), purpose="assistants")


def said(client, thread, **options):
    return [client.threads.messages.text(each) for each in client.threads.messages.list(thread, **options)]


def test_a_thread_may_begin_empty(client):
    thread = client.threads.create()
    assert thread.object == "thread" and said(client, thread) == []


def test_a_thread_may_begin_with_texts_and_messages(client, thread):
    assert said(client, thread, order="asc") == ["Hello", "Good day"]
    assert [each.role for each in client.threads.messages.list(thread)] == ["assistant", "user"]
    assert said(client, client.threads.create(messages="Hi")) == ["Hi"]


def test_messages_of_one_thread_may_begin_another(client, thread):
    copy = client.threads.create(messages=[*client.threads.messages.list(thread, order="asc")])
    assert said(client, copy, order="asc") == ["Hello", "Good day"]


def test_a_thread_is_looked_up_labelled_and_deleted(client, thread):
    assert client.threads.retrieve(thread) == thread
    assert client.threads.update(thread, metadata={"key": "value"}).metadata == {"key": "value"}
    message = client.threads.messages.list(thread)[0]
    assert client.threads.delete(thread).object == "thread.deleted"
    for gone in (lambda: client.threads.retrieve(thread), lambda: client.threads.messages.retrieve(message)):
        with pytest.raises(NotFound, match="No thread found"):
            gone()


def test_a_message_is_made_looked_up_labelled_and_deleted(client, thread):
    messages = client.threads.messages
    message = messages.create(thread, role="user", content="Hello World!")
    assert message.content[0].text.value == "Hello World!" and message.status == "completed"
    assert messages.retrieve(message) == messages.retrieve(message.id, thread_id=thread.id) == message
    assert messages.update(message, metadata={"a": "b"}).metadata == {"a": "b"}
    assert messages.delete(message).deleted
    with pytest.raises(NotFound, match="No message found"):
        messages.retrieve(message)


def test_saying_something_takes_a_text(client, thread):
    assert client.threads.messages.say(thread, "Hello World!").role == "user"
    assert said(client, thread)[0] == "Hello World!"


def test_messages_are_ordered_by_their_time(client, thread):
    times = [each.created_at for each in client.threads.messages.list(thread, order="asc")]
    assert times == sorted(times)


def test_a_messages_files_are_listed_and_looked_up(client, thread, file):
    message = client.threads.messages.create(thread, role="user", content="Read", file_ids=[file])
    files = client.threads.messages.files
    (kept,) = files.list(message)
    assert (kept.id, kept.object, kept.message_id) == (file.id, "thread.message.file", message.id)
    assert files.retrieve(file, message) == kept
    with pytest.raises(NotFound, match="No file found"):
        files.retrieve("file-other", message)


def test_a_deleted_file_is_gone_from_its_message(client, thread, file):
    tools = [{"type": "file_search"}]
    message = client.threads.messages.create(
        thread, role="user", content="Read", attachments=[{"file_id": file.id, "tools": tools}]
    )
    assert message.attachments[0].file_id == file.id
    client.files.delete(file)
    assert client.threads.messages.retrieve(message).attachments == []


def test_pictures_are_parts_of_messages(client, thread, file):
    parts = [
        {"type": "text", "text": "Look"},
        {"type": "image_file", "image_file": {"file_id": file.id}},
        {"type": "image_url", "image_url": {"url": "https://x.test/a.png", "detail": "low"}},
    ]
    message = client.threads.messages.create(thread, role="user", content=parts)
    assert [each.type for each in message.content] == ["text", "image_file", "image_url"]
    text = client.threads.messages.text(message)
    assert text == f"Look\n[picture {file.id}]\n[picture https://x.test/a.png]"


def test_the_first_version_is_answered_in_its_own_words(client, thread, file):
    sent = {"role": "user", "content": "Read", "file_ids": [file.id]}
    message = client.request("POST", f"/threads/{thread.id}/messages", body=sent, headers=V1)
    assert asdict(message).keys() == {
        "id", "object", "created_at", "thread_id", "role", "content", "file_ids", "assistant_id",
        "run_id", "metadata",
    }  # fmt: skip
    assert "tool_resources" not in asdict(client.request("GET", f"/threads/{thread.id}", headers=V1))


@pytest.mark.parametrize(
    ("message", "param"),
    [
        ({"role": "system", "content": "x"}, "messages[0].role"),
        ({"role": "user"}, "messages[0].content"),
        ({"role": "user", "content": [{"type": "sound"}]}, "messages[0].content[0].type"),
        ({"role": "user", "content": "x", "name": "n"}, "messages[0].name"),
        ({"role": "user", "content": "x", "file_ids": ["file-none"]}, "messages[0].file_ids"),
        ({"role": "user", "content": "x", "attachments": [{}]}, "messages[0].attachments[0].file_id"),
        ({"role": "user", "content": 7}, "messages[0].content"),
    ],
)
def test_a_wrong_message_is_refused_with_its_place(client, message, param):
    with pytest.raises((BadRequest, NotFound)) as caught:
        client.threads.create(messages=["fine", message][1:])
    assert caught.value.param == param


def test_a_message_of_another_thread_is_not_found(client, thread):
    message = client.threads.messages.list(thread)[0]
    with pytest.raises(NotFound, match="No message found"):
        client.threads.messages.retrieve(message.id, client.threads.create())
