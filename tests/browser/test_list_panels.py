"""Panels of lists under a user's hands: files, jobs, batches, stores, assistants; light and dark."""

import json
import re

import pytest

pytestmark = pytest.mark.browser
MANY = """
from openai_nb.api.files import File
from openai_nb.core.page import Page
kinds = ("fine-tune", "batch", "vision")
row = lambda n: {
    "id": f"file-{n:05}", "object": "file", "bytes": n * n * 7 % 5_000_000,
    "filename": f"{('train', 'requests', 'cat')[n % 3]}-{n:05}.jsonl", "purpose": kinds[n % 3],
    "created_at": 1_780_000_000 - n * 900, "status": "processed",
}
many = [row(n) for n in range(10_000)]
files = current().client.files
files.list = lambda: Page({"data": many}, File)
"""
FILTER = """([query, wanted]) => new Promise(done => {
    const field = document.querySelector('.oai-filter input'), began = performance.now();
    const count = document.querySelector('.oai-filter ~ .oai-quiet');
    const there = () => count.textContent.startsWith(wanted);
    const look = () => there() ? done(performance.now() - began) : setTimeout(look, 2);
    field.value = query;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    look();
})"""


def example(n, role="assistant"):
    return {"messages": [{"role": "user", "content": f"{n} <img src=x>?"}, {"role": role, "content": "no"}]}


def lines(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_files_are_dropped_looked_at_and_deleted(hands, tmp_path):
    (tmp_path / "bad.jsonl").write_text(lines(*map(example, range(10)), example(10, "asistant")))
    (tmp_path / "good.jsonl").write_text(lines(*map(example, range(3000))))
    page = hands("panel('files')")
    field = page.panel.locator(".oai-zone input[type=file]")
    field.set_input_files([tmp_path / "bad.jsonl", tmp_path / "good.jsonl"])
    page.see("Line 11")
    page.rows("Files").get_by_text("good.jsonl").wait_for()
    page.page.screenshot(path=tmp_path / "files-bad.png")
    page.press("Discard")
    page.rows("Files").get_by_text("good.jsonl").click()
    page.page.keyboard.press("Enter")
    page.see("0 <img src=x>?")
    page.page.screenshot(path=tmp_path / "files.png")
    page.page.keyboard.press("Delete")
    page.see("Delete good.jsonl? It cannot be undone.")
    page.page.keyboard.press("Escape")
    page.panel.get_by_text("It cannot be undone").wait_for(state="hidden")
    page.panel.get_by_role("grid").locator(".oai-grid-body").press("Delete")
    page.panel.locator(".oai-sure").get_by_role("button", name="Delete").click()
    page.see("No files yet")
    page.calm()


@pytest.mark.undisturbed
def test_ten_thousand_files_stay_usable(hands, tmp_path):
    page = hands(MANY, "panel('files')")
    page.see("10,000")
    assert page.rows("Files").count() < 100
    assert page.page.evaluate(FILTER, ["cat 0999", "3 of"]) <= 200
    assert page.page.evaluate(FILTER, ["train", "3,334 of"]) <= 200
    body = page.panel.locator(".oai-grid-body")
    body.press("End")
    page.rows("Files").get_by_text("train-09999.jsonl").wait_for()
    page.panel.get_by_role("columnheader", name="Size").click()
    page.panel.locator("[role=columnheader][aria-sort=descending]", has_text="Size").wait_for()
    body.press("Home")
    page.panel.locator("[aria-rowindex='1'][aria-selected=true]").wait_for()
    body.press("Shift+ArrowDown")
    page.panel.locator("[aria-rowindex='2'][aria-selected=true]").wait_for()
    page.page.screenshot(path=tmp_path / "files-many.png")
    page.calm()


EXAMPLES = """
import openai_nb, pandas as pd
openai_nb.use("sandbox", step_seconds=0.02)
talk = pd.DataFrame({"question": [f"Number {n}?" for n in range(40)], "answer": ["even", "odd"] * 20})
"""
BUSY = """
from tests.browser.eventful import Eventful
current().client.fine_tuning.jobs = Eventful()
"""
WATCH = """() => {
    window.long = [];
    new PerformanceObserver(list => window.long.push(...list.getEntries().map(each => each.duration)))
        .observe({ entryTypes: ['longtask'] });
}"""

ANSWER = """async () => {
    const { session } = window.jupyterapp.shell.currentWidget.sessionContext, began = performance.now();
    await session.kernel.requestExecute({ code: '1 + 1' }).done;
    return performance.now() - began;
}"""


def test_a_model_is_taught_watched_and_tried(hands, tmp_path):
    page = hands(EXAMPLES, "panel('jobs')")
    page.see("No jobs yet")
    page.panel.get_by_text("Begin a job").click()
    field = page.panel.get_by_label("Examples")
    field.click()
    page.page.keyboard.type("talk")
    page.page.keyboard.press("Enter")
    page.press("Check")
    page.see("40 examples")
    page.press("Create")
    page.rows("Jobs").get_by_text("running").wait_for()
    page.press("Pause")
    page.rows("Jobs").get_by_text("paused").wait_for()
    page.press("Resume")
    page.rows("Jobs").get_by_text("succeeded").wait_for(timeout=30_000)
    page.panel.locator(".oai-curve path").nth(3).wait_for(state="attached")
    page.page.screenshot(path=tmp_path / "jobs.png")
    page.panel.get_by_text("Try a tuned model").click()
    field = page.panel.get_by_placeholder("Ask both, the tuned model")
    field.click()
    page.page.keyboard.type("Number 7?")
    page.page.keyboard.press("Enter")
    page.panel.locator(".oai-answer", has_text="odd").wait_for()
    page.page.screenshot(path=tmp_path / "jobs-tried.png")
    page.calm()


@pytest.mark.undisturbed
def test_a_hundred_events_a_second_leave_page_and_kernel_free(hands, tmp_path):
    page = hands(BUSY, "panel('jobs')")
    page.see(re.compile(r"Step \d+: "))  # which one, is as quick as the machine
    page.page.evaluate(WATCH)
    page.pause(6)
    page.page.screenshot(path=tmp_path / "jobs-busy.png")
    assert max(page.page.evaluate("() => window.long"), default=0) <= 200
    assert page.page.evaluate(ANSWER) <= 1000
    page.calm()


def test_a_batch_is_sent_and_its_answers_become_a_table(hands, tmp_path):
    sums = "sums = [f'What is {n} + {n}?' for n in range(30)]"
    page = hands(f"import openai_nb\nopenai_nb.use('sandbox', step_seconds=0.02)\n{sums}", "panel('batches')")
    page.see("No batches yet")
    page.panel.get_by_text("Begin a batch").click()
    page.panel.get_by_label("Requests").click()
    page.page.keyboard.type("sums")
    page.page.keyboard.press("Enter")
    page.press("Create")
    page.rows("Batches").get_by_text("completed").wait_for(timeout=20_000)
    page.rows("Answers").get_by_text("4 + 4 = 8").first.wait_for()
    page.press("To a variable")
    page.see("a DataFrame of 30 rows now")
    page.page.screenshot(path=tmp_path / "batches.png")
    page.calm()


def test_a_store_is_made_filled_and_searched(hands, tmp_path):
    (tmp_path / "trains.txt").write_text("The night train to Oslo leaves at ten from platform four. <b>")
    (tmp_path / "cats.txt").write_text("Cats sleep most of the day and hunt mice at night.")
    page = hands("panel('stores')")
    page.panel.get_by_placeholder("Name of a new store").click()
    page.page.keyboard.type("notes")
    page.page.keyboard.press("Enter")
    page.rows("Stores").get_by_text("notes").wait_for()
    field = page.panel.locator(".oai-zone input[type=file]")
    field.set_input_files([tmp_path / "trains.txt", tmp_path / "cats.txt"])
    page.rows("Files in the store").get_by_text("completed").nth(1).wait_for(timeout=20_000)
    page.panel.get_by_placeholder("What is it about?").click()
    page.page.keyboard.type("when does the train leave?")
    page.page.keyboard.press("Enter")
    page.rows("Places found").first.click()
    page.panel.locator(".oai-answer", has_text="platform four. <b>").wait_for()
    page.page.screenshot(path=tmp_path / "stores.png")
    page.press("Delete")
    page.see("Delete the store notes?")
    page.panel.locator(".oai-sure").get_by_role("button", name="Delete").click()
    page.see("No stores yet")
    page.calm()


TOOL = '''
def weather(city: str) -> str:
    """The weather in a city."""
    return f"rain in {city}"
'''


def test_an_assistant_is_made_and_calls_functions_of_the_notebook(hands, tmp_path):
    page = hands(TOOL, "panel('assistants', tools=[weather])")
    page.panel.get_by_text("Make an assistant").click()
    page.panel.get_by_label("Name").click()
    page.page.keyboard.type("guide")
    page.page.keyboard.press("Enter")
    page.rows("Assistants").get_by_text("guide").wait_for()
    page.panel.get_by_text("Make an assistant").click()
    page.panel.locator(".oai-composer textarea").click()
    page.page.keyboard.type("What is the weather in Oslo?")
    page.page.keyboard.press("Shift+Enter")
    page.panel.locator(".oai-md", has_text="rain in Oslo").wait_for()
    page.rows("Steps").get_by_text("weather(city='Oslo')").wait_for()
    page.panel.locator(".oai-call summary").click()
    page.pause(0.3)
    page.page.screenshot(path=tmp_path / "assistants.png")
    page.press("Delete")
    page.see("Delete the assistant guide?")
    page.page.keyboard.press("Escape")
    page.panel.get_by_text("Delete the assistant guide?").wait_for(state="hidden")
    page.calm()
