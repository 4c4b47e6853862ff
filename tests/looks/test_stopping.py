from __future__ import annotations

import os
import signal
import threading

import pytest

from openai_nb.looks.stopping import undisturbed


def stop() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_a_stop_waits_for_the_end_of_what_belongs_together():
    done = []

    def work() -> None:
        with undisturbed():
            stop()
            done.append("shown")
            done.append("noted")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["shown", "noted"]


def test_an_error_inside_is_the_error_that_shows():
    def work() -> None:
        with undisturbed():
            stop()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()


def test_afterwards_a_stop_is_a_stop_again():
    before = signal.getsignal(signal.SIGINT)
    with undisturbed():
        pass
    assert signal.getsignal(signal.SIGINT) is before


def test_other_threads_are_never_stopped_and_may_use_it():
    done = []

    def work() -> None:
        with undisturbed():
            done.append("shown")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == ["shown"]


def test_a_stop_while_the_first_words_are_shown_makes_no_second_output(page, monkeypatch):
    from openai_nb.looks.live import LiveText

    publish = page.publish

    def stopped(*given, **more) -> None:
        publish(*given, **more)
        stop()

    live = LiveText(lambda text: {"text/markdown": text})
    with monkeypatch.context() as patch:
        from IPython import get_ipython

        patch.setattr(get_ipython().display_pub, "publish", stopped)
        with pytest.raises(KeyboardInterrupt):
            live.write("Half of")
    live.finish()
    assert [each["update"] for each in page.drawn] == [False, True]


def test_a_stop_where_there_was_no_text_is_one_word():
    from openai_nb.looks.errors import Stopped

    assert Stopped()._render_traceback_() == ["Stopped."]
    assert Stopped(0)._render_traceback_() == ["Stopped: before the first word"]
