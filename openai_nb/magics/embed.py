"""Embed: `%embed` turns a column of texts into vectors and draws them as a map."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from IPython.core.magic import Magics, line_cell_magic, magics_class, needs_local_scope, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.magics.arguments import Misused, expression, out, said
from openai_nb.magics.brief import briefly
from openai_nb.magics.cells import namespace
from openai_nb.magics.footer import SANDBOX
from openai_nb.magics.names import evaluated
from openai_nb.session import current


@magics_class
class EmbedMagics(Magics):
    """Turn texts into vectors, and look at them."""

    @no_var_expand
    @needs_local_scope
    @magic_arguments()
    @argument("-m", "--model", help="the model that embeds")
    @argument("-d", "--dimensions", type=int, help="how long the vectors shall be")
    @argument("-l", "--labels", "--color", metavar="EXPR", help="what each text is; it colours the map")
    @argument("--title", help="what stands over the map")
    @out()
    @line_cell_magic
    @briefly
    def embed(self, line: str, cell: str | None = None, local_ns: dict[str, Any] | None = None) -> Any:
        """Embed a column, a list or any expression, or the lines of the cell; the value shows as a map.

        It has `.vectors` (n, d), `.coordinates` (n, 2), `.clusters`, `.search("words")`,
        `.nearest(item)` and `.frame`, under the index of the column.

        Examples::

            %embed df.text
            e = %embed df.text.head(500) --labels df["kind"].head(500)

            %%embed
            a cat asleep on a keyboard
            a dog under the table
        """
        args = expression(self.embed, line)
        words, names = said(args, cell), namespace(self.shell, local_ns)
        if cell is not None:
            texts: Any = [each.strip() for each in words.splitlines() if each.strip()]
        elif words:
            texts = evaluated(words, names)
        else:
            raise Misused("There is nothing to embed.", "Name a column or a list: `%embed df.text`.")
        found = embedded(args, texts, names)
        if args.out:
            self.shell.user_ns[args.out] = found
        return found


def embedded(args: Namespace, texts: Any, names: dict[str, Any]) -> Any:
    """The texts with their vectors; raises `Misused` where they are no column of texts."""
    from openai_nb.data import text
    from openai_nb.plots.embedded import Embedded

    here = current()
    client, model = here.client, args.model or here.embedding_model
    column = _column(texts)
    labels = evaluated(args.labels, names) if args.labels else None
    if labels is not None and len(labels) != len(column):
        raise Misused(f"There are {len(column)} texts and {len(labels)} labels.", "Each text needs one.")

    def vectors(items: Any) -> Any:
        return text.embed(items, client, model, dimensions=args.dimensions)

    badge = [model, SANDBOX] if client.provider.sandboxed else []
    title = " · ".join(part for part in (args.title, *badge) if part) or None
    return Embedded(column, vectors(column), labels=labels, embed=vectors, title=title)


def _column(texts: Any) -> Any:
    if isinstance(texts, str):
        texts = [texts]
    if getattr(texts, "ndim", 1) != 1:
        raise Misused("That is a whole table.", "Name one column: `%embed df.text`.")
    if not hasattr(texts, "__iter__") or isinstance(texts, bytes):
        raise Misused(f"A {type(texts).__name__} is no column of texts.", "Give a Series or a list.")
    texts = texts if hasattr(texts, "__len__") else list(texts)
    if len(texts) == 0:
        raise Misused("There are no texts.", "Look at what the expression gives.")
    return texts
