"""A server that embeds and chats, some milliseconds late and no faster than it allows; its port comes first.

`python strict.py MILLISECONDS [PER_MINUTE [SAVED_UP]]`.  It counts: GET /stats tells requests, texts, texts
that came more than once, refusals, and the seconds from the first request to the last, and begins to count
anew.
"""

import asyncio
import base64
import json
import random
import struct
import sys
import time
import zlib
from collections import Counter

DIMENSIONS, SAVED_UP = 256, 20
_random = random.Random(0)
BANK = [
    base64.b64encode(
        struct.pack(f"<{DIMENSIONS}f", *(_random.gauss(0, 1 / 16) for _ in range(DIMENSIONS)))
    ).decode()
    for _ in range(512)
]

SAID = {"role": "assistant", "content": "good"}
CHAT = {
    "id": "c",
    "object": "chat.completion",
    "model": "m",
    "choices": [{"index": 0, "message": SAID, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 30, "completion_tokens": 1, "total_tokens": 31},
}


class Limit:
    """So many requests a minute, a few saved up."""

    def __init__(self, per_minute, saved_up):
        self.per_minute, self.level, self.at = per_minute, saved_up, time.monotonic()
        self.saved_up, self.first = saved_up, 0.0
        self.requests = self.refused = 0
        self.texts = Counter()

    def admits(self):
        now = time.monotonic()
        self.first = self.first or now
        self.level = min(self.saved_up, self.level + (now - self.at) * self.per_minute / 60)
        self.at = now
        if self.level < 1:
            self.refused += 1
            return False
        self.level -= 1
        self.requests += 1
        return True

    def headers(self):
        told = {"limit": self.per_minute, "remaining": int(self.level), "reset": "1s"}
        return "".join(f"x-ratelimit-{name}-requests: {value}\r\n" for name, value in told.items())

    def told(self):
        twice = sum(count - 1 for count in self.texts.values())
        said = {
            "requests": self.requests,
            "texts": self.texts.total(),
            "twice": twice,
            "refused": self.refused,
            "seconds": self.at - self.first,
        }
        self.requests = self.refused = 0
        self.first = 0.0
        self.texts.clear()
        return said


class Embeds(asyncio.Protocol):
    """One connection: requests that follow each other."""

    def __init__(self, seconds, limit):
        self._seconds, self._limit, self._come = seconds, limit, bytearray()

    def connection_made(self, transport):
        self._transport = transport

    def data_received(self, data):
        self._come += data
        while (head := self._come.find(b"\r\n\r\n")) >= 0:
            told = bytes(self._come[:head]).lower()
            size = (
                int(told.split(b"content-length:")[1].split(b"\r\n")[0]) if b"content-length:" in told else 0
            )
            if len(self._come) < head + 4 + size:
                return
            body = bytes(self._come[head + 4 : head + 4 + size])
            del self._come[: head + 4 + size]
            self._answer(told, body)

    def _answer(self, head, body):
        if head.startswith(b"get /stats"):
            self._say(200, self._limit.told())
        elif self._limit.per_minute and not self._limit.admits():
            self._say(429, {"error": {"message": "slow down", "code": "rate_limit_exceeded"}})
        else:
            self._limit.requests += not self._limit.per_minute
            said = (
                CHAT if b"/chat/" in head.partition(b"\r\n")[0] else embedded(json.loads(body), self._limit)
            )
            asyncio.get_running_loop().call_later(self._seconds, self._say, 200, said)

    def _say(self, status, said):
        wire = json.dumps(said).encode()
        limits = self._limit.headers() if self._limit.per_minute else ""
        kind = f"Content-Type: application/json\r\n{limits}Content-Length: {len(wire)}\r\n\r\n"
        head = f"HTTP/1.1 {status} Told\r\n{kind}"
        if not self._transport.is_closing():
            self._transport.write(head.encode() + wire)


def embedded(asked, limit):
    texts = [asked["input"]] if isinstance(asked["input"], str) else asked["input"]
    limit.texts.update(map(zlib.crc32, (text.encode() for text in texts)))
    data = [
        {"object": "embedding", "index": place, "embedding": BANK[zlib.crc32(text.encode()) % len(BANK)]}
        for place, text in enumerate(texts)
    ]
    usage = {"prompt_tokens": 20 * len(texts), "total_tokens": 20 * len(texts)}
    return {"object": "list", "model": "m", "data": data, "usage": usage}


async def main(seconds, per_minute, saved_up):
    limit = Limit(per_minute, saved_up)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Embeds(seconds, limit), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    given = [*map(float, sys.argv[1:])]
    milliseconds, per_minute, saved_up = given + [0.0, SAVED_UP][len(given) - 1 :]
    asyncio.run(main(milliseconds / 1000, per_minute, saved_up))
