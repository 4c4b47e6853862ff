"""Binder: what it builds is what the manual was saved with."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
PINS = dict(line.split("==") for line in (ROOT / "binder" / "constraints.txt").read_text().splitlines())


def test_everything_the_package_and_its_lab_want_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["lab"], *extras["panels"]]
    names = {re.split(r"[\[>=]", each)[0] for each in wanted} - {"openai-nb"}
    assert names - {name.lower() for name in PINS} == set()


def test_it_installs_this_checkout_at_these_versions():
    assert '-c binder/constraints.txt ".[lab]"' in (ROOT / "binder" / "postBuild").read_text()
    assert (
        yaml.safe_load((ROOT / "binder" / "environment.yml").read_text())["dependencies"][0] == "python=3.11"
    )


def test_no_key_is_needed_there():
    start = (ROOT / "binder" / "start").read_text()
    assert "OPENAI_NB_PROVIDER=sandbox" in start
    assert start.rstrip().endswith('exec "$@"')
