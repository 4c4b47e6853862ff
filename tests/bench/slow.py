"""A server that answers chat requests some milliseconds late, many at a time; its port is its first line."""

import asyncio
import json
import sys

SAID = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1,
    "model": "canned",
    "choices": [
        {
            "index": 0,
            "message": {
                "role": "assistant",
                "content": '{"label": "positive", "score": 0.9}',
                "refusal": None,
            },
            "logprobs": None,
            "finish_reason": "stop",
        }
    ],
    "usage": {"prompt_tokens": 150, "completion_tokens": 12, "total_tokens": 162},
}
BODY = json.dumps(SAID).encode()
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
    len(BODY),
    BODY,
)


class Slow(asyncio.Protocol):
    """One connection: requests that follow each other."""

    def __init__(self, seconds):
        self._seconds, self._come = seconds, bytearray()

    def connection_made(self, transport):
        self._transport = transport

    def data_received(self, data):
        self._come += data
        head = self._come.find(b"\r\n\r\n")
        if head < 0:
            return
        named = bytes(self._come[:head]).lower()
        size = int(named.partition(b"content-length:")[2].split(b"\r\n")[0])
        if len(self._come) >= head + 4 + size:
            del self._come[: head + 4 + size]
            asyncio.get_running_loop().call_later(self._seconds, self._answer)

    def _answer(self):
        if not self._transport.is_closing():
            self._transport.write(ANSWER)


async def main(seconds):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Slow(seconds), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) / 1000))
