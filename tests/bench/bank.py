"""A server with vectors in stock: each text is given one of 4,096, at once; its port is its first line."""

import base64
import json
import socket
import sys
import threading
import zlib

import numpy as np

BANK = 4_096


def main():
    width = int(sys.argv[1])
    rows = np.random.default_rng(0).normal(size=(BANK, width)).astype("<f4")
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    stock = [base64.b64encode(row.tobytes()) for row in rows]
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listening:
        print(listening.getsockname()[1], flush=True)
        while True:
            connection, _ = listening.accept()
            threading.Thread(target=_serve, args=(connection, stock), daemon=True).start()


def _serve(connection, stock):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    reading = connection.makefile("rb")
    while reading.readline():
        length = 0
        while (line := reading.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        texts = json.loads(reading.read(length))["input"]
        body = _body(texts, stock)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        connection.sendall(head % len(body) + body)


def _body(texts, stock):
    """An answer as the API writes it, put together from what lies ready."""
    rows = b",".join(
        b'{"object":"embedding","index":%d,"embedding":"%b"}'
        % (place, stock[zlib.crc32(text.encode()) % BANK])
        for place, text in enumerate(texts)
    )
    tokens = 5 * len(texts)
    usage = b'"usage":{"prompt_tokens":%d,"total_tokens":%d}' % (tokens, tokens)
    return b'{"object":"list","data":[' + rows + b'],"model":"bench",' + usage + b"}"


if __name__ == "__main__":
    main()
