"""Manual: where the notebooks are that explain the kit, and what each is about; known without a network."""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path

from openai_nb.looks.tables import Listing

TABLE = Path(__file__).with_suffix(".tsv")  # name, title, first sentence, for where the files are not at hand
BESIDE = Path(__file__).parents[2] / "notebooks"  # in a copy of the source
SENTENCE = re.compile(r"(.+?[.?!])(\s|$)", re.DOTALL)


def docs() -> Listing:
    """The notebooks of the manual as a table, with where they are; it shows as a cell's value."""
    return Listing(("notebook", "title", ""), chapters(), note=f"{place()} `%chat?` explains a magic.")


def chapters() -> list[tuple[str, str, str]]:
    """(name, title, first sentence) of each notebook, the quickstart first."""
    if BESIDE.is_dir():
        found = [_chapter(path) for path in BESIDE.glob("*.ipynb")]
    else:
        lines = TABLE.read_text("utf-8").splitlines()[1:]
        found = [(name, title, words) for name, title, words in (line.split("\t") for line in lines)]
    return sorted(found, key=lambda chapter: (chapter[0] != "quickstart.ipynb", chapter[0]))


def place() -> str:
    """Where the notebooks are, in a sentence: here, at the project's address, or in its source."""
    if BESIDE.is_dir():
        return f"They are in {BESIDE}."
    try:
        named = metadata.metadata("openai-nb").get_all("Project-URL") or []
    except metadata.PackageNotFoundError:
        named = []
    urls = dict(line.split(", ", 1) for line in named)
    address = next((urls[name] for name in ("Documentation", "Repository", "Homepage") if name in urls), "")
    return f"They are at {address}." if address else "They come with the source of the package."


def _chapter(path: Path) -> tuple[str, str, str]:
    """What a notebook says of itself in its first cell."""
    cell = json.loads(path.read_text("utf-8"))["cells"][0]
    title, _, rest = "".join(cell["source"]).partition("\n")
    words = " ".join(rest.replace("**", "").split())
    sentence = SENTENCE.match(words)
    return path.name, title.strip("# "), sentence[1] if sentence else words
