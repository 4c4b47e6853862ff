"""Flows of the current SDK against a lenient sandbox: ids nobody knows are answered, true to the types."""

from __future__ import annotations

from flows import clients, flow, main, named, png
from openai import OpenAI

ID = "some-id"
CHAT = "gpt-5"


def all_answer(*calls):
    """Whether every call gives a well-formed answer; those that do not are named."""
    wrong = []
    for place, call in enumerate(calls, 1):
        try:
            call()
        except Exception as error:
            wrong.append(f"{place}: {type(error).__name__} {error.__cause__ or error}"[:300])
    assert not wrong, "; ".join(wrong)


@flow
def chats(sdk):
    ours, ask = sdk.chat.completions, [{"role": "user", "content": "Hi"}]
    all_answer(
        lambda: ours.create(model="none-such", messages=ask, temperature=99),
        lambda: list(ours.create(model="none-such", messages=ask, stream=True)),
        lambda: ours.retrieve(ID),
        lambda: ours.update(ID, metadata={"a": "b"}),
        lambda: ours.delete(ID),
    )


@flow
def models_and_files(sdk):
    all_answer(
        lambda: sdk.models.retrieve(ID),
        lambda: sdk.models.delete(ID),
        lambda: sdk.files.retrieve(ID),
        lambda: sdk.files.delete(ID),
        lambda: sdk.files.content(ID).read(),
        lambda: sdk.files.create(file=named("a.jsonl", b"no lines"), purpose="fine-tune"),
        lambda: sdk.moderations.create(input="hi", model="none-such"),
        lambda: sdk.embeddings.create(input="hi", model="none-such", encoding_format="float"),
        lambda: sdk.completions.create(prompt="hi", model="none-such"),
    )


@flow
def pictures_and_sound(sdk):
    wav = named("a.wav", b"no sound")
    all_answer(
        lambda: sdk.images.generate(prompt="", model="gpt-image-1", n=1, size="64x64"),
        lambda: sdk.images.edit(image=named("a.png", png()), prompt="a cat", model="none-such"),
        lambda: sdk.audio.speech.create(input="hi", model="none-such", voice="alloy").read(),
        lambda: sdk.audio.transcriptions.create(file=wav, model="whisper-1"),
        lambda: sdk.audio.translations.create(file=wav, model="whisper-1"),
    )


@flow
def jobs_and_batches(sdk):
    ours = sdk.fine_tuning.jobs
    all_answer(
        lambda: ours.create(model="gpt-4o", training_file=ID, seed=7),
        lambda: ours.retrieve(ID),
        lambda: ours.cancel(ID),
        lambda: ours.list_events(ID),
        lambda: ours.checkpoints.list(ID),
        lambda: sdk.fine_tuning.checkpoints.permissions.list(ID),
        lambda: sdk.batches.create(input_file_id=ID, endpoint="/v1/embeddings", completion_window="24h"),
        lambda: sdk.batches.retrieve(ID),
        lambda: sdk.batches.cancel(ID),
    )


@flow
def responses_and_conversations(sdk):
    ours = sdk.conversations
    all_answer(
        lambda: sdk.responses.create(model="none-such", input="Hi"),
        lambda: list(sdk.responses.create(model=CHAT, input="Hi", stream=True)),
        lambda: sdk.responses.retrieve(ID),
        lambda: sdk.responses.delete(ID),
        lambda: sdk.responses.cancel(ID),
        lambda: sdk.responses.input_items.list(ID),
        lambda: ours.retrieve(ID),
        lambda: ours.update(ID, metadata={"a": "b"}),
        lambda: ours.delete(ID),
        lambda: ours.items.list(ID),
        lambda: ours.items.retrieve(ID, conversation_id=ID),
        lambda: ours.items.delete(ID, conversation_id=ID),
    )


@flow
def stores_uploads_and_containers(sdk):
    ours = sdk.vector_stores
    within = {"vector_store_id": ID}
    all_answer(
        lambda: ours.retrieve(ID),
        lambda: ours.update(ID, name="a"),
        lambda: ours.search(ID, query="a"),
        lambda: ours.delete(ID),
        lambda: ours.files.create(ID, file_id=ID),
        lambda: ours.files.retrieve(ID, **within),
        lambda: ours.files.list(ID),
        lambda: ours.files.update(ID, attributes={"a": 1}, **within),
        lambda: ours.files.content(ID, **within),
        lambda: ours.files.delete(ID, **within),
        lambda: ours.file_batches.create(ID, file_ids=[ID]),
        lambda: ours.file_batches.retrieve(ID, **within),
        lambda: ours.file_batches.cancel(ID, **within),
        lambda: ours.file_batches.list_files(ID, **within),
        lambda: sdk.uploads.parts.create(ID, data=b"a"),
        lambda: sdk.uploads.complete(ID, part_ids=[ID]),
        lambda: sdk.uploads.cancel(ID),
        lambda: sdk.containers.retrieve(ID),
        lambda: sdk.containers.delete(ID),
        lambda: sdk.containers.files.list(ID),
        lambda: sdk.containers.files.retrieve(ID, container_id=ID),
        lambda: sdk.containers.files.content.retrieve(ID, container_id=ID).read(),
    )


@flow
def assistants_and_threads(sdk):
    ours, within = sdk.beta.threads, {"thread_id": ID}
    said = [{"tool_call_id": "call_1", "output": "5"}]
    all_answer(
        lambda: sdk.beta.assistants.retrieve(ID),
        lambda: sdk.beta.assistants.update(ID, name="a"),
        lambda: sdk.beta.assistants.delete(ID),
        lambda: ours.retrieve(ID),
        lambda: ours.update(ID, metadata={"a": "b"}),
        lambda: ours.delete(ID),
        lambda: ours.messages.create(ID, role="user", content="Hi"),
        lambda: ours.messages.retrieve(ID, **within),
        lambda: ours.messages.list(ID),
        lambda: ours.messages.delete(ID, **within),
        lambda: ours.runs.create(ID, assistant_id=ID),
        lambda: ours.runs.retrieve(ID, **within),
        lambda: ours.runs.list(ID),
        lambda: ours.runs.cancel(ID, **within),
        lambda: ours.runs.submit_tool_outputs(ID, tool_outputs=said, **within),
        lambda: ours.runs.steps.list(ID, **within),
        lambda: ours.runs.steps.retrieve(ID, run_id=ID, **within),
        lambda: ours.create_and_run(assistant_id=ID),
    )


if __name__ == "__main__":
    main(*clients(OpenAI))
