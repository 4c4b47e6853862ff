"""All figures, one part after the other: `python tests/bench [clients sandbox columns …]`."""

import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
PARTS = ["clients", "sandbox", "columns", "vectors", "pictures", "lanes", "proxy"]


def main(parts):
    """Each part in a process of its own; what the machine did beside is told with it."""
    python = f"Python {platform.python_version()}"
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.machine()}, {python}")
    for part in parts:
        load, began = os.getloadavg()[0], time.monotonic()
        print(f"\n## {part} (load {load:.1f})\n", flush=True)
        subprocess.run([sys.executable, HERE / f"{part}.py"], check=False)
        print(f"\n({time.monotonic() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    if unknown := set(sys.argv[1:]) - set(PARTS):
        raise SystemExit(f"There is no {', '.join(unknown)}; there are {', '.join(PARTS)}.")
    main(sys.argv[1:] or PARTS)
