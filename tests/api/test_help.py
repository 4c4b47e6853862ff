from __future__ import annotations

import doctest
import time
from functools import cached_property
from inspect import getdoc

import pytest

from openai_nb.client import Client
from openai_nb.core import signatures
from openai_nb.core.endpoint import Resource
from openai_nb.families import family_names

SECRET = "whsec_c2VjcmV0"
BODY = b'{"id": "evt_1", "type": "batch.completed"}'


def within(family: Resource, path: str, through: tuple[type, ...]) -> dict[str, tuple[type, ...]]:
    """Each family inside of `family` by its path, and the families it is reached through."""
    held = dict(vars(family))
    members = [vars(kind) for kind in type(family).__mro__]
    own = [name for each in members for name in each if isinstance(each[name], cached_property | property)]
    held |= {name: getattr(family, name) for name in own}
    found = {path: through}
    for name, each in held.items():
        if isinstance(each, Resource):
            found |= within(each, f"{path}.{name}", (*through, type(each)))
    return found


def paths() -> dict[str, tuple[type, ...]]:
    client = Client.sandbox()
    found = {}
    for name in sorted(family_names()):
        family = getattr(client, name)
        found |= within(family, f"client.{name}", (type(family),))
    return found


PATHS = paths()
KINDS = sorted({kind for way in PATHS.values() for kind in way}, key=lambda kind: kind.__name__)


def lines(kind: type) -> list[str]:
    """The examples of a family's help page."""
    return [each.source for each in doctest.DocTestParser().get_examples(getdoc(kind) or "")]


@pytest.mark.parametrize("path", PATHS)
def test_every_family_is_shown_at_work(path):
    *_, kind = PATHS[path]
    name = f".{path.rpartition('.')[2]}."
    assert lines(kind) or any(name in line for each in PATHS[path] for line in lines(each))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if lines(kind)], ids=lambda kind: kind.__name__)
def test_what_a_help_page_shows_runs(kind):
    moment = int(time.time())
    named = {signatures.ID: "1", signatures.TIMESTAMP: str(moment)}
    named[signatures.SIGNATURE] = signatures.signed(BODY, "1", moment, SECRET)
    names = {"client": Client.sandbox(), "body": BODY, "headers": named, "secret": SECRET}
    for line in lines(kind):
        exec(line, names)
