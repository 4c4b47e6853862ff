"""Batches: `%batches` sends many requests in one file at half the price, and brings their answers home."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from IPython.core.magic import Magics, line_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.magics import listing
from openai_nb.magics.arguments import command, out
from openai_nb.magics.brief import briefly
from openai_nb.session import current

COLUMNS = (
    "endpoint",
    "status",
    "request_counts.total",
    "request_counts.completed",
    "request_counts.failed",
    "created_at",
    "completed_at",
)


@magics_class
class BatchMagics(Magics):
    """Send, follow and stop batches, and read their answers."""

    @no_var_expand
    @magic_arguments()
    @argument("-e", "--endpoint", help="where its requests go, as /v1/chat/completions; the lines say it")
    @argument("--unchecked", action="store_true", help="send even lines that the API would refuse")
    @argument("-n", "--limit", type=int, help="the newest so many")
    @argument("-a", "--all", action="store_true", help="every column the server sent")
    @out()
    @line_magic
    @briefly
    def batches(self, line: str) -> Any:
        """Your batches, as a DataFrame, newest first.  A verb without an id takes the newest.

        Examples::

            %batches                                all of them
            b = %batches create requests.jsonl      the file is looked through before it is sent
            %batches follow batch-abc               how many are answered, until all are; cells stay free
            df = %batches results batch-abc         a row for each request, in the order of the file
            %batches show batch-abc
            %batches cancel batch-abc               what is answered by then is kept
        """
        args = command(self.batches, line)
        verbs: listing.Verbs = {
            "list": self._list,
            "create": self._create,
            "follow": self._follow,
            "results": self._results,
            "show": self._show,
            "cancel": self._cancel,
        }
        return listing.done("batches", args, verbs, self.shell.user_ns)

    def _list(self, args: Any) -> Any:
        return listing.table(_batches().list(), None if args.all else COLUMNS, args.limit)

    def _create(self, args: Any, file: Any) -> Any:
        from openai_nb.data.checking import USUAL, endpoint
        from openai_nb.magics.batch_lines import afforded
        from openai_nb.magics.checking import contents
        from openai_nb.magics.files import upload

        where = args.endpoint
        local = isinstance(file, str) and (not file.startswith("file-") or Path(file).is_file())
        if local or isinstance(file, bytes | Path):
            where = where or endpoint(contents(file))
            afforded(file)
            file = upload(file, "batch", unchecked=args.unchecked)
        return _batches().create(input_file_id=file, endpoint=where or USUAL, completion_window="24h")

    def _follow(self, args: Any, batch: Any = None) -> Any:
        from openai_nb.looks.waiting import Waiting

        found = _batches().retrieve(_id(batch))  # the cell fails where there is none
        waiting = Waiting(current().client, found)
        waiting.start()
        return waiting

    def _results(self, args: Any, batch: Any = None) -> Any:
        from openai_nb.magics.batch_lines import answers

        return answers(_batches().results(_id(batch)))

    def _show(self, args: Any, batch: Any = None) -> Any:
        return _batches().retrieve(_id(batch))

    def _cancel(self, args: Any, batch: Any = None) -> Any:
        return _batches().cancel(_id(batch))


def _batches() -> Any:
    return current().client.batches


def _id(batch: Any) -> str:
    """The id of a batch, of the newest one if none is named."""
    return listing.id_of(batch, _batches(), "batch", "%batches create requests.jsonl")
