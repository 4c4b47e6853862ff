"""Moderation: `%%moderate` says whether texts are harmful, and in which way."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from IPython.core.magic import Magics, line_cell_magic, magics_class, needs_local_scope, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.magics.arguments import Misused, expression, out, said
from openai_nb.magics.brief import briefly
from openai_nb.magics.cells import namespace
from openai_nb.magics.names import evaluated
from openai_nb.session import current


@magics_class
class ModerationMagics(Magics):
    """Find harm in texts."""

    @no_var_expand
    @needs_local_scope
    @magic_arguments()
    @argument("-m", "--model", help="the model that judges")
    @argument("--lines", action="store_true", help="each line of the cell is a text by itself")
    @argument("--raw", action="store_true", help="leave {{…}} in the cell as it is")
    @argument("--fresh", action="store_true", help="judge anew what was judged before")
    @out()
    @line_cell_magic
    @briefly
    def moderate(self, line: str, cell: str | None = None, local_ns: dict[str, Any] | None = None) -> Any:
        """Judge the text of the cell, or each text of a column, a list or any expression.

        The value is true where anything is flagged; it has `.flagged`, `.scores` and `.frame` under the
        index of the column, and shows the scores as shades.  It is kept as `_moderated`.

        Examples::

            %%moderate
            I could kill for a coffee.

            m = %moderate df["text"]
            df[m.flagged]
        """
        args = expression(self.moderate, line)
        words, names = said(args, cell), namespace(self.shell, local_ns)
        texts = _written(args, words, names) if cell is not None else _named(words, names)
        found = moderated(args, texts)
        for name in ("_moderated", args.out):
            if name:
                self.shell.user_ns[name] = found
        return found


def moderated(args: Namespace, texts: Any) -> Any:
    """What is found in `texts`, each different one judged once."""
    from openai_nb.data import text
    from openai_nb.looks.scores import Moderated

    try:
        values, index = text.column(texts)
    except TypeError:
        raise Misused("That is no column of texts.", 'Name one: `%moderate df["text"]`.') from None
    where, different = text.distinct(values)
    if not different:
        raise Misused("There is nothing to judge.", "Look at what the cell or the expression holds.")
    results, note = _judged(args, different)
    return Moderated(
        values, [results[place] if place >= 0 else None for place in where], index=index, note=note
    )


def _judged(args: Namespace, texts: list[str]) -> tuple[list[dict[str, Any]], str]:
    """(a result for each text, who judged)."""
    from openai_nb.data.defaults import usual
    from openai_nb.data.moderating import AT_ONCE, judged
    from openai_nb.data.progress import Progress
    from openai_nb.magics.calls import Called

    model = args.model or current().usual_model("moderation")
    results: list[dict[str, Any]] = []
    tell = usual.reporter() if len(texts) > AT_ONCE else lambda progress: None
    for called in judged(current().client, texts, model, fresh=args.fresh, cell=usual.cell()):
        results += called.answer["results"]
        ended = "done" if len(results) >= len(texts) else ""
        tell(Progress("moderate", len(texts), len(results), ended=ended))
    note = " · ".join(each for each in Called(**vars(called)).footer() if each != "unpriced")
    return results, note


def _written(args: Namespace, cell: str, names: dict[str, Any]) -> list[str]:
    from openai_nb.looks.interpolation import fill

    words = str(fill(cell.strip(), names, raw=args.raw))
    return [each.strip() for each in words.splitlines() if each.strip()] if args.lines else [words]


def _named(words: str, names: dict[str, Any]) -> Any:
    if not words:
        raise Misused("There is nothing to judge.", 'Name a column or a list: `%moderate df["text"]`.')
    return evaluated(words, names)
