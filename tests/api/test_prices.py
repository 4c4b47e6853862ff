import json
import subprocess
import sys

import pytest

from openai_nb.api import prices
from openai_nb.api.prices import Price, cost, price, training
from openai_nb.core.errors import SettingsError

ASKED = {"prompt_tokens": 1_000_000, "completion_tokens": 1_000_000}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    prices._tables.cache_clear()
    yield
    prices._tables.cache_clear()


def test_what_is_not_in_the_table_is_unpriced_and_not_free():
    assert price("sandbox-chat") is None
    assert cost("sandbox-chat", ASKED) is None
    assert cost("gpt-6-luna", {}) is None
    assert cost("gpt-6-luna", None) is None


def test_a_call_costs_what_was_read_and_what_was_written():
    known = price("gpt-6-luna")
    assert cost("gpt-6-luna", {"prompt_tokens": 1_000, "completion_tokens": 0}) == pytest.approx(
        known.input / 1_000
    )
    assert cost("gpt-6-luna", {"input_tokens": 0, "output_tokens": 1_000}) == pytest.approx(
        known.output / 1_000
    )


def test_a_dated_name_has_the_price_of_its_model_and_a_tuned_one_its_own():
    assert price("gpt-6-luna-2026-09-08") == price("gpt-6-luna")
    assert price("ft:gpt-4.1-mini-2025-04-14:acme::x1") == price("ft:gpt-4.1-mini-2025-04-14")
    assert price("ft:gpt-4.1-mini-2025-04-14:acme::x1") != price("gpt-4.1-mini")


def test_what_was_cached_by_the_server_is_cheaper_and_never_counted_twice():
    usage = {**ASKED, "prompt_tokens": 1_000, "prompt_tokens_details": {"cached_tokens": 1_000}}
    whole = {**usage, "prompt_tokens_details": {"cached_tokens": 0}}
    known = price("gpt-6-luna")
    assert cost("gpt-6-luna", whole) - cost("gpt-6-luna", usage) == pytest.approx(
        (known.input - known.cached) / 1_000
    )


def test_a_batch_has_its_own_prices_and_none_where_it_is_not_offered():
    small = {"prompt_tokens": 1_000, "completion_tokens": 1_000}
    assert cost("gpt-6-luna", small, batch=True) == pytest.approx(cost("gpt-6-luna", small) / 2)
    assert cost("gpt-3.5-turbo-instruct", small, batch=True) is None


def test_long_prompts_cost_more_where_the_table_says_so():
    known = price("gpt-6-luna")
    usage = {"prompt_tokens": prices.LONG + 1, "completion_tokens": 0}
    assert cost("gpt-6-luna", usage) == pytest.approx(known.long_input * (prices.LONG + 1) / 1e6)


def test_pictures_sound_and_seconds_have_prices_of_their_own():
    painted = {"input_tokens": 0, "output_tokens": 1_000}
    assert cost("gpt-image-2.5-flare", painted) == pytest.approx(
        price("gpt-image-2.5-flare").image_output / 1_000
    )
    assert cost("whisper-1", {"type": "duration", "seconds": 60}) == pytest.approx(
        price("whisper-1").second * 60
    )


def test_newer_prices_are_read_from_a_map_and_kept(tmp_path):
    row = {"litellm_provider": "openai", "input_cost_per_token": 7e-6, "output_cost_per_token": 9e-6}
    (tmp_path / "map.json").write_text(json.dumps({"gpt-6-luna": row, "claude": {"litellm_provider": "x"}}))
    assert prices.refresh(tmp_path / "map.json") == 1
    assert price("gpt-6-luna") == Price(input=pytest.approx(7.0), output=pytest.approx(9.0))
    assert price("text-embedding-3-small").input == 0.02, "what the map lacks is still in our table"


def test_prices_are_read_and_kept_alike_whatever_the_machine_writes_in(tmp_path):
    """Python warns where a file would be read in the machine's own letters, as on Windows."""
    said = {"gpt-é": {"litellm_provider": "openai", "input_cost_per_token": 1e-6}}
    (tmp_path / "map.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    code = "from openai_nb.api import prices; prices.refresh('map.json'); print(prices.price('gpt-é').input)"
    done = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", "-W", "error::EncodingWarning", "-c", code],
        capture_output=True,
        cwd=tmp_path,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("1.0\n", "")


def test_a_map_without_our_models_is_refused(tmp_path):
    (tmp_path / "map.json").write_text("[]")
    with pytest.raises(SettingsError, match="no prices"):
        prices.refresh(tmp_path / "map.json")


def test_what_was_heard_is_told_apart_from_what_was_read():
    heard = {"input_tokens": 100, "output_tokens": 0, "input_token_details": {"audio_tokens": 100}}
    assert cost("gpt-audio", heard) == pytest.approx(price("gpt-audio").audio_input * 100 / 1e6)


def test_training_has_a_price_by_the_token_and_is_unpriced_where_none_is_known():
    assert training("gpt-4o-mini-2024-07-18", 2_000_000) == pytest.approx(6.0)
    assert (
        training("gpt-4.1-nano", 1_000_000)
        == training("ft:gpt-4.1-nano-2025-04-14:acme::x1", 1_000_000)
        == 1.5
    )
    assert training("gpt-4.1", 1_000_000) == 25.0  # not that of its smaller sisters
    assert training("o4-mini-2025-04-16", 1_000) is None  # it takes USD by the hour
    assert training("gpt-6-luna", 1_000) is training("sandbox-chat", 1_000) is training("ft:", 1) is None


def test_a_newer_map_leaves_training_priced(tmp_path):
    row = {"litellm_provider": "openai", "input_cost_per_token": 1e-6}
    (tmp_path / "map.json").write_text(json.dumps({"ft:gpt-4.1-nano-2025-04-14": row}))
    prices.refresh(tmp_path / "map.json")
    assert training("gpt-4.1-nano", 1_000_000) == 1.5
