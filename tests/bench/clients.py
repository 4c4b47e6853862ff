"""Our client beside the official SDK and the floor, as the README has it: `python tests/bench/clients.py`."""

import json
import statistics
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
WHO = ["openai_nb", "openai", "floor"]
ROUNDS = 5
ROWS = [  # (work, figure, what the row is called, how much of it one call has)
    ("chat", "cpu_ms", "a chat call, CPU ms", 1),
    ("stream", "cpu_ms", "a streamed piece, CPU µs", 2.0),
    ("embed", "cpu_ms", "2048 × 1536 embeddings, CPU ms", 1),
    ("embed", "peak_mib", "the same, peak MiB of the process", 1),
    ("import", "cpu_ms", "import and construct a client, CPU ms", 1),
]


def main():
    who = [each for each in WHO if each != "openai" or find_spec("openai")]
    print(f"| | {' | '.join(who)} |\n|---|{'--:|' * len(who)}")
    with subprocess.Popen([sys.executable, HERE / "canned.py"], stdout=subprocess.PIPE, text=True) as server:
        try:
            port = server.stdout.readline().strip()
            taken = {work: measured(work, who, port) for work in dict.fromkeys(row[0] for row in ROWS)}
        finally:
            server.terminate()
    for work, figure, name, parts in ROWS:
        values = [statistics.median(run[figure] for run in taken[work][each]) / parts for each in who]
        print(f"| {name} | {' | '.join(f'{value:.3g}' for value in values)} |")


def measured(work, who, port):
    """The runs of each client, in turns, so that what else the machine does meets all alike."""
    runs = {each: [] for each in who}
    for _ in range(ROUNDS):
        for each in who:
            command = [sys.executable, HERE / "callers.py", work, each, port]
            runs[each].append(json.loads(subprocess.check_output(command, text=True)))
    return runs


if __name__ == "__main__":
    main()
