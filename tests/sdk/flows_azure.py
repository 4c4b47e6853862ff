"""Flows of the current SDK's Azure client: both forms of address, a key and a token, each family once."""

from __future__ import annotations

import os

from flows import FACTS, TEACHING, clients, flow, main, named, png, until
from openai import AzureOpenAI, NotFoundError, OpenAI

ASK = [{"role": "user", "content": "What is 2 + 3?"}]
VERSION = "2024-10-21"


def azure(base_url, api_key, **options):
    """The SDK's own client of Azure, at the sandbox whose address is `base_url`."""
    endpoint = base_url.removesuffix("/v1")
    return AzureOpenAI(azure_endpoint=endpoint, api_key=api_key, api_version=VERSION, **options)


def other(**options):
    """The same sandbox, asked in another way."""
    endpoint = os.environ["FLOWS_URL"].removesuffix("/v1")
    return AzureOpenAI(azure_endpoint=endpoint, api_version=VERSION, max_retries=0, timeout=30, **options)


@flow
def chat(sdk):
    said = sdk.chat.completions.create(model="gpt-4o", messages=ASK)
    assert "5" in said.choices[0].message.content and said.model == "sandbox-chat"
    pieces = list(sdk.chat.completions.create(model="gpt-4o", messages=ASK, stream=True))
    assert "5" in "".join(each.choices[0].delta.content or "" for each in pieces if each.choices)


@flow
def deployments(sdk):
    with other(api_key=os.environ["FLOWS_KEY"], azure_deployment="gpt-4o") as one:
        assert "5" in one.chat.completions.create(model="whatever", messages=ASK).choices[0].message.content
        assert one.files.list().data is not None
    try:
        code = sdk.chat.completions.create(model="no-such", messages=ASK).id
    except NotFoundError as error:
        code = error.code
    assert code == "DeploymentNotFound"


@flow
def tokens(sdk):
    with other(azure_ad_token_provider=lambda: os.environ["FLOWS_KEY"]) as one:
        assert "5" in one.chat.completions.create(model="gpt-4o", messages=ASK).choices[0].message.content


@flow
def todays_form(sdk):
    base_url = os.environ["FLOWS_URL"].removesuffix("/v1") + "/openai/v1/"
    with OpenAI(base_url=base_url, api_key=os.environ["FLOWS_KEY"]) as one:
        assert "5" in one.responses.create(model="gpt-4o", input=ASK[0]["content"]).output_text


@flow
def embeddings_and_texts(sdk):
    made = sdk.embeddings.create(model="text-embedding-3-small", input=["a", "b"], encoding_format="float")
    assert [len(each.embedding) for each in made.data] == [1536, 1536]
    assert sdk.completions.create(model="gpt-3.5-turbo-instruct", prompt="Once").choices[0].text


@flow
def pictures_and_sound(sdk):
    assert sdk.images.generate(model="gpt-image-1", prompt="A boat").data[0].b64_json
    assert sdk.images.edit(model="gpt-image-1", image=named("a.png", png()), prompt="A boat").data
    speech = sdk.audio.speech.create(
        model="tts-1", input="seven ships", voice="alloy", response_format="wav"
    ).read()
    heard = sdk.audio.transcriptions.create(model="whisper-1", file=named("s.wav", speech))
    assert "seven" in heard.text.lower()


@flow
def files_and_jobs(sdk):
    file = sdk.files.create(file=named("t.jsonl", TEACHING), purpose="fine-tune")
    job = sdk.fine_tuning.jobs.create(model="gpt-4o-mini", training_file=file.id)
    done = until(
        lambda: sdk.fine_tuning.jobs.retrieve(job.id), lambda each: each.status in ("succeeded", "failed")
    )
    assert done.status == "succeeded"
    said = sdk.chat.completions.create(
        model=done.fine_tuned_model, messages=[{"role": "user", "content": "What is gold?"}]
    )
    assert said.choices[0].message.content == "metal"
    assert sdk.files.delete(file.id).deleted


@flow
def assistants(sdk):
    file = sdk.files.create(file=named("f.txt", FACTS), purpose="assistants")
    store = sdk.vector_stores.create(file_ids=[file.id])
    made = sdk.beta.assistants.create(
        model="gpt-4o",
        tools=[{"type": "file_search"}],
        tool_resources={"file_search": {"vector_store_ids": [store.id]}},
    )
    thread = sdk.beta.threads.create(messages=[{"role": "user", "content": "How tall is the lighthouse?"}])
    run = sdk.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=made.id)
    newest = next(iter(sdk.beta.threads.messages.list(thread.id, run_id=run.id)))
    assert "41" in newest.content[0].text.value


if __name__ == "__main__":
    main(*clients(azure))
