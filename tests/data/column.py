"""Column: what tests of columns share: a server that answers prompts, and tables to ask about."""

from __future__ import annotations

import json
import threading
from collections import Counter

import pandas as pd

from tests.server import reply

USAGE = {"prompt_tokens": 10, "completion_tokens": 3, "total_tokens": 13}
MINI = "gpt-4o-mini"  # a model with a price: 0.15 and 0.60 USD per million tokens


def answer(text, usage=USAGE, finish="stop", **headers):
    """A chat answer over the wire."""
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    whole = {"id": "c", "object": "chat.completion", "model": "m", "choices": [choice], "usage": usage}
    return reply(whole, x_request_id="req_1", **headers)


def refusal(status, code=None, **headers):
    return reply({"error": {"message": f"no: {status}", "code": code}}, status, **headers)


def asked(request):
    """The user's words in a request."""
    return request.json["messages"][-1]["content"]


class Echo:
    """Answers with the prompt in capitals, after `seconds`; counts what it was asked."""

    def __init__(self, seconds=0.0, **headers):
        self.counts, self._seconds, self._headers = Counter(), seconds, headers
        self._lock = threading.Lock()

    def __call__(self, request):
        with self._lock:
            self.counts[asked(request)] += 1
        return [self._seconds, *answer(asked(request).upper(), **self._headers)]


def said_as(fields):
    """A server's answer with these fields, whatever was asked."""
    return lambda request: answer(json.dumps(fields))


def texts(count, **columns):
    return pd.DataFrame({"text": [f"row {number}" for number in range(count)], **columns})
