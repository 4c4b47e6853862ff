from __future__ import annotations

import threading
from itertools import pairwise

import pytest
from IPython.core.interactiveshell import InteractiveShell

from openai_nb.looks.live import LiveBundle, LiveText


def rendered(text):
    return {"text/markdown": text, "text/html": "never while it grows"}


def streamed(clock, speed, size=9000, token=4.5):
    live = LiveText(rendered, clock=clock)
    for number in range(int(size / token)):
        clock.now += 1 / speed
        live.write("abcdefghi"[: 4 + number % 2])
    live.finish()
    return live


def test_the_first_text_is_shown_at_once(page, clock):
    LiveText(rendered, clock=clock).write("One")
    assert page.bundles == [{"text/markdown": "One", "text/plain": "…"}]


@pytest.mark.parametrize("speed", [1, 5, 20, 50, 100, 200, 1000, 100_000])
def test_two_thousand_tokens_make_few_updates_at_any_speed(page, clock, speed):
    live = streamed(clock, speed)
    assert len(page.drawn) == live.updates <= 50
    assert page.size + 700 * len(page.drawn) <= 420_000
    assert len({each["id"] for each in page.drawn}) == 1
    assert [each["update"] for each in page.drawn] == [False] + [True] * (live.updates - 1)


def test_the_browser_keeps_half_of_its_time(page, clock):
    times = []
    live = LiveText(lambda text: times.append((clock.now, len(text))) or rendered(text), clock=clock)
    for _ in range(2000):
        clock.now += 0.001
        live.write("abcde")
    gaps = [(late - early, size) for (early, _), (late, size) in pairwise(times)]
    assert len(gaps) > 3
    assert all(gap >= 2 * (0.040 + 0.010 * size / 1000) - 1e-9 for gap, size in gaps)


def test_a_stall_shows_what_waited(page, clock):
    live = LiveText(rendered, clock=clock)
    live.write("a")
    clock.now += 0.01
    live.write("b")
    assert len(page.drawn) == 1
    clock.now += 2
    live.write("c")
    assert page.bundles[-1]["text/markdown"] == "abc"


def test_the_last_state_is_always_shown(page, clock):
    live = LiveText(rendered, clock=clock)
    live.write("a")
    live.write("b")
    live.finish()
    live.finish()
    assert page.bundles[1:] == [{**rendered("ab"), "text/plain": "ab"}]


def test_a_last_bundle_of_ones_own_goes_with_its_metadata(page, clock):
    live = LiveText(rendered, clock=clock)
    live.write("a")
    live.finish({"text/markdown": "A", "text/plain": "A"}, {"openai": {"model": "m"}})
    assert page.drawn[-1]["data"] == {"text/markdown": "A", "text/plain": "A"}
    assert page.drawn[-1]["metadata"] == {"openai": {"model": "m"}}


def test_nothing_said_shows_nothing(page, clock):
    LiveText(rendered, clock=clock).finish()
    assert page.drawn == []


def test_a_terminal_gets_the_text_once_as_it_comes(capsys):
    InteractiveShell.clear_instance()
    live = LiveText(rendered)
    live.write("Hel")
    assert capsys.readouterr().out == "Hel"
    live.write("lo \x1b[2Jyou")
    live.finish({"text/plain": "Hello you"})
    assert capsys.readouterr().out == "lo [2Jyou\n"


def test_equal_frames_are_skipped(page, clock):
    live = LiveBundle(clock=clock)
    for text in ("a", "a", "b"):
        clock.now += 1
        live.show({"text/plain": text})
    assert [each["text/plain"] for each in page.bundles] == ["a", "b"]


def test_frames_that_come_too_soon_wait_for_the_flush(page, clock):
    live = LiveBundle(fps=4, clock=clock)
    for text in ("a", "b", "c"):
        live.show({"text/plain": text})
    assert [each["text/plain"] for each in page.bundles] == ["a"]
    live.flush()
    live.flush()
    assert [each["text/plain"] for each in page.bundles] == ["a", "c"]
    assert page.drawn[0]["id"] == page.drawn[1]["id"]


def test_what_is_shown_can_be_said_again(page, clock):
    live = LiveBundle(clock=clock)
    for text in ("a", "b"):
        live.show({"text/plain": text}, {"sandbox": True})
    live.again()
    live.again()
    assert [each["data"]["text/plain"] for each in page.drawn] == ["a", "b", "b", "b"]
    assert {(each["id"], *each["metadata"]) for each in page.drawn} == {(page.drawn[0]["id"], "sandbox")}


def test_many_threads_draw_in_one_place(page):
    live = LiveBundle(fps=1e9)
    live.show({"text/plain": "start"})
    workers = [threading.Thread(target=live.show, args=({"text/plain": str(n)},)) for n in range(20)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(page.drawn) == 21
    assert {each["id"] for each in page.drawn} == {page.drawn[0]["id"]}


def test_a_terminal_sees_a_bundle_first_and_last(capsys):
    InteractiveShell.clear_instance()
    live = LiveBundle(fps=1e9)
    for text in ("first", "middle", "last"):
        live.show({"text/plain": text})
    live.flush()
    assert capsys.readouterr().out.split() == ["first", "last"]
