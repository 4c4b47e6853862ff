"""Eventful: a fine-tuning job that has a hundred events a second, to see what a panel makes of it."""

import time

from openai_nb.api.fine_tuning import Job, JobEvent
from openai_nb.core.page import Page


class Eventful:
    """Stands for `client.fine_tuning.jobs`; `rate` events a second, half of them measures."""

    def __init__(self, rate=100):
        self.rate, self.began = rate, time.time()
        self.job = {"id": "ftjob-busy", "object": "fine_tuning.job", "model": "base", "status": "running"}
        self.job |= {"created_at": int(self.began), "fine_tuned_model": None}

    def retrieve(self, _):
        return Page({"data": [self.job]}, Job).data[0]

    def list(self, **_):
        return Page({"data": [self.job]}, Job)

    def list_events(self, _, limit=100, after=None):
        count = int((time.time() - self.began) * self.rate)
        last = count if after is None else int(after.partition("-")[2])
        rows = [self.event(n) for n in range(last - 1, max(-1, last - 1 - limit), -1)]
        page = {"data": rows, "has_more": bool(rows) and last > limit}
        return Page(page, JobEvent, lambda cursor: self.list_events(_, limit, cursor))

    def event(self, n):
        measured = {"step": n // 2, "train_loss": 3 / (1 + n / 800), "valid_loss": 3.2 / (1 + n / 900)}
        said = {"id": f"ev-{n}", "object": "fine_tuning.job.event", "level": "info"}
        said |= {"created_at": int(self.began + n / self.rate), "message": f"Step {n // 2}: <b>loss</b>"}
        return {**said, "type": "metrics" if n % 2 else "message", "data": measured if n % 2 else None}
