"""Stores: `%stores` keeps files to be searched by meaning: vector stores, and what is in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from IPython.core.magic import Magics, line_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.core.record import asdict
from openai_nb.magics import listing
from openai_nb.magics.arguments import Misused, command, nearest, out
from openai_nb.magics.brief import briefly
from openai_nb.magics.names import here
from openai_nb.session import current

COLUMNS = ("name", "status", "file_counts.completed", "file_counts.failed", "usage_bytes", "created_at")
FILES = ("filename", "status", "usage_bytes", "created_at", "last_error.message")


@magics_class
class StoreMagics(Magics):
    """Make, fill, search and delete vector stores."""

    @no_var_expand
    @magic_arguments()
    @argument("-k", "--limit", type=int, help="so many: the newest stores, the best finds")
    @argument("-a", "--all", action="store_true", help="every column the server sent")
    @out()
    @line_magic
    @briefly
    def stores(self, line: str) -> Any:
        """Your vector stores, as a DataFrame, newest first.  A store is named by its name or its id.

        Examples::

            %stores                                     all of them
            %stores create manuals a.pdf b.md           a new one, with these files in it
            %stores add manuals c.pdf                   waits until they can be searched
            %stores search manuals "how to reset"       the best pieces, with their scores
            %stores files manuals
            %stores remove manuals file-abc             out of the store; the file itself stays
            %stores delete manuals
        """
        args = command(self.stores, line)
        verbs: listing.Verbs = {
            "list": self._list,
            "create": self._create,
            "add": self._add,
            "search": self._search,
            "files": self._files,
            "show": lambda args, store: found(store),
            "remove": self._remove,
            "delete": lambda args, store: _stores().delete(found(store)),
        }
        return listing.done("stores", args, verbs, self.shell.user_ns)

    def _list(self, args: Any) -> Any:
        return listing.table(_stores().list(), None if args.all else COLUMNS, args.limit)

    def _create(self, args: Any, name: Any, *files: Any) -> Any:
        given = [_file(each) for each in files]
        made = _stores().create(name=str(name))
        return _filled(made, given) if given else made

    def _add(self, args: Any, store: Any, file: Any, *more: Any) -> Any:
        given = [_file(each) for each in (file, *more)]
        return _filled(found(store), given)

    def _search(self, args: Any, store: Any, query: Any, *more: Any) -> Any:
        import pandas as pd

        words = " ".join(map(str, (query, *more)))
        best = _stores().search(found(store), query=words, max_num_results=args.limit)
        rows = [{"score": each.score, "filename": each.filename, "text": str(each)} for each in best.data]
        return pd.DataFrame(rows, columns=["score", "filename", "text"])

    def _files(self, args: Any, store: Any) -> Any:
        files = current().client.files
        held = _stores().files.list(found(store))
        rows = [{"filename": files.retrieve(each.id).filename, **asdict(each)} for each in held]
        return listing.table(rows, None if args.all else FILES, args.limit)

    def _remove(self, args: Any, store: Any, file: Any) -> Any:
        return _stores().files.delete(file, found(store))


def _stores() -> Any:
    return current().client.vector_stores


def found(store: Any) -> Any:
    """The store of this id or name; raises `Misused`, with the nearest name."""
    if not isinstance(store, str):
        return store
    if store.startswith("vs_"):
        return _stores().retrieve(store)
    known = list(_stores().list())
    named = [each for each in known if each.name == store]
    if len(named) == 1:
        return named[0]
    if named:
        raise Misused(f"{len(named)} stores are named {store!r}.", f"Say which: {named[0].id}, …")
    names = [each.name for each in known if each.name]
    advice = nearest(store, names) if names else "%stores create NAME FILE…"
    raise Misused(f"There is no store {store!r}.", advice)


def _file(file: Any) -> Any:
    """A file of this machine or of the API; raises `Misused` before anything is sent."""
    if not isinstance(file, str) or file.startswith("file-"):
        return file
    return here(file)


def _filled(store: Any, files: list[Any]) -> Any:
    """The store once these files can be searched; raises `Misused` where one cannot."""
    put = _stores().files
    poll = {"poll_interval_ms": 100 if current().client.provider.sandboxed else 1000}
    for each in files:
        if isinstance(each, Path | bytes):
            done = put.upload_and_poll(vector_store_id=store, file=each, **poll)
        else:
            done = put.create_and_poll(each, vector_store_id=store, **poll)
        if done.status == "failed":
            why = done.last_error.message if done.last_error else "it failed"
            raise Misused(
                f"{getattr(each, 'name', each)} could not be taken in: {why}.", "Those before it are."
            )
    return _stores().retrieve(store)
