from __future__ import annotations

import json
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.client import Client
from openai_nb.core.errors import SettingsError
from openai_nb.session import FAILED, INTERRUPTED, Conversation, Session, Turn


def turn(key: str, answer: str = "yes", **more: object) -> Turn:
    return Turn(key, [{"role": "user", "content": f"{key}?"}], answer, **more)


def talk(*keys: str) -> Conversation:
    conversation = Conversation()
    for key in keys:
        conversation.keep(turn(key))
    return conversation


def test_what_was_said_is_sent_along():
    said = talk("a", "b").messages()
    assert [each["content"] for each in said] == ["a?", "yes", "b?", "yes"]


def test_running_a_cell_again_replaces_its_turn():
    conversation = talk("a", "b", "c")
    conversation.keep(turn("b", "no"))
    assert [(each.key, each.answer) for each in conversation.turns] == [
        ("a", "yes"),
        ("b", "no"),
        ("c", "yes"),
    ]


def test_later_turns_become_stale_and_fresh_again():
    conversation = talk("a", "b", "c")
    conversation.keep(turn("a"))
    conversation.keep(turn("b"))
    assert [each.stale for each in conversation.turns] == [False, False, True]


def test_a_cell_is_told_only_what_stands_above_it():
    assert [each["content"] for each in talk("a", "b").messages(before="b")] == ["a?", "yes"]


def test_a_second_question_of_a_cell_stands_beside_the_first():
    conversation = talk("a", "b")
    conversation.keep(turn("a#2"))
    assert [each.key for each in conversation.turns] == ["a", "a#2", "b"]


def test_a_new_beginning_forgets_what_came_before():
    conversation = talk("a")
    conversation.keep(turn("b", begins=True))
    assert [each["content"] for each in conversation.messages()] == ["b?", "yes"]
    assert conversation.messages(before="b") == talk("a").messages()


def test_what_failed_is_not_sent_and_what_broke_off_is():
    conversation = Conversation()
    conversation.keep(turn("a", "", status=FAILED))
    conversation.keep(turn("b", "half", status=INTERRUPTED))
    assert [each["content"] for each in conversation.messages()] == ["b?", "half"]


def test_nothing_is_cut_off():
    assert len(talk(*map(str, range(500))).messages()) == 1000


def test_it_survives_json():
    conversation = talk("a", "b")
    assert Conversation.read(json.loads(json.dumps(conversation.json()))) == conversation


def test_rows_name_the_pictures():
    picture = {"type": "image_url", "image_url": {"url": "data:,"}}
    conversation = Conversation(turns=[Turn("a", [{"role": "user", "content": [picture]}])])
    assert conversation.rows()[0]["question"] == "[image_url]"


@given(st.lists(st.sampled_from("abcdef")))
def test_each_cell_has_one_turn(keys):
    conversation = talk(*keys)
    assert [each.key for each in conversation.turns] == list(dict.fromkeys(keys))


def test_a_client_in_use_answers_with_its_own_models():
    session, client = Session(), Client("sk-" + "x" * 20)
    session.model = "other"
    assert session.use(client) is client
    assert session.model == client.provider.models["chat"]


def test_a_base_url_is_somebody():
    assert Session().use("http://localhost:1/v1").provider.base_url == "http://localhost:1/v1"


def test_nobody_is_said_to_be_nobody():
    with pytest.raises(SettingsError, match="'sandbux'"):
        Session().use("sandbux")


def test_each_kind_has_its_usual_model():
    session = Session()
    session.use("sandbox")
    kinds = ("chat", "embedding", "image", "speech", "transcription", "moderation")
    assert [session.usual_model(kind) for kind in kinds] == [f"sandbox-{kind}" for kind in kinds]


def test_all_who_ask_first_at_once_get_the_same_client(monkeypatch):
    monkeypatch.setattr("openai_nb.client.Client.__init__", lambda self: time.sleep(0.05))
    here, found = Session(), []
    threads = [threading.Thread(target=lambda: found.append(here.client)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, found))) == 1


def test_a_choice_is_not_undone_by_a_thread_that_was_making_the_usual_client(monkeypatch):
    making, go_on = threading.Event(), threading.Event()

    class Slow(Client):
        def __init__(self, **options):
            making.set()
            go_on.wait(10)
            super().__init__(**options)

    here, mine = Session(), Client.sandbox()
    monkeypatch.setattr("openai_nb.client.Client", Slow)
    thread = threading.Thread(target=lambda: here.client)
    thread.start()
    assert making.wait(10)
    monkeypatch.setattr("openai_nb.client.Client", Client)
    choosing = threading.Thread(target=here.use, args=(mine,))
    choosing.start()
    choosing.join(0.2)  # it may have to wait for the other
    go_on.set()
    thread.join()
    choosing.join()
    assert here.client is mine
