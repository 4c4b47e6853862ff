"""What the sandbox carries: `python tests/bench/sandbox.py` prints one line a figure.

The callers are as thin as Python allows (http.client over kept connections) and share the two cores
with the server, so the figures are what one machine does for both ends.
"""

import http.client
import json
import re
import resource
import subprocess
import sys
import threading
import time

from openai_nb import Client

HELLO = [{"role": "user", "content": "Hello, who are you?"}]
LONG = [{"role": "user", "content": "Write 400 words about rivers"}]
REPEATS = 3


def main():
    served = [sys.executable, "-m", "openai_nb", "sandbox", "--no-token"]
    with subprocess.Popen(served, stdout=subprocess.PIPE, text=True) as server:
        port = int(re.search(r":(\d+)/", server.stdout.readline())[1])
        load(port, {"messages": HELLO}, callers=1, calls=50)
        for callers in (1, 4):
            runs = [load(port, {"messages": HELLO}, callers=callers, calls=1000)[0] for _ in range(REPEATS)]
            print(f"chat, {callers} callers: {median(runs):,.0f} requests/s ({spread(runs)})")
        runs = [
            load(port, {"messages": LONG, "stream": True}, callers=2, calls=30)[1] for _ in range(REPEATS)
        ]
        print(f"streams, 2 callers: {median(runs):,.0f} events/s ({spread(runs)})")
        server.terminate()
    runs = [in_process(500) for _ in range(REPEATS)]
    print(f"chat in process: {median(runs):.3f} ms CPU a call ({min(runs):.3f} to {max(runs):.3f})")


def load(port, request, callers, calls):
    """(requests, events) a second."""
    body = json.dumps({"model": "sandbox-chat", **request})
    events = []

    def call():
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for _ in range(calls):
            connection.request("POST", "/v1/chat/completions", body, {"Content-Type": "application/json"})
            events.append(connection.getresponse().read().count(b"data: "))

    threads = [threading.Thread(target=call) for _ in range(callers)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    return callers * calls / seconds, sum(events) / seconds


def in_process(calls):
    """Milliseconds of CPU a call of the real client takes, sandbox included."""
    with Client.sandbox() as client:
        client.chat.completions.create(model="sandbox-chat", messages=HELLO)
        began = cpu()
        for _ in range(calls):
            client.chat.completions.create(model="sandbox-chat", messages=HELLO)
        return (cpu() - began) / calls * 1000


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def median(runs):
    return sorted(runs)[len(runs) // 2]


def spread(runs):
    return f"{min(runs):,.0f} to {max(runs):,.0f}"


if __name__ == "__main__":
    main()
