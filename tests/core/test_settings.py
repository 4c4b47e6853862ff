"""Settings: which key, which address, and whose word counts."""

from __future__ import annotations

import json
import stat

import pytest

from openai_nb.core.errors import SettingsError
from openai_nb.core.settings import (
    OPENAI_URL,
    address,
    extra_headers,
    load,
    masked,
    resolve,
    save,
    wanted,
)
from tests.conftest import KEY

ELSEWHERE = "https://llm.example.org/v1"


@pytest.fixture
def write(alone):
    def write(text, folder="."):
        (alone / folder).mkdir(parents=True, exist_ok=True)
        path = alone / folder / ".openai"
        path.write_text(text if isinstance(text, str) else json.dumps(text))
        return path

    return write


# Whose word counts


def test_argument_goes_before_file_before_environment(write, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "from-environment")
    assert resolve().api_key == "from-environment"
    path = write({"apiKey": "from-file"})
    assert (resolve().api_key, resolve().origin["api_key"]) == ("from-file", f"file {path}")
    found = resolve(api_key="from-argument")
    assert (found.api_key, found.origin["api_key"]) == ("from-argument", "argument")


def test_each_value_comes_from_the_strongest_that_has_it(write, monkeypatch):
    monkeypatch.setenv("OPENAI_ORG_ID", "org-environment")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-environment")
    write({"apiKey": KEY, "organization": "org-file"})
    found = resolve(project="proj-argument")
    assert (found.api_key, found.organization, found.project) == (KEY, "org-file", "proj-argument")


def test_with_nothing_said_the_address_is_openais():
    found = resolve()
    assert (found.api_key, found.base_url, dict(found.origin)) == (None, OPENAI_URL, {})


@pytest.mark.parametrize("name", ["OPENAI_API_KEY", "OPENAI_KEY", "OPENAI_SECRET_KEY"])
def test_the_environment_knows_the_key_by_several_names(monkeypatch, name):
    monkeypatch.setenv(name, f"  {KEY}\n")
    assert resolve().api_key == KEY


def test_an_empty_variable_says_nothing(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "  ")
    assert resolve().api_key is None


@pytest.mark.parametrize("name", ["OPENAI_ORG_ID", "OPENAI_ORGANIZATION_ID", "OPENAI_ORGANIZATION"])
def test_the_environment_knows_the_organization_by_several_names(monkeypatch, name):
    monkeypatch.setenv(name, "org-1")
    assert resolve().organization == "org-1"


@pytest.mark.parametrize(
    ("word", "who"), [("sandbox", "sandbox"), (" Sandbox ", "sandbox"), ("", ""), ("vLLM", "vllm")]
)
def test_the_environment_may_name_who_answers(monkeypatch, word, who):
    monkeypatch.setenv("OPENAI_NB_PROVIDER", word)
    assert wanted() == who


@pytest.mark.parametrize(("kind", "who"), [("azure", "azure"), ("azure_ad", "azure"), ("openai", "")])
def test_the_older_variable_may_name_azure(monkeypatch, kind, who):
    monkeypatch.setenv("OPENAI_API_TYPE", kind)
    assert wanted() == who


def test_headers_of_the_environment_are_lines(monkeypatch):
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Team: astro\n\nnothing\nX-Time: 12:30")
    assert extra_headers() == {"X-Team": "astro", "X-Time": "12:30"}


# Files


@pytest.mark.parametrize(
    "text",
    [
        '{"apiKey": "k", "organization": "o"}',
        '{"api_key": "k", "organizationId": "o"}',
        '\ufeff  {"OPENAI_KEY": "k", "OPENAI_ORGANIZATION_ID": "o", "other": 3}',
        "OPENAI_KEY=k\nORGANIZATION=o\n",
        "OPENAI_API_KEY: k\r\nOPENAI_ORGANIZATION: o\r\n",
        "# mine\nexport OPENAI_API_KEY='k'\n\n  organization = \"o\"  \nnonsense\n",
    ],
)
def test_files_may_be_json_or_lines(write, text):
    assert load(write(text)) == {"api_key": "k", "organization": "o"}


def test_every_setting_may_stand_in_a_file(write):
    write({"apiKey": KEY, "organization": "o", "project": "p", "baseUrl": ELSEWHERE})
    found = resolve()
    assert (found.api_key, found.organization, found.project, found.base_url) == (KEY, "o", "p", ELSEWHERE)


def test_the_nearest_file_counts(write, alone, monkeypatch):
    write({"apiKey": "at-home"})
    deep = alone / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert resolve().api_key == "at-home"
    write({"apiKey": "above"}, "a")
    assert resolve().api_key == "above"
    write({"apiKey": "here"}, "a/b")
    assert resolve().api_key == "here"


def test_home_is_looked_at_last(write, tmp_path, monkeypatch):
    write({"apiKey": "at-home"})
    monkeypatch.chdir(tmp_path)
    assert resolve().api_key == "at-home"
    (tmp_path / ".openai").mkdir()  # a directory of that name is something else
    assert resolve().api_key == "at-home"


def test_a_directory_may_be_named_from_here(write, alone):
    write({"apiKey": "above"})
    (alone / "sub").mkdir()
    from pathlib import Path

    assert resolve(Path("sub")).api_key == "above"


@pytest.mark.parametrize("content", [b"{half", b"[]", b'"text"', b"{\xff\xfe}"])
def test_a_broken_file_is_named(alone, content):
    (alone / ".openai").write_bytes(content)
    if content[:1] == b"{":
        with pytest.raises(SettingsError, match=r"\.openai"):
            resolve()
    else:
        assert resolve().api_key is None


def test_a_broken_file_does_not_spill_its_key(alone):
    (alone / ".openai").write_text(f'{{"apiKey": "{KEY}",}}')
    with pytest.raises(SettingsError) as caught:
        resolve()
    assert KEY not in str(caught.value)


# A key stays with its address


def file_key(write, monkeypatch):
    write({"apiKey": KEY})


def environment_key(write, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def file_url(write, monkeypatch, url):
    write({"baseUrl": url})
    return {}


def environment_url(write, monkeypatch, url):
    monkeypatch.setenv("OPENAI_BASE_URL", url)
    return {}


def argument_url(write, monkeypatch, url):
    return {"base_url": url}


STRANGERS = [
    (environment_key, file_url),
    (environment_key, argument_url),
    (file_key, environment_url),
    (file_key, argument_url),
]


@pytest.mark.parametrize(("key", "url"), STRANGERS)
def test_a_key_never_goes_to_an_address_from_elsewhere(write, monkeypatch, key, url):
    key(write, monkeypatch)
    found = resolve(**url(write, monkeypatch, ELSEWHERE))
    assert (found.api_key, found.base_url) == (None, ELSEWHERE)
    assert "llm.example.org" in found.withheld
    assert KEY not in found.withheld


@pytest.mark.parametrize("own", [OPENAI_URL, f"{OPENAI_URL}/", "https://eu.api.openai.com/v1"])
@pytest.mark.parametrize(("key", "url"), STRANGERS)
def test_a_key_goes_to_openai_wherever_it_comes_from(write, monkeypatch, key, url, own):
    key(write, monkeypatch)
    assert resolve(**url(write, monkeypatch, own)).api_key == KEY


@pytest.mark.parametrize(
    "alike",
    [
        "http://api.openai.com/v1",
        "https://api.openai.com.example.org/v1",
        "https://api.openai.com:8443/v1",
        "https://myapi.openai.com.evil.org",
        "https://evilapi.openai.com/v1",
    ],
)
def test_what_only_looks_like_openai_gets_no_key(write, monkeypatch, alike):
    environment_key(write, monkeypatch)
    assert resolve(**file_url(write, monkeypatch, alike)).api_key is None


def test_a_key_goes_to_the_address_beside_it(write, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", ELSEWHERE)
    assert resolve().api_key == KEY
    write({"apiKey": "from-file", "baseUrl": "http://localhost:1/v1"})
    assert resolve().api_key == "from-file"


def test_a_key_given_here_and_now_goes_where_it_is_told(write):
    write({"baseUrl": ELSEWHERE})
    assert resolve(api_key=KEY).api_key == KEY


def test_headers_of_the_environment_do_not_go_to_an_address_of_a_file(write, monkeypatch):
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Secret: s")
    write({"baseUrl": ELSEWHERE})
    assert headers_to(resolve()) == {}
    assert headers_to(resolve(base_url="http://localhost:1/v1")) == {"X-Secret": "s"}
    write({"apiKey": KEY})
    assert headers_to(resolve()) == {"X-Secret": "s"}


def headers_to(found):
    return extra_headers(found.base_url, found.origin.get("base_url", ""))


# Addresses


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("https://a.org/v1/", "https://a.org/v1"),
        (" a.org ", "https://a.org"),
        ("http://localhost:8080/v1", "http://localhost:8080/v1"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://ollama/v1", "http://ollama/v1"),
        ("localhost:1234/v1", "https://localhost:1234/v1"),
    ],
)
def test_addresses_are_made_whole(given, read):
    assert address(given) == read


@pytest.mark.parametrize(
    "wrong",
    [
        *("", "llm", "http://", "https:///v1", "ftp://a.org", "file:///etc/passwd", "http://a.org:99999/v1"),
        *(
            "http://a.org:x",
            "http://user:pass@a.org",
            "https://a b.org",
            "https://a.org/v1?x=1",
            "https://a.org/#v1",
        ),
        *("http://a..org/v1", "http://[::1", "http+sandbox://here/v1"),
    ],
)
def test_what_is_no_address_is_refused(wrong):
    with pytest.raises(SettingsError):
        address(wrong)


# Keeping and showing


def test_a_kept_key_is_for_its_owner_alone(alone):
    path = save({"apiKey": KEY})
    assert path == alone / ".openai"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert resolve().api_key == KEY
    assert [each.name for each in alone.iterdir()] == [".openai"]


def test_keeping_narrows_a_file_that_was_open_to_all(write):
    path = write({"organization": "o"})
    path.chmod(0o644)
    save({"apiKey": KEY})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load(path) == {"api_key": KEY, "organization": "o"}


@pytest.mark.parametrize("old", ['{"api_key": "old", "mine": 1}', "OPENAI_KEY=old\nORGANIZATION=o\n"])
@pytest.mark.parametrize("name", ["apiKey", "api_key"])
def test_a_new_key_goes_before_the_old_in_every_spelling(write, old, name):
    path = write(old)
    save({name: KEY})
    assert load(path)["api_key"] == KEY
    assert "old" not in path.read_text()


def test_what_else_a_file_holds_is_kept(write):
    path = write({"mine": 1, "organization": "o"})
    save({"apiKey": KEY})
    assert json.loads(path.read_text()) == {"mine": 1, "organization": "o", "apiKey": KEY}


def test_an_empty_value_takes_a_setting_away(write):
    path = write({"apiKey": KEY, "organization": "o"})
    save({"apiKey": ""})
    assert load(path) == {"organization": "o"}


@pytest.mark.parametrize(("key", "shown"), [(None, "none"), ("", "none"), ("short", "…"), (KEY, "…5b8d")])
def test_a_key_is_shown_by_its_end_at_most(key, shown):
    assert masked(key) == shown


def test_settings_do_not_print_their_key():
    assert KEY not in repr(resolve(api_key=KEY))
