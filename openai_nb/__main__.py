"""Command line: `python -m openai_nb sandbox --port N …` and `python -m openai_nb proxy --config FILE`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from openai_nb.version import __version__

PASSED = ("faults", "pace", "era", "lenient", "seed", "clock")


def parser() -> argparse.ArgumentParser:
    """What the command line takes."""
    top = argparse.ArgumentParser(prog="python -m openai_nb", description="Programs beside the notebook.")
    top.add_argument("--version", action="version", version=f"openai_nb {__version__}")
    programs = top.add_subparsers(dest="program", required=True)
    _add_sandbox(programs)
    _add_proxy(programs)
    return top


def _add_sandbox(programs: Any) -> None:
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
    sandbox.add_argument(
        "--era", default="classic", metavar="NAME", help="offer all there was (classic) or is (2026-11)"
    )
    sandbox.add_argument(
        "--lenient", action="store_true", help="answer whatever the types allow, also for unknown ids"
    )
    sandbox.add_argument("--seed", type=int, metavar="N", help="number the ids in another way")
    sandbox.add_argument("--clock", metavar="TIME", help="let time stand still, at 2026-11-21T00:00:00")


def _add_proxy(programs: Any) -> None:
    proxy = programs.add_parser("proxy", help="let a team use a key that stays on this host")
    proxy.add_argument("--config", metavar="FILE", help="settings in TOML")
    proxy.add_argument("--port", type=int, help="another than the settings say")
    proxy.add_argument("--new-token", action="store_true", help="make a token; settings hold its digest")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program that is asked for; its exit code."""
    program = parser()
    said = program.parse_args(arguments)
    return _proxy(program, said) if said.program == "proxy" else _sandbox(program, said)


def _proxy(program: argparse.ArgumentParser, said: argparse.Namespace) -> int:
    from openai_nb.core.errors import SettingsError
    from openai_nb.proxy import serve, tokens

    if said.new_token:
        token = tokens.new()
        print(f'{token}\n  for the caller; the proxy\'s settings hold\ntokens = ["{tokens.digest(token)}"]')
        return 0
    if not said.config:
        program.error("Name the settings: proxy --config proxy.toml")
    try:
        return serve.run(said.config, said.port)
    except SettingsError as error:
        program.error(str(error))
    except (OSError, OverflowError) as error:
        program.error(f"{error}. Name another --port, or other files in {said.config}.")


def _sandbox(program: argparse.ArgumentParser, said: argparse.Namespace) -> int:
    from openai_nb.sandbox.serve import run, serve

    token = None if said.no_token else said.token
    options = {name: getattr(said, name) for name in PASSED}
    try:
        served = serve(said.state, port=said.port, token=token, **options)
    except ValueError as error:  # a script, an era or a moment that is none
        program.error(str(error))
    except (OSError, OverflowError) as error:
        program.error(f"{error}. Name another --port, or another directory as --state.")
    return run(*served)


if __name__ == "__main__":
    sys.exit(main())
