import json

import pytest

from openai_nb import Client
from openai_nb.core.errors import BadRequest, NotFound

WORDS = {
    "fruit": ["apple", "pear", "plum", "cherry", "lemon", "banana"],
    "metal": ["iron", "copper", "silver", "gold", "zinc", "lead"],
}


def lines(count=None):
    rows = [
        {
            "messages": [
                {"role": "user", "content": f"What is {word}?"},
                {"role": "assistant", "content": kind},
            ]
        }
        for kind, words in WORDS.items()
        for word in words
    ]
    return "\n".join(json.dumps(row) for row in rows[:count]).encode()


@pytest.fixture
def file(client):
    return client.files.create(file=("train.jsonl", lines()), purpose="fine-tune")


def test_a_job_really_trains_and_its_model_answers(client, file):
    job = client.fine_tuning.jobs.create(model="sandbox-chat", training_file=file, suffix="Kinds of things")
    job = client.fine_tuning.jobs.wait(job)
    assert job.status == "succeeded" and ":kinds-of-things:" in job.fine_tuned_model
    said = client.chat.completions.create(
        model=job.fine_tuned_model, messages=[{"role": "user", "content": "What is copper?"}]
    )
    assert said.choices[0].message.content == "metal" and said.model == job.fine_tuned_model


def test_the_loss_of_the_steps_falls(client, file):
    job = client.fine_tuning.jobs.create(model="sandbox-chat", training_file=file)
    events = list(client.fine_tuning.jobs.list_events(job, limit=1000))[::-1]
    losses = [event.data["train_loss"] for event in events if event.type == "metrics"]
    assert losses[-1] < losses[0] / 2
    assert (
        events[0].message.startswith("Created") and events[-1].message == "The job has successfully completed"
    )


def test_results_and_checkpoints_are_kept(client, file):
    job = client.fine_tuning.jobs.create(model="sandbox-chat", training_file=file, validation_file=file)
    job = client.fine_tuning.jobs.retrieve(job)
    header, *rows = client.files.content(job.result_files[0]).decode().splitlines()
    assert header.startswith("step,train_loss") and len(rows) > 10
    checkpoints = client.fine_tuning.jobs.checkpoints.list(job)
    assert checkpoints[0].fine_tuned_model_checkpoint == job.fine_tuned_model and len(checkpoints) == 3


def test_too_few_examples_fail_the_job_in_words(client):
    file = client.files.create(file=("few.jsonl", lines(3)), purpose="fine-tune")
    job = client.fine_tuning.jobs.create(model="sandbox-chat", training_file=file)
    job = client.fine_tuning.jobs.retrieve(job)
    assert job.status == "failed" and "10" in job.error.message and job.error.param == "training_file"


def test_a_running_job_can_be_paused_resumed_and_cancelled():
    with Client.sandbox(step_seconds=0.01) as client:
        file = client.files.create(file=("train.jsonl", lines()), purpose="fine-tune")
        jobs = client.fine_tuning.jobs
        job = jobs.create(model="sandbox-chat", training_file=file, hyperparameters={"n_epochs": 50})
        while jobs.retrieve(job).status != "running":
            pass
        assert jobs.pause(job).status == "paused"
        assert jobs.resume(job).status == "running"
        assert jobs.cancel(job).status == "cancelled"
        assert jobs.wait(job).fine_tuned_model is None
        with pytest.raises(BadRequest, match="is cancelled"):
            jobs.cancel(job)


@pytest.mark.parametrize(
    ("arguments", "param"),
    [
        ({"training_file": "file-none"}, "training_file"),
        ({"hyperparameters": {"n_epochs": 0}}, "hyperparameters.n_epochs"),
        ({"hyperparameters": {"speed": 1}}, "hyperparameters.speed"),
        ({"method": {"type": "dpo"}}, "method"),
        ({"model": "sandbox-image"}, "model"),
    ],
)
def test_what_cannot_be_trained_is_refused(client, file, arguments, param):
    with pytest.raises((BadRequest, NotFound)) as caught:
        client.fine_tuning.jobs.create(**{"model": "sandbox-chat", "training_file": file.id, **arguments})
    assert caught.value.param == param


def test_a_file_for_another_purpose_is_no_training_file(client):
    file = client.files.create(file=("train.jsonl", lines()), purpose="user_data")
    with pytest.raises(BadRequest, match="'fine-tune' is needed"):
        client.fine_tuning.jobs.create(model="sandbox-chat", training_file=file)
