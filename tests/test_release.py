import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MOST_BYTES = 1_500_000
SMOKE = """
import openai_nb, sys
from openai_nb import Client, frame
assert sys.argv[1] in openai_nb.__file__, openai_nb.__file__
with Client.sandbox() as client:
    asked = [{"role": "user", "content": "2+2?"}]
    said = client.chat.completions.create(model="sandbox-chat", messages=asked)
    assert "4" in said.choices[0].message.content
    assert len(frame(client.models.list())) > 1
from IPython.testing.globalipapp import start_ipython
shell = start_ipython()
shell.run_line_magic("load_ext", "openai_nb")
shell.run_line_magic("models", "")
from openai_nb.api.prices import price
assert price("gpt-6-luna")
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    where = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", where, ROOT]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return where


@pytest.fixture(scope="module")
def wheel(built):
    return next(built.glob("*.whl"))


def test_the_wheel_is_small_and_pure(wheel):
    assert wheel.stat().st_size <= MOST_BYTES
    assert wheel.name.endswith("-py3-none-any.whl")


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel):
    ours = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "openai_nb").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == ours


def test_the_source_distribution_can_be_tested(built):
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "tests/test_release.py"} <= names
    assert not [name for name in names if "__pycache__" in name or name.endswith(".sqlite")]


def test_what_was_built_works_on_its_own(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    command = [sys.executable, "-c", SMOKE, str(tmp_path)]
    run = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path / "site"), "HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr


def test_the_version_stands_in_one_place(wheel):
    from openai_nb.version import __version__

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert "version" in project["dynamic"]
    assert f"-{__version__}-" in wheel.name


def test_only_five_packages_are_required_and_each_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {line.partition(">")[0] for line in project["dependencies"]}
    assert names == {"requests", "ipython", "ipywidgets", "pandas", "matplotlib"}
    told = (ROOT / "README.md").read_text().partition("## Requirements")[2]
    extras = project["optional-dependencies"]
    untold = [name for name in {*names, *extras} if f"`{name}`" not in told]
    assert untold == []
