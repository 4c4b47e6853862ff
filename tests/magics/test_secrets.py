from __future__ import annotations

import pytest

from openai_nb.looks import secrets
from openai_nb.magics import unregister
from tests.conftest import KEY


def shown(ran) -> str:
    return "\n".join(str(part) for part in (ran.value, ran.printed, ran.trouble, ran.outputs))


@pytest.mark.parametrize("cell", [f"k = '{KEY}'", f"%env OPENAI_API_KEY={KEY}", f"x = 1\n# {KEY}\n"])
def test_a_key_in_a_cell_is_warned_of_by_its_last_letters(typed, cell):
    printed = typed(cell).printed
    assert "stays in the notebook" in printed
    assert f"…{KEY[-4:]}" in printed


@pytest.mark.parametrize("cell", [f"%%chat\nIs {KEY} a good key?", f"%chat {KEY}", f"%files upload {KEY}"])
def test_no_magic_does_anything_with_a_key(typed, answering, cell):
    ran = typed(cell)
    assert len(ran.trouble) == 2
    assert KEY not in shown(ran)
    assert answering.requests == []


def test_the_key_in_force_is_known_whatever_it_looks_like(typed, here):
    here.use("http://localhost:1/v1", api_key="0123456789abcdef0123")
    assert len(typed("%chat 0123456789abcdef0123").trouble) == 2


@pytest.mark.parametrize(
    "text", ["sk-learn", "use sk-xxxxxxxxxxxxxxxxxxxxxxxx", "risk-averse-2024-portfolio-x", ""]
)
def test_what_only_resembles_a_key_is_left_alone(typed, text):
    assert secrets.found(text) == ""


@pytest.mark.parametrize(
    "cell",
    [
        "%%chat\nIs {{secret}} good?",
        "%%chat\nAnd {{ {'key': secret} }}?",
        "%%complete\n{{secret}}",
        "%openai createModeration model=m input={{[secret]}}",
    ],
)
def test_a_key_among_the_notebooks_values_is_not_sent(typed, answering, cell):
    typed.names["secret"] = KEY
    ran = typed(cell)
    assert len(ran.trouble) == 2
    assert KEY not in shown(ran)
    assert answering.requests == []


def test_unloading_ends_the_warnings(typed):
    unregister(typed.shell)
    assert typed(f"k = '{KEY}'").printed == ""
