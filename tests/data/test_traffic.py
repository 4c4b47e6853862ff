"""Kernels that share a limit keep to it, whatever happens to requests on their way."""

from __future__ import annotations

import pytest

from openai_nb.core.database import Database
from openai_nb.data.budget import SCHEMA, Budget
from tests.data.traffic import traffic

RATE, REQUESTS = 50, 300


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("jitter", [0.0, 0.02])
@pytest.mark.parametrize("burst", [10, RATE])
@pytest.mark.parametrize("kernels", [1, 2, 4])
def test_kernels_that_know_nothing_use_the_limit_and_are_not_refused(
    monkeypatch, kernels, burst, jitter, seed
):
    road = traffic(monkeypatch, [Budget(b"key")] * kernels, rate=RATE, burst=burst, jitter=jitter, seed=seed)
    took = road.run(REQUESTS)
    assert road.server.refused == 0
    assert (REQUESTS - burst) / took >= 0.9 * RATE


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kernels", [1, 4])
@pytest.mark.parametrize(("burst", "used"), [(2, 0.5), (3, 0.9), (5, 0.9)])
def test_a_server_that_saves_up_little_is_met_gently(monkeypatch, burst, used, kernels, seed):
    road = traffic(monkeypatch, [Budget(b"key")] * kernels, rate=20, burst=burst, jitter=0.02, seed=seed)
    took = road.run(REQUESTS)
    assert (road.server.refused, (REQUESTS - burst) / took >= used * 20) == (0, True)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("late", "refused", "used"), [(0.1, 0, 0.95), (0.3, 30, 0.7)])
def test_on_a_busy_machine_a_little_server_that_gives_no_hint_is_still_used(
    monkeypatch, late, refused, used, seed
):
    how = {"rate": 20, "burst": 5, "jitter": late, "hint": None}
    road = traffic(monkeypatch, [Budget(b"key")] * 2, seed=seed, **how)
    took = road.run(REQUESTS)
    assert road.server.refused <= refused
    assert (REQUESTS - 5) / took >= used * 20


@pytest.mark.parametrize("pause", [1, 60])
def test_after_a_pause_no_more_is_sent_than_the_server_saves_up(monkeypatch, pause):
    road = traffic(monkeypatch, [Budget(b"key")], rate=20, burst=5)
    road.run(50)
    road.clock.now += pause
    road.run(50)
    assert road.server.refused == 0


@pytest.mark.parametrize("seed", range(12))
def test_requests_that_pass_each_other_in_a_rush_are_not_mistaken_for_room(monkeypatch, seed):
    road = traffic(monkeypatch, [Budget(b"key")] * 4, rate=RATE, burst=RATE, jitter=0.02, seed=seed)
    took = road.run(REQUESTS)
    assert (road.server.refused, (REQUESTS - RATE) / took >= 0.9 * RATE) == (0, True)


def test_kernels_share_it_through_the_file(monkeypatch, tmp_path):
    budgets = [Budget(b"key", Database(tmp_path / "cache.sqlite", SCHEMA)) for _ in range(4)]
    road = traffic(monkeypatch, budgets, rate=RATE, burst=10, jitter=0.02)
    took = road.run(REQUESTS)
    assert (road.server.refused, (REQUESTS - 10) / took >= 0.9 * RATE) == (0, True)


def test_a_fast_limit_is_used_by_many(monkeypatch):
    road = traffic(monkeypatch, [Budget(b"key")] * 4, rate=500, burst=500, jitter=0.02, most=64)
    took = road.run(3000)
    assert (road.server.refused, (3000 - 500) / took >= 0.9 * 500) == (0, True)


def test_what_the_server_has_saved_up_is_used_at_once(monkeypatch):
    road = traffic(monkeypatch, [Budget(b"key")], rate=RATE, burst=60 * RATE, most=64)
    assert road.run(REQUESTS) < 1


def test_others_wait_for_a_scout_but_not_for_ever(monkeypatch):
    road = traffic(monkeypatch, [Budget(b"key")] * 2)
    first, second = road.pacers
    first.ask(1)
    assert 0 < second.ask(1) <= 2  # seconds
    road.clock.now += 2
    assert second.ask(1).tokens == 1


def test_a_scout_that_stops_lets_others_go(monkeypatch):
    road = traffic(monkeypatch, [Budget(b"key")] * 2)
    first, second = road.pacers
    first.ask(1)
    first.stop()
    assert second.ask(1).tokens == 1
