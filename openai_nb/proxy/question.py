"""Question: what a caller asks: where to, with which body, of which model."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any
from urllib.parse import quote

from openai_nb.proxy.forms import model_of
from openai_nb.proxy.limits import WRITING, is_telling
from openai_nb.proxy.refusal import Refusal

VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
MOST_JSON = 64 << 20  # of a body that must be read to be known
PIECE = 1 << 16
FORBIDDEN = set('/\\?#%;"<>^`{|}') | {chr(each) for each in (*range(33), 127)}
COMPLETIONS = ("/chat/completions", "/completions")


@dataclass
class Question:
    """A call: its body is bytes, a form in a file, or what is still to come from the caller."""

    verb: str
    path: str
    query: str
    body: bytes | Form | Incoming | None = None
    model: str | None = None
    asked: dict[str, Any] = field(default_factory=dict, repr=False)  # the JSON, less what may be long
    size: int = 0
    forced: bool = False  # whether the usage in the stream is asked for by us

    @property
    def length(self) -> int | None:
        """Bytes of the body; None where it comes in chunks."""
        return self.body.length if isinstance(self.body, Incoming) else self.size

    def close(self) -> None:
        """Let go of a file."""
        if isinstance(self.body, Form):
            self.body.file.close()


@dataclass(frozen=True)
class Form:
    """A form in a file; `fields` are those of it that were looked at."""

    file: IO[bytes]
    fields: dict[str, str | None]

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        return self.file.read(size)

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.file.read(PIECE), b"")


class Incoming:
    """A body on its way from the caller, read once; what is short or too long is an error, never an end."""

    def __init__(self, source: Any, length: int | None, most: int) -> None:
        self._source, self.length, self._most = source, length, most
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes, empty at the end; all of them where no size is given."""
        return b"".join(self) if size < 0 else self._next(size)

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._next(PIECE):
            yield piece

    def _next(self, wanted: int) -> bytes:
        if self.length is not None:
            wanted = min(wanted, self.length - self.taken)
        try:
            piece: bytes = self._source.read(wanted) if wanted else b""
        except Exception as error:  # each server says it in its own way
            raise Refusal(408, f"The body did not come whole ({type(error).__name__}).") from None
        self.taken += len(piece)
        if wanted and not piece and self.length is not None:
            raise Refusal(400, f"The body broke off after {self.taken} of {self.length} bytes.")
        if self.taken > self._most:
            raise Refusal(413, f"The body has more than {self._most} bytes.")
        return piece


def place(environ: Mapping[str, Any]) -> tuple[str, str, str]:
    """(verb, path without its /v1, query) of a request; `Refusal` for a path that is none of the API's."""
    verb, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
    if verb not in VERBS:
        raise Refusal(405, "This method is not passed on.", None, {"Allow": ", ".join(VERBS)})
    try:
        path = path.encode("latin-1").decode()
    except ValueError:
        raise Refusal(404, "There is no such path.") from None
    steps = path.removeprefix("/v1").split("/")
    first, *rest = steps
    if rest and not rest[-1]:
        rest.pop()  # a slash at the end
    if (
        first
        or not rest
        or not all(each and each not in (".", "..") and not FORBIDDEN & {*each} for each in rest)
    ):
        raise Refusal(404, "There is no such path.")
    query = environ.get("QUERY_STRING", "")
    if not query.isascii() or not query.isprintable() or " " in query:
        raise Refusal(400, "The query is not written as one.")
    return verb, "/" + "/".join(rest), query


def spelled(path: str) -> str:
    """A path as it goes into an address."""
    return quote(path, safe="/:@~!$&'()*+,;=")


def read(environ: Mapping[str, Any], *, most: int, look: bool, tell: bool) -> Question:
    """The question of a request.

    JSON is read; forms are read (by way of a file) if `look` wants their model; all else is left to come.
    `tell` asks streams of chats to tell their usage.
    """
    verb, path, query = place(environ)
    body = _incoming(environ, most)
    question = Question(verb, path, query, body)
    kind = environ.get("CONTENT_TYPE", "") or ""
    plain = kind.partition(";")[0].strip().lower()
    if body is None:
        return question
    if plain == "application/json" or plain.endswith("+json"):
        _read_json(question, body)
        if tell and path in COMPLETIONS and question.asked.get("stream") is True:
            _force(question)
    elif plain == "multipart/form-data" and is_telling(verb, path):
        if look:
            _spool(question, body, kind)
    elif verb in WRITING and is_telling(verb, path):
        raise Refusal(415, "Send application/json, or a form where there are files.")
    return question


def _incoming(environ: Mapping[str, Any], most: int) -> Incoming | None:
    said = environ.get("CONTENT_LENGTH") or ""
    chunked = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
    if said and (not said.isdecimal() or chunked):
        raise Refusal(400, "The length of the body is said in two ways, or in none that is a number.")
    if not said and not chunked:
        return None
    length = int(said) if said else None
    if length is not None and length > most:
        raise Refusal(413, f"The body has {length} bytes; {most} are the most.")
    return None if length == 0 else Incoming(environ["wsgi.input"], length, most)


def _read_json(question: Question, body: Incoming) -> None:
    body._most = min(body._most, MOST_JSON)
    text = b"".join(body)
    try:
        said = json.loads(text.decode(), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        why = str(error) if isinstance(error, _Twice) else "it is not JSON in UTF-8"
        raise Refusal(400, f"The body cannot be read: {why}.") from None
    if not isinstance(said, dict):
        raise Refusal(400, "The JSON body of a request must be an object.")
    model = said.get("model")
    question.body, question.size = text, len(text)
    question.model = model if isinstance(model, str) else None
    question.asked = {name: said.get(name) for name in ("stream", "stream_options", "background")}


class _Twice(ValueError):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object that says each thing once: the API must not read another value than we."""
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _Twice("it says the same name twice")
    return made


def _force(question: Question) -> None:
    """Ask for the usage at the end of the stream; the rest of the body stays as it is, byte for byte."""
    assert isinstance(question.body, bytes)
    options = question.asked.get("stream_options")
    if isinstance(options, dict) and options.get("include_usage") is True:
        return
    if options is None and b'"stream_options"' not in question.body:
        head, _, rest = question.body.partition(b"{")
        question.body = head + b'{"stream_options":{"include_usage":true},' + rest
    else:
        said = json.loads(question.body)
        said["stream_options"] = {**(options if isinstance(options, dict) else {}), "include_usage": True}
        question.body = json.dumps(said).encode()
    question.size, question.forced = len(question.body), True


def _spool(question: Question, body: Incoming, kind: str) -> None:
    """Put a form into a file, to see the model in it before any of it goes on."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # it is sent from, and closed with the question
    try:
        for piece in body:
            file.write(piece)
        question.size = file.tell()
        question.model = model_of(kind, file)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    question.body = Form(file, {"model": question.model})
