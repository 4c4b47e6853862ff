"""Scenes: what the README's pictures show: cells that are run, and what a hand does then."""

from collections.abc import Callable
from typing import NamedTuple

FUNCTIONS = """%load_ext openai_nb
import inspect, math, pathlib, statistics
import matplotlib.axes, numpy, pandas as pd, PIL.Image
from openai_nb.panels import panel

homes = {"matplotlib": [matplotlib.axes.Axes], "numpy": [numpy, numpy.linalg], "maths": [math, statistics],
         "pandas": [pd.DataFrame, pd.Series.str], "PIL": [PIL.Image.Image], "pathlib": [pathlib.Path]}
rows = [(package, name, (inspect.getdoc(thing) or "").split("\\n\\n")[0].replace("\\n", " "))
        for package, places in homes.items() for place in places
        for name, thing in inspect.getmembers(place, callable) if not name.startswith("_")]
functions = pd.DataFrame(rows, columns=["package", "name", "description"])
functions = functions[functions.description.str.len().between(20, 120)].drop_duplicates("description")
functions = functions.reset_index(drop=True)"""
EXAMPLES = """
from openai_nb.data.jsonl import training_file
from openai_nb.session import current

client, shuffled = current().client, functions.sample(frac=1, random_state=1)
train, valid = [
    client.files.create(file=(name, training_file(part, "description", "package")), purpose="fine-tune")
    for name, part in {"train.jsonl": shuffled[100:], "valid.jsonl": shuffled[:100]}.items()]
job = client.fine_tuning.jobs.create(
    model="sandbox-chat", training_file=train, validation_file=valid, suffix="packages")"""
AGAIN = """
again = client.fine_tuning.jobs.create(
    model="sandbox-chat", training_file=train, validation_file=valid, suffix="slowly",
    hyperparameters={"learning_rate_multiplier": 0.3})
client.fine_tuning.jobs.wait(job)
client.fine_tuning.jobs.wait(again)"""
PLANETS = '''%load_ext openai_nb
import pandas as pd
from openai_nb.panels import panel

planets = pd.DataFrame({"planet": ["Venus", "Earth", "Mars"], "radius_km": [6052, 6371, 3390]})

def radius(planet: str) -> float:
    """The mean radius of a planet, in kilometres."""
    return float(planets.set_index("planet").radius_km[planet.capitalize()])'''
SLOWLY = """
import openai_nb
openai_nb.use("sandbox", step_seconds=0.04)"""
ASK = """%%chat
Which of these functions sorts a table by its values?

{{ "\\n".join(functions.description) }}"""
FILES = """
from openai_nb.data.jsonl import training_file
from openai_nb.session import current

current().client.files.create(file=("questions.jsonl", b'{"custom_id": "1"}\\n'), purpose="user_data")
train = training_file(functions, "description", "package")
pathlib.Path("packages.jsonl").write_bytes(train)
lines = train.splitlines()[:12]
lines[6] = lines[6].replace(b'"assistant"', b'"asistant"')
pathlib.Path("first-try.jsonl").write_bytes(b"\\n".join(lines))"""
BEGIN = "%load_ext openai_nb\nfrom openai_nb.panels import panel\nfrom openai_nb.session import current"
CALLS = """
import time
from IPython.utils.capture import capture_output
from openai_nb.data import ledger

client, now, real = current().client, time.time(), time.time
for day in range(21):  # the calls are made now; the clock of the ledger is put back, so that there are days
    ledger.time.time = lambda: now - day * 86_400
    with capture_output():
        for n in range(1 + day * 5 % 7):
            get_ipython().run_line_magic("chat", f"What is {day} + {n}?")
        if day % 3 == 0:
            get_ipython().run_line_magic("embed", "['a text', 'another']")
ledger.time.time = real"""
SAID = """Good morning! The release is ready.
Run the tutorial; it kills the process after a minute.
I will kill you.
You are a worthless idiot, and I hate you.
The old horror film is violent, but I like it."""


class Scene(NamedTuple):
    """Cells, which of them are shown, what is done, and how it looks."""

    cells: list[str]
    act: Callable[[object], None]
    first: int = 1
    last: int = 1
    theme: str = "Light"


def press(page, name):
    page.page.locator(".oai-panel").get_by_role("button", name=name).first.click()


def say(page, place, *said, seconds=2):
    words = page.page.locator(place)
    for each in said:
        words.fill(each)
        words.press("Shift+Enter")
        page.pause(seconds)


def chat(page):
    say(page, ".oai-composer textarea", "What is 12 * (3 + 4)?", "What is the radius of Mars?")
    page.page.locator(".oai-call summary").last.click()
    page.pause(1)


def images(page):
    say(page, ".oai-prompt textarea", "a lighthouse on a cliff at dusk, a sailing boat", seconds=4)
    press(page, "Paint what shall be changed")
    box = page.page.locator(".oai-easel canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.page.mouse.move(x - 90, y - 120)
    page.page.mouse.down()
    for step in range(1, 12):
        page.page.mouse.move(x - 90 + 18 * step, y - 120 + 16 * (step % 2))
    page.page.mouse.up()
    page.pause(1)


def audio(page):
    say(
        page,
        ".oai-say textarea",
        "The cat sat on the warm mat. It slept all day, until the moon rose.",
        seconds=3,
    )
    press(page, "Listen to it")
    press(page, "Transcribe")
    page.page.locator(".oai-unit").nth(14).wait_for()
    page.page.locator(".oai-unit", has_text="warm").click()
    page.pause(1)


def settled(page):
    page.pause(20)  # the quick map is replaced by the better one


def exploring(page):
    page.page.wait_for_function(
        "() => !document.querySelector('.oai-points-note').textContent", timeout=60_000
    )
    page.page.get_by_placeholder("Search by meaning").fill("sort rows by their values")
    page.page.get_by_placeholder("Search by meaning").press("Enter")
    page.pause(3)


def training(page):
    page.page.locator(".oai-panel [role=row]").nth(1).click()
    page.pause(6)


def holding(page):
    page.pause(4)
    press(page, "Pause")
    page.pause(3)


def files(page):
    field = page.page.locator(".oai-zone input[type=file]")
    field.set_input_files([str(page.lab.root / name) for name in ("packages.jsonl", "first-try.jsonl")])
    page.page.get_by_text("Line 7").first.wait_for()
    page.pause(2)


def batches(page):
    page.page.get_by_text("Begin a batch").click()
    press(page, "Create")
    page.page.get_by_text("completed").first.wait_for()
    page.page.get_by_text("Begin a batch").click()
    page.pause(2)


def stores(page):
    page.page.locator("[role=row]").get_by_text("functions").first.click()
    page.page.get_by_placeholder("What is it about?").fill("sort a table by its values")
    page.page.get_by_placeholder("What is it about?").press("Enter")
    page.page.get_by_role("grid", name="Places found", exact=True).locator(".oai-grid-row").first.click()
    page.pause(2)


def assistants(page):
    say(page, ".oai-composer textarea", "What is the radius of Mars?", seconds=4)
    page.page.locator(".oai-call summary").last.click()
    page.pause(1)


def models(page):
    page.page.locator("[role=row]", has_text="sandbox-text").first.click()
    page.pause(1)


def moderation(page):
    say(page, ".oai-texts textarea", SAID, seconds=3)


def nothing(page):
    page.pause(2)


def tabs(page):
    page.page.locator(".oai-tabs button", has_text="Images").click()
    page.pause(2)
    say(page, ".oai-prompt textarea", "a red house in the snow under a full moon, a fir", seconds=5)


STORE = """
from pathlib import Path
from openai_nb.session import current
client = current().client
store = client.vector_stores.create(name="functions")
for package, part in functions.groupby("package"):
    text = "\\n\\n".join(part.name + ": " + part.description)
    file = client.files.create(file=(f"{package}.txt", text.encode()), purpose="assistants")
    client.vector_stores.files.create(store, file_id=file.id)"""
ASSISTANT = """
from openai_nb.session import current
for name, words in {"Cook": "Speak of food alone.", "Astronomer": "Answer in one line."}.items():
    current().client.assistants.create(model="sandbox-chat", name=name, instructions=words)"""

SCENES = {
    "magics": Scene(
        [FUNCTIONS, ASK, "%embed functions.description --labels functions.package"], settled, 1, 2
    ),
    "chat": Scene([PLANETS, "panel('chat', tools=[radius])"], chat),
    "images": Scene([BEGIN, "panel('images', size='512x512', n=3)"], images),
    "audio": Scene([BEGIN, "panel('audio')"], audio),
    "embeddings": Scene([FUNCTIONS, "panel('embedding', functions, 'description')"], exploring),
    "files": Scene([FUNCTIONS + FILES, "panel('files')"], files),
    "jobs": Scene([FUNCTIONS + EXAMPLES + AGAIN, "panel('jobs')"], training),
    "job": Scene([FUNCTIONS + SLOWLY + EXAMPLES, "panel('job', job)"], holding),
    "batches": Scene(
        [BEGIN + "\nsums = [f'What is {n} * {n}?' for n in range(30)]", "panel('batches', requests=sums)"],
        batches,
    ),
    "stores": Scene([FUNCTIONS + STORE, "panel('stores')"], stores),
    "assistants": Scene([PLANETS + ASSISTANT, "panel('assistants', tools=[radius])"], assistants),
    "models": Scene([BEGIN, "panel('models')"], models),
    "moderation": Scene([BEGIN, "panel('moderation')"], moderation),
    "usage": Scene([BEGIN + CALLS, "panel('usage')"], nothing),
    "settings": Scene([BEGIN, "panel('settings')"], nothing),
    "studio": Scene([PLANETS, "panel('studio')"], tabs, theme="Dark"),
}
