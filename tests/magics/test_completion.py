from __future__ import annotations

import threading
import time

import pandas as pd
import pytest
from IPython.core.completer import provisionalcompleter

from openai_nb import Client
from openai_nb.magics import CELLS, MAGICS, candidates, ids, magic
from tests.conftest import KEY
from tests.server import reply


@pytest.fixture
def tab(typed, here, monkeypatch):
    """What Tab offers at the end of a text, as the whole words that would stand there."""
    monkeypatch.setattr(ids, "_known", {})

    def press(text):
        with provisionalcompleter():
            found = list(typed.shell.Completer.completions(text, len(text)))
        return [text[: each.start].rpartition(" ")[2].rpartition("\n")[2] + each.text for each in found]

    press.names = typed.names
    press.typed = typed
    return press


@pytest.mark.parametrize("name", sorted(MAGICS))
def test_every_magic_offers_its_flags(name, tab):
    sign = "%%" if name in CELLS else "%"
    door = magic(tab.typed.shell, name)
    flags = [each for action in door.parser._actions for each in action.option_strings]
    assert set(tab(f"{sign}{name} --")) == {each for each in flags if each.startswith("--")}


@pytest.mark.parametrize("name", sorted(set(candidates.VERBS) - {"models", "openai"}))
def test_the_verbs_are_those_the_magic_knows(name, tab):
    told = " ".join(tab.typed(f"%{name} zzzzzz").trouble)
    listed = told.partition("There are ")[2].partition(".")[0].split(", ")
    assert tab(f"%{name} ") == listed == [*candidates.VERBS[name]]


def test_the_verbs_that_stand_beside_other_words_are_offered_first(tab):
    from openai_nb.magics.settings import VERBS

    assert tuple(tab("%openai "))[: len(VERBS)] == VERBS
    assert tab("%models ")[:4] == ["list", "retiring", "show", "delete"]


def test_models_are_those_the_server_has_now(tab, here):
    known = [each.id for each in Client.sandbox().models.list()]
    assert tab("%chat --model ") == tab("%%chat -m ") == tab("%models show ") == known
    assert tab(f"%chat --model={known[0][:-1]}") == [f"--model={known[0]}"]
    assert tab(f"x = %chat --compare {known[0]},{known[1][:-1]}") == [f"{known[0]},{known[1]}"]
    assert here._client is None  # nobody was asked anything yet: the first cell says who answers


def test_the_notice_of_the_sandbox_is_left_to_a_cell(tab, capsys):
    assert tab("%chat --model ")
    assert capsys.readouterr().out == ""


def test_ids_are_offered_where_they_belong(tab, here):
    client = here.use("sandbox")
    file = client.files.create(file=("a.txt", b"words"), purpose="user_data")
    store = client.vector_stores.create(name="manuals")
    assert tab("%files show ") == tab("%files delete fi") == [file.id]
    assert tab("%openai deleteFile file_id=") == [f"file_id={file.id}"]
    assert tab("%stores search ") == [store.name]
    assert tab("%openai getVectorStore vector_store_id=") == [f"vector_store_id={store.id}"]
    assert not set(tab("%jobs follow ")) & {file.id, store.id}


def test_conversations_are_those_of_the_notebook(tab, here):
    here.conversation("cooking"), here.conversation("travel")
    assert tab("%chat -c ") == ["cooking", "travel"]
    assert tab("%conversation show co") == ["cooking"]


def test_operations_and_their_arguments(tab):
    assert tab("%openai listMod") == ["listModels"]
    assert tab("%openai getMessage ")[:2] == ["thread_id=", "message_id="]
    assert "message_id=" not in tab("%openai getMessage message_id=m ")
    assert tab("%openai createMod") == ["createModeration"]


def test_who_can_be_used_and_which_panels_there_are(tab):
    assert "azure" in tab("%openai use ")
    assert tab("%openai panel ch") == ["chat"]
    assert tab("%openai config max_c") == ["max_cost"]


@pytest.mark.parametrize(
    "before", ["%%chat\nIs {{", "%%chat -t 0\nMany\nlines, {{ ", "x = %chat about {{ len("]
)
def test_names_of_the_notebook_stand_between_braces(tab, before):
    tab.names["reviews"] = 1
    assert tab(before + "rev")[0].endswith("reviews")


def test_attributes_and_keys_stand_between_braces(tab):
    tab.names["word"], tab.names["person"] = "Hi", {"name": "Ada", "age": 36}
    assert any(each.endswith("word.upper") for each in tab("%%chat\n{{word.up"))
    assert tab('%%chat\n{{person["na') == ['{{person["name"]']


@pytest.mark.parametrize("first", ["reviews", "-t 0 --into 'tone str' reviews", "rated << reviews -n 4"])
def test_columns_of_the_table_stand_between_the_braces_of_a_map(tab, first):
    tab.names["reviews"] = pd.DataFrame({"text": ["good"], "stars": [5], 7: [1]})
    assert tab(f"%%map {first}\nHow is {{{{ te") == ["text"]
    assert tab(f"%%map {first}\nHow is {{{{text}}}} with {{{{ ") == ["text", "stars"]
    assert [each.strip("{") for each in tab(f"%%map {first}\n{{{{st")] == ["stars"]
    tab.names["reviews"] = tab.names["reviews"].stars
    assert tab(f"%%map {first}\n{{{{ ") == ["stars"]


def test_flags_stand_on_the_line_of_a_magic_alone(tab):
    assert "--model" not in tab("%%chat\nTell me --mod")
    assert "--model" in tab("%%chat --mod")
    assert "--model" in tab("%%time\n%chat --mod")


def test_functions_are_offered_as_tools(tab):
    tab.typed("def weather(city): return city\nprice = 3")
    assert tab("%chat --tools ") == ["weather"]


def test_what_is_not_ours_is_left_alone(tab, alone):
    (alone / "train.jsonl").write_text("{}")
    assert "train.jsonl" in tab("%files upload tr")
    assert "--model" not in tab("%timeit --mod")
    assert "%%chat" in tab("%%cha")


def test_a_slow_server_is_not_waited_for_and_its_answer_comes_later(tab, here, server):
    go = threading.Event()
    server.answers([go, *reply({"data": [{"id": "late-model"}]})])
    here.use(Client(api_key=KEY, base_url=server.url, max_retries=0))
    here.model = "usual-model"
    tab.typed("%chat?")
    began = time.monotonic()
    assert tab("%chat --model ") == ["usual-model"]
    assert time.monotonic() - began < 0.4
    go.set()
    ids._known["model"].asking.join(5)
    assert tab("%chat --model ") == ["late-model"]
    assert len(server.requests) == 1


def test_a_server_that_refuses_offers_nothing(tab, here, server):
    server.answers(reply({"error": {"message": "no"}}, 401))
    here.use(Client(api_key=KEY, base_url=server.url, max_retries=0))
    here.model = "usual-model"
    assert tab("%chat --model ") == ["usual-model"]
