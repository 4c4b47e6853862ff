"""Flows of the current SDK: every family of today, and those of the assistants that it still has."""

from __future__ import annotations

import base64
import hashlib
import json
import time

from flows import FACTS, TEACHING, WEATHER, clients, flow, main, named, png, until
from openai import NotFoundError, OpenAI
from pydantic import BaseModel

ASK = [{"role": "user", "content": "What is 2 + 3?"}]
CHAT = "gpt-5"
TOOL = {"type": "function", **WEATHER}


class Person(BaseModel):
    name: str
    age: int


def refused(kind, call, *args, **options):
    try:
        call(*args, **options)
    except kind as error:
        return error.body
    raise AssertionError(f"{call} was to raise {kind}.")


@flow
def models(sdk):
    listed = [each.id for each in sdk.models.list()]
    assert "sandbox-chat" in listed and sdk.models.retrieve("sandbox-chat").object == "model"
    assert refused(NotFoundError, sdk.models.retrieve, "no-such")["code"] == "model_not_found"


@flow
def chat(sdk):
    said = sdk.chat.completions.create(model=CHAT, messages=ASK, n=2, logprobs=True, top_logprobs=2)
    assert "5" in said.choices[0].message.content and said.choices[1].index == 1
    assert said.usage.total_tokens == said.usage.prompt_tokens + said.usage.completion_tokens
    options = {"stream": True, "stream_options": {"include_usage": True}}
    pieces = list(sdk.chat.completions.create(model=CHAT, messages=ASK, **options))
    assert pieces[-1].usage.total_tokens and not pieces[-1].choices
    with sdk.chat.completions.stream(model=CHAT, messages=ASK) as stream:
        stream.until_done()
    final = stream.get_final_completion().choices[0].message.content
    assert final == said.choices[0].message.content


@flow
def chat_tools(sdk):
    asked = [{"role": "user", "content": "What is the weather in Oslo?"}]
    tools = [{"type": "function", "function": {**WEATHER, "strict": True}}]
    first = sdk.chat.completions.create(model=CHAT, messages=asked, tools=tools, tool_choice="required")
    (call,) = first.choices[0].message.tool_calls
    asked += [
        first.choices[0].message,
        {"role": "tool", "tool_call_id": call.id, "content": "Rain, 7 degrees"},
    ]
    assert (
        "7" in sdk.chat.completions.create(model=CHAT, messages=asked, tools=tools).choices[0].message.content
    )
    with sdk.chat.completions.stream(model=CHAT, messages=asked[:1], tools=tools) as stream:
        (streamed,) = stream.get_final_completion().choices[0].message.tool_calls
    assert json.loads(streamed.function.arguments) == {"city": "Oslo"}


@flow
def chat_typed(sdk):
    asked = [{"role": "user", "content": "The name is Ada, the age is 36."}]
    said = sdk.chat.completions.parse(model=CHAT, messages=asked, response_format=Person)
    assert said.choices[0].message.parsed == Person(name="Ada", age=36)


@flow
def stored_chats(sdk):
    ours = sdk.chat.completions
    made = ours.create(model=CHAT, messages=ASK, store=True, metadata={"a": "b"})
    assert made.id in [each.id for each in ours.list(metadata={"a": "b"})]
    assert ours.retrieve(made.id).id == made.id
    assert ours.update(made.id, metadata={"c": "d"}).metadata == {"c": "d"}
    lenient = sdk.with_options(_extra_kwargs={"_strict_response_validation": False})
    # What the user said is listed as the user's; the SDK's type knows the assistant alone.
    listed = lenient.chat.completions.messages.list(made.id)
    assert [each.content for each in listed] == [ASK[0]["content"]]
    assert ours.delete(made.id).deleted
    refused(NotFoundError, ours.retrieve, made.id)


@flow
def completions(sdk):
    model = "gpt-3.5-turbo-instruct"
    said = sdk.completions.create(model=model, prompt="One day", max_tokens=5, logprobs=2, n=2)
    assert len(said.choices) == 2 and said.choices[0].finish_reason == "length"
    lenient = sdk.with_options(_extra_kwargs={"_strict_response_validation": False})
    pieces = list(lenient.completions.create(model=model, prompt="One day", max_tokens=5, stream=True))
    # The API says null in all but the last of these, which the SDK's types forget.
    assert [each.choices[0].finish_reason for each in pieces][-2:] == [None, "length"]


@flow
def embeddings(sdk):
    options = {"model": "text-embedding-3-small", "input": ["a river", "a lake"], "dimensions": 64}
    both = sdk.embeddings.create(**options, encoding_format="float")
    assert [each.index for each in both.data] == [0, 1] and len(both.data[0].embedding) == 64
    # Unless told otherwise the SDK asks for base64, and validates before it has read the numbers.
    lenient = sdk.with_options(_extra_kwargs={"_strict_response_validation": False})
    packed = lenient.embeddings.create(**options)
    assert all(
        abs(a - b) < 1e-6 for a, b in zip(packed.data[1].embedding, both.data[1].embedding, strict=True)
    )


@flow
def moderations(sdk):
    said = sdk.moderations.create(input="I will kill you", model="omni-moderation-latest")
    assert said.results[0].flagged and said.results[0].categories.violence
    parts = [
        {"type": "text", "text": "I love you"},
        {
            "type": "image_url",
            "image_url": {"url": f"data:image/png;base64,{base64.b64encode(png()).decode()}"},
        },
    ]
    assert not sdk.moderations.create(input=parts, model="omni-moderation-latest").results[0].flagged


@flow
def images(sdk):
    made = sdk.images.generate(prompt="a red boat", model="gpt-image-1", n=2, size="1024x1024", quality="low")
    assert len(made.data) == 2 and base64.b64decode(made.data[0].b64_json) and made.usage.total_tokens
    options = {"prompt": "a red boat", "model": "gpt-image-1", "stream": True, "partial_images": 1}
    kinds = [each.type for each in sdk.images.generate(**options)]
    assert kinds == ["image_generation.partial_image", "image_generation.completed"]
    picture, mask = named("a.png", png()), named("m.png", png(alpha=0))
    assert sdk.images.edit(model="gpt-image-1", image=[picture], mask=mask, prompt="a cat").data[0].b64_json
    options = {"model": "gpt-image-1", "image": named("a.png", png()), "prompt": "a cat", "stream": True}
    assert [each.type for each in sdk.images.edit(**options)][-1] == "image_edit.completed"
    assert len(sdk.images.create_variation(image=named("a.png", png()), n=2, size="256x256").data) == 2


@flow
def audio(sdk):
    sound = sdk.audio.speech.create(
        model="gpt-4o-mini-tts", voice="alloy", input="Hello World!", response_format="wav"
    ).read()
    hear = sdk.audio.transcriptions.create
    assert hear(model="whisper-1", file=named("a.wav", sound)).text == "Hello World!"
    options = {"response_format": "verbose_json", "timestamp_granularities": ["word", "segment"]}
    told = hear(model="whisper-1", file=named("a.wav", sound), **options)
    assert [each.word for each in told.words] == ["Hello", "World!"] and told.segments
    assert "-->" in hear(model="whisper-1", file=named("a.wav", sound), response_format="srt")
    pieces = list(hear(model="gpt-4o-transcribe", file=named("a.wav", sound), stream=True))
    assert pieces[-1].type == "transcript.text.done" and pieces[-1].text == "Hello World!"
    assert sdk.audio.translations.create(model="whisper-1", file=named("a.wav", sound)).text
    with sdk.audio.speech.with_streaming_response.create(
        model="tts-1", voice="alloy", input="Hello World!", response_format="pcm"
    ) as pieces:
        assert b"".join(pieces.iter_bytes())


@flow
def files(sdk):
    file = sdk.files.create(
        file=named("t.jsonl", TEACHING),
        purpose="fine-tune",
        expires_after={"anchor": "created_at", "seconds": 3600},
    )
    assert sdk.files.wait_for_processing(file.id).status == "processed" and file.expires_at
    assert file.id in [each.id for each in sdk.files.list(purpose="fine-tune", order="asc", limit=1)]
    assert sdk.files.content(file.id).read() == TEACHING
    assert sdk.files.delete(file.id).deleted
    refused(NotFoundError, sdk.files.content, file.id)


@flow
def fine_tuning(sdk, slow):
    ours = sdk.fine_tuning.jobs
    file = sdk.files.create(file=named("t.jsonl", TEACHING), purpose="fine-tune")
    method = {"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 3}}}
    job = ours.create(model="gpt-4o-mini", training_file=file.id, method=method, seed=1, metadata={"a": "b"})
    job = until(lambda: ours.retrieve(job.id), lambda each: each.finished_at)
    assert job.status == "succeeded" and job.id in [each.id for each in ours.list(limit=3)]
    assert len(list(ours.list_events(job.id, limit=5))) > 5
    assert job.fine_tuned_model in [
        each.fine_tuned_model_checkpoint for each in ours.checkpoints.list(job.id)
    ]
    assert sdk.files.content(job.result_files[0]).read().startswith(b"step,")
    assert sdk.models.delete(job.fine_tuned_model).deleted
    file = slow.files.create(file=named("t.jsonl", TEACHING), purpose="fine-tune")
    # A paused job says so; the SDK's type has no word for it.
    ours = slow.with_options(_extra_kwargs={"_strict_response_validation": False}).fine_tuning.jobs
    job = ours.create(model="gpt-4o-mini", training_file=file.id)
    job = until(lambda: ours.retrieve(job.id), lambda each: each.status == "running")
    assert ours.pause(job.id).status == "paused"
    assert ours.resume(job.id).status == "running"
    assert ours.cancel(job.id).status == "cancelled"


@flow
def fine_tuning_permissions(sdk):
    file = sdk.files.create(file=named("t.jsonl", TEACHING), purpose="fine-tune")
    job = sdk.fine_tuning.jobs.create(model="gpt-4o-mini", training_file=file.id)
    job = until(lambda: sdk.fine_tuning.jobs.retrieve(job.id), lambda each: each.finished_at)
    ours, name = sdk.fine_tuning.checkpoints.permissions, job.fine_tuned_model
    (made,) = ours.create(name, project_ids=["proj_abc"])
    assert [each.id for each in ours.list(name)] == [made.id]
    assert ours.delete(made.id, fine_tuned_model_checkpoint=name).deleted


@flow
def graders(sdk):
    grader = {
        "type": "string_check",
        "name": "same",
        "input": "{{sample.output_text}}",
        "reference": "{{item.label}}",
        "operation": "eq",
    }
    ours = sdk.fine_tuning.alpha.graders
    assert ours.validate(grader=grader).grader.name == "same"
    assert ours.run(grader=grader, model_sample="metal", item={"label": "metal"}).reward == 1


@flow
def responses(sdk, slow):
    said = sdk.responses.create(model=CHAT, input="What is 2 + 3?", instructions="Be brief.")
    assert "5" in said.output_text and sdk.responses.retrieve(said.id).output_text == said.output_text
    more = sdk.responses.create(model=CHAT, input="And what is 4 + 4?", previous_response_id=said.id)
    assert "8" in more.output_text
    assert sdk.responses.input_items.list(more.id).data
    assert sdk.responses.input_tokens.count(model=CHAT, input="What is 2 + 3?").input_tokens > 0
    assert sdk.responses.compact(model=CHAT, input="What is 2 + 3?").output
    sdk.responses.delete(said.id)
    refused(NotFoundError, sdk.responses.retrieve, said.id)
    later = slow.responses.create(model=CHAT, input="Tell me of rivers", background=True)
    assert slow.responses.cancel(later.id).status == "cancelled"


@flow
def responses_stream(sdk):
    events = list(sdk.responses.create(model=CHAT, input="Tell me of rivers", stream=True))
    assert [events[0].type, events[-1].type] == ["response.created", "response.completed"]
    assert [each.sequence_number for each in events] == list(range(len(events)))
    with sdk.responses.stream(model=CHAT, input="Tell me of rivers") as stream:
        said = "".join(each.delta for each in stream if each.type == "response.output_text.delta")
    assert stream.get_final_response().output_text == said == events[-1].response.output_text


@flow
def responses_tools(sdk):
    first = sdk.responses.create(model=CHAT, input="What is the weather in Oslo?", tools=[TOOL])
    (call,) = (each for each in first.output if each.type == "function_call")
    assert json.loads(call.arguments) == {"city": "Oslo"}
    back = {"type": "function_call_output", "call_id": call.call_id, "output": "Rain, 7 degrees"}
    options = {"previous_response_id": first.id, "tools": [TOOL]}
    assert "7" in sdk.responses.create(model=CHAT, input=[back], **options).output_text
    typed = sdk.responses.parse(model=CHAT, input="The name is Ada, the age is 36.", text_format=Person)
    assert typed.output_parsed == Person(name="Ada", age=36)


@flow
def conversations(sdk):
    made = sdk.conversations.create(metadata={"a": "b"}, items=[{"type": "message", **ASK[0]}])
    said = sdk.responses.create(model=CHAT, input="And what is 4 + 4?", conversation=made.id)
    items = list(sdk.conversations.items.list(made.id, order="asc"))
    assert [each.role for each in items] == ["user", "user", "assistant"] and "8" in said.output_text
    more = sdk.conversations.items.create(
        made.id, items=[{"type": "message", "role": "user", "content": "Hm."}]
    )
    one = sdk.conversations.items.retrieve(more.data[0].id, conversation_id=made.id)
    assert one.content[0].text == "Hm."
    assert sdk.conversations.items.delete(one.id, conversation_id=made.id).id == made.id
    assert sdk.conversations.update(made.id, metadata={"c": "d"}).metadata == {"c": "d"}
    assert sdk.conversations.retrieve(made.id).id == made.id
    assert sdk.conversations.delete(made.id).deleted


@flow
def batches(sdk, slow):
    def submitted(client):
        rows = [
            {"custom_id": name, "method": "POST", "url": "/v1/chat/completions", "body": body}
            for name, body in (
                ("a", {"model": CHAT, "messages": ASK}),
                ("b", {"model": CHAT, "messages": []}),
            )
        ]
        data = "\n".join(json.dumps(each) for each in rows).encode()
        file = client.files.create(file=named("b.jsonl", data), purpose="batch")
        return client.batches.create(
            input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h"
        )

    batch = submitted(sdk)
    batch = until(lambda: sdk.batches.retrieve(batch.id), lambda each: each.completed_at)
    assert (batch.request_counts.completed, batch.request_counts.failed) == (1, 1)
    (row,) = map(json.loads, sdk.files.content(batch.output_file_id).text.splitlines())
    assert row["custom_id"] == "a" and sdk.files.content(batch.error_file_id).text
    assert batch.id in [each.id for each in sdk.batches.list(limit=2)]
    assert slow.batches.cancel(submitted(slow).id).status in ("cancelling", "cancelled")


@flow
def vector_stores(sdk):
    file = sdk.files.create(file=named("f.txt", FACTS), purpose="assistants")
    made = sdk.vector_stores.create(name="Facts", file_ids=[file.id])
    made = until(lambda: sdk.vector_stores.retrieve(made.id), lambda each: each.status == "completed")
    assert made.file_counts.completed == 1 and made.id in [each.id for each in sdk.vector_stores.list()]
    found = sdk.vector_stores.search(made.id, query="Who keeps the lighthouse?").data
    assert any("Ines Varga" in part.text for part in found[0].content)
    assert sdk.vector_stores.update(made.id, name="Lore").name == "Lore"
    ours = sdk.vector_stores.files
    more = ours.upload_and_poll(vector_store_id=made.id, file=named("g.txt", b"Oslo lies by a fjord."))
    assert more.status == "completed"
    assert ours.update(more.id, vector_store_id=made.id, attributes={"a": 1}).attributes == {"a": 1}
    assert ours.content(more.id, vector_store_id=made.id).data[0].text == "Oslo lies by a fjord."
    assert {each.id for each in ours.list(made.id)} == {file.id, more.id}
    assert ours.retrieve(more.id, vector_store_id=made.id).usage_bytes
    assert ours.delete(more.id, vector_store_id=made.id).deleted
    batch = sdk.vector_stores.file_batches.create_and_poll(made.id, file_ids=[more.id])
    assert batch.file_counts.completed == 1
    listed = sdk.vector_stores.file_batches.list_files(batch.id, vector_store_id=made.id)
    assert [each.id for each in listed] == [more.id]
    tool = {"type": "file_search", "vector_store_ids": [made.id]}
    said = sdk.responses.create(model=CHAT, input="How tall is the lighthouse of Arnholm?", tools=[tool])
    assert "41" in said.output_text
    assert sdk.vector_stores.delete(made.id).deleted


@flow
def uploads(sdk):
    made = sdk.uploads.create(
        filename="t.jsonl", purpose="fine-tune", bytes=len(TEACHING), mime_type="text/jsonl"
    )
    halves = [sdk.uploads.parts.create(made.id, data=part).id for part in (TEACHING[:100], TEACHING[100:])]
    done = sdk.uploads.complete(made.id, part_ids=halves, md5=hashlib.md5(TEACHING).hexdigest())
    assert done.status == "completed" and sdk.files.content(done.file.id).read() == TEACHING
    other = sdk.uploads.create(filename="u.txt", purpose="assistants", bytes=3, mime_type="text/plain")
    assert sdk.uploads.cancel(other.id).status == "cancelled"
    whole = sdk.uploads.upload_file_chunked(
        file=FACTS,
        filename="f.txt",
        bytes=len(FACTS),
        mime_type="text/plain",
        purpose="assistants",
        part_size=40,
    )
    assert sdk.files.content(whole.file.id).read() == FACTS


@flow
def containers(sdk):
    made = sdk.containers.create(name="Desk", expires_after={"anchor": "last_active_at", "minutes": 10})
    assert sdk.containers.retrieve(made.id).name == "Desk"
    assert made.id in [each.id for each in sdk.containers.list()]
    file = sdk.containers.files.create(made.id, file=named("f.txt", FACTS))
    assert [each.id for each in sdk.containers.files.list(made.id)] == [file.id]
    assert sdk.containers.files.retrieve(file.id, container_id=made.id).bytes == len(FACTS)
    assert sdk.containers.files.content.retrieve(file.id, container_id=made.id).read() == FACTS
    sdk.containers.files.delete(file.id, container_id=made.id)
    sdk.containers.delete(made.id)
    refused(NotFoundError, sdk.containers.retrieve, made.id)


@flow
def realtime_secrets(sdk):
    made = sdk.realtime.client_secrets.create(session={"type": "realtime", "model": "gpt-realtime"})
    assert made.value.startswith("ek_") and made.session.type == "realtime"


@flow
def usage(sdk):
    admin = sdk.with_options(admin_api_key=sdk.api_key)
    sdk.chat.completions.create(model=CHAT, messages=ASK)
    ours = admin.admin.organization.usage
    since = int(time.time()) - 86_400
    for each in (ours.completions, ours.embeddings, ours.moderations, ours.images):
        each(start_time=since)
    for each in (ours.audio_speeches, ours.audio_transcriptions, ours.vector_stores, ours.costs):
        each(start_time=since)
    rows = [row for day in ours.completions(start_time=since).data for row in day.results]
    assert sum(row.num_model_requests for row in rows) >= 1


@flow
def assistants(sdk):
    file = sdk.files.create(file=named("f.txt", FACTS), purpose="assistants")
    store = sdk.vector_stores.create(file_ids=[file.id])
    made = sdk.beta.assistants.create(
        model="gpt-4o",
        name="Guide",
        tools=[{"type": "file_search"}, {"type": "function", "function": WEATHER}],
        tool_resources={"file_search": {"vector_store_ids": [store.id]}},
    )
    assert made.id in [each.id for each in sdk.beta.assistants.list()]
    assert sdk.beta.assistants.update(made.id, name="Pilot").name == "Pilot"
    assert sdk.beta.assistants.retrieve(made.id).tool_resources.file_search.vector_store_ids == [store.id]
    thread = sdk.beta.threads.create(messages=[{"role": "user", "content": "How tall is the lighthouse?"}])
    run = sdk.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=made.id)
    assert run.status == "completed" and run.usage.total_tokens
    newest = next(iter(sdk.beta.threads.messages.list(thread.id, run_id=run.id)))
    assert "41" in newest.content[0].text.value
    for step in sdk.beta.threads.runs.steps.list(run.id, thread_id=thread.id):
        sdk.beta.threads.runs.steps.retrieve(step.id, run_id=run.id, thread_id=thread.id)
    assert sdk.beta.threads.messages.delete(newest.id, thread_id=thread.id).deleted
    assert sdk.beta.threads.delete(thread.id).deleted and sdk.beta.assistants.delete(made.id).deleted


@flow
def runs_stream(sdk):
    guide = sdk.beta.assistants.create(model="gpt-4o", tools=[{"type": "function", "function": WEATHER}])
    thread = sdk.beta.threads.create()
    sdk.beta.threads.messages.create(thread.id, role="user", content="What is the weather in Oslo?")
    events = list(sdk.beta.threads.runs.create(thread.id, assistant_id=guide.id, stream=True))
    assert events[0].event == "thread.run.created" and events[-1].event == "thread.run.requires_action"
    run = events[-1].data
    (call,) = run.required_action.submit_tool_outputs.tool_calls
    said = [{"tool_call_id": call.id, "output": "Rain, 7 degrees"}]
    ours = sdk.beta.threads.runs
    with ours.submit_tool_outputs_stream(run_id=run.id, thread_id=thread.id, tool_outputs=said) as stream:
        stream.until_done()
    assert "7" in stream.get_final_messages()[0].content[0].text.value
    made = sdk.beta.threads.create_and_run_poll(assistant_id=guide.id, thread={"messages": ASK})
    assert made.status == "completed"


if __name__ == "__main__":
    main(*clients(OpenAI))
