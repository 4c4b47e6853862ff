from __future__ import annotations

import getpass
import json
import stat

import pytest

from tests.conftest import KEY


@pytest.fixture
def whispered(monkeypatch):
    """What the user types where nothing is shown."""
    said = [f" {KEY} "]
    monkeypatch.setattr(getpass, "getpass", lambda prompt: said[0])
    return said


def shown(ran) -> str:
    return "\n".join(str(part) for part in (ran.value, ran.printed, ran.trouble, ran.outputs))


def test_it_says_where_calls_go_and_why(typed, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    text = shown(typed("%openai"))
    assert "api.openai.com" in text
    assert "environment" in text
    assert KEY[-4:] in text
    assert KEY[:-4] not in text


def test_without_a_key_the_sandbox_answers_and_it_says_so(typed):
    text = shown(typed("%openai"))
    assert "no key was found" in text
    assert text.count("sandbox") > 2


def test_a_key_that_is_kept_back_is_explained(typed, monkeypatch, alone):
    (alone / ".openai").write_text(json.dumps({"baseUrl": "https://elsewhere.org/v1"}))
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    text = shown(typed("%openai"))
    assert "kept back" in text
    assert "elsewhere.org" in text


def test_login_keeps_a_key_that_only_its_owner_reads(typed, whispered, alone):
    ran = typed("%openai login")
    path = alone / ".openai"
    assert json.loads(path.read_text())["apiKey"] == KEY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert KEY[:-4] not in shown(ran)
    assert f"file {path}"[:40] in shown(typed("%openai"))  # a long path is cut in plain text


def test_login_says_when_another_key_comes_first(typed, whispered, alone, monkeypatch):
    nearer = alone / "project"
    nearer.mkdir()
    (nearer / ".openai").write_text(json.dumps({"apiKey": "sk-another-key-altogether"}))
    monkeypatch.chdir(nearer)
    assert "comes first" in typed("%openai login").printed


def test_login_says_where_a_proxys_token_belongs(typed, whispered):
    assert "use proxy" not in typed("%openai login").printed
    whispered[0] = "token-of-a-proxy-1234"
    assert "%openai use proxy domain=HOST token=ask" in typed("%openai login").printed


def test_a_key_on_the_line_is_refused_and_not_repeated(typed, whispered):
    ran = typed(f"%openai login {KEY}")
    assert ran.error is not None
    assert KEY not in shown(ran)


@pytest.mark.parametrize("typo", ["", "two words"])
def test_what_is_no_key_is_refused(typed, whispered, typo, alone):
    whispered[0] = typo
    assert typed("%openai login").error is not None
    assert not (alone / ".openai").exists()


def test_login_is_refused_where_it_would_be_seen(typed, alone):
    assert len(typed("%openai login").trouble) == 2
    assert not (alone / ".openai").exists()


def test_logout_takes_the_key_away(typed, whispered, alone):
    typed("%openai login --organization org-1")
    typed("%openai logout")
    assert json.loads((alone / ".openai").read_text()) == {"organization": "org-1"}
    assert "no key was found" in shown(typed("%openai"))


def test_logout_leaves_other_forms_alone(typed, alone):
    (alone / ".openai").write_text(f"OPENAI_KEY={KEY}\n")
    assert len(typed("%openai logout").trouble) == 2
    assert KEY in (alone / ".openai").read_text()


@pytest.mark.parametrize(("who", "where"), [("sandbox", "sandbox"), ("http://localhost:1/v1", "localhost")])
def test_one_says_who_answers(typed, here, who, where):
    assert where in shown(typed(f"%openai use {who}"))
    assert where in here.client.provider.base_url


def test_limits_are_those_of_the_last_answer(typed, answering):
    from tests.server import reply

    answering.answers(reply({"data": []}, x_ratelimit_remaining_requests="59"))
    assert typed("%openai limits").error is not None
    typed("%models")
    assert "59" in shown(typed("%openai limits"))


@pytest.mark.parametrize("secret", ["key", "api_key", "token"])
def test_a_secret_does_not_stand_on_the_line(typed, secret):
    ran = typed(f"%openai use azure endpoint=https://x.openai.azure.com {secret}=0123abcd0123abcd")
    assert len(ran.trouble) == 2
    assert "0123abcd" not in shown(ran)


def test_a_secret_is_typed_unseen_or_a_value_of_the_notebook(typed, here, whispered, server):
    typed.names["k"] = "from-a-variable-00"
    for value, signed in (("ask", KEY), ("{{k}}", typed.names["k"])):
        ran = typed(f"%openai use {server.url} key={value} timeout=5 max_retries=0")
        assert ran.error is None
        assert signed[:-4] not in shown(ran)
        assert here.client.provider.auth.key == signed


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("use", "Say one name"),
        ("use nobody", "'nobody'"),
        ("use sandbox colour=red", "colour"),
        ("use openai x y", "Say one name"),
    ],
)
def test_a_wrong_use_is_two_lines(typed, line, said):
    ran = typed(f"%openai {line}")
    assert len(ran.trouble) == 2
    assert said in ran.trouble[0]


def test_each_option_says_where_it_comes_from(typed, monkeypatch):
    from openai_nb.magics import register, unregister

    monkeypatch.setenv("OPENAI_NB_SEED", "7")
    unregister(typed.shell)
    register(typed.shell)
    typed("%config OpenAINb.max_cost = 0.25")
    rows = {name: (value, where) for name, value, where, _ in typed("%openai config").value.rows}
    typed("%config OpenAINb.max_cost = None")
    assert rows["seed"] == (7, "environment OPENAI_NB_SEED")
    assert rows["max_cost"] == (0.25, "said in this notebook")
    assert rows["footer"] == (True, "the usual")
    assert len(typed("%openai config model").value.rows) == 4


def test_the_trace_of_the_last_error_is_whole_and_holds_no_key(typed, answering):
    from tests.server import reply

    answering.answers(reply({"error": {"message": f"Incorrect key {KEY}"}}, 401))
    assert len(typed("%models").trouble) == 2
    trace = typed("%openai debug").printed
    assert "Traceback" in trace
    assert "Incorrect key" in trace
    assert KEY not in trace


def test_panels_are_listed_and_opened(typed):
    names = [row[0] for row in typed("%openai panel").value.rows]
    assert "%openai panel chat" in names
    opened = typed("%openai panel chat").value
    opened.close()  # it would go on to hear of the conversation
    assert type(opened).__name__ == "ChatPanel"
    assert "Did you mean chat?" in typed("%openai panel chit").trouble[1]


def test_a_panel_is_handed_what_it_is_about(typed, here):
    import pandas as pd

    here.use("sandbox")
    typed.names["df"] = pd.DataFrame({"text": ["tea", "ice"]})
    opened = typed("%openai panel embedding df text").value
    opened.close()
    assert type(opened).__name__ == "EmbeddingPanel"
    ran = typed("%openai panel job")
    assert len(ran.trouble) == 2
    assert "'job'" in ran.trouble[0]


def test_where_widgets_are_lacking_two_lines_say_so(typed, monkeypatch):
    import sys

    for name in [name for name in sys.modules if name.startswith("openai_nb.panels")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    ran = typed("%openai panel chat")
    assert len(ran.trouble) == 2
    assert "ipywidgets" in ran.trouble[0]


def test_the_manual_is_a_table(typed):
    assert "quickstart.ipynb" in shown(typed("%openai docs"))
