"""Session: what one notebook shares: who answers, the usual models, the conversations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from openai_nb.data.conversations import Conversation
from openai_nb.data.defaults import standing_out, usual

if TYPE_CHECKING:
    from openai_nb.client import Client


@dataclass
class Session:
    """What the magics and panels of one kernel share; the client is made when first asked for."""

    chosen: dict[str, str] = field(default_factory=dict)  # models somebody named, by kind
    settled: dict[str, str] = field(default_factory=dict)  # … and those that settings name
    conversations: dict[str, Conversation] = field(default_factory=dict)
    asked_for: bool = False  # whether somebody said who answers
    _client: Client | None = field(default=None, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    @property
    def client(self) -> Client:
        """Who answers here; panels and cells that ask at once get the same one."""
        from openai_nb.client import Client

        with self._lock:
            if self._client is None:
                self._client = Client()
            return self._client

    @property
    def model(self) -> str:
        """The model `%%chat` asks."""
        return self.usual_model("chat")

    @model.setter
    def model(self, name: str) -> None:
        self.chosen["chat"] = name

    @property
    def embedding_model(self) -> str:
        """The model `%embed` asks."""
        return self.usual_model("embedding")

    @embedding_model.setter
    def embedding_model(self, name: str) -> None:
        self.chosen["embedding"] = name

    @property
    def image_model(self) -> str:
        """The model `%%image` asks."""
        return self.usual_model("image")

    @image_model.setter
    def image_model(self, name: str) -> None:
        self.chosen["image"] = name

    def conversation(self, name: str = "default") -> Conversation:
        """The conversation of this name, begun when first asked for."""
        return self.conversations.setdefault(name, Conversation(name))

    def use(self, who: Client | str, **options: Any) -> Client:
        """Let `who` answer from now on; the models chosen for another are forgotten."""
        client = _client(who, options)
        with self._lock:  # who is asked meanwhile for the usual client does not put it in place of this one
            self._client, self.asked_for = client, True
            self.chosen.clear()
        return client

    def forget(self) -> None:
        """Look for a key anew when next asked."""
        with self._lock:
            self._client, self.asked_for = None, False
            self.chosen.clear()

    def usual_model(self, kind: str) -> str:
        """The model of this kind somebody chose, or the provider's own; the server may be asked for it.

        Raises `SettingsError` where none stands out.
        """
        return self.known_model(kind) or standing_out(self.client, kind)

    def known_model(self, kind: str) -> str:
        """The model of this kind, as far as it is known without asking a server; else empty.

        What settings name is meant for whoever answers where nobody has said who.
        """
        settled = "" if self.asked_for else self.settled.get(kind)
        return self.chosen.get(kind) or settled or self.client.provider.models.get(kind, "")


_current = Session()


def _own(kind: str) -> Callable[[Client], str | None]:
    """The model of this kind that columns ask, where it is the session's client who answers."""
    return lambda client: _current.usual_model(kind) if client is _current.client else None


usual.client = lambda: _current.client
usual.model, usual.embedding_model = _own("chat"), _own("embedding")


def current() -> Session:
    """The session of this kernel."""
    return _current


def use(who: Client | str, **options: Any) -> Client:
    """Say who answers: a `Client`, a base URL, or a name such as "sandbox", "azure" or "local".

    Options are those of `Client` and of whoever is named: `use("http://localhost:8080/v1", api_key=…)`,
    `use("azure", resource=…, deployment=…)`, `use("proxy", domain=…, token="sess-…")`.
    """
    return _current.use(who, **options)


def _client(who: Client | str, options: dict[str, Any]) -> Client:
    from openai_nb.client import Client

    return who if isinstance(who, Client) else Client.named(who, **options)
