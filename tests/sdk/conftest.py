"""Python environments with a release of the official SDK each, made once and kept in the user's cache."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from openai_nb.sandbox.serve import serve
from tests.conftest import HOME

CACHE = Path(os.environ.get("XDG_CACHE_HOME", HOME / ".cache")) / "openai_nb" / "sdk"
WANTED = {
    "1.6.1": ("openai==1.6.1", "httpx<0.28"),
    f"current-{date.today():%Y-%m}": ("openai",),  # looked for anew each month
}
KEY = "sk-flows"


def python(release: str) -> Path:
    """The Python of the environment with this release; made if it is not there yet."""
    kept = CACHE / release
    if not (kept / "made").exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        fresh = CACHE / f"{release}.{os.getpid()}"
        try:
            _make(fresh, WANTED[release])
            shutil.rmtree(kept, ignore_errors=True)
            fresh.rename(kept)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return kept / "bin" / "python"


def _make(where: Path, wanted: tuple[str, ...]) -> None:
    environment = {**os.environ, "HOME": str(HOME), "PYTHONPATH": ""}
    for command in (
        [sys.executable, "-m", "venv", where],
        [where / "bin" / "python", "-m", "pip", "install", "-q", *wanted],
    ):
        subprocess.run(command, check=True, capture_output=True, text=True, env=environment, timeout=600)
    (where / "made").touch()


@pytest.fixture(
    params=[("1.6.1", "1_6_1"), ("current", "current"), ("current", "lenient"), ("current", "azure")],
    ids=lambda each: each[1],
)
def flows(request):
    """(which flows, the Python with the release of the SDK that they want)."""
    release, name = request.param
    try:
        return name, python(next(each for each in WANTED if each.startswith(release)))
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        said = str(error.stderr)
        away = isinstance(error, subprocess.TimeoutExpired) or "No matching distribution" in said
        if os.environ.get("CI") or not away:
            pytest.fail(f"The SDK could not be installed: {said[-1000:]}")
        pytest.skip("The package index cannot be reached, and no SDK was kept from before.")


@pytest.fixture
def sandboxes(flows):
    """What the flows need to find two sandboxes: one whose jobs are done at once, and one slow."""
    lenient = flows[0] == "lenient"
    served = {
        "FLOWS_URL": serve(token=KEY, step_seconds=None, lenient=lenient)[0].start(),
        "FLOWS_SLOW_URL": serve(token=KEY, step_seconds=0.5, lenient=lenient)[0].start(),
    }
    yield {"FLOWS_KEY": KEY, **{name: f"{each.url}/v1" for name, each in served.items()}}
    for each in served.values():
        each.close()
