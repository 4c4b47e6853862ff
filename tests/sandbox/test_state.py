"""The state of a sandbox: forgotten, put into a file, taken out of it again, and the same each time."""

import contextlib
import json
import time
import zipfile

import pytest

from openai_nb import Client, frame, sandbox
from openai_nb.core.errors import NotFound
from openai_nb.sandbox.store import Store

HELLO = [{"role": "user", "content": "Tell me of rivers"}]
DATA = bytes(range(256))


def filled(state=None, **options):
    client = Client.sandbox(state, step_seconds=None, **options)
    client.files.create(file=("a.bin", DATA), purpose="user_data")
    client.chat.completions.create(model="sandbox-chat", messages=HELLO, store=True)
    return client


def test_a_reset_forgets_everything():
    client = filled(faults="ok, ok, 503")
    first = client.files.list()[0].id
    sandbox.of(client).reset()
    assert len(client.files.list()) == 0 and len(client.chat.completions.list()) == 0
    assert client.files.create(file=("a.bin", DATA), purpose="user_data").id == first
    assert len(sandbox.of(client).journal()) == 3


@pytest.mark.parametrize("source", [None, "one"])
@pytest.mark.parametrize("target", [None, "two"])
def test_an_export_brings_everything_back(tmp_path, source, target):
    client = filled(source and str(tmp_path / source))
    path = sandbox.of(client).export(tmp_path / "all.zip")
    with Client.sandbox(target and str(tmp_path / target), step_seconds=None) as other:
        other.files.create(file=("gone.bin", b"x"), purpose="user_data")
        sandbox.of(other).restore(path)
        (file,) = other.files.list()
        assert other.files.content(file) == DATA and len(other.chat.completions.list()) == 1
        assert other.files.create(file=("b.bin", DATA), purpose="user_data").id != file.id


def test_the_same_state_makes_the_same_file(tmp_path):
    files = []
    for name in ("a.zip", "b.zip"):
        client = Client.sandbox(clock="2026-11-21T00:00:00")
        client.files.create(file=("a.bin", DATA), purpose="user_data")
        app = sandbox.of(client)
        app.store._do("delete from requests", ())  # how long each took differs
        files.append(app.export(tmp_path / name).read_bytes())
    assert files[0] == files[1]


@pytest.mark.parametrize("rows", [None, "[1]\n", "no json\n"])
def test_what_is_no_export_changes_nothing(tmp_path, rows):
    path = tmp_path / "other.zip"
    path.write_bytes(b"no zip at all")
    if rows is not None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("things.jsonl", rows)
    client = filled()
    with pytest.raises(ValueError, match=r"other\.zip is no export of a sandbox"):
        sandbox.of(client).restore(path)
    assert len(client.files.list()) == 1


def test_a_damaged_export_changes_nothing(tmp_path):
    client = filled()
    whole = sandbox.of(client).export(tmp_path / "all.zip").read_bytes()
    for place in range(30, len(whole), 7):
        (tmp_path / "bad.zip").write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        with contextlib.suppress(ValueError):  # some letters of a zip mean nothing
            sandbox.of(client).restore(tmp_path / "bad.zip")
        assert len(client.files.list()) == 1 and len(client.chat.completions.list()) == 1


def test_contents_have_names_that_every_system_takes(tmp_path):
    store = Store(tmp_path)
    store.write("model-ft:sandbox-chat:sandbox::ABC", b"learnt")
    assert store.written() == ["model-ft:sandbox-chat:sandbox::ABC"]
    assert store.read("model-ft:sandbox-chat:sandbox::ABC") == b"learnt"
    (path,) = (tmp_path / "contents").iterdir()
    assert not {*'<>:"/\\|?*'} & {*path.name}
    store.erase("model-ft:sandbox-chat:sandbox::ABC")
    assert store.written() == []


def test_an_export_that_cannot_be_written_leaves_nothing(tmp_path):
    client = filled()
    (tmp_path / "all.zip").mkdir()
    with pytest.raises(OSError):
        sandbox.of(client).export(tmp_path / "all.zip")
    assert [each.name for each in tmp_path.iterdir()] == ["all.zip"]


def test_contents_stay_within_their_directory(tmp_path):
    client = filled()
    app, path = sandbox.of(client), tmp_path / "all.zip"
    app.export(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("contents/..%2F..%2Fevil", b"x")
    with Client.sandbox(str(tmp_path / "deep" / "state")) as other:
        sandbox.of(other).restore(path)
    assert [each.parent.name for each in tmp_path.rglob("evil")] == ["contents"]


def test_the_journal_is_a_table():
    table = frame(sandbox.of(filled()).journal())
    assert list(table["path"]) == ["/files", "/chat/completions"]
    assert str(table["created_at"].dtype).startswith("datetime64")


def test_only_a_sandbox_in_this_process_has_a_door():
    with pytest.raises(TypeError, match="a sandbox in this process does"):
        sandbox.of(Client(base_url="http://127.0.0.1:9/v1"))


# The same each time

CALLS = [
    ("GET", "/models", None),
    ("POST", "/chat/completions", {"model": "gpt-4o", "messages": HELLO, "store": True, "temperature": 1}),
    ("POST", "/chat/completions", {"model": "gpt-4o", "messages": HELLO, "stream": True}),
    ("GET", "/chat/completions", None),
    ("POST", "/responses", {"model": "gpt-4o", "input": "Tell me of rivers"}),
    ("POST", "/responses", {"model": "gpt-4o", "input": "Tell me of rivers", "stream": True}),
    ("POST", "/responses", {"model": "gpt-4o", "input": "Tell me of rivers", "background": True}),
    ("POST", "/conversations", {"items": [{"type": "message", "role": "user", "content": "hi"}]}),
    ("POST", "/completions", {"model": "sandbox-text", "prompt": "The river", "best_of": 3, "n": 2}),
    ("POST", "/edits", {"model": "text-davinci-edit-001", "input": "helo", "instruction": "Fix it"}),
    ("POST", "/embeddings", {"model": "text-embedding-3-small", "input": ["a", "b"]}),
    ("POST", "/moderations", {"input": "I will hurt you"}),
    ("POST", "/images/generations", {"prompt": "a red boat at dusk", "size": "256x256"}),
    (
        "POST",
        "/audio/speech",
        {"model": "tts-1", "voice": "alloy", "input": "river", "response_format": "wav"},
    ),
    ("POST", "/vector_stores", {"name": "rivers"}),
    ("POST", "/uploads", {"bytes": 3, "filename": "a", "mime_type": "text/plain", "purpose": "user_data"}),
    ("POST", "/containers", {"name": "c"}),
    ("POST", "/assistants", {"model": "gpt-4o"}),
    ("POST", "/threads", {"messages": HELLO}),
    ("POST", "/realtime/client_secrets", {}),
    ("GET", "/organization/usage/completions?start_time=1795000000", None),
    ("GET", "/files/none", None),
]


def answers(**options):
    """What all calls answer, headers and body, as they come."""
    client = Client.sandbox(clock="2026-11-21T00:00:00", **options)
    said = []
    for verb, path, body in CALLS:
        request = client._transport._prepare(verb, path, {}, body, {})
        request.headers["OpenAI-Beta"] = "assistants=v2"
        answer = client._transport._once(request, False)
        said.append((path, answer.status_code, dict(answer.headers), answer.content))
    return said


def test_the_same_calls_give_the_same_bytes():
    one, other = answers(seed=3), answers(seed=3)
    assert [(path, status) for path, status, *_ in one if status != 200] == [("/files/none", 404)]
    for mine, yours in zip(one, other, strict=True):
        assert mine == yours


def test_another_seed_gives_other_ids_and_the_same_words():
    one, other = (json.loads(answers(seed=seed)[1][3]) for seed in (3, 4))
    assert one["id"] != other["id"] and one["choices"] == other["choices"]


def test_seeded_ids_go_on_where_they_were(tmp_path):
    ids = []
    for _ in range(2):
        with Client.sandbox(str(tmp_path), seed=1) as client:
            ids.append(client.files.create(file=("a", b"x"), purpose="user_data").id)
    with Client.sandbox(seed=1) as fresh:
        assert fresh.files.create(file=("a", b"x"), purpose="user_data").id == ids[0] != ids[1]


def test_a_clock_that_stands_leaves_no_work_undone():
    with Client.sandbox(clock="2026-11-21T00:00:00+00:00") as client:
        said = client.responses.create(model="sandbox-chat", input="hello", background=True)
        assert client.responses.retrieve(said).status == "completed" and said.created_at == 1795219200
        with pytest.raises(NotFound):
            client.files.retrieve("file-none")


def test_work_that_is_under_way_ends_with_a_reset():
    with Client.sandbox(step_seconds=0.02) as client:
        body = {"model": "sandbox-chat", "messages": HELLO}
        row = {"custom_id": "a", "method": "POST", "url": "/v1/chat/completions", "body": body}
        file = client.files.create(file=("a.jsonl", json.dumps(row).encode()), purpose="batch")
        client.batches.create(input_file_id=file, endpoint=row["url"], completion_window="24h")
        sandbox.of(client).reset()
        time.sleep(0.2)
        assert sandbox.of(client).store.counts() == {}


def test_the_environment_may_hold_the_clock_so_that_a_notebook_runs_to_the_same_bytes(monkeypatch):
    monkeypatch.setenv("OPENAI_NB_CLOCK", "2026-11-21T12:00:00")
    with Client.sandbox() as client:
        said = client.chat.completions.create(model="sandbox-chat", messages=HELLO)
    assert said.created == 1795262400
