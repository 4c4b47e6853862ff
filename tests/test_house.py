"""The house: floors, checks, small files, and a door that opens at once."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "openai_nb").rglob("*.py"))
WRITTEN = [*MODULES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "notebooks").glob("*.ipynb"))]
MOST_LINES = 250  # of a file
MOST_WORK = 25  # lines of a function's work
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
HEAVY = {"numpy", "pandas", "matplotlib", "ipywidgets", "requests", "PIL", "sqlite3"}
LONGER: dict[str, str] = {}  # a function or file that is longer, with the reason

each_module = pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: str(path.relative_to(ROOT / "openai_nb"))
)


def run(*command):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return done.stdout


def tool(name):
    return str(Path(sys.executable).with_name(name))


def test_ruff_finds_nothing():
    run(sys.executable, "-m", "ruff", "check", ".")
    run(sys.executable, "-m", "ruff", "format", "--check", "openai_nb", "tests")


def test_mypy_finds_nothing():
    run(sys.executable, "-m", "mypy", "--strict")


def test_each_floor_knows_only_those_below():
    run(tool("lint-imports"), "--no-cache")


def test_every_module_stands_on_a_floor():
    (floors,) = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    named = {name.strip() for layer in floors["layers"] for name in layer.split("|")}
    parts = {
        f"openai_nb.{path.stem}" for path in (ROOT / "openai_nb").iterdir() if path.suffix in ("", ".py")
    }
    doors = {"openai_nb.__init__", "openai_nb.__main__", "openai_nb.__pycache__", "openai_nb.version"}
    assert parts - doors <= named


# Small files that say what they are for


@each_module
def test_a_file_is_short(path):
    assert len(path.read_text().splitlines()) <= MOST_LINES or path.name in LONGER


@each_module
def test_a_function_is_short(path):
    functions = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, FUNCTIONS)]
    long = [f"{node.name} ({work(node)} lines)" for node in functions if work(node) > MOST_WORK]
    assert [each for each in long if each.split()[0] not in LONGER] == []


def work(node):
    """The lines of a function's work: its signature and its docstring are words."""
    said = ast.get_docstring(node) is not None
    rest = node.body[said:]
    return node.end_lineno - rest[0].lineno + 1 if rest else 0


@each_module
def test_a_module_begins_with_what_it_is_for(path):
    said = ast.get_docstring(ast.parse(path.read_text()))
    assert said
    assert said.splitlines()[0].endswith((".", "!", "?"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_is_a_thing_one_can_name(path):
    assert path.stem not in {"utils", "util", "helpers", "helper", "common", "base", "misc"}


@pytest.mark.parametrize("word", ["TO" + "DO", "FIX" + "ME", "X" * 3 + ":", "/" + "work/", "/" + "root/"])
def test_nothing_is_left_for_later_and_no_machine_is_named(word):
    assert [path.name for path in WRITTEN if re.search(rf"(?<!\w){word}", path.read_text())] == []


# The light door


def modules_after(code):
    program = f"import sys; {code}; print(*sorted(name for name in sys.modules if '.' not in name))"
    return set(run(sys.executable, "-c", program).split())


def test_importing_the_package_brings_nothing_heavy():
    assert not modules_after("import openai_nb") & HEAVY


def test_loading_the_extension_brings_nothing_heavy():
    before = "from IPython.testing.globalipapp import start_ipython; shell = start_ipython()"
    shell = modules_after(before)
    loaded = modules_after(f"{before}; shell.run_line_magic('load_ext', 'openai_nb')")
    assert not (loaded - shell) & HEAVY


def test_the_door_names_what_it_opens():
    import openai_nb

    for name in ("Client", "frame", "asdict", "use"):
        assert name in dir(openai_nb)
        assert getattr(openai_nb, name)
    with pytest.raises(AttributeError, match="no attribute 'Clinet'"):
        openai_nb.Clinet  # noqa: B018


def test_the_version_is_said_once():
    import openai_nb

    assert re.fullmatch(r"\d+\.\d+\.\d+", openai_nb.__version__)
