"""Map: `%%map` asks a model about each row of a table; the answers become columns beside the rows."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from IPython.core.magic import Magics, cell_magic, magics_class, needs_local_scope, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.data.halting import Halted
from openai_nb.magics.arguments import Misused, expression, out
from openai_nb.magics.brief import briefly
from openai_nb.magics.cells import keep, namespace
from openai_nb.magics.names import DOTTED, evaluated


@magics_class
class MapMagics(Magics):
    """Ask a model about each row of a table."""

    @no_var_expand
    @needs_local_scope
    @magic_arguments()
    @argument(
        "-i", "--into", metavar="SHAPE", help='a column\'s name, or fields: "label good|bad, score float"'
    )
    @argument("-m", "--model", help="the model to ask")
    @argument("-s", "--system", default="", help="who the model shall be, or what it shall do")
    @argument("-t", "--temperature", type=float, help="0 is sober, 2 is wild")
    @argument("--max-tokens", type=int, help="the longest answer, in tokens")
    @argument(
        "--files", action="append", metavar="COLUMN", help="holds paths of pictures or files; repeatable"
    )
    @argument("-n", "--max-in-flight", type=int, help="how many requests may be under way at once")
    @argument("--max-cost", type=float, metavar="USD", help="pause before this is spent")
    @argument(
        "--meta", action="store_true", help="add cost, tokens, request id, finish reason, cached, seconds"
    )
    @argument("--batch", action="store_true", help="send it as batches: half the price, within a day")
    @argument("--no-cache", action="store_true", help="ask anew what was answered before")
    @argument("--dry-run", action="store_true", help="ask a few rows, and say what all of them will take")
    @out()
    @cell_magic
    @briefly
    def map(self, line: str, cell: str, local_ns: dict[str, Any] | None = None) -> Any:
        """Ask about each row of a table; the cell says what, with `{{column}}` where a row's value goes.

        The answers stand beside the rows; a row that failed has its reason in `error`.  The table is
        kept as `_map` and under `--out`.  What was answered is on disk: stopped and run again, the cell
        goes on where it was, and a changed prompt starts afresh.  With `--batch` the rows go on at the API
        meanwhile, and the cell comes back to them.

        Examples::

            %%map reviews --into "label good|bad, score float" -o rated
            How does the writer like it? {{text}}

            %%map reviews.head(1000) --dry-run
            Sum up in five words: {{title}}. {{text}}

            %%map reviews --batch -o said
            Translate into English: {{text}}
        """
        args = expression(self.map, line)
        names = namespace(self.shell, local_ns)
        if not args.words:
            raise Misused("Of which table?", "Name it on the first line: `%%map df`.")
        if not cell.strip():
            raise Misused("There is no question.", "Write it below the line, with {{column}} in it.")
        try:
            found = _mapped(args, cell.strip(), names)
        except Halted as stop:
            if stop.partial is not None:
                stop.keep_as(args.out)
                keep(self.shell, stop.partial)
            raise
        if not args.dry_run:
            keep(self.shell, found, "_map", args.out)
        return found


def _mapped(args: Namespace, prompt: str, names: dict[str, Any]) -> Any:
    from openai_nb.data.map import map as ask

    options = {"temperature": args.temperature, "max_completion_tokens": args.max_tokens}
    try:
        return ask(
            evaluated(args.words, names),
            prompt,
            _into(args.into, names),
            model=args.model,
            system=args.system,
            files=args.files or (),
            max_in_flight=args.max_in_flight,
            max_cost=args.max_cost,
            meta=args.meta,
            cache=False if args.no_cache else None,
            dry_run=args.dry_run,
            batch=args.batch,
            **options,
        )
    except (TypeError, ValueError) as problem:
        raise Misused(f"%%map: {problem}") from None


def _into(words: str | None, names: dict[str, Any]) -> Any:
    """A schema of the notebook that `words` name, else the words themselves."""
    if words and (words.startswith("{") or (DOTTED.fullmatch(words) and words.partition(".")[0] in names)):
        meant = evaluated(words, names)
        return words if isinstance(meant, str) else meant
    return words
