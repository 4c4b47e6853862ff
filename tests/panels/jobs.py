"""A small fine-tuning job for a panel to look at."""

import json


def job_of(client):
    """A job that runs in the client's sandbox."""
    said = [
        {"messages": [{"role": "user", "content": f"{n}?"}, {"role": "assistant", "content": "no"}]}
        for n in range(12)
    ]
    lines = "\n".join(map(json.dumps, said)).encode()
    file = client.files.create(file=("n.jsonl", lines), purpose="fine-tune")
    return client.fine_tuning.jobs.create(model="sandbox-chat", training_file=file)
