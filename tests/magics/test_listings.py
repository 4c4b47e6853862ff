from __future__ import annotations

import json

import pandas as pd
import pytest

from tests.server import reply


@pytest.fixture
def sandboxed(typed, here):
    """A shell whose questions the sandbox answers."""
    here.use("sandbox")
    return typed


@pytest.fixture
def examples(alone):
    """A training file."""
    path = alone / "train.jsonl"
    rows = [_example(f"is {number} even?", "no" if number % 2 else "yes") for number in range(12)]
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return path


def _example(question: str, answer: str):
    said = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    return {"messages": said}


def test_models_are_a_table_by_id_with_dates_in_utc(sandboxed):
    table = sandboxed("%models").value
    assert isinstance(table, pd.DataFrame)
    assert table.index.name == "id"
    assert str(table["created"].dtype).endswith("UTC]")


def test_models_are_filtered_by_a_part_of_their_name(sandboxed):
    assert list(sandboxed("%models image").value.index) == ["sandbox-image"]


@pytest.mark.parametrize(("word", "near"), [("retirng", "retiring"), ("sandbx-chat", "sandbox-chat")])
def test_a_name_that_no_model_has_is_told_the_nearest(sandboxed, word, near):
    first, second = sandboxed(f"%models {word}").trouble
    assert f"'{word}'" in first and near in second


def test_a_table_may_be_kept_under_a_name(sandboxed):
    sandboxed("%models -o table")
    sandboxed("%models also <<")
    assert sandboxed.names["table"].equals(sandboxed.names["also"])


def test_a_file_goes_up_and_comes_down(sandboxed, examples, alone):
    sandboxed("f = %files upload train.jsonl")
    assert sandboxed("%files").value.loc[sandboxed.names["f"].id, "purpose"] == "fine-tune"
    sandboxed("path = %files download f copies")
    assert sandboxed.names["path"].read_bytes() == examples.read_bytes()
    sandboxed("%files delete f")
    assert sandboxed("%files").value.empty


def test_a_job_is_made_of_a_file_here(sandboxed, examples):
    sandboxed("job = %jobs create --file train.jsonl --epochs 2 --suffix even")
    job = sandboxed.names["job"]
    assert job.hyperparameters.n_epochs == 2
    assert sandboxed("%jobs").value.index[0] == job.id
    assert sandboxed("%jobs show").value.id == job.id
    assert list(sandboxed("%jobs events job").value.columns) == ["created_at", "level", "message"]
    whole = sandboxed("%jobs events job --all").value.columns  # `data`, or its fields once a step is measured
    assert "data" in {name.partition(".")[0] for name in whole}


def test_a_job_is_cancelled(sandboxed, examples):
    sandboxed("job = %jobs create train.jsonl --epochs 50")
    assert sandboxed("%jobs cancel job").value.status == "cancelled"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("%files upload nowhere.jsonl", "nowhere.jsonl"),
        ("%files uplaod x", "Did you mean upload?"),
        ("%files show", "needs 'file'"),
        ("%files list a b", "more words"),
        ("%jobs create", "examples"),
        ("%jobs follow", "no job yet"),
        ("%jobs follow ftjob-nowhere", "ftjob-nowhere"),
        ("%batches follow batch-nowhere", "batch-nowhere"),
        ("%jobs cancle", "Did you mean cancel?"),
        ("%models delete", "needs 'model'"),
        ("%conversation import nowhere.json", "nowhere.json cannot be read: No such file"),
        ("%openai config max_cots 0.1", "%config OpenAINb.max_cost = 0.1"),
        ("%openai config seed = 7", "%config OpenAINb.seed = 7"),
    ],
)
def test_what_a_verb_lacks_is_said(sandboxed, cell, words):
    ran = sandboxed(cell)
    assert words in " ".join(ran.trouble)
    assert len(ran.trouble) == 2


def test_records_and_pages_show_as_tables(sandboxed, examples, here):
    sandboxed("f = %files upload train.jsonl")
    formats = sandboxed.shell.display_formatter.format
    record, _ = formats(sandboxed.names["f"])
    page, _ = formats(here.client.files.list())
    assert "<td>train.jsonl</td>" in record["text/html"]
    assert "train.jsonl" in page["text/html"]
    assert record["text/plain"].startswith("File(id=")


def test_a_name_from_a_server_is_no_html(sandboxed, here, alone):
    (alone / "<b>x").write_bytes(b"{}")
    record, _ = sandboxed.shell.display_formatter.format(
        here.client.files.create(file=alone / "<b>x", purpose="vision")
    )
    assert "<b>x" not in record["text/html"]


def test_models_that_retire_are_listed_by_their_day(typed, answering):
    models = [
        {"id": "gpt-image-1.5", "object": "model", "created": 1, "owned_by": "o"},
        {"id": "m", "object": "model", "created": 1, "owned_by": "o", "shutdown_date": "2026-11-30"},
        {"id": "stays", "object": "model", "created": 1, "owned_by": "o", "shutdown_date": None},
    ]
    answering.answers(reply({"object": "list", "data": models}))
    table = typed("%models retiring").value
    assert table["shutdown_date"].to_dict() == {"m": "2026-11-30", "gpt-image-1.5": "2026-12-01"}
    assert table.loc["gpt-image-1.5", "days"] == table.loc["m", "days"] + 1


def test_a_bad_line_is_pointed_at_before_it_is_sent(sandboxed, examples, here):
    lines = examples.read_text().splitlines()
    examples.write_text("\n".join([*lines[:3], '{"messages": []}', *lines[3:]]))
    for cell in ("%files upload train.jsonl", "%jobs create train.jsonl"):
        assert "Line 4" in sandboxed(cell).trouble[0]
    assert here.client.last is None
    assert list(sandboxed("%files check train.jsonl").value.index) == [4]
    assert sandboxed("%files upload train.jsonl --unchecked").error is None


def test_what_a_file_holds_is_a_table_a_text_or_bytes(sandboxed, examples):
    sandboxed("f = %files upload train.jsonl")
    assert len(sandboxed("%files content f").value) == 12
    for data in (b"hello", b"\xff\xfe"):
        sandboxed.names["data"] = data
        sandboxed("g = %files upload data --purpose user_data")
        found = sandboxed("%files content g").value
        assert found in (data, data.decode("utf-8", "replace"))


def test_checkpoints_are_a_table(sandboxed, examples, here):
    sandboxed("job = %jobs create train.jsonl --epochs 2")
    here.client.fine_tuning.jobs.wait(sandboxed.names["job"], every=0.05, timeout=30)
    table = sandboxed("%jobs checkpoints").value
    assert table["step_number"].is_monotonic_decreasing
