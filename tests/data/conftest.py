"""What tests of batches stand on: a sandbox on loopback, and a column that goes through it."""

from __future__ import annotations

import pytest

from tests.data.column import texts
from tests.data.postoffice import HOW, ROWS, Postoffice


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A sandbox on loopback, and a cache file of this test's own."""
    monkeypatch.setenv("OPENAI_NB_CACHE", str(tmp_path / "cache.sqlite"))
    office = Postoffice()
    yield office
    office.close()


@pytest.fixture
def ask(office):
    """A column that is asked through batches."""
    import openai_nb.data  # noqa: F401  (tables get their `.ai`)

    return lambda rows=ROWS, **more: texts(rows).ai.map(
        "{{text}}", "said", **{"client": office.client(), **HOW, **more}
    )
