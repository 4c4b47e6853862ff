"""Models: `%models` lists the names one may put after `--model`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from IPython.core.magic import Magics, line_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.magics import listing
from openai_nb.magics.arguments import Misused, command, nearest, out
from openai_nb.magics.brief import briefly
from openai_nb.session import current

COLUMNS = ("created", "owned_by", "shutdown_date")
VERBS = ("list", "retiring", "show", "delete")


@magics_class
class ModelMagics(Magics):
    """List, look up and delete models."""

    @no_var_expand
    @magic_arguments()
    @argument("-a", "--all", action="store_true", help="every column the server sent")
    @out()
    @line_magic
    @briefly
    def models(self, line: str) -> Any:
        """The models one may ask, as a DataFrame: live from the server, never a stored list.

        Examples::

            %models                      all of them
            %models gpt-6                those with "gpt-6" in their name
            %models retiring             those that will answer no more, the first to go first
            %models show gpt-6-luna      one of them
            %models delete ft:my-model   delete a fine-tuned model
        """
        args = command(self.models, line)
        verbs: listing.Verbs = {name: getattr(self, f"_{name}") for name in VERBS}
        if len(args.words) == 1 and args.words[0] not in verbs:
            args.words = ["list", *args.words]
        return listing.done("models", args, verbs, self.shell.user_ns)

    def _list(self, args: Any, part: str = "") -> Any:
        found = current().client.models.list()
        chosen = [model for model in found if part in model.id] if part else found
        if part and not chosen:
            near = nearest(part, [*VERBS, *(model.id for model in found)])
            raise Misused(f"No model has {part!r} in its name.", near)
        return listing.table(chosen, None if args.all else COLUMNS)

    def _retiring(self, args: Any) -> Any:
        rows = sorted(_leaving(), key=lambda row: (row["shutdown_date"], row["id"]))
        return listing.table(rows, None if rows else ("id", "shutdown_date", "days"))

    def _show(self, args: Any, model: str) -> Any:
        return current().client.models.retrieve(model)

    def _delete(self, args: Any, model: str) -> Any:
        return current().client.models.delete(model)


def _leaving() -> Iterator[dict[str, Any]]:
    """The models one may ask today that have a last day: as the server says, else as OpenAI announced."""
    from datetime import date

    from openai_nb.api.retired import last_day

    for model in current().client.models.list():
        day = last_day(model)
        if day is not None:
            yield {"id": model.id, "shutdown_date": f"{day}", "days": (day - date.today()).days}
