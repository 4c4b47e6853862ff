"""Tuning: models taught by examples: jobs begun, watched, held, compared, and what came of them tried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from ipywidgets import Widget
from traitlets import Any as AnyTrait
from traitlets import Dict, Int, List, Unicode

from openai_nb.api.fine_tuning import ENDED
from openai_nb.data import reckoning
from openai_nb.data.calls import Question
from openai_nb.data.tuning import Examples, examples
from openai_nb.looks.monitor import Follower
from openai_nb.panels.following import following
from openai_nb.panels.listed import Listed
from openai_nb.panels.rows import Column, Rows, clock, kept
from openai_nb.panels.runs import lines, twin
from openai_nb.panels.usual import known_model, usual_model
from openai_nb.panels.work import Steps, Work

if TYPE_CHECKING:
    from openai_nb.client import Client
    from openai_nb.looks.curves import Line

JOBS = (
    Column("id", "Job", "minmax(8em, 1.4fr)"),
    Column("model", "Base", "minmax(6.5em, 1fr)"),
    Column("status", "Status", "9em", badge=True),
    Column("fine_tuned_model", "Model", "minmax(7em, 2fr)"),
    Column("created_at", "Created", "11.5em"),
)
EVENTS = (Column("created_at", "Time", "6.5em", clock), Column("message", "Event", "minmax(10em, 1fr)"))
CHANGES = {  # verb: the statuses in which it can be asked for
    "pause": {"running"},
    "resume": {"paused"},
    "cancel": {"validating_files", "queued", "running", "paused"},
}
MOST_RUNS = 6  # that are compared


class JobsPanel(Listed):
    """Fine-tune and watch: `JobsPanel()`, `JobsPanel(job)`, `JobsPanel(examples=df, prompt="q", reply="a")`.

    The job that is chosen is followed while cells stay free; of several the curves are compared.
    (`JobPanel` is for one job alone, begun in code: buttons over its events and its curve.)
    `examples` is a DataFrame, a file's path, bytes, or the id of a file that is uploaded already.
    """

    NAME = "Fine-tuning"
    LABELS: ClassVar = {".oai-told": {"role": "status", "aria-live": "polite"}}

    examples = AnyTrait(None)
    prompt = Unicode("")  # columns of a DataFrame, or texts with {{column}}
    reply = Unicode("")
    system = Unicode("")
    model = Unicode("")
    epochs = Int(None, allow_none=True, min=1)
    suffix = Unicode("")
    checked = AnyTrait(None)  # `Examples`, once they are looked through
    curves = List()  # of `Line`
    tried = Dict()  # by model, what it answered
    trouble = Unicode("")  # what keeps us from looking; we try again

    def __init__(self, job: Any = None, *, client: Client | None = None, **traits: Any) -> None:
        super().__init__(client=client, **traits)
        self.jobs, self.events = Rows(JOBS, by="created_at"), Rows(EVENTS)
        self.lists = (self.jobs, self.events)
        self.runs: dict[str, Follower] = {}
        self._follow: Work | None = None
        self._first = str(getattr(job, "id", job or ""))
        self.model = self.model or known_model(client, "chat")
        self.jobs.observe(lambda _: self.follow(), "chosen")
        self.observe(lambda _: self.set_trait("checked", None), ["examples", "prompt", "reply", "system"])

    @property
    def job(self) -> Mapping[str, Any]:
        """The job that is chosen; empty where none is, or several are."""
        chosen = self.jobs.chosen
        return (self.jobs.get(chosen[0]) or {}) if len(chosen) == 1 else {}

    # Verbs

    def look(self) -> None:
        """Fetch the list of jobs."""
        self.work(self._looking(), quiet=True)

    def check(self) -> Examples:
        """Look the examples through: how many, how many tokens, what is wrong; raises `ValueError`."""
        if self.examples is None or (isinstance(self.examples, str) and not self.examples.strip()):
            raise ValueError("Name the examples first: a DataFrame, or a file of JSON lines.")
        found = self.checked = examples(self.examples, self.prompt, self.reply, self.system)
        return found

    def create(self) -> None:
        """Upload the examples and begin a job; raises `ValueError` where a line would be refused."""
        source = self.examples
        if isinstance(source, str) and source.startswith("file-"):
            self.work(self._creating(source, None))
            return
        found = self.check()
        if found.problems:
            first = found.problems[0]
            where = f"Line {first.line}" if first.line else "The file"
            raise ValueError(f"{where}: {first.message}. Nothing was sent.")
        self.work(self._creating("", found))

    def pause(self) -> None:
        """Hold the job that is chosen where it is."""
        self._turn("pause")

    def resume(self) -> None:
        """Let it go on."""
        self._turn("resume")

    def cancel(self) -> None:
        """Ask whether it shall end for good."""
        job_id = self.jobs.one
        self.ask(f"Cancel {job_id}? What it has learnt is lost.", lambda: self._turn("cancel", job_id))

    def follow(self) -> None:
        """Follow the jobs that are chosen, and no others."""
        if self._follow is not None:
            self._follow.stop()
        ids = list(self.jobs.chosen)[:MOST_RUNS]
        self.runs = {each: self.runs.get(each) or Follower(self.client, each) for each in ids}
        self.events.set(self._events())
        self.freshen()
        self._follow = self.work(self._following(), quiet=True) if ids else None

    def ask_both(self, text: str) -> None:
        """Ask the tuned model and its base the same; raises `ValueError` where there is none yet."""
        tuned, base = self.job.get("fine_tuned_model"), self.job.get("model")
        if not tuned:
            raise ValueError("Choose a job that has succeeded: only it has a model to try.")
        if not text.strip():
            raise ValueError("There is nothing to ask.")
        self.work(self._asking(text.strip(), [str(base), str(tuned)]))

    # What is shown

    def view(self) -> Widget:
        """The jobs, their events and curves, and what begins another."""
        from openai_nb.panels.tuning_view import TuningView

        return TuningView(self).widget

    def twin(self) -> dict[str, str]:
        """The jobs, and of the one that is followed its newest events and its curve."""
        return twin(kept(self.jobs, "No jobs.", 10), list(self.runs.values()))

    def freshen(self) -> None:
        """Bring up to date what is shown of jobs, events and curves."""
        super().freshen()
        drawn: list[Line] = lines(list(self.runs.values()))
        if drawn != self.curves:
            self.curves = drawn

    def _looking(self) -> Steps:
        since = self.jobs.version
        self.jobs.set(list(self.client.fine_tuning.jobs.list()), since)
        yield self.news()
        first, self._first = self._first, ""
        rows = self.jobs.found
        with self._lock:
            if first and self.jobs.get(first) is None:
                self.jobs.add([self.client.fine_tuning.jobs.retrieve(first)])
                self.freshen()
            if not self.jobs.chosen and (first or rows):
                self.jobs.chosen = [first or str(rows[0]["id"])]

    def _following(self) -> Steps:
        runs = list(self.runs.values())
        ended = {each.job_id: each.job is not None and each.job.status in ENDED for each in runs}

        def look() -> bool:
            news = [each.look() for each in runs if not ended[each.job_id]]
            ended.update({each.job_id: each.job is not None and each.job.status in ENDED for each in runs})
            return any(news)

        sandboxed = self.client.provider.sandboxed
        for trouble in following(
            look, lambda: all(ended.values()), sandboxed=sandboxed, threads=self.threads
        ):
            self.jobs.add([each.job for each in runs if each.job is not None])
            self.events.set(self._events())
            yield self.news(trouble=trouble)

    def _events(self) -> list[dict[str, Any]]:
        """The events of the one job that is followed, the newest first; none of several."""
        (run, *others) = self.runs.values() or (None,)
        return run.rows[::-1] if run is not None and not others else []

    def _creating(self, file: str, found: Examples | None) -> Steps:
        if found is not None:
            yield {"told": f"Uploading {found.count:,} examples …"}
            sent = self.client.files.create(file=("examples.jsonl", found.data), purpose="fine-tune")
            file = sent.id
        supervised = {"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": self.epochs}}}
        job = self.client.fine_tuning.jobs.create(
            model=self.model or usual_model(self._client, "chat"),
            training_file=file,
            suffix=self.suffix or None,
            method=supervised if self.epochs else None,
        )
        self.jobs.put(job)
        yield self.news(told=f"Begun: {job.id}")
        with self._lock:
            self.freshen()
            self.jobs.chosen = [job.id]

    def _asking(self, text: str, models: list[str]) -> Steps:
        said = [{"role": "user", "content": text}]
        if self.system.strip():
            said.insert(0, {"role": "system", "content": self.system.strip()})
        answers = dict.fromkeys(models, "…")
        for each in models:
            yield {"tried": dict(answers)}
            answers[each] = self._answer(each, said)
        yield {"tried": dict(answers)}

    def _answer(self, model: str, said: list[dict[str, str]]) -> str:
        sent: dict[str, Any] = {"model": model, "messages": said}
        usd = reckoning.answered(model, said)
        question, create = (
            Question("chat", "/chat/completions", sent, usd),
            self.client.chat.completions.create,
        )
        called = question.put(self.client, lambda: create(**sent), fresh=True)
        return str(called.answer["choices"][0]["message"].get("content") or "")

    def _turn(self, verb: str, job_id: str = "") -> None:
        job = getattr(self.client.fine_tuning.jobs, verb)(job_id or self.jobs.one)
        with self._lock:
            self.jobs.add([job])
            self.freshen()

    def __repr__(self) -> str:
        return f"JobsPanel({self.jobs.total:,} jobs)"
