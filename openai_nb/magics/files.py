"""Files: `%files` lists, uploads, downloads and deletes what the API holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from IPython.core.magic import Magics, line_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.magics import listing
from openai_nb.magics.arguments import Misused, command, out
from openai_nb.magics.brief import briefly
from openai_nb.session import current

COLUMNS = ("filename", "bytes", "purpose", "status", "created_at", "expires_at")


@magics_class
class FileMagics(Magics):
    """List, upload, download and delete files."""

    @no_var_expand
    @magic_arguments()
    @argument("-p", "--purpose", help="what it is for: fine-tune (as it is taken), batch, vision, user_data")
    @argument("-n", "--limit", type=int, help="the newest so many")
    @argument("-a", "--all", action="store_true", help="every column the server sent")
    @out()
    @line_magic
    @briefly
    def files(self, line: str) -> Any:
        """The files the API holds for you, as a DataFrame, newest first.

        Examples::

            %files                                  all of them
            %files upload train.jsonl               for fine-tuning
            %files upload cat.png --purpose vision
            f = %files upload lines                 a variable that holds bytes
            %files show file-abc
            %files download file-abc results/       into a directory, under its own name
            %files delete file-abc
        """
        args = command(self.files, line)
        verbs: listing.Verbs = {
            "list": self._list,
            "upload": self._upload,
            "show": self._show,
            "download": self._download,
            "delete": self._delete,
        }
        return listing.done("files", args, verbs, self.shell.user_ns)

    def _list(self, args: Any) -> Any:
        found = current().client.files.list(purpose=args.purpose)
        return listing.table(found, None if args.all else COLUMNS, args.limit)

    def _upload(self, args: Any, path: Any) -> Any:
        return upload(path, args.purpose or "fine-tune")

    def _show(self, args: Any, file: Any) -> Any:
        return current().client.files.retrieve(file)

    def _download(self, args: Any, file: Any, directory: str | Path = ".") -> Path:
        return current().client.files.download(file, directory)

    def _delete(self, args: Any, file: Any) -> Any:
        return current().client.files.delete(file)


def upload(what: Any, purpose: str) -> Any:
    """The file of the API that a path, or bytes, become; raises `Misused` where there is no such path."""
    if isinstance(what, str | Path):
        path = Path(what).expanduser()
        if not path.is_file():
            raise Misused(f"There is no file {str(what)!r} here.", f"Paths start from {Path.cwd()}.")
        what = path
    return current().client.files.create(file=what, purpose=purpose)
