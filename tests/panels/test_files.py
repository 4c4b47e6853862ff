"""The files panel without a browser: its state and its verbs, at a sandbox."""

import json
import time

import pytest

from openai_nb.client import Client
from openai_nb.data.checking import endpoint, line, purpose_of, wrong
from openai_nb.looks.previews import preview
from openai_nb.panels.browser import tree
from openai_nb.panels.files import FilesPanel
from openai_nb.panels.intake import Intake


def example(n, role="assistant"):
    return {"messages": [{"role": "user", "content": f"{n} <b>?"}, {"role": role, "content": "no"}]}


def lines(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


GOOD = lines(*map(example, range(12)))
BAD = lines(*map(example, range(10)), example(10, "asistant"), example(11))


@pytest.fixture
def client():
    with Client.sandbox() as client:
        yield client


@pytest.fixture
def panel(client):
    for n in range(3):
        client.files.create(file=(f"f{n}.txt", b"a" * n * 10 + b"<script>"), purpose="user_data")
    panel = FilesPanel(client=client)
    panel.look()
    settle(panel)
    yield panel
    panel.close()


def settle(panel):
    end = time.monotonic() + 5
    while panel._works and time.monotonic() < end:
        time.sleep(0.01)
    assert not panel._works


def names(panel):
    return [row["filename"] for row in panel.files.found]


def written(alone, name, text):
    path = alone / name
    path.write_text(text)
    return path


def test_a_good_file_is_looked_through_and_sent(panel, alone):
    panel.add(written(alone, "good.jsonl", GOOD))
    settle(panel)
    assert "good.jsonl" in names(panel) and panel.staged == [] and panel.problem == ""
    assert "good.jsonl is there now" in panel.told


def test_a_bad_line_is_pointed_at_and_nothing_is_sent(panel, alone):
    panel.add(written(alone, "bad.jsonl", BAD))
    settle(panel)
    (staged,) = panel.staged
    assert staged.problems[0].line == 11 and "asistant" in staged.problems[0].message
    assert '"asistant"' in staged.lines[0] and "bad.jsonl" not in names(panel)
    panel.discard("bad.jsonl")
    assert panel.staged == []


def test_it_can_be_sent_all_the_same_and_the_api_decides(panel, alone):
    panel.purpose = "batch"
    panel.add(written(alone, "odd.jsonl", '{"custom_id": "a"}\n'))
    settle(panel)
    assert panel.staged[0].problems
    panel.send("odd.jsonl")
    settle(panel)
    assert panel.staged == [] and names(panel)[0] == "odd.jsonl"
    with pytest.raises(ValueError, match="waits"):
        panel.send("odd.jsonl")


def test_deleting_is_asked_about_once_more(panel, client):
    first, second = (row["id"] for row in panel.files.found[:2])
    panel.files.choose(first, second)
    panel.delete()
    assert "2 files" in panel.question and panel.files.total == 3
    panel.no()
    assert panel.question == "" and len(list(client.files.list())) == 3
    panel.delete()
    panel.yes()
    settle(panel)
    assert len(list(client.files.list())) == panel.files.total == 1
    with pytest.raises(ValueError, match="nothing"):
        panel.yes()


def test_files_are_fetched_to_a_folder(panel, alone):
    panel.files.choose(*(row["id"] for row in panel.files.found))
    panel.download("here")
    settle(panel)
    assert sorted(path.name for path in (alone / "here").iterdir()) == ["f0.txt", "f1.txt", "f2.txt"]
    assert "3 of 3" in panel.told


def test_a_preview_is_escaped(panel):
    panel.files.choose(panel.files.found[0]["id"])
    panel.preview()
    settle(panel)
    assert "&lt;script&gt;" in panel.shown["text/html"] and "<script" not in panel.shown["text/html"]
    assert "<script" not in panel.twin()["text/html"]


def test_what_cannot_be_done_is_told_in_a_line(panel, alone):
    for verb, words in ((panel.preview, "Choose"), (panel.delete, "Choose"), (panel.download, "Choose")):
        panel.attempt(verb)
        assert words in panel.problem
    panel.attempt(panel.add, "nowhere.jsonl")
    assert "nowhere.jsonl" in panel.problem and str(alone) in panel.problem


def test_ten_thousand_files_show_within_two_seconds(client, monkeypatch):
    file = {"object": "file", "bytes": 5, "created_at": 1.7e9, "filename": "a.txt", "purpose": "batch"}
    rows = [{**file, "id": f"file-{n}", "status": "processed"} for n in range(10_000)]
    from openai_nb.api.files import File
    from openai_nb.core.page import Page

    monkeypatch.setattr(client.files, "list", lambda: Page({"data": rows}, File), raising=False)
    began = time.perf_counter()
    panel = FilesPanel(client=client)
    assert panel.widget
    settle(panel)
    assert panel.files.total == 10_000 and time.perf_counter() - began < 2
    panel.close()


def test_large_files_come_in_pieces(alone):
    came, trouble = [], []
    intake = Intake(came.append, trouble.append)
    pieces = [b"a" * 10, b"b" * 10, b"c"]
    for at, data in enumerate(pieces):
        said = {"piece": at, "key": "k", "name": "../etc/x.txt", "last": at == 2}
        intake._heard(None, said, [memoryview(data)])
    (path,) = came
    assert path.read_bytes() == b"".join(pieces) and path.name == "_etc_x.txt"
    intake._heard(None, {"broken": [{"name": "y", "words": "gone"}]}, [])
    assert trouble == ["y could not be read: gone"]
    intake.close()
    assert not path.exists()
    for each in tree(intake.widget):
        each.close()


def test_lines_are_checked_for_what_they_are_for():
    request = {
        "custom_id": "a",
        "method": "POST",
        "url": "/v1/embeddings",
        "body": {"model": "m", "input": "x"},
    }
    data = lines(request).encode()
    assert wrong(data, "batch") == [] and purpose_of(data) == "batch" and endpoint(data) == "/v1/embeddings"
    assert wrong(lines(request, request).encode(), "batch")[0].line == 2
    assert wrong(b"\xff\xfe", "vision") == [] and wrong(b"\xff\xfe", "fine-tune")
    assert purpose_of(GOOD.encode()) == "fine-tune" and line(b"a\nb\xff", 2) == "b\N{REPLACEMENT CHARACTER}"
    assert wrong(b'{"prompt": "x", "completion": "y"}\nno', "fine-tune")[0].line == 2


def test_previews_tell_talks_texts_pictures_and_sizes():
    told = preview("a.jsonl", GOOD.encode())
    assert "<b>user</b> 0 &lt;b&gt;?" in told["text/html"]
    assert "no text" in preview("a.bin", b"\x00\xff\xfe" * 9)["text/plain"]
    cut = preview("a.txt", ("x\n" * 99_999 + "xö").encode())  # the last letter lies across the limit
    assert "60 lines" in cut["text/plain"]


def test_many_files_at_once_get_in_nobodys_way(panel, alone):
    assert panel.widget
    for n in range(12):
        panel.add(written(alone, f"{n}.jsonl", BAD if n % 2 else GOOD))
    settle(panel)
    assert panel.files.total == 9 and len(panel.staged) == 6
    assert len(tree(panel.widget)) < 400
