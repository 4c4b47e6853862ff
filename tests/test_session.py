from __future__ import annotations

import threading
import time

import pytest

from openai_nb.client import Client
from openai_nb.core.errors import SettingsError
from openai_nb.session import Session


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
