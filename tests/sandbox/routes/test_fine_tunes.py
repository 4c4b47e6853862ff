import csv
import json

import pytest

from openai_nb import Client
from openai_nb.core.errors import BadRequest, NotFound, Truncated, WaitedTooLong
from tests.server import chunked, events

KINDS = dict.fromkeys(["apple", "pear", "plum", "cherry", "lemon", "banana"], " fruit")
KINDS |= dict.fromkeys(["iron", "copper", "silver", "gold", "zinc", "lead"], " metal")


def lines(count=None):
    rows = [{"prompt": f"What is {word}? ->", "completion": kind} for word, kind in KINDS.items()]
    return "\n".join(map(json.dumps, rows[:count])).encode()


@pytest.fixture
def file(client):
    return client.files.create(file=("kinds.jsonl", lines()), purpose="fine-tune")


@pytest.fixture
def slow():
    """A client whose jobs take their time."""
    with Client.sandbox(step_seconds=0.01) as client:
        yield client


def begin(client, **options):
    file = client.files.create(file=("kinds.jsonl", lines()), purpose="fine-tune")
    return client.fine_tunes.create(training_file=file, **options)


def test_a_fine_tune_trains_a_model_that_completes(client, file):
    tune = client.fine_tunes.wait(client.fine_tunes.create(training_file=file, suffix="Of Kinds"))
    assert (tune.object, tune.status, tune.model) == ("fine-tune", "succeeded", "sandbox-text")
    assert ":of-kinds:" in tune.fine_tuned_model
    said = client.completions.create(model=tune.fine_tuned_model, prompt="What is copper? ->")
    assert str(said) == "metal"
    assert client.models.delete(tune.fine_tuned_model).deleted


def test_its_files_and_hyperparameters_come_as_objects(client, file):
    tune = client.fine_tunes.create(
        training_file=file, validation_file=file, n_epochs=4, batch_size=2, learning_rate_multiplier=0.5
    )
    assert [each.filename for each in (*tune.training_files, *tune.validation_files)] == ["kinds.jsonl"] * 2
    assert tune.result_files[0].purpose == "fine-tune-results"
    chosen = tune.hyperparams
    assert (chosen.n_epochs, chosen.batch_size, chosen.learning_rate_multiplier) == (4, 2, 0.5)
    assert chosen.prompt_loss_weight == 0.01


def test_epochs_may_be_said_in_the_later_way_too(client, file):
    assert (
        client.fine_tunes.create(training_file=file, hyperparameters={"n_epochs": 2}).hyperparams.n_epochs
        == 2
    )


def test_a_deleted_file_is_gone_from_its_fine_tune(client, file):
    tune = client.fine_tunes.create(training_file=file)
    client.files.delete(file)
    assert client.fine_tunes.retrieve(tune).training_files == []


def test_the_list_is_newest_first_and_apart_from_todays_jobs(client, file):
    tunes = [client.fine_tunes.create(training_file=file, n_epochs=1) for _ in range(2)]
    job = client.fine_tuning.jobs.create(model="sandbox-chat", training_file=file)
    assert [each.id for each in client.fine_tunes.list()] == [tunes[1].id, tunes[0].id]
    assert [each.id for each in client.fine_tuning.jobs.list()] == [job.id]
    with pytest.raises(NotFound):
        client.fine_tunes.retrieve(job.id)


def test_events_are_embedded_and_listed(client, file):
    tune = client.fine_tunes.create(training_file=file, n_epochs=1)
    told = client.fine_tunes.list_events(tune, stream=False)
    assert [each.message for each in tune.events] == [each.message for each in told]
    assert (told[0].object, told[0].level) == ("fine-tune-event", "info")
    assert told[0].message == f"Created fine-tune: {tune.id}"


def test_events_are_streamed_until_the_job_is_finished(slow):
    tune, seen = begin(slow, n_epochs=3), []
    assert slow.fine_tunes.stream_events(tune).gather(seen.append) == seen
    assert seen[-1].message == "The job has successfully completed"
    assert sum("training loss" in each.message for each in seen) == 36
    assert slow.fine_tunes.retrieve(tune).status == "succeeded"


def test_events_can_be_walked_and_left(slow):
    tune = begin(slow, n_epochs=50)
    with slow.fine_tunes.list_events(tune, stream=True) as stream:
        assert next(stream).message.startswith("Created")
    assert stream.closed


def test_a_cancelled_job_ends_its_stream_without_a_model(slow):
    tune = begin(slow, n_epochs=50)
    assert slow.fine_tunes.cancel(tune).status == "cancelled"
    *_, last = slow.fine_tunes.stream_events(tune)
    assert last.message == "Fine-tune cancelled"
    assert slow.fine_tunes.retrieve(tune).fine_tuned_model is None
    with pytest.raises(BadRequest, match="is cancelled"):
        slow.fine_tunes.cancel(tune)


def test_a_wait_has_its_deadline(slow):
    with pytest.raises(WaitedTooLong) as caught:
        slow.fine_tunes.wait(begin(slow, n_epochs=50), every=0.01, timeout=0.05)
    assert caught.value.last.status in ("created", "running")


def test_a_stream_that_loses_its_end_is_not_taken_for_whole(server):
    event = {"object": "fine-tune-event", "created_at": 1, "level": "info", "message": "Created"}
    server.answers(chunked(*events(event, done=False)))
    with Client(api_key="k", base_url=server.url) as client, pytest.raises(Truncated):
        list(client.fine_tunes.stream_events("ft-1"))


def test_classes_are_measured_into_the_result_file(client, file):
    tune = client.fine_tunes.create(
        training_file=file,
        validation_file=file,
        compute_classification_metrics=True,
        classification_positive_class=" metal",
        classification_betas=[0.5],
    )
    rows = list(csv.DictReader(client.files.content(tune.result_files[0]).decode().splitlines()))
    assert rows[0]["classification/accuracy"] == ""
    for name in ("accuracy", "precision", "recall", "f1", "f0.5"):
        assert float(rows[-1][f"classification/{name}"]) > 0.9


def test_too_few_examples_fail_in_words(client):
    file = client.files.create(file=("few.jsonl", lines(3)), purpose="fine-tune")
    tune = client.fine_tunes.create(training_file=file)
    assert tune.status == "failed"
    assert "10" in tune.events[-1].message
    assert tune.events[-1].level == "error"


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"training_file": "file-none"}, "training_file"),
        ({"validation_file": "file-none"}, "validation_file"),
        ({"n_epochs": 51}, "n_epochs"),
        ({"hyperparameters": {"n_epochs": 0}}, "hyperparameters.n_epochs"),
        ({"hyperparameters": {"n_epochs": 1.5}}, "hyperparameters.n_epochs"),
        ({"hyperparameters": {"speed": 1}}, "hyperparameters.speed"),
        ({"batch_size": 0}, "batch_size"),
        ({"suffix": "x" * 41}, "suffix"),
        ({"prompt_loss_weight": 2}, "prompt_loss_weight"),
        ({"compute_classification_metrics": True}, "validation_file"),
        ({"model": "sandbox-image"}, "model"),
    ],
)
def test_what_cannot_be_trained_is_refused(client, file, options, param):
    with pytest.raises((BadRequest, NotFound)) as caught:
        client.fine_tunes.create(**{"training_file": file.id, **options})
    assert caught.value.param == param


def test_a_file_for_another_purpose_is_no_training_file(client):
    file = client.files.create(file=("kinds.jsonl", lines()), purpose="user_data")
    with pytest.raises(BadRequest, match="'fine-tune' is needed"):
        client.fine_tunes.create(training_file=file)


@pytest.mark.parametrize("call", ["retrieve", "cancel", "list_events", "stream_events"])
def test_an_unknown_fine_tune_is_not_found(client, call):
    with pytest.raises(NotFound, match="ft-none"):
        getattr(client.fine_tunes, call)("ft-none")
