"""Beta: the official SDK's other path to assistants and threads."""

from __future__ import annotations

from openai_nb.api.assistants import Assistants
from openai_nb.api.threads import Threads
from openai_nb.core.endpoint import Resource


class Beta(Resource):
    """What the official SDK keeps under `beta`: the very families that stand beside it.

    >>> client.beta.assistants.list()
    >>> client.beta.threads.create()
    """

    def __init__(self, assistants: Assistants, threads: Threads) -> None:
        super().__init__(assistants._send)
        self.assistants, self.threads = assistants, threads
