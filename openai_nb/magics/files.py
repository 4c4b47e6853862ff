"""Files: `%files` lists, uploads, downloads and deletes what the API holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from IPython.core.magic import Magics, line_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.magics import ids, listing
from openai_nb.magics.arguments import command, out
from openai_nb.magics.brief import briefly
from openai_nb.session import current

COLUMNS = ("filename", "bytes", "purpose", "status", "created_at", "expires_at")


@magics_class
class FileMagics(Magics):
    """List, upload, download and delete files."""

    @no_var_expand
    @magic_arguments()
    @argument("-p", "--purpose", help="what it is for: fine-tune (as it is taken), batch, vision, user_data")
    @argument("--unchecked", action="store_true", help="upload even lines that the API would refuse")
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
            %files check train.jsonl                what is wrong with which line; nothing is sent
            %files show file-abc
            %files content file-abc                 what it holds: a DataFrame of JSON lines, text or bytes
            %files download file-abc results/       into a directory, under its own name
            %files delete file-abc
        """
        args = command(self.files, line)
        verbs: listing.Verbs = {
            "list": self._list,
            "upload": self._upload,
            "check": self._check,
            "show": self._show,
            "content": self._content,
            "download": self._download,
            "delete": self._delete,
        }
        return listing.done("files", args, verbs, self.shell.user_ns)

    def _list(self, args: Any) -> Any:
        found = current().client.files.list(purpose=args.purpose)
        return listing.table(found, None if args.all else COLUMNS, args.limit)

    def _upload(self, args: Any, path: Any) -> Any:
        return upload(path, args.purpose or "fine-tune", unchecked=args.unchecked)

    def _check(self, args: Any, path: Any) -> Any:
        from openai_nb.data.checking import doubtful, purpose_of, wrong
        from openai_nb.data.frames import frame
        from openai_nb.magics.checking import contents

        data = contents(path)
        purpose = args.purpose or purpose_of(data)
        told = [*wrong(data, purpose), *doubtful(data, purpose, ids.known("model"))]
        found = [each._asdict() for each in told]
        return frame(found, index="line", columns=None if found else ("message",))

    def _show(self, args: Any, file: Any) -> Any:
        return current().client.files.retrieve(file)

    def _content(self, args: Any, file: Any) -> Any:
        return _readable(current().client.files.content(file))

    def _download(self, args: Any, file: Any, directory: str | Path = ".") -> Path:
        return current().client.files.download(file, directory)

    def _delete(self, args: Any, file: Any) -> Any:
        return current().client.files.delete(file)


def upload(what: Any, purpose: str, *, unchecked: bool = False) -> Any:
    """The file of the API that a path, or bytes, become.

    Raises `Misused` where there is no such path, or where the API would refuse a line.
    """
    from openai_nb.magics.checking import contents, stop_at_errors

    if isinstance(what, str | Path):
        contents(what)
        what = Path(what).expanduser()
    if not unchecked:
        stop_at_errors(what, purpose)
    return current().client.files.create(file=what, purpose=purpose)


def _readable(data: bytes) -> Any:
    """JSON lines as a DataFrame, else words as a text, else the bytes."""
    from openai_nb.data import jsonl

    if data.lstrip().startswith(b"{"):
        try:
            return jsonl.read(data)
        except ValueError:
            pass
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data
