"""The surface: every operation that was promised is declared, reached by a client, and served."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from openai_nb.api import every_endpoint
from openai_nb.sandbox.routes import router

HEADED = re.split(r"^\[(\w+)\]\n", (Path(__file__).parent / "operations.txt").read_text(), flags=re.M)
PROMISED = {name: text.split("\n") for name, text in zip(HEADED[1::2], HEADED[2::2], strict=True)}
WHOLE = {"documents": 57, "today": 73}  # those of the five source documents; those of today's families


def unnamed(operation):
    """A verb and a path, whatever the path calls its parts."""
    return re.sub(r"{\w+}", "{}", str(operation))


@pytest.mark.parametrize("of", WHOLE)
def test_none_is_missing(of):
    promised = [each for each in PROMISED[of] if each]
    declared = {unnamed(each) for each in every_endpoint()}
    served = {unnamed(each) for each in router.routes}
    assert len(promised) == len(set(promised)) == WHOLE[of]
    assert [each for each in promised if unnamed(each) not in declared & served] == []


def test_nothing_is_offered_that_nobody_knows():
    known = {unnamed(each) for operations in PROMISED.values() for each in operations}
    more = {"DELETE /threads/{}/messages/{}"}  # of neither, yet the official SDK has it
    assert {unnamed(each) for each in every_endpoint()} - known == more
