"""Wire: where requests would leave for the network; they are kept, and answered with nothing much."""

from __future__ import annotations

import io
from dataclasses import replace

from requests import Response
from requests.adapters import BaseAdapter

from openai_nb.providers import Provider


class Wire(BaseAdapter):
    """Keeps what is sent, body and all."""

    def __init__(self) -> None:
        super().__init__()
        self.requests = []

    def under(self, provider: Provider) -> Provider:
        """The same provider, whose requests end here."""
        return replace(provider, adapter=self)

    def send(self, request, **_):
        if hasattr(request.body, "read"):
            request.body = request.body.read()
        self.requests.append(request)
        answer = Response()
        answer.status_code, answer.request = 200, request
        answer.headers["Content-Type"] = "application/json"
        answer.raw = _Body(b"{}")
        return answer

    def close(self):
        pass


class _Body(io.BytesIO):
    def read(self, *_, **__):
        return super().read()

    def release_conn(self):
        pass
