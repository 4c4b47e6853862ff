"""What the proxy says of itself, and what it writes down."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.proxy.audit import Audit
from tests.proxy.conftest import TOKEN
from tests.server import completion, reply

EVIL = '<script>alert("x")</script>'


def test_health_is_for_anybody_and_tells_nothing_else(caller):
    answer = caller.get("http://localhost/health", headers={"Authorization": None, "Host": "10.0.0.7"})
    assert answer.ok and set(answer.json()) == {"status", "proxy", "version"}


def test_usage_is_for_those_who_have_a_token(proxied, server):
    server.answers(reply({**completion(), "usage": {"prompt_tokens": 3, "completion_tokens": 2}}))
    caller = proxied({"budget": 9.0})
    caller.chat()
    told = caller.get("http://localhost/usage.json").json()
    assert (told["user"], told["spent"], told["budget"], told["rows"][0]["calls"]) == ("ada", 7.0, 9.0, 1)
    closed = caller.get("http://localhost/usage", headers={"Authorization": None})
    assert closed.status_code == 401 and closed.headers["WWW-Authenticate"].startswith("Basic")
    caller.headers.pop("Authorization")
    assert "ada has spent 7.0000 of 9.00 USD" in caller.get("http://localhost/usage", auth=("me", TOKEN)).text


def test_an_admin_sees_everybody_and_others_themselves(proxied):
    caller = proxied({"admin": True}, handed={"hook": lambda headers: "grace"})
    other = {"Authorization": "Bearer other"}
    caller.chat()
    caller.post("/chat/completions", json={"model": "m"}, headers=other)
    assert {each["user"] for each in caller.get("http://localhost/usage.json").json()["rows"]} == {
        "ada",
        "grace",
    }
    rows = caller.get("http://localhost/usage.json", headers=other).json()["rows"]
    assert {each["user"] for each in rows} == {"grace"}


def test_a_name_or_model_cannot_write_into_the_page(proxied):
    caller = proxied({"admin": True}, handed={"hook": lambda headers: EVIL})
    caller.post("/chat/completions", json={"model": EVIL}, headers={"Authorization": "Bearer other"})
    answer = caller.get("http://localhost/usage")
    assert EVIL not in answer.text and answer.text.count("&lt;script&gt;") == 2
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


# The audit


def test_each_call_is_a_line_without_what_was_said(proxied, server, tmp_path):
    server.answers(reply({**completion("the answer"), "usage": {"prompt_tokens": 3, "completion_tokens": 2}}))
    caller = proxied({"routes": ["POST /chat/*"]}, audit=str(tmp_path / "audit"))
    caller.chat(messages=[{"role": "user", "content": "the question"}])
    caller.get("/models?secret=1")
    caller.get("/models", headers={"Authorization": "Bearer guess"})
    text = (tmp_path / "audit").read_text()
    first, second, third = map(json.loads, text.splitlines())
    assert (first["user"], first["model"], first["status"], first["cost"]) == ("ada", "m", 200, 7.0)
    assert (second["refused"], third["refused"]) == ("route_not_allowed", "invalid_api_key")
    assert "user" not in third and not any(each in text for each in ("the ", TOKEN, "guess", "secret"))


@given(st.dictionaries(st.text(), st.text() | st.floats(allow_nan=False) | st.none(), max_size=4))
def test_nothing_that_is_noted_can_begin_a_line(tmp_path_factory, facts):
    path = tmp_path_factory.mktemp("audit") / "lines"
    audit = Audit(path)
    audit.note(**{**facts, "path": "a\r\n{}\u2028\x1b[2J\x00\x7f\x85"})
    audit.close()
    text = path.read_bytes()
    assert text.count(b"\n") == 1 and all(32 <= each < 127 for each in text[:-1])
    assert json.loads(text)["path"].startswith("a\r\n")


def test_a_file_that_is_moved_away_is_begun_anew(tmp_path):
    audit = Audit(tmp_path / "lines")
    audit.note(n=1)
    (tmp_path / "lines").rename(tmp_path / "old")
    audit.note(n=2)
    audit.close()
    assert '"n": 2' in (tmp_path / "lines").read_text() and '"n": 1' in (tmp_path / "old").read_text()
    assert (tmp_path / "lines").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("page", ["/usage", "/usage.json"])
def test_pages_of_others_see_nothing(caller, page):
    assert caller.get(f"http://localhost{page}", headers={"Origin": "http://evil.example"}).status_code == 403


# Pages of origins that were let in


def test_a_page_of_an_origin_that_is_let_in_may_ask_and_read(proxied):
    caller = proxied(origins=["https://ours.example"])
    wanted = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    for origin, allowed in (("https://ours.example", True), ("https://evil.example", False)):
        before = caller.options("/chat/completions", headers={"Origin": origin, **wanted})
        answer = caller.get("/models", headers={"Origin": origin})
        assert (before.ok, answer.ok) == (allowed, allowed)
        said = [each.headers.get("Access-Control-Allow-Origin") for each in (before, answer)]
        assert said == ([origin] * 2 if allowed else [None] * 2)


# A disk that is full


def test_a_full_disk_takes_no_answer_away_that_was_paid_for(proxied, server, capsys):
    server.answers(reply({**completion(), "usage": {"prompt_tokens": 3, "completion_tokens": 2}}))
    caller = proxied(audit="/dev/full")
    store = caller.proxy.store
    admit = store.admit

    def filled(call, limits):
        number = admit(call, limits)
        store._file.run("pragma query_only = on")  # as it is when nothing more can be written
        return number

    store.admit = filled
    assert caller.chat().json()["choices"][0]["message"]["content"] == "Hello"
    said = capsys.readouterr().err
    assert "could not book a call" in said and "could not write its audit" in said
    assert caller.chat().status_code == 500 and len(server.requests) == 1
