"""As fast as the server allows, and no faster."""

from __future__ import annotations

import threading
import time

import pytest

from openai_nb.core.database import Database
from openai_nb.data.budget import SCHEMA, Budget
from openai_nb.data.limits import read_limit, seconds
from openai_nb.data.pacer import FEELERS, STEP, Pacer, Permit


def headers(limit=600, remaining=600, reset="1s", kind="requests"):
    return {
        f"x-ratelimit-limit-{kind}": str(limit),
        f"x-ratelimit-remaining-{kind}": str(remaining),
        f"x-ratelimit-reset-{kind}": reset,
    }


def taken(pacer, count, tokens=1.0, told=None):
    """Seconds that so many requests took, each answered at once."""
    began = time.monotonic()
    for _ in range(count):
        pacer.settle(pacer.take(tokens), told or {}, tokens)
    return time.monotonic() - began


@pytest.mark.parametrize(
    ("text", "span"), [("120ms", 0.12), ("1s", 1), ("6m0.5s", 360.5), ("1h2m3s", 3723), ("", 0), ("soon", 0)]
)
def test_spans_are_read_as_the_api_writes_them(text, span):
    assert seconds(text) == pytest.approx(span)


def test_a_limit_is_by_the_minute_unless_it_resets_later():
    assert read_limit(headers(), "requests") == (10, 600, 600)
    assert read_limit(headers(200, 100, "24h"), "requests")[0] == pytest.approx(100 / 86400)
    assert read_limit({}, "requests") is None
    assert read_limit(headers("many"), "requests") is None


def test_without_limits_nothing_waits():
    assert taken(Pacer(64), 500) < 0.5


def test_before_the_first_answer_only_a_few_feel_the_way():
    pacer = Pacer(64)
    permits = [pacer.take(1) for _ in range(FEELERS)]
    waiting = threading.Thread(target=pacer.take, args=(1,), daemon=True)
    waiting.start()
    waiting.join(0.2)
    assert waiting.is_alive()
    pacer.settle(permits[0], {}, 1)
    waiting.join(1)
    assert not waiting.is_alive()


def test_they_go_one_after_another_until_an_answer_comes():
    pacer = Pacer(64)
    first = pacer.ask(1)
    assert 0 < pacer.ask(1) <= STEP
    pacer.settle(first, {}, 1)
    assert all(isinstance(pacer.ask(1), Permit) for _ in range(64))


def test_leave_that_was_not_used_is_given_back():
    budget = Budget(b"key")
    pacer = Pacer(64, budget)
    taken(pacer, 1, told=headers(60_000, 60_000))
    taken(pacer, 1)
    leased = budget.look().requests.level
    pacer.give_back()
    assert budget.look().requests.level - leased >= 40  # of 50, a twentieth of a second's worth
    taken(pacer, 1)
    assert budget.look().requests.taken <= 2 + 50


def test_the_rate_of_requests_is_held():
    pacer = Pacer(64)
    taken(pacer, 1, told=headers(1200, 0))
    assert 0.4 < taken(pacer, 11) < 1.2  # 20 a second, and nothing saved up


def test_the_rate_of_tokens_is_held():
    pacer = Pacer(64)
    taken(pacer, 1, told=headers(60_000, 0, kind="tokens"))
    assert 0.4 < taken(pacer, 6, tokens=100) < 1.2  # 1,000 a second


def test_tokens_that_were_not_used_are_given_back():
    pacer = Pacer(64)
    taken(pacer, 1, told=headers(60_000, 200, kind="tokens"))
    began = time.monotonic()
    for _ in range(5):
        pacer.settle(pacer.take(100), {}, 1)
    assert time.monotonic() - began < 0.4


def test_a_refusal_lets_everybody_wait_and_then_one_goes_first():
    pacer = Pacer(8)
    taken(pacer, 20)
    permits = [pacer.take(1) for _ in range(8)]
    began = time.monotonic()
    for permit in permits:  # all that were under way are refused; that is one pause, not eight
        pacer.refuse(permit, {}, 0)
    first = pacer.take(1)
    assert 0.2 < time.monotonic() - began < 2
    others = threading.Thread(target=pacer.take, args=(1,), daemon=True)
    others.start()
    others.join(0.2)
    assert others.is_alive()
    pacer.settle(first, {}, 1)
    others.join(1)
    assert not others.is_alive()


def test_a_server_that_says_how_long_is_believed():
    pacer = Pacer(8)
    began = time.monotonic()
    assert pacer.refuse(pacer.take(1), {}, 0.3) == 0.3
    pacer.take(1)
    assert 0.28 < time.monotonic() - began < 0.6


def test_a_limit_that_is_used_up_is_waited_for_no_longer_than_it_takes_to_fill():
    pacer = Pacer(8)
    pauses = [pacer.refuse(pacer.take(1), headers(1200, 0), None) for _ in range(3)]
    assert pauses == pytest.approx([0.1, 0.2, 0.4])  # at 20 a second: two requests' worth, four, eight
    assert pacer.refuse(pacer.take(1), headers(1200, 700), None) > 3  # it is something else that is short


def test_stopping_frees_all_who_wait():
    pacer = Pacer(1)
    pacer.take(1)
    waiting = [threading.Thread(target=pacer.take, args=(1,), daemon=True) for _ in range(8)]
    for each in waiting:
        each.start()
    pacer.stop()
    for each in waiting:
        each.join(1)
    assert not any(each.is_alive() for each in waiting)
    assert pacer.take(1) is None


def test_kernels_of_a_machine_share_a_budget(tmp_path):
    kernels = [Pacer(8, Budget(b"key", Database(tmp_path / "cache.sqlite", SCHEMA))) for _ in range(2)]
    taken(kernels[0], 1, told=headers(1200, 0))
    time.sleep(0.3)  # the other one looks
    began = time.monotonic()
    threads = [threading.Thread(target=taken, args=(kernel, 10)) for kernel in kernels]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert 0.5 < time.monotonic() - began < 2  # 20 requests at 20 a second, 6 of them saved up meanwhile


def test_a_pause_is_one_for_all_kernels_of_a_machine(tmp_path):
    first, second = (Pacer(8, Budget(b"key", Database(tmp_path / "c.sqlite", SCHEMA))) for _ in range(2))
    began = time.monotonic()
    first.refuse(first.take(1), {}, 0.5)
    second.take(1)
    assert time.monotonic() - began > 0.45


def test_what_was_learnt_of_limits_is_known_to_the_next_run(tmp_path):
    file = Database(tmp_path / "cache.sqlite", SCHEMA)
    taken(Pacer(8, Budget(b"key", file)), 1, told=headers(1200, 1200))
    assert Pacer(8, Budget(b"key", file)).rate(1) == 20
    assert Pacer(8, Budget(b"other", file)).rate(1) is None
