"""Errors: what can go wrong, as one tree.

OpenAIError
├── SettingsError          a key, file or address that cannot be used as it is
├── BadArgument            an argument that nothing can be made of
│   ├── BadValue           … for what it says; a ValueError, too
│   └── BadType            … for its kind; a TypeError, too
├── Unreachable            nothing answered
│   └── TimedOut           … within the time allowed
├── Truncated              an answer broke off in the middle
├── Garbled                something answered, but not this API
├── WaitedTooLong          a job did not end before the deadline
├── Declined               the model, or a filter, would not have it answered
├── Misshapen              an answer has not the shape that was asked for
├── Unkept                 a disk would not take what came
├── Retired                the live API no longer offers the call
├── InvalidWebhook         a webhook that OpenAI did not sign, or not just now
└── Refused                the API said no
    ├── BadRequest         400, 413, 415, 422   the call was wrong
    ├── NotAuthenticated   401             the key is missing or wrong
    ├── NotAllowed         403             the key may not do this
    ├── NotFound           404             there is no such thing
    ├── Conflict           409             something else came first
    ├── TooMuch            429             slow down
    │   └── QuotaExceeded  429             pay, or raise the limit
    └── ServerFault        5xx             the server's own trouble
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class OpenAIError(Exception):
    """Anything this package raises about a call: what was wrong, and what to do."""

    advice = ""
    passing = False  # whether the same call may go well when it is made again later
    status: int | None = None
    request_id: str | None = None
    retry_after: float | None = None
    partial: Any = None  # what had come of an answer before it broke off

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        if advice:
            self.advice = advice

    def __str__(self) -> str:
        said = self.message.strip()
        ends = not self.advice or said.rstrip("\"'”’)`")[-1:] in (*".!?:;…", "")
        return f"{said}{'' if ends else '.'} {self.advice}".strip()


class SettingsError(OpenAIError):
    """A key, file or address that cannot be used as it is."""

    advice = "`%openai` shows which settings are in force and where each comes from."


class BadArgument(OpenAIError):
    """An argument that nothing can be made of; what stands after a semicolon is the advice."""

    advice = "Mend the call and run it again."

    def __init__(self, message: str, advice: str = "") -> None:
        wrong, found, what = message.rpartition("; ")
        if found and not advice:
            super().__init__(f"{wrong}.", f"{what[:1].upper()}{what[1:]}")
        else:
            super().__init__(message, advice)
        self.args = (message,)

    def __str__(self) -> str:
        said = str(self.args[0])
        return said if said != self.message else super().__str__()


class BadValue(BadArgument, ValueError):
    """An argument that nothing can be made of, for what it says."""


class BadType(BadArgument, TypeError):
    """An argument that nothing can be made of, for its kind."""


class Unreachable(OpenAIError):
    """Nothing answered."""

    advice = "Check the address and the network; the call can be made again."
    passing = True


class TimedOut(Unreachable):
    """Nothing answered within the time allowed."""

    advice = "Try again, or allow more time: client.using(timeout=…), in seconds."


class Truncated(OpenAIError):
    """An answer broke off; what had come is in `partial`."""

    advice = "What had arrived is kept; ask again for the rest."
    passing = True


class Garbled(OpenAIError):
    """Something answered, but not in this API's words: a login page, a proxy, half a JSON."""

    advice = "Check base_url: is the API really there, and does it end in /v1?"
    passing = True


class WaitedTooLong(OpenAIError):
    """A job did not end before the deadline; `last` is how it stood."""

    advice = "It goes on without us; look again later, or wait with a longer timeout."
    last: Any = None


class Declined(OpenAIError):
    """The model would not answer, or a filter stopped it; its answer is in `partial`."""

    advice = "Ask otherwise; a refusal is an answer too, and is to be expected with a shape."


class Misshapen(OpenAIError):
    """An answer has not the shape that was asked for; it is in `partial`."""

    advice = "Does the model keep to schemas? Ask again, or try one that does."


class Unkept(OpenAIError):
    """A file of ours could not be read or written; what came all the same is in `partial`."""

    advice = "Make room, or name another file: OPENAI_NB_CACHE=…, or off for none; then run it again."


class Retired(OpenAIError):
    """The live API no longer offers the call; nothing was sent."""

    advice = "The sandbox still answers it: Client.sandbox()."


class InvalidWebhook(OpenAIError):
    """A webhook that was not signed with the secret, was changed on its way, or is too old."""

    advice = "Do not act on it; answer it with status 400."


class Refused(OpenAIError):
    """The API said no. `code`, `param`, `type` and `body` are its own words."""

    advice = "Its own words are in `.body` of the error; what it was sent must be mended."

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        error: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        said = error or {}
        self.headers = {name.lower(): value for name, value in (headers or {}).items()}
        self.status = status
        self.body = dict(said)
        self.code: str | None = said.get("code")
        self.param: str | None = said.get("param")
        self.type: str | None = said.get("type")
        self.request_id = self.headers.get("x-request-id")

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (type(self), self.message), vars(self)


class BadRequest(Refused):
    """The call was wrong."""

    advice = "Mend the call and send it again; nothing was done."


class NotAuthenticated(Refused):
    """The key is missing or wrong."""

    advice = "`%openai login` takes a key; `%openai` shows which one was used."


class NotAllowed(Refused):
    """The key may not do this."""

    advice = "Use a key with the right role, project or region."


class NotFound(Refused):
    """There is no such thing, or not for this key."""

    advice = "Check the id; `%models`, `%files` and `%jobs` list what there is."


class Conflict(Refused):
    """Something else came first."""

    advice = "Look at its present state, then try again."
    passing = True


class TooMuch(Refused):
    """Too many requests or tokens in too short a time."""

    advice = "Wait a little and run the cell again."
    passing = True


class QuotaExceeded(TooMuch):
    """The account's money or quota is used up; waiting does not help."""

    advice = "Add credit or raise the limit in the account's billing page."
    passing = False


class ServerFault(Refused):
    """The server's own trouble."""

    advice = "Not your fault; run the cell again in a moment."
    passing = True


def _revive(kind: type[Refused], message: str) -> Refused:
    return kind(message)
