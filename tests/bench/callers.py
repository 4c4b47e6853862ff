"""One piece of work by one client, in a process of its own: prints what it took as JSON.

`python callers.py chat openai_nb 40123`; the floor of each work is what no client in Python comes under.
"""

import json
import resource
import sys
import time

ASKED = {"model": "canned", "messages": [{"role": "user", "content": "Which words come? " * 20}]}
TEXTS = [f"text {number}" for number in range(2_048)]
TIMES = {"chat": 300, "stream": 3, "embed": 3, "import": 1}


def main(work, who, port):
    if work == "import":
        return {"cpu_ms": _cpu_of(lambda: _imported(who))}
    call = globals()[f"{work}_{who}"](port)
    call()
    began, used = time.perf_counter(), _cpu()
    for _ in range(TIMES[work]):
        call()
    count = TIMES[work]
    return {
        "cpu_ms": (_cpu() - used) / count,
        "wall_ms": (time.perf_counter() - began) / count * 1000,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def chat_openai_nb(port):
    client = _ours(port)
    return lambda: client.chat.completions.create(**ASKED).choices[0].message.content


def chat_openai(port):
    client = _sdk(port)
    return lambda: client.chat.completions.create(**ASKED).choices[0].message.content


def chat_floor(port):
    """http.client over a kept connection, and json."""
    connection, headers = _bare(port)

    def call():
        connection.request("POST", "/v1/chat/completions", json.dumps(ASKED), headers)
        return json.loads(connection.getresponse().read())["choices"][0]["message"]["content"]

    return call


def stream_openai_nb(port):
    client = _ours(port)
    return lambda: [chunk.choices[0].delta.content for chunk in client.chat.completions.stream(**ASKED)]


def stream_openai(port):
    client = _sdk(port)
    return lambda: [
        chunk.choices[0].delta.content for chunk in client.chat.completions.create(**ASKED, stream=True)
    ]


def stream_floor(port):
    """The lines of http.client, and json."""
    connection, headers = _bare(port)
    body = json.dumps({**ASKED, "stream": True})

    def call():
        connection.request("POST", "/v1/chat/completions", body, headers)
        answer = connection.getresponse()
        lines = (line[6:] for line in answer if line.startswith(b"data: {"))
        words = [json.loads(line)["choices"][0]["delta"]["content"] for line in lines]
        answer.read()  # only then the connection is free for the next
        return words

    return call


def embed_openai_nb(port):
    client = _ours(port)
    return lambda: client.embeddings.vectors(model="m", input=TEXTS)


def embed_openai(port):
    """What its users do: the lists of the answer made one array."""
    import numpy as np

    client = _sdk(port)

    def call():
        answer = client.embeddings.create(model="m", input=TEXTS)
        return np.array([each.embedding for each in answer.data], dtype=np.float32)

    return call


def embed_floor(port):
    """http.client, json, base64 and NumPy."""
    import base64

    import numpy as np

    connection, headers = _bare(port)
    body = json.dumps({"model": "m", "input": TEXTS, "encoding_format": "base64"})

    def call():
        connection.request("POST", "/v1/embeddings", body, headers)
        rows = json.loads(connection.getresponse().read())["data"]
        return np.frombuffer(b"".join(base64.b64decode(row["embedding"]) for row in rows), np.float32)

    return call


def _imported(who):
    if who == "openai_nb":
        from openai_nb import Client

        return Client(api_key="none", base_url="http://127.0.0.1:1/v1")
    if who == "openai":
        from openai import OpenAI

        return OpenAI(api_key="none", base_url="http://127.0.0.1:1/v1")
    import http.client
    import json  # noqa: F401

    return http.client


def _ours(port):
    from openai_nb import Client

    return Client(api_key="none", base_url=f"http://127.0.0.1:{port}/v1")


def _sdk(port):
    from openai import OpenAI

    return OpenAI(api_key="none", base_url=f"http://127.0.0.1:{port}/v1")


def _bare(port):
    import http.client

    headers = {"Content-Type": "application/json", "Authorization": "Bearer none"}
    return http.client.HTTPConnection("127.0.0.1", int(port)), headers


def _cpu():
    """Milliseconds of CPU of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return (used.ru_utime + used.ru_stime) * 1000


def _cpu_of(work):
    began = _cpu()
    work()
    return _cpu() - began


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
