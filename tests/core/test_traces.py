"""Traces: what a notebook shows of an error."""

from __future__ import annotations

import pytest

from openai_nb.core import traces
from openai_nb.core.errors import BadType, BadValue, NotFound, OpenAIError
from openai_nb.core.limits import check
from openai_nb.core.traces import place


def caught(code: str, file: str) -> OpenAIError:
    with pytest.raises(OpenAIError) as found:
        exec(compile(code, file, "exec"), {"check": check})
    return found.value


def test_the_place_is_the_last_line_of_the_users_own(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text("x = 1\ncheck(-1, 0)  # for ever\n")
    assert place(caught(file.read_text(), str(file))) == "mine.py, line 2: check(-1, 0)  # for ever"


@pytest.mark.parametrize("home", [traces.OURS, "/usr/lib/site-packages/pandas", "<frozen importlib>"])
def test_a_library_is_no_place_of_the_users(home):
    assert place(caught("check(-1, 0)", f"{home}/core/frame.py")).startswith("test_traces.py, line ")


@pytest.mark.parametrize("said", ["key='hunter22'", 'd["token"] = "hunter22"', "'sk-abcdefghunter22abcd'"])
def test_no_secret_of_that_line_is_shown(tmp_path, said):
    file = tmp_path / "mine.py"
    file.write_text(f"check(-1, 0)  # {said}\n")
    found = place(caught(file.read_text(), str(file)))
    assert "hunter22" not in found
    assert "…" in found


def test_it_is_short_however_long_the_line(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text("check(-1, 0)  # " + "é" * 500)
    assert len(place(caught(file.read_text(), str(file))).encode()) <= 140


def test_a_bad_argument_is_an_error_of_ours_and_of_pythons():
    assert issubclass(BadValue, ValueError)
    assert issubclass(BadType, TypeError)
    assert not issubclass(BadType, ValueError)
    error = BadValue("low is 3; give less than high.")
    assert (error.message, error.advice) == ("low is 3.", "Give less than high.")
    assert str(error) == "low is 3; give less than high."


def test_errors_look_short_from_installing_to_removing(monkeypatch):
    traces.install()
    assert hasattr(NotFound, traces.HOOK)
    traces.remove()
    traces.remove()
    assert not hasattr(NotFound, traces.HOOK)
    traces.install()
