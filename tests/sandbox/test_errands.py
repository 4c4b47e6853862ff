"""What is left undone when a process dies is taken up by the next."""

import json
import signal
import subprocess
import sys
import time

from openai_nb import Client
from openai_nb.sandbox import errands
from openai_nb.sandbox.store import Store

ROWS = [
    {
        "messages": [
            {"role": "user", "content": f"Number {n}?"},
            {"role": "assistant", "content": ("even", "odd")[n % 2]},
        ]
    }
    for n in range(20)
]
WIRE = "\n".join(map(json.dumps, ROWS)).encode()
PROGRAM = """
import sys, time
from openai_nb import Client
client = Client.sandbox(sys.argv[1], step_seconds=0.05)
file = client.files.create(file=("n.jsonl", sys.stdin.buffer.read()), purpose="fine-tune")
job = client.fine_tuning.jobs.create(
    model="sandbox-chat", training_file=file, hyperparameters={"n_epochs": 50, "batch_size": 1})
while client.fine_tuning.jobs.retrieve(job).status != "running": time.sleep(0.02)
print(job.id, flush=True)
time.sleep(60)
"""


def test_a_job_survives_the_death_of_its_process(tmp_path):
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        program.stdin.write(WIRE)
        program.stdin.close()
        job = program.stdout.readline().decode().strip()
        program.send_signal(signal.SIGKILL)
    with Client.sandbox(tmp_path, step_seconds=0.0) as client:
        ended = client.fine_tuning.jobs.wait(job, every=0.05, timeout=60)
        assert ended.status == "succeeded"
        told = [event.message for event in client.fine_tuning.jobs.list_events(job, limit=1000)]
        assert "The job was broken off and begins again" in told


def test_what_somebody_is_about_is_left_to_them(tmp_path):
    errands.errand("nothing")(lambda store, name: iter([]))
    store = Store(tmp_path)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        store.put("errand", {"id": "a", "kind": "nothing", "process": other.pid})
        assert errands.resume(store) == []
        other.kill()
        other.wait()
    assert errands.resume(store) == ["a"]


def test_what_is_done_is_forgotten(tmp_path):
    errands.errand("nothing")(lambda store, name: iter([None]))
    store = Store(tmp_path, step_seconds=0.0)
    errands.send(store, "nothing", "a")
    end = time.monotonic() + 5
    while store.all("errand"):
        assert time.monotonic() < end
        time.sleep(0.01)
    assert errands.resume(store) == []
