"""Command line: `python -m openai_nb sandbox --port N [--state DIR] [--token T | --no-token]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence


def parser() -> argparse.ArgumentParser:
    """What the command line takes."""
    top = argparse.ArgumentParser(prog="python -m openai_nb", description="Programs beside the notebook.")
    programs = top.add_subparsers(dest="program", required=True)
    sandbox = programs.add_parser(
        "sandbox", help="answer the API on a port of this machine; no key, no model"
    )
    sandbox.add_argument("--port", type=int, default=0, help="0 (the default) takes a free one")
    sandbox.add_argument("--state", metavar="DIR", help="remember in this directory; else in memory")
    sandbox.add_argument(
        "--faults", default="", metavar="SCRIPT", help='trouble to meet in order: "429, ok, cut"'
    )
    sandbox.add_argument("--pace", type=float, metavar="N", help="stream N tokens a second; else at once")
    either = sandbox.add_mutually_exclusive_group()
    either.add_argument("--token", default="", help="what callers must bear; a random one is made otherwise")
    either.add_argument("--no-token", action="store_true", help="let any bearer in; on this machine only")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program that is asked for; its exit code."""
    said = parser().parse_args(arguments)
    from openai_nb.sandbox.serve import run

    token = None if said.no_token else said.token
    return run(said.state, port=said.port, token=token, faults=said.faults, pace=said.pace)


if __name__ == "__main__":
    sys.exit(main())
