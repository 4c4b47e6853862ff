"""Realtime: short-lived secrets with which a browser or telephone may talk to a model.

The talk itself goes over a websocket or WebRTC, which this package does not speak.
"""

from __future__ import annotations

from functools import cached_property

from openai_nb.api.shapes import Json
from openai_nb.core.endpoint import POST, Resource
from openai_nb.core.record import Record


class ClientSecret(Record):
    """A secret that may be given away until `expires_at`: `value` begins with ek_."""

    value: str
    expires_at: int
    session: Record

    def __repr__(self) -> str:
        return f"ClientSecret(value=…, expires_at={self.expires_at})"


class ClientSecrets(Resource):
    """Secrets to give away."""

    @POST("/realtime/client_secrets")
    def create(self, *, expires_after: Json | None = None, session: Json | None = None) -> ClientSecret:
        """Make a secret for a session; it lasts 10 minutes unless `expires_after` says otherwise."""
        ...


class Realtime(Resource):
    """Talking to a model as it speaks: `client_secrets`.

    >>> client.realtime.client_secrets.create(session={"type": "realtime", "model": "gpt-realtime"}).value
    """

    @cached_property
    def client_secrets(self) -> ClientSecrets:
        """Secrets to give away."""
        return ClientSecrets(self._send)
