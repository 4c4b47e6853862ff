"""The pictures of the README, real runs in JupyterLab in the sandbox: `python tests/pictures.py [chat …]`."""

import sys
import tempfile
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser.jupyter import Lab, Page, chromium

PLACE = Path(__file__).parents[1] / "notebooks" / "pictures"
DATA = """%load_ext openai_nb
import inspect, math, pathlib, statistics
import matplotlib.axes, numpy, pandas as pd, PIL.Image

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
    client.files.create(file=("x.jsonl", training_file(part, "description", "package")), purpose="fine-tune")
    for part in (shuffled[100:], shuffled[:100])]
job = client.fine_tuning.jobs.create(
    model="sandbox-chat", training_file=train, validation_file=valid, suffix="packages")"""
PLANETS = '''import pandas as pd
planets = pd.DataFrame({"planet": ["Venus", "Earth", "Mars"], "radius_km": [6052, 6371, 3390]})

def radius(planet: str) -> float:
    """The mean radius of a planet, in kilometres."""
    return float(planets.set_index("planet").radius_km[planet])'''
ASK = """%%chat
Which of these functions sorts a table by its values?

{{ "\\n".join(functions.description) }}"""
SHOW = "from openai_nb.panels import panel\n"


def chat(page):
    words = page.page.locator(".oai-composer textarea")
    for said in ("What is 12 * (3 + 4)?", "What is the radius of Mars?"):
        words.fill(said)
        words.press("Shift+Enter")
        page.pause(2)
    page.page.locator(".oai-call summary").last.click()
    page.pause(1)


def settled(page):
    page.pause(20)  # the quick map is replaced by the better one


def training(page):
    page.page.locator(".oai-panel [role=row]").nth(1).click()
    page.pause(8)


def exploring(page):
    page.page.wait_for_function(
        "() => !document.querySelector('.oai-points-note').textContent", timeout=60_000
    )
    page.pause(2)


PICTURES = {  # name: the cells, what is done then, the cells that are shown
    "magics": ([DATA, ASK, "%embed functions.description --labels functions.package"], settled, (1, 2)),
    "chat": (["%load_ext openai_nb\n" + PLANETS, SHOW + "panel('chat', tools=[radius])"], chat, (1, 1)),
    "jobs": ([DATA + EXAMPLES, SHOW + "panel('jobs')"], training, (1, 1)),
    "embeddings": ([DATA, SHOW + "panel('embedding', functions, 'description')"], exploring, (1, 1)),
}


def around(page, first, last):
    """The part of the page that these cells take."""
    top, end = page.cell(first).bounding_box(), page.cell(last).bounding_box()
    height = end["y"] + end["height"] - top["y"]
    return {"x": top["x"], "y": top["y"], "width": top["width"], "height": height}


def main(names):
    PLACE.mkdir(exist_ok=True)
    chromium()
    from playwright.sync_api import sync_playwright

    root, home = Path(tempfile.mkdtemp()), Path(tempfile.mkdtemp())
    with Lab(root, home, OPENAI_NB_PROVIDER="sandbox") as lab, sync_playwright() as playwright:
        for name in names or PICTURES:
            cells, act, (first, last) = PICTURES[name]
            notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
            notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
            nbformat.write(notebook, root / f"{name}.ipynb")
            with Page(playwright, lab, f"{name}.ipynb", home / name) as page:
                page.page.set_viewport_size({"width": 1280, "height": 1700})
                page.run_all()
                page.pause(3)
                act(page)
                page.page.screenshot(path=PLACE / f"{name}.png", clip=around(page, first, last))
            print(name, (PLACE / f"{name}.png").stat().st_size)


if __name__ == "__main__":
    main(sys.argv[1:])
