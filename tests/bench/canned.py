"""A server that answers at once and always the same: what is measured is the caller; it prints its port."""

import base64
import json
import socket
import sys
import threading

import numpy as np

PIECES, TEXTS, WIDTH = 2_000, 2_048, 1_536


def main():
    answers = {b"chat": _chat(), b"stream": _stream()}
    answers |= {f"embed{text}".encode(): _embeddings(text) for text in ("base64", "float")}
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listening:
        print(listening.getsockname()[1], flush=True)
        while True:
            connection, _ = listening.accept()
            threading.Thread(target=_serve, args=(connection, answers), daemon=True).start()


def _serve(connection, answers):
    """Read one request after the other off a kept connection."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    reading = connection.makefile("rb")
    while head := reading.readline():
        length = 0
        while (line := reading.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        body = reading.read(length)
        if b"/embeddings" in head:
            kind = b"embedbase64" if b'"base64"' in body else b"embedfloat"
        else:
            kind = b"stream" if b'"stream":true' in body.replace(b" ", b"") else b"chat"
        connection.sendall(answers[kind])


def _whole(kind, body):
    return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def _chat():
    said = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "canned",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "Words of an answer. " * 20, "refusal": None},
                "logprobs": None,
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 20, "completion_tokens": 80, "total_tokens": 100},
    }
    return _whole("application/json", json.dumps(said).encode())


def _stream():
    pieces = []
    for number in range(PIECES):
        choice = {"index": 0, "delta": {"content": f"word{number} "}, "logprobs": None, "finish_reason": None}
        chunk = {
            "id": "c",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": [choice],
        }
        pieces.append(b"data: " + json.dumps(chunk).encode() + b"\n\n")
    return _whole("text/event-stream", b"".join([*pieces, b"data: [DONE]\n\n"]))


def _embeddings(form):
    rows = np.random.default_rng(0).normal(size=(TEXTS, WIDTH)).astype(np.float32)
    told = [base64.b64encode(row.tobytes()).decode() if form == "base64" else row.tolist() for row in rows]
    data = [{"object": "embedding", "index": n, "embedding": each} for n, each in enumerate(told)]
    usage = {"prompt_tokens": 9, "total_tokens": 9}
    body = {"object": "list", "data": data, "model": "m", "usage": usage}
    return _whole("application/json", json.dumps(body).encode())


if __name__ == "__main__":
    sys.exit(main())
