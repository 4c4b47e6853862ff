"""Addresses at Azure, read out of what one pastes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.core.errors import SettingsError
from openai_nb.providers import azure, read_address
from openai_nb.providers.azure_address import Address, Dated
from tests.conftest import KEY

AT = "https://mine.openai.azure.com"
URL = f"{AT}/openai/deployments/my%20gpt/chat/completions?api-version=2024-02-15-preview"
CURL = f'curl "{URL}" \\\n  -H "Content-Type: application/json" \\\n  -H "api-key: YOUR_API_KEY"'
PYTHON = f"""
client = AzureOpenAI(
    azure_endpoint = "{AT}/",
    api_key=os.getenv("AZURE_OPENAI_API_KEY"),
    api_version="2024-02-15-preview",
    azure_deployment='my gpt',
)"""


@pytest.mark.parametrize("text", [URL, f"  {URL}\n", CURL, PYTHON], ids=["url", "spaces", "curl", "python"])
def test_the_code_that_is_shown_names_all_of_it(text):
    found = read_address(text)
    assert found == Address(AT, "my gpt", "2024-02-15-preview")
    assert found.resource == "mine"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (AT, Address(AT)),
        ("mine.openai.azure.com", Address(AT)),
        (f"{AT}/openai/v1/", Address(AT, None, "v1")),
        (f"{AT}/openai/v1/responses?api-version=preview", Address(AT, None, "v1")),
        (f"{AT}/openai/files?api-version=2024-10-21", Address(AT, None, "2024-10-21")),
        (
            "https://gate.example/team/openai/deployments/d/embeddings",
            Address("https://gate.example/team", "d"),
        ),
        ("http://127.0.0.1:8000/openai/v1", Address("http://127.0.0.1:8000", None, "v1")),
    ],
)
def test_an_address_may_say_less(url, found):
    assert read_address(url) == found


@pytest.mark.parametrize("text", ["", "no address", "https://", "ftp://x.y/openai"])
def test_what_holds_no_address_is_refused(text):
    with pytest.raises(SettingsError):
        read_address(text)


def test_what_was_read_is_what_azure_takes():
    provider = azure(**read_address(URL).asked, key=KEY)
    assert (provider.base_url, provider.models) == (f"{AT}/openai/deployments/my%20gpt", {"chat": "my gpt"})


@given(st.text(min_size=1).filter(lambda each: each not in (".", "..")))
def test_any_deployment_is_read_as_it_was_written(name):
    try:
        written = Dated(f"{AT}/openai", "2024-10-21", name).base_url
    except UnicodeEncodeError:
        return
    assert read_address(f"{written}/chat/completions?api-version=2024-10-21").deployment == name
