import pickle
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from openai_nb.client import Client
from openai_nb.data import cache
from openai_nb.data.cache import Cache, key
from openai_nb.providers import compatible
from tests.conftest import ROOT

HERE = compatible("http://localhost:1/v1", "sk-secret-of-somebody")
ASKED = {"model": "m", "messages": [{"role": "user", "content": "Hi"}], "temperature": 0.0}


def _answers(text="Hello", finish="stop"):
    return {"choices": [{"message": {"content": text}, "finish_reason": finish}]}


@pytest.fixture
def kept(tmp_path):
    kept = Cache(tmp_path / "deep" / "cache.sqlite")
    yield kept
    kept.close()


def test_the_same_question_has_the_same_key_in_any_order():
    again = dict(reversed(ASKED.items())) | {"stream": True, "user": "u", "seed": None}
    assert key("/chat/completions", ASKED, HERE) == key("/chat/completions", again, HERE)


def test_names_that_are_no_texts_count_as_they_are_sent():
    mixed, texts = ({**ASKED, "metadata": {one: 1, "b": 2}} for one in (7, "7"))
    assert key("/chat/completions", mixed, HERE) == key("/chat/completions", texts, HERE)


@pytest.mark.parametrize("words", ["x", "x" * 5_000, "\u2028é😀"])
def test_an_answer_of_any_length_comes_back_as_it_was(kept, words):
    assert kept.put(b"k", _answers(words))
    assert kept.get(b"k") == _answers(words)
    assert kept.put(b"t", words)
    assert kept.get_many([b"t"]) == {b"t": words}


@pytest.mark.parametrize("change", [{"temperature": 0.5}, {"model": "n"}, {"messages": []}])
def test_what_changes_the_answer_changes_the_key(change):
    assert key("/chat/completions", ASKED, HERE) != key("/chat/completions", {**ASKED, **change}, HERE)


def test_who_answers_is_part_of_the_key_and_who_asks_is_not():
    other = compatible("http://localhost:2/v1")
    same = compatible("http://localhost:1/v1", "sk-another")
    assert key("/x", ASKED, HERE) == key("/x", ASKED, same) != key("/x", ASKED, other)


def test_an_answer_is_there_for_who_opens_the_file_later(kept):
    assert kept.put(b"k", _answers())
    assert Cache(kept.path).get(b"k") == _answers()
    assert kept.get(b"other") is None


def test_only_its_owner_may_read_the_file(kept):
    kept.put(b"k", _answers())
    assert kept.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "answer", [_answers(finish="length"), {"error": {"message": "no"}}, {"status": "incomplete"}, ""]
)
def test_what_was_cut_or_refused_is_not_kept(kept, answer):
    assert not kept.put(b"k", answer)
    assert kept.get(b"k") is None


def test_many_answers_come_at_once(kept):
    keys = [bytes([n // 256, n % 256]) for n in range(1_200)]
    assert kept.put_many([(each, _answers(each.hex())) for each in keys]) == 1_200
    assert kept.get_many([*keys, b"none"])[keys[700]] == _answers(keys[700].hex())
    assert len(kept) == 1_200


def test_vectors_come_back_to_the_bit(kept):
    rows = np.random.default_rng(0).normal(size=(3, 8)).astype(np.float32)
    kept.put_vectors([b"a", b"b", b"c"], rows)
    found = Cache(kept.path).vectors([b"c", b"a", b"z"])
    assert sorted(found) == [b"a", b"c"]
    assert np.array_equal(found[b"c"], rows[2])


def test_clearing_forgets_all_and_gives_room_back(kept):
    kept.put_vectors([bytes([n]) for n in range(200)], np.ones((200, 1536), np.float32))
    before = kept.size
    kept.clear()
    assert len(kept) == 0
    assert kept.size < before / 2


WRITER = """
import sys
from openai_nb.data.cache import Cache
mine = Cache(sys.argv[1])
sys.stdin.readline()
for number in range(50):
    mine.put(f"{sys.argv[2]}-{number}".encode(), {"choices": []})
"""


def test_many_processes_may_create_and_fill_it_at_once(tmp_path):
    command, path = [sys.executable, "-c", WRITER], str(tmp_path / "c.sqlite")
    begin = {"stdin": subprocess.PIPE, "cwd": ROOT}
    writers = [subprocess.Popen([*command, path, str(number)], **begin) for number in range(3)]
    for writer in writers:
        writer.stdin.write(b"\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=60)
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert len(Cache(tmp_path / "c.sqlite")) == 150


def test_a_sandbox_in_the_process_has_a_cache_of_its_own_that_no_file_keeps(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_NB_CACHE", str(tmp_path / "c.sqlite"))
    one, two = Client.sandbox().provider, Client.sandbox().provider
    cache.shared(one).put(b"k", _answers())
    assert cache.shared(one).get(b"k")
    assert cache.shared(two).get(b"k") is None
    assert not (tmp_path / "c.sqlite").exists()


def test_the_machines_cache_is_where_the_variable_says_and_off_keeps_no_file(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_NB_CACHE", str(tmp_path / "mine.sqlite"))
    assert cache.shared(HERE).path == tmp_path / "mine.sqlite"
    monkeypatch.setenv("OPENAI_NB_CACHE", "off")
    assert cache.shared(SimpleNamespace(sandboxed=False)).path is None


def test_a_cache_in_a_pickle_is_where_its_file_lies(tmp_path):
    cache = Cache(tmp_path / "kept.sqlite")
    cache.put(b"k", {"answer": 1})
    assert pickle.loads(pickle.dumps(cache)).get(b"k") == {"answer": 1}
