"""Usage: `%usage` is the ledger: what calls took, by model, cell, conversation or day."""

from __future__ import annotations

from typing import Any

from IPython.core.magic import Magics, line_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.magics import listing
from openai_nb.magics.arguments import command, out
from openai_nb.magics.brief import briefly


@magics_class
class UsageMagics(Magics):
    """Show what was used, and what it cost."""

    @no_var_expand
    @magic_arguments()
    @argument("-s", "--since", metavar="WHEN", help="30m, 12h, 7d, today or 2026-11-01")
    @out()
    @line_magic
    @briefly
    def usage(self, line: str) -> Any:
        """What the calls of this machine took, as a DataFrame: tokens, USD and seconds, by model.

        `unpriced` counts the calls whose price is not known; they are not in `usd`.

        Examples::

            %usage                      by model, with what came from the cache
            %usage cells                by cell; conversations, days and kinds likewise
            %usage calls --since 1h     one by one
            %usage organization         tokens of the whole organization; an admin key opens it
            %usage costs --since 30d    and what they cost, day by day
            %usage clear                forget the ledger
        """
        from openai_nb.magics import accounts

        args = command(self.usage, line)
        verbs: listing.Verbs = {
            "models": lambda args: accounts.summed("model", args.since),
            "cells": lambda args: accounts.summed("cell", args.since),
            "conversations": lambda args: accounts.summed("conversation", args.since),
            "kinds": lambda args: accounts.summed("what", args.since),
            "days": lambda args: accounts.summed("day", args.since),
            "calls": lambda args: accounts.calls(args.since),
            "organization": lambda args: accounts.organization(args.since),
            "costs": lambda args: accounts.costs(args.since),
            "clear": lambda args: accounts.clear(),
        }
        return listing.done("usage", args, verbs, self.shell.user_ns, "models")
