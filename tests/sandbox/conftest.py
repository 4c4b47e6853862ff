import pytest

from openai_nb import Client


@pytest.fixture
def client():
    """The real client over the sandbox in this process; jobs are done at once."""
    with Client.sandbox(step_seconds=None) as client:
        yield client
