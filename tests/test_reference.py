"""The reference is made of the docstrings, and made without a complaint."""

import re
import subprocess
import sys

INNER = ["sandbox.oracle", "sandbox.routes", "magics"]  # not called by name from a notebook
WARNING = re.compile(r"^Warn.*", re.MULTILINE)
# pdoc cannot look up what a named tuple holds where annotations are postponed; it shows them as written.
POSTPONED = re.compile(r"ForwardRef\(.*\.__init__\. ")


def test_the_reference_is_built_without_a_warning(tmp_path):
    left_out = [f"!openai_nb.{name}" for name in INNER]
    command = [sys.executable, "-W", "always", "-m", "pdoc", "-o", str(tmp_path), "openai_nb", *left_out]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    told = WARNING.findall(run.stdout + run.stderr)
    assert [line for line in told if not POSTPONED.search(line)] == []
    page = (tmp_path / "openai_nb" / "client.html").read_text()
    assert "finds its key in the arguments" in page
