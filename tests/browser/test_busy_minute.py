"""A minute of a fine-tuning job that has a hundred events a second: page and kernel stay free."""

import re

import pytest

from tests.browser.hands import BEGIN, Hands, written

pytestmark = [pytest.mark.browser, pytest.mark.undisturbed]
BUSY = """
from tests.browser.eventful import Eventful
jobs = current().client.fine_tuning.jobs = Eventful()
"""
SECONDS = 60
# Once a second a cell is run meanwhile, as a user would; messages are counted as they reach the page.
MINUTE = """async seconds => {
    const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
    const seen = { long: [], cells: [], messages: 0, bytes: 0 };
    const count = (_, { msg, direction }) => {
        if (direction !== 'recv' || msg.header.msg_type !== 'comm_msg') return;
        seen.messages += 1;
        seen.bytes += JSON.stringify(msg.content).length;
    };
    const watch = new PerformanceObserver(
        list => seen.long.push(...list.getEntries().map(each => each.duration)));
    watch.observe({ entryTypes: ['longtask'] });
    kernel.anyMessage.connect(count);
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
        const began = performance.now();
        await kernel.requestExecute({ code: '1 + 1', store_history: false }).done;
        seen.cells.push(performance.now() - began);
        await new Promise(done => setTimeout(done, 1000));
    }
    kernel.anyMessage.disconnect(count);
    watch.disconnect();
    return seen;
}"""


@pytest.fixture
def busy(playwright, lab, tmp_path):
    written(lab.root, "busy.ipynb", [BEGIN, BUSY.strip(), "panel('jobs')"])
    with Hands(playwright, lab, "busy.ipynb", tmp_path / "profile") as page:
        yield page


def test_a_minute_of_a_hundred_events_a_second_leaves_page_and_kernel_free(busy, tmp_path):
    busy.see(re.compile(r"Step \d+: "))
    seen = busy.page.evaluate(MINUTE, SECONDS)
    busy.page.screenshot(path=tmp_path / "busy.png")
    steps = [int(each) for each in re.findall(r"Step (\d+): <b>loss</b>", busy.panel.inner_text())]
    cells = sorted(seen["cells"])
    assert max(steps) > 0.9 * SECONDS * 100 / 2  # it has been followed to the end
    assert max(seen["long"], default=0) <= 200
    assert len(cells) > 0.8 * SECONDS / 2 and cells[len(cells) * 9 // 10] <= 500 and cells[-1] <= 2000
    assert 2 < seen["messages"] / SECONDS <= 20 and seen["bytes"] / SECONDS <= 200_000
    busy.calm()
