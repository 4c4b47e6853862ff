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
