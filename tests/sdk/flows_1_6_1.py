"""Flows of the SDK 1.6.1: its 57 operations, each at least once, as a program of its time would call them."""

from __future__ import annotations

import json

from flows import FACTS, PAIRS, TEACHING, WEATHER, clients, flow, main, named, png, until
from openai import BadRequestError, NotFoundError, OpenAI

ASK = [{"role": "user", "content": "What is 2 + 3?"}]
CHAT = "gpt-3.5-turbo"


def refused(kind, call, *args, **options):
    try:
        call(*args, **options)
    except kind as error:
        return error.body
    raise AssertionError(f"{call} was to raise {kind}.")


@flow
def models(sdk):
    listed = [each.id for each in sdk.models.list()]
    assert "sandbox-chat" in listed
    assert sdk.models.retrieve("sandbox-chat").object == "model"
    assert refused(NotFoundError, sdk.models.retrieve, "no-such")["code"] == "model_not_found"


@flow
def chat(sdk):
    said = sdk.chat.completions.create(model=CHAT, messages=ASK)
    assert "5" in said.choices[0].message.content
    assert said.usage.total_tokens == said.usage.prompt_tokens + said.usage.completion_tokens
    two = sdk.chat.completions.create(model=CHAT, messages=ASK, n=2, logprobs=True, top_logprobs=2, seed=1)
    assert [each.index for each in two.choices] == [0, 1]
    assert two.choices[0].logprobs.content[0].top_logprobs


@flow
def chat_stream(sdk):
    whole = sdk.chat.completions.create(model=CHAT, messages=ASK).choices[0].message.content
    pieces = list(sdk.chat.completions.create(model=CHAT, messages=ASK, stream=True))
    assert "".join(each.choices[0].delta.content or "" for each in pieces) == whole
    assert pieces[0].choices[0].delta.role == "assistant"
    assert pieces[-1].choices[0].finish_reason == "stop"


@flow
def chat_tools(sdk):
    asked = [{"role": "user", "content": "What is the weather in Oslo?"}]
    tools = [{"type": "function", "function": WEATHER}]
    first = sdk.chat.completions.create(model=CHAT, messages=asked, tools=tools, tool_choice="auto")
    (call,) = first.choices[0].message.tool_calls
    assert json.loads(call.function.arguments) == {"city": "Oslo"}
    asked += [
        first.choices[0].message,
        {"role": "tool", "tool_call_id": call.id, "content": "Rain, 7 degrees"},
    ]
    last = sdk.chat.completions.create(model=CHAT, messages=asked, tools=tools)
    assert "7" in last.choices[0].message.content
    old = sdk.chat.completions.create(model=CHAT, messages=asked[:1], functions=[WEATHER])
    assert old.choices[0].message.function_call.name == "get_weather"
    pieces = sdk.chat.completions.create(model=CHAT, messages=asked[:1], tools=tools, stream=True)
    assert any(each.choices[0].delta.tool_calls for each in pieces)


@flow
def chat_json(sdk):
    asked = [{"role": "user", "content": "Answer in JSON: the name is Ada, the age is 36."}]
    said = sdk.chat.completions.create(model=CHAT, messages=asked, response_format={"type": "json_object"})
    assert isinstance(json.loads(said.choices[0].message.content), dict)
    refused(
        BadRequestError,
        sdk.chat.completions.create,
        model=CHAT,
        messages=ASK,
        response_format={"type": "json_object"},
    )


@flow
def chat_of_pictures(sdk):
    picture = {"type": "image_url", "image_url": {"url": "https://example.com/a.png", "detail": "low"}}
    import base64

    picture["image_url"]["url"] = "data:image/png;base64," + base64.b64encode(png()).decode()
    content = [{"type": "text", "text": "What is in this picture?"}, picture]
    said = sdk.chat.completions.create(
        model="gpt-4-vision-preview", messages=[{"role": "user", "content": content}]
    )
    assert said.choices[0].message.content


@flow
def completions(sdk):
    model = "gpt-3.5-turbo-instruct"
    said = sdk.completions.create(
        model=model, prompt=["One day", "Once"], max_tokens=5, n=2, logprobs=2, echo=True
    )
    assert len(said.choices) == 4 and said.choices[0].logprobs.tokens
    lenient = sdk.with_options(_extra_kwargs={"_strict_response_validation": False})
    pieces = list(lenient.completions.create(model=model, prompt="One day", max_tokens=5, stream=True))
    # The API says null in all but the last of these, which the types of this release forget.
    assert [each.choices[0].finish_reason for each in pieces][-2:] == [None, "length"]
    assert "".join(each.choices[0].text for each in pieces)
    refused(BadRequestError, sdk.completions.create, model=model, prompt="a", n=3, best_of=2)


@flow
def edits(sdk):
    said = sdk.edits.create(
        model="text-davinci-edit-001",
        input="What day of the wek is it?",
        instruction="Fix the spelling mistakes",
    )
    assert said.choices[0].text.strip() == "What day of the week is it?" and said.object == "edit"


@flow
def embeddings(sdk):
    model = "text-embedding-ada-002"
    both = sdk.embeddings.create(model=model, input=["a river", "a lake"])
    assert [each.index for each in both.data] == [0, 1] and len(both.data[0].embedding) == 1536
    plain = sdk.embeddings.create(model=model, input="a river", encoding_format="float")
    assert abs(plain.data[0].embedding[0] - both.data[0].embedding[0]) < 1e-6
    assert sdk.embeddings.create(model=model, input=[1, 2, 3]).usage.total_tokens == 3


@flow
def audio(sdk):
    sound = sdk.audio.speech.create(
        model="tts-1", voice="alloy", input="Hello World!", response_format="flac"
    ).read()
    heard = sdk.audio.transcriptions.create(model="whisper-1", file=named("a.flac", sound))
    assert heard.text == "Hello World!"
    assert sdk.audio.translations.create(model="whisper-1", file=named("a.flac", sound)).text


@flow
def images(sdk):
    made = sdk.images.generate(
        prompt="a red boat", model="dall-e-2", n=2, size="256x256", response_format="b64_json"
    )
    assert len(made.data) == 2 and made.data[0].b64_json
    there = sdk.images.generate(prompt="a red boat", model="dall-e-3", response_format="url")
    assert there.data[0].url
    changed = sdk.images.edit(
        image=named("a.png", png()), mask=named("m.png", png(alpha=0)), prompt="a cat", size="256x256"
    )
    assert changed.data[0].url or changed.data[0].b64_json
    again = sdk.images.create_variation(image=named("a.png", png()), n=2, size="256x256")
    assert len(again.data) == 2


@flow
def files(sdk):
    file = sdk.files.create(file=named("t.jsonl", TEACHING), purpose="fine-tune")
    assert sdk.files.wait_for_processing(file.id).status == "processed"
    assert file.id in [each.id for each in sdk.files.list(purpose="fine-tune")]
    assert sdk.files.retrieve(file.id).filename == "t.jsonl"
    assert sdk.files.content(file.id).read() == TEACHING
    assert sdk.files.retrieve_content(file.id) == TEACHING.decode()
    assert sdk.files.delete(file.id).deleted
    refused(NotFoundError, sdk.files.retrieve, file.id)


@flow
def fine_tuning(sdk, slow):
    file = sdk.files.create(file=named("t.jsonl", TEACHING), purpose="fine-tune")
    job = sdk.fine_tuning.jobs.create(
        model=CHAT, training_file=file.id, hyperparameters={"n_epochs": 3}, suffix="kinds"
    )
    job = until(lambda: sdk.fine_tuning.jobs.retrieve(job.id), lambda each: each.finished_at)
    assert job.status == "succeeded" and job.result_files
    assert job.id in [each.id for each in sdk.fine_tuning.jobs.list(limit=5)]
    assert len(list(sdk.fine_tuning.jobs.list_events(job.id, limit=2))) > 2
    asked = [{"role": "user", "content": "What is copper?"}]
    said = sdk.chat.completions.create(model=job.fine_tuned_model, messages=asked)
    assert said.choices[0].message.content == "metal"
    assert sdk.models.delete(job.fine_tuned_model).deleted
    file = slow.files.create(file=named("t.jsonl", TEACHING), purpose="fine-tune")
    job = slow.fine_tuning.jobs.create(model=CHAT, training_file=file.id)
    assert slow.fine_tuning.jobs.cancel(job.id).status == "cancelled"


@flow
def fine_tunes(sdk, slow):
    file = sdk.files.create(file=named("p.jsonl", PAIRS), purpose="fine-tune")
    tune = sdk.fine_tunes.create(
        training_file=file.id, model="curie", hyperparameters={"n_epochs": 3}, suffix="kinds"
    )
    tune = until(lambda: sdk.fine_tunes.retrieve(tune.id), lambda each: each.fine_tuned_model)
    assert tune.status == "succeeded" and tune.result_files and tune.events
    assert tune.id in [each.id for each in sdk.fine_tunes.list()]
    told = sdk.fine_tunes.list_events(tune.id, stream=False).data
    streamed = list(sdk.fine_tunes.list_events(tune.id, stream=True))
    assert [each.message for each in told] == [each.message for each in streamed]
    said = sdk.completions.create(model=tune.fine_tuned_model, prompt="What is gold? ->")
    assert said.choices[0].text.strip() == "metal"
    file = slow.files.create(file=named("p.jsonl", PAIRS), purpose="fine-tune")
    tune = slow.fine_tunes.create(training_file=file.id)
    assert slow.fine_tunes.cancel(tune.id).status == "cancelled"


@flow
def moderations(sdk):
    said = sdk.moderations.create(input=["I love you", "I will kill you"], model="text-moderation-latest")
    assert [each.flagged for each in said.results] == [False, True]
    assert said.results[1].categories.violence and said.results[1].category_scores.violence > 0.5


@flow
def assistants(sdk):
    ours = sdk.beta.assistants
    made = ours.create(
        model="gpt-4",
        name="Guide",
        instructions="Be brief.",
        tools=[{"type": "code_interpreter"}, {"type": "retrieval"}],
    )
    assert made.id in [each.id for each in ours.list(limit=3)]
    assert ours.retrieve(made.id).name == "Guide"
    assert ours.update(made.id, name="Pilot", metadata={"a": "b"}).metadata == {"a": "b"}
    file = sdk.files.create(file=named("f.txt", FACTS), purpose="assistants")
    assert ours.files.create(made.id, file_id=file.id).assistant_id == made.id
    assert [each.id for each in ours.files.list(made.id)] == [file.id]
    assert ours.files.retrieve(file.id, assistant_id=made.id).id == file.id
    assert ours.files.delete(file.id, assistant_id=made.id).deleted
    assert sdk.files.retrieve(file.id).id == file.id
    assert ours.delete(made.id).deleted
    refused(NotFoundError, ours.retrieve, made.id)


@flow
def threads_and_messages(sdk):
    ours = sdk.beta.threads
    file = sdk.files.create(file=named("f.txt", FACTS), purpose="assistants")
    made = ours.create(messages=[{"role": "user", "content": "Hello!", "file_ids": [file.id]}])
    assert ours.retrieve(made.id).id == made.id
    assert ours.update(made.id, metadata={"a": "b"}).metadata == {"a": "b"}
    said = ours.messages.create(made.id, role="user", content="How tall is it?")
    assert said.content[0].text.value == "How tall is it?"
    assert ours.messages.retrieve(said.id, thread_id=made.id).id == said.id
    assert ours.messages.update(said.id, thread_id=made.id, metadata={"c": "d"}).metadata == {"c": "d"}
    newest, first = ours.messages.list(made.id)
    assert newest.id == said.id and first.file_ids == [file.id]
    (kept,) = ours.messages.files.list(first.id, thread_id=made.id)
    assert (
        ours.messages.files.retrieve(kept.id, thread_id=made.id, message_id=first.id).message_id == first.id
    )
    assert ours.delete(made.id).deleted


@flow
def runs(sdk, slow):
    file = sdk.files.create(file=named("f.txt", FACTS), purpose="assistants")
    guide = sdk.beta.assistants.create(model="gpt-4", tools=[{"type": "retrieval"}], file_ids=[file.id])
    ours = sdk.beta.threads
    thread = ours.create(messages=[{"role": "user", "content": "How tall is the lighthouse of Arnholm?"}])
    run = ours.runs.create(thread.id, assistant_id=guide.id)
    run = until(lambda: ours.runs.retrieve(run.id, thread_id=thread.id), lambda each: each.completed_at)
    assert "41" in next(iter(ours.messages.list(thread.id))).content[0].text.value
    assert ours.runs.update(run.id, thread_id=thread.id, metadata={"a": "b"}).metadata == {"a": "b"}
    assert [each.id for each in ours.runs.list(thread.id)] == [run.id]
    steps = list(ours.runs.steps.list(run.id, thread_id=thread.id))
    assert {each.type for each in steps} >= {"message_creation"}
    one = ours.runs.steps.retrieve(steps[0].id, thread_id=thread.id, run_id=run.id)
    assert one.status == "completed"
    guide = slow.beta.assistants.create(model="gpt-4")
    run = slow.beta.threads.create_and_run(assistant_id=guide.id, thread={"messages": ASK})
    assert slow.beta.threads.runs.cancel(run.id, thread_id=run.thread_id).status in (
        "cancelling",
        "cancelled",
    )


@flow
def runs_with_tools(sdk):
    guide = sdk.beta.assistants.create(model="gpt-4", tools=[{"type": "function", "function": WEATHER}])
    asked = {"messages": [{"role": "user", "content": "What is the weather in Oslo?"}]}
    run = sdk.beta.threads.create_and_run(assistant_id=guide.id, thread=asked)
    ours, where = sdk.beta.threads.runs, {"thread_id": run.thread_id}
    run = until(lambda: ours.retrieve(run.id, **where), lambda each: each.status == "requires_action")
    (call,) = run.required_action.submit_tool_outputs.tool_calls
    assert json.loads(call.function.arguments) == {"city": "Oslo"}
    said = [{"tool_call_id": call.id, "output": "Rain, 7 degrees"}]
    ours.submit_tool_outputs(run.id, tool_outputs=said, **where)
    until(lambda: ours.retrieve(run.id, **where), lambda each: each.status == "completed")
    steps = list(ours.steps.list(run.id, **where, order="asc"))
    assert [each.type for each in steps] == ["tool_calls", "message_creation"]
    assert "7" in next(iter(sdk.beta.threads.messages.list(**where))).content[0].text.value


if __name__ == "__main__":
    main(*clients(OpenAI))
