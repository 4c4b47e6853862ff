"""What really travels from a kernel: counted, not computed."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.kernel

STREAM = """
import time
from openai_nb.looks.live import LiveText
from openai_nb.looks.markdown import safe

PAGE = '''## Section

The *quick* brown fox jumps over the **lazy** dog; see `code` and $x^2$, or [a link](https://example.org).

```python
def f(x):
    return x * 2  # "quoted" <b>
```

| a | b |
|---|---|
| 1 | 2 |

'''
TEXT = (PAGE * 60)[:9000]
TOKENS = [TEXT[n * 9 // 2 : (n + 1) * 9 // 2] for n in range(2000)]

def stream(rate=None):  # tokens a second, on a clock of their own
    clock = (lambda: number / rate) if rate else time.monotonic
    live = LiveText(lambda text: {"text/markdown": safe(text)}, clock=clock)
    try:
        for number, token in enumerate(TOKENS):
            live.write(token)
    finally:
        live.finish()
    return live
"""


@pytest.mark.parametrize("rate", [None, 200])
def test_two_thousand_tokens_travel_in_few_messages(kernel, rate):
    kernel.run(STREAM)
    ran = kernel.run(f"live = stream({rate})")
    assert ran.status == "ok"
    assert len(ran.messages) <= 60
    assert ran.size <= 500_000
    assert len(ran.of("display_data")) == 1


def test_the_last_update_holds_all_of_it(kernel):
    kernel.run(STREAM)
    ran = kernel.run("live = stream()")
    last = ran.of("update_display_data")[-1]["data"]
    shown = kernel.run("print(live.text, end='')").of("stream")
    assert last["text/plain"] == "".join(piece["text"] for piece in shown)
    assert len(last["text/plain"]) == 9000
    assert "text/markdown" in last


def test_the_first_text_is_there_at_once(kernel):
    kernel.run(STREAM)
    ran = kernel.run(
        "live = LiveText(lambda text: {'text/markdown': text}); live.write('One'); time.sleep(0.5)"
    )
    busy, shown = ran.messages[0], next(m for m in ran.messages if m["msg_type"] == "display_data")
    assert shown["content"]["data"]["text/markdown"] == "One"
    assert (shown["header"]["date"] - busy["header"]["date"]).total_seconds() < 0.15


def test_a_worker_updates_the_cell_it_was_shown_in(kernel):
    kernel.run(
        "from openai_nb.looks.live import LiveBundle; live = LiveBundle(); live.show({'text/plain': 'a'})"
    )
    ran = kernel.run(
        "import threading, time; time.sleep(0.3)\n"
        "worker = threading.Thread(target=live.show, args=({'text/plain': 'b'},))\n"
        "worker.start(); worker.join()"
    )
    assert [each["data"]["text/plain"] for each in ran.of("update_display_data")] == ["b"]
    assert not ran.of("display_data")


REFUSED = """
from openai_nb.core.refusals import refusal
from openai_nb.core.traces import shown
body = {{"error": {{"message": {message!r}, "code": "x"}}}}
error = refusal({status}, body, {{"x-request-id": "req_" + "a" * 32}})
"""
LONG = "This model's maximum context length is 8192 tokens; <b>you</b> asked for 9,500. " * 5


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
def test_an_error_costs_little_and_stops_the_cell(kernel, status):
    import json

    ran = kernel.run(REFUSED.format(status=status, message=LONG) + "raise shown(error)")
    (content,) = ran.of("error")
    assert ran.status == "error"
    assert len(content["traceback"]) == 2
    assert len(json.dumps(content, ensure_ascii=False).encode()) <= 400
    assert "req_aaaa" in content["traceback"][1]


def test_a_stop_is_one_short_line(kernel):
    ran = kernel.run(
        "from openai_nb.looks.errors import Stopped\nraise Stopped(214, 'the answer and the conversation')"
    )
    (content,) = ran.of("error")
    assert ran.status == "error"
    assert content["traceback"] == ["Stopped: 214 characters kept in the answer and the conversation"]


def test_run_all_ends_at_an_error():
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    raising = REFUSED.format(status=401, message="No.") + "raise shown(error)"
    cells = [nbformat.v4.new_code_cell(code) for code in (raising, "print('went on')")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    with pytest.raises(CellExecutionError, match="NotAuthenticated"):
        NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    assert not notebook.cells[1].outputs
