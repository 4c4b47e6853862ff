import json

import pytest

from openai_nb.core.errors import BadRequest, NotFound


@pytest.fixture
def checkpoint(client):
    rows = [
        {"messages": [{"role": "user", "content": f"{n}?"}, {"role": "assistant", "content": "yes"}]}
        for n in range(10)
    ]
    data = "\n".join(json.dumps(row) for row in rows).encode()
    file = client.files.create(file=("train.jsonl", data), purpose="fine-tune")
    job = client.fine_tuning.jobs.create(model="sandbox-chat", training_file=file)
    return client.fine_tuning.jobs.checkpoints.list(job)[-1]


@pytest.fixture
def permissions(client):
    return client.fine_tuning.checkpoints.permissions


def test_projects_are_let_in_and_listed(permissions, checkpoint):
    made = permissions.create(checkpoint, project_ids=["proj_a", "proj_b"])
    assert [each.project_id for each in made] == ["proj_a", "proj_b"]
    listed = permissions.list(checkpoint.fine_tuned_model_checkpoint)
    assert [each.project_id for each in listed] == ["proj_b", "proj_a"]
    assert [each.id for each in permissions.retrieve(checkpoint, project_id="proj_a")] == [made[0].id]


def test_pages_are_walked(permissions, checkpoint):
    permissions.create(checkpoint, project_ids=[f"proj_{n}" for n in range(5)])
    page = permissions.list(checkpoint, limit=2, order="ascending")
    assert len(page) == 2 and [each.project_id for each in page] == [f"proj_{n}" for n in range(5)]


def test_a_project_is_let_in_once(permissions, checkpoint):
    (first,), (second,) = (permissions.create(checkpoint, project_ids=["proj_a"]) for _ in range(2))
    assert first == second


def test_a_permission_can_be_taken_back(permissions, checkpoint):
    (given,) = permissions.create(checkpoint, project_ids=["proj_a"])
    assert permissions.delete(given, checkpoint).deleted
    assert not permissions.list(checkpoint).data
    with pytest.raises(NotFound, match=given.id):
        permissions.delete(given, checkpoint)


def test_only_what_was_trained_can_be_shared(permissions):
    with pytest.raises(NotFound, match="sandbox-chat"):
        permissions.create("sandbox-chat", project_ids=["proj_a"])


@pytest.mark.parametrize(("ids", "param"), [([], "project_ids"), ([1], "project_ids[0]")])
def test_projects_are_named(permissions, checkpoint, ids, param):
    with pytest.raises(BadRequest) as caught:
        permissions.create(checkpoint, project_ids=ids)
    assert caught.value.param == param
