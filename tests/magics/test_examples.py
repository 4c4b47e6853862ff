from __future__ import annotations

import getpass

import pytest

from openai_nb import sandbox
from openai_nb.client import Client
from openai_nb.magics import MAGICS, magic
from tests.conftest import KEY
from tests.magics import examples

FIRST = {  # what a page does not say again
    "assistant": ["%assistants create guide --tools weather"],
    "assistants": ["%stores create manuals b.md", "%assistants create guide"],
    "conversation": ["%chat -c cooking How long does an egg take?"],
    "openai": ["%openai listModels"],
}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """(directory, names, state of the sandbox) that the examples take for granted."""
    home = tmp_path_factory.mktemp("world")
    client = Client.sandbox()
    names = examples.world(client, home)
    return home, names, sandbox.of(client).export(home / "state.zip")


@pytest.mark.parametrize("name", sorted(MAGICS))
def test_every_example_of_a_help_page_runs(name, world, typed, here, monkeypatch):
    home, names, state = world
    client = Client.sandbox()
    sandbox.of(client).restore(state)
    typed.names.update(names)
    monkeypatch.chdir(home)
    monkeypatch.setattr(getpass, "getpass", lambda prompt: KEY)
    shown = examples.cells(magic(typed.shell, name).__doc__)
    assert len(shown) > 1
    for cell in [*FIRST.get(name, ()), *shown]:
        here.use(client)  # some examples change who answers
        ran = typed(examples.named(cell, client))
        assert ran.error is None, f"{cell}: {ran.trouble}"
        if " panel " in cell:
            ran.value.close()
