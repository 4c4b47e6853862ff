"""Embed: `%embed` turns a column of texts into vectors and draws them as a map."""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from IPython.core.magic import Magics, line_cell_magic, magics_class, needs_local_scope, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.magics import options
from openai_nb.magics.arguments import Misused, expression, out, said
from openai_nb.magics.brief import briefly
from openai_nb.magics.cells import namespace
from openai_nb.magics.footer import SANDBOX
from openai_nb.magics.names import evaluated
from openai_nb.session import current

if TYPE_CHECKING:
    from openai_nb.data.embedding import Embedder

BYTES_PER_TOKEN = 4  # of English, about
METHODS = ("auto", "pca", "neighbours", "umap", "pacmap", "tsne")


@magics_class
class EmbedMagics(Magics):
    """Turn texts into vectors, and look at them."""

    @no_var_expand
    @needs_local_scope
    @magic_arguments()
    @argument("-m", "--model", help="the model that embeds")
    @argument("-d", "--dimensions", type=int, help="how long the vectors shall be")
    @argument("-l", "--labels", "--color", metavar="EXPR", help="what each text is; it colours the map")
    @argument("-k", "--clusters", type=int, help="how many clusters; else as many as lie apart")
    @argument("--near", metavar="WORDS", help="a DataFrame of the texts most like WORDS, best first")
    @argument("-n", "--neighbours", type=int, default=10, help="how many of them")
    @argument("--title", help="what stands over the map")
    @argument("--method", default="auto", choices=METHODS, help="how texts are laid out")
    @argument("--explore", action="store_true", help="open the map in a panel: move, search, lasso")
    @out()
    @line_cell_magic
    @briefly
    def embed(self, line: str, cell: str | None = None, local_ns: dict[str, Any] | None = None) -> Any:
        """Embed a column, a list or any expression, or the lines of the cell; the value shows as a map.

        It has `.vectors` (n, d), `.coordinates` (n, 2), `.clusters`, `.search("words")`,
        `.nearest(item)` and `.frame`, under the index of the column, and is kept as `_embed`.  Each
        different text is embedded once; what was embedded before costs nothing.  With `--explore` the
        value is a panel: what is lassoed or searched for on its map is its `.selection`.

        Examples::

            %embed df.text
            e = %embed df.text.head(500) --labels df["kind"].head(500)
            p = %embed df.text --explore
            %embed df.text -k 5
            %embed df.text --near "the keyboard is loud" -n 3

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
        value = found.search(args.near, args.neighbours) if args.near else found
        if args.explore:
            value = import_module("openai_nb.panels").panel("embedding", found)
        for name, each in (("_embed", found), (args.out, value)):
            if name:
                self.shell.user_ns[name] = each
        return value


def embedded(args: Namespace, texts: Any, names: dict[str, Any]) -> Any:
    """The texts with their vectors; raises `Misused` where they are no column of texts."""
    from openai_nb.data.embedding import embedder_of
    from openai_nb.plots.embedded import Embedded

    here = current()
    client, model = here.client, args.model or here.embedding_model
    column = _column(texts)
    labels = _labels(evaluated(args.labels, names), len(column)) if args.labels else None
    embedder = embedder_of(client, model, args.dimensions)

    def vectors(items: Any) -> Any:
        try:
            return embedder(items)
        except ValueError as problem:
            raise Misused(f"{problem}.", "`%embed?` shows examples.") from None

    _weigh(column, embedder)
    badge = [model, SANDBOX] if client.provider.sandboxed else []
    title = " · ".join(part for part in (args.title, *badge) if part) or None
    made = vectors(column)
    found = Embedded(column, made, labels=labels, embed=vectors, method=args.method, title=title)
    if args.clusters is not None:
        found.cluster = _clusters(found.vectors, args.clusters)
    return found


def _weigh(column: Any, embedder: Embedder) -> None:
    """Raise `TooDear` where the texts that are not in the cache cost more than `max_cost`."""
    from openai_nb.api.prices import cost
    from openai_nb.data import text
    from openai_nb.magics.calls import afford

    if options.current().max_cost is None:
        return
    _, different = text.distinct(text.column(column)[0])
    if embedder.cache is not None:
        keys = embedder.keys(different)
        known = embedder.cache.vectors(keys)
        different = [each for each, key in zip(different, keys, strict=True) if key not in known]
    tokens = sum(len(each.encode("utf-8", "replace")) for each in different) // BYTES_PER_TOKEN
    model = embedder.model
    afford(model, cost(model, {"prompt_tokens": tokens}) if different else 0.0)


def _clusters(vectors: Any, count: int) -> Any:
    from openai_nb.data.clusters import clusters

    if count < 1:
        raise Misused(f"There cannot be {count} clusters.", "Say 2 or more: -k 5.")
    return clusters(vectors, count)


def _column(texts: Any) -> Any:
    """The texts as a list, or as a Series where they have an index."""
    from openai_nb.data.text import column

    try:
        values, index = column(texts)
    except TypeError as problem:
        wrong = str(problem).partition(";")[0]
        raise Misused(f"{wrong}.", "Name one column, or give a list: `%embed df.text`.") from None
    if not values:
        raise Misused("There are no texts.", "Look at what the expression gives.")
    return values if index is None else texts


def _labels(labels: Any, count: int) -> list[Any]:
    """A label for each of so many texts."""
    if isinstance(labels, str) or not hasattr(labels, "__iter__"):
        raise Misused(f"A {type(labels).__name__} is no column of labels.", "Name a column: --labels df.kind")
    found = list(labels)
    if len(found) != count:
        raise Misused(f"There are {count} texts and {len(found)} labels.", "Each text needs one.")
    return found
