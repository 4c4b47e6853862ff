"""The store of one host: rates, budgets and what a lost process leaves behind."""

import os
import threading

import pytest

from openai_nb.proxy.ledger import Ledger
from openai_nb.proxy.limits import Limits
from openai_nb.proxy.refusal import Refusal
from openai_nb.proxy.store import Call, period_start

DAY = 86_400.0


class Clock:
    now = 1_700_000_000.0  # 2023-11-14

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ledger(tmp_path, clock):
    ledger = Ledger(tmp_path / "state", clock=clock)
    yield ledger
    ledger.close()


def spend(ledger, cost, limits=None, user="ada"):
    number = ledger.admit(Call(user, "m"), limits or Limits())
    ledger.book(number, "m", (1, 1), cost)
    ledger.end(number)


def test_a_budget_begins_anew_with_its_period(ledger, clock):
    for period, wait in (("day", DAY), ("month", 31 * DAY)):
        limits = Limits(budget=1.0, period=period)
        spend(ledger, 1.0, limits, user=period)
        with pytest.raises(Refusal):
            spend(ledger, 1.0, limits, user=period)
        clock.now += wait
        spend(ledger, 1.0, limits, user=period)


def test_a_budget_for_ever_does_not(ledger, clock):
    spend(ledger, 1.0)
    clock.now += 1000 * DAY
    with pytest.raises(Refusal, match=r"your budget of 1\.00 USD"):
        spend(ledger, 1.0, Limits(budget=1.0, period="ever"))


def test_periods_begin_by_utc():
    assert [period_start(each, Clock.now) for each in ("day", "month", "ever")] == [
        "2023-11-14",
        "2023-11-01",
        "0000-00-00",
    ]


def test_what_is_under_way_counts_with_its_reserve(ledger):
    limits = Limits(budget=1.0)
    number = ledger.admit(Call("ada", "m", reserve=1.0), limits)
    with pytest.raises(Refusal):
        ledger.admit(Call("ada", "m"), limits)
    ledger.book(number, "m", (1, 1), 0.5)
    ledger.admit(Call("ada", "m"), limits)


def test_no_more_than_so_many_are_under_way_at_once(ledger):
    numbers = [ledger.admit(Call("ada", None), Limits(concurrent=2)) for _ in range(2)]
    with pytest.raises(Refusal, match="under way"):
        ledger.admit(Call("ada", None), Limits(concurrent=2))
    ledger.admit(Call("bob", None), Limits(concurrent=2))
    ledger.end(numbers[0])
    ledger.admit(Call("ada", None), Limits(concurrent=2))


def test_rates_look_back_a_minute(ledger, clock):
    limits = Limits(requests_per_minute=2)
    for _ in range(2):
        spend(ledger, 0.0, limits)
    clock.now += 59
    with pytest.raises(Refusal) as caught:
        spend(ledger, 0.0, limits)
    assert caught.value.headers["Retry-After"] in ("1", "2")
    clock.now += 2
    spend(ledger, 0.0, limits)


def test_a_clock_that_jumps_back_locks_nobody_out(ledger, clock):
    limits = Limits(requests_per_minute=1)
    spend(ledger, 0.0, limits)
    clock.now -= 3600
    spend(ledger, 0.0, limits)


def test_what_is_booked_in_two_parts_is_one_call(ledger):
    number = ledger.admit(Call("ada", "m"), Limits())
    ledger.book(number, "m", (3, 1), 1.0)
    ledger.book(number, "m", (0, 4), 2.0, again=True)
    (spent,) = ledger.spent("0")
    assert (spent.calls, spent.input_tokens, spent.output_tokens, spent.cost) == (1, 3, 5, 3.0)


def test_what_has_no_price_is_counted_as_such(ledger):
    spend(ledger, None)
    assert (ledger.spent("0")[0].unpriced, ledger.spent("0")[0].cost) == (1, 0.0)


def test_each_sees_their_own_and_all_see_all(ledger):
    spend(ledger, 1.0)
    spend(ledger, 2.0, user="bob")
    assert [each.user for each in ledger.spent("0")] == ["ada", "bob"]
    assert [each.cost for each in ledger.spent("0", "bob")] == [2.0] and ledger.spent("2024-01-01") == []


def test_what_a_lost_process_had_under_way_is_booked_with_its_reserve(tmp_path, clock):
    gone = os.fork()
    if not gone:
        Ledger(tmp_path / "shared", clock=clock).admit(Call("ada", "m", reserve=0.25), Limits())
        os._exit(0)
    os.waitpid(gone, 0)
    ledger = Ledger(tmp_path / "shared", clock=clock)
    (spent,) = ledger.spent("0")
    assert (spent.calls, spent.lost, spent.cost) == (0, 1, 0.25) and ledger.recover() == 0
    ledger.close()


def test_several_processes_and_threads_share_a_limit(tmp_path):
    ledgers = [Ledger(tmp_path / "shared") for _ in range(2)]
    limits, let_in = Limits(requests_per_minute=50), []

    def ask(ledger):
        for _ in range(20):
            try:
                let_in.append(ledger.admit(Call("ada", None), limits))
            except Refusal:
                return

    threads = [threading.Thread(target=ask, args=(each,)) for each in ledgers * 2]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(let_in) == len(set(let_in)) == 50
    for each in ledgers:
        each.close()


def test_the_file_is_its_owners_alone(tmp_path):
    Ledger(tmp_path / "own").close()
    assert (tmp_path / "own").stat().st_mode & 0o077 == 0
