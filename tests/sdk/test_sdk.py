"""The official SDK, old and new, as a client of the served sandbox; its answers are strictly validated."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

FLOWS = Path(__file__).parent


def test_every_flow_goes_through(flows, sandboxes):
    name, python = flows
    script = FLOWS / f"flows_{name}.py"
    environment = {**os.environ, **sandboxes, "PYTHONPATH": ""}
    done = subprocess.run(
        [python, script], env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    lines = done.stdout.splitlines()
    assert [line for line in lines if not line.startswith("ok ")] == []
    assert done.returncode == 0, done.stderr[-2000:]
    assert len(lines) == script.read_text().count("@flow\n")
