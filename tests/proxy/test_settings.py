"""The settings of a proxy: what they may say, and what is said of those that make no sense."""

import io
import os
import subprocess
import sys

import pytest

from openai_nb.__main__ import main
from openai_nb.core.errors import SettingsError
from openai_nb.proxy import VARIABLE, proxy
from openai_nb.proxy.gate import Proxy
from openai_nb.proxy.settings import load, settings
from openai_nb.proxy.tokens import digest
from openai_nb.proxy.upstream import provider_of
from tests.conftest import KEY

USERS = {"users": {"ada": {"tokens": [digest("sess-a")]}}}
FILE = f"""
upstream = "sandbox"
state = "proxy.sqlite"
[limits]
models = ["gpt-6*"]
requests_per_minute = 60
[prices."gpt-6*"]
input = 1
output = 4.5
[users.ada]
tokens = ["{digest("sess-a")}"]
budget = 20
"""


def test_a_file_tells_all_and_its_paths_start_from_where_it_lies(tmp_path):
    (tmp_path / "proxy.toml").write_text(FILE)
    told = load(tmp_path / "proxy.toml")
    assert told.state == str(tmp_path / "proxy.sqlite") and told.prices["gpt-6*"].output == 4.5
    own, others = told.limits_of("ada"), told.limits_of("grace")
    assert (own.budget, own.models, own.requests_per_minute) == (20, ("gpt-6*",), 60)
    assert (others.budget, others.models) == (None, ("gpt-6*",))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Nobody could get in"),
        ({**USERS, "api_key": "sk-x"}, "has no 'api_key'"),
        ({**USERS, "port": "80"}, "It takes int"),
        ({**USERS, "port": True}, "It takes int"),
        ({**USERS, "limits": {"budget": -1}}, "from 0 on"),
        ({**USERS, "limits": {"budget": 1}}, "A budget needs prices"),
        ({**USERS, "limits": {"period": "week"}}, "period"),
        ({**USERS, "limits": {"models": "gpt"}}, "takes tuple"),
        ({**USERS, "limits": {"budget": float("nan")}}, "from 0 on"),
        ({**USERS, "limits": 7}, "limits is no table"),
        ({"users": []}, "users is no table"),
        ({"users": {"ada": "sess-x"}}, "users.ada is no table"),
        ({**USERS, "prices": {"gpt-6": 3}}, "prices.gpt-6 is no table"),
        ({**USERS, "workers": 2}, "state they share"),
        ({**USERS, "limits": {"tokens_per_minute": 5}, "usage_in_streams": False}, "usage_in_streams"),
        ({"users": {"ada": {"tokens": ["sess-plain"]}}}, "no digest"),
        ({"users": {"ada": {"tokens": [digest("a")], "colour": "red"}}}, "users.ada has no 'colour'"),
    ],
)
def test_what_makes_no_sense_is_said(said, words):
    with pytest.raises(SettingsError, match=words):
        settings(said)


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    (tmp_path / "bad.toml").write_text("no toml")
    for name in ("bad.toml", "none.toml"):
        with pytest.raises(SettingsError, match=name):
            load(tmp_path / name)


def test_a_file_may_begin_with_the_mark_that_editors_put_there(tmp_path):
    (tmp_path / "proxy.toml").write_text('\ufeffhook = "company.login:who"\n', encoding="utf-8")
    assert load(tmp_path / "proxy.toml").hook == "company.login:who"


# The key


def test_the_key_comes_from_the_environment_or_a_file_of_its_owner(tmp_path, monkeypatch):
    with pytest.raises(SettingsError, match="OPENAI_API_KEY is not set"):
        provider_of(settings(USERS))
    monkeypatch.setenv("TEAM_KEY", KEY)
    assert provider_of(settings({**USERS, "key_env": "TEAM_KEY"})).auth.key == KEY
    (tmp_path / "key").write_text(f"{KEY}\n")
    told = settings({**USERS, "key_file": "key"}, tmp_path)
    (tmp_path / "key").chmod(0o644)
    with pytest.raises(SettingsError, match="read by others"):
        provider_of(told)
    (tmp_path / "key").chmod(0o600)
    signer = provider_of(told).auth
    assert signer.key == KEY and KEY not in repr(told)
    (tmp_path / "key").write_text("sk-changed-while-it-runs")
    assert signer.key == "sk-changed-while-it-runs"


# The command line, and the app that other servers load


def test_the_command_line_makes_tokens_and_says_what_it_cannot_do(capsys, tmp_path):
    assert main(["proxy", "--new-token"]) == 0
    token, _, line = capsys.readouterr().out.splitlines()
    assert digest(token) in line
    (tmp_path / "empty.toml").write_text("")
    for wrong in ([], ["--config", str(tmp_path / "empty.toml")]):
        with pytest.raises(SystemExit):
            main(["proxy", *wrong])
    assert "Nobody could get in" in capsys.readouterr().err


def test_any_wsgi_server_finds_the_app_by_its_name(tmp_path, monkeypatch):
    import openai_nb.proxy as package

    (tmp_path / "proxy.toml").write_text(FILE)
    with pytest.raises(SettingsError, match=VARIABLE):
        proxy()
    monkeypatch.setenv(VARIABLE, str(tmp_path / "proxy.toml"))
    app = package.app
    assert isinstance(app, Proxy) and package.app is app
    monkeypatch.delitem(package.__dict__, "app")
    said = {"REQUEST_METHOD": "GET", "PATH_INFO": "/health", "wsgi.input": io.BytesIO()}
    assert b'"ok"' in b"".join(app(said, lambda *_: None))
    app.close()


def test_without_the_extra_our_own_server_carries_it_on_this_machine_only(tmp_path):
    (tmp_path / "gunicorn").mkdir()
    (tmp_path / "gunicorn" / "__init__.py").write_text("raise ImportError")
    env = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{os.environ['PYTHONPATH']}"}
    command = [sys.executable, "-m", "openai_nb", "proxy", "--port", "0", "--config"]
    (tmp_path / "open.toml").write_text('host = "0.0.0.0"\n' + FILE)
    refused = subprocess.run([*command, tmp_path / "open.toml"], env=env, capture_output=True, text=True)
    assert refused.returncode == 2 and "openai-nb[proxy]" in refused.stderr
    (tmp_path / "proxy.toml").write_text(FILE)
    with subprocess.Popen(
        [*command, tmp_path / "proxy.toml"], env=env, stdout=subprocess.PIPE, text=True
    ) as run:
        assert "on this machine only" in run.stdout.readline()
        run.send_signal(2)
        assert run.wait(5) == 0
