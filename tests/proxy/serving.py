"""Programs: a proxy as one starts it, behind gunicorn, on a free port."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager

from openai_nb.proxy.tokens import digest
from tests.conftest import KEY, ROOT
from tests.proxy.conftest import TOKEN

ADA = {"users": {"ada": {"tokens": [digest(TOKEN)]}}}


def toml(said, name=""):
    """A mapping as TOML."""
    lines = [f"{json.dumps(k)} = {json.dumps(v)}" for k, v in said.items() if not isinstance(v, dict)]
    for key, value in said.items():
        if isinstance(value, dict):
            inner = f"{name}.{json.dumps(key)}" if name else json.dumps(key)
            lines += [f"[{inner}]", toml(value, inner)]
    return "\n".join(lines)


@contextmanager
def program(directory, path=None, **said):
    """(address, process) of a proxy whose settings say so; `path` goes before where modules are found."""
    config = directory / "proxy.toml"
    config.write_text(toml({"port": 0, "key_env": "TEAM_KEY", **ADA, **said}))
    env = {**os.environ, "TEAM_KEY": KEY, "PYTHONPATH": f"{path or ROOT}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "openai_nb", "proxy", "--config", str(config)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as run:
        line = run.stdout.readline()
        assert "answers at" in line, run.stderr.read()
        try:
            yield re.search(r"http://[\d.:]+", line)[0], run
        finally:
            run.terminate()
            run.wait(10)
