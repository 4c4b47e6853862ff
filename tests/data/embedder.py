"""Embedder: what a test server answers to texts: the same vector for the same text, in base64."""

from __future__ import annotations

import zlib

import numpy as np

from openai_nb.core.vectors import write
from tests.server import reply


def vector(text, dimensions=8):
    """A direction of its own for each text."""
    rng = np.random.default_rng(zlib.crc32(text.encode("utf-8", "replace")))
    row = rng.normal(size=dimensions).astype(np.float32)
    return row / np.linalg.norm(row)


def answer(request):
    """What the API would say to a request for embeddings."""
    texts, dimensions = request.json["input"], request.json.get("dimensions") or 8
    data = [
        {"object": "embedding", "index": place, "embedding": write(vector(text, dimensions))}
        for place, text in enumerate(texts)
    ]
    usage = {"prompt_tokens": sum(map(len, texts)), "total_tokens": sum(map(len, texts))}
    return reply({"object": "list", "model": request.json["model"], "data": data, "usage": usage})


def refusal(message="no", param=None, status=400, **headers):
    """A refusal of the API."""
    return reply({"error": {"message": message, "param": param, "type": "x"}}, status, **headers)


def asked(server):
    """The texts of each request that came."""
    return [request.json["input"] for request in server.requests]
