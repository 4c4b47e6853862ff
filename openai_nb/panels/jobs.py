"""Jobs: one fine-tuning job with its buttons, its events as they come and its loss as a curve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import HBox, Label, Widget
from traitlets import Unicode

from openai_nb.api.fine_tuning import ENDED
from openai_nb.looks.monitor import Follower
from openai_nb.panels.panel import Panel
from openai_nb.session import current

if TYPE_CHECKING:
    from openai_nb.client import Client

BUTTONS = {  # verb: (icon, tooltip, the statuses in which it can be asked for)
    "pause": ("pause", "Hold the job where it is", {"running"}),
    "resume": ("play", "Let the job go on", {"paused"}),
    "cancel": ("stop", "End the job for good", {"validating_files", "queued", "running", "paused"}),
}


class JobPanel(Panel):
    """One fine-tuning job below the cell that began it, followed, held, ended: `JobPanel(job)`.

    To see all jobs, begin them by hand, compare and try them, take `JobsPanel`.
    The table of events and the loss curve below the buttons are plain outputs, replaced in place
    while cells stay free; they are what the saved notebook keeps.
    """

    NAME = "Fine-tuning job"
    LOOKS = ("lists",)

    status = Unicode("")
    model = Unicode("")

    def __init__(self, job: Any, client: Client | None = None, *, every: float | None = None) -> None:
        super().__init__()
        self._client = client or current().client
        self._heard_of = ""
        self.follower = Follower(self._client, job, every=every, heard=self._heard)

    @property
    def job_id(self) -> str:
        """The job that is followed."""
        return self.follower.job_id

    def pause(self) -> None:
        """Hold the job where it is."""
        self._turn("pause")

    def resume(self) -> None:
        """Let the job go on."""
        self._turn("resume")

    def cancel(self) -> None:
        """End the job for good."""
        self._turn("cancel")

    def view(self) -> Widget:
        """A line of status and the buttons that can be pressed now."""
        state = Label(layout={"flex": "1 1 16em"})
        self.link("status", state, "value", lambda status: f"{self.job_id} · {status or 'asking …'}")
        bar = HBox([state, *(self._button(verb) for verb in BUTTONS)])
        bar.add_class("oai-bar")
        return bar

    def beside(self) -> None:
        """The table and the curve."""
        self.follower._ipython_display_()

    def close(self) -> None:
        """Look no further; the job itself goes on."""
        self.follower.stop()
        super().close()

    def _button(self, verb: str) -> Widget:
        icon, tooltip, when = BUTTONS[verb]
        kind = "danger" if verb == "cancel" else ""
        button: Widget = self.button(
            verb.capitalize(), getattr(self, verb), icon=icon, tip=tooltip, kind=kind
        )
        self.link("status", button, "disabled", lambda status: status not in when)
        return button

    def _turn(self, verb: str) -> None:
        job = getattr(self._client.fine_tuning.jobs, verb)(self.job_id)
        self.status = job.status

    def _heard(self, follower: Follower) -> None:
        job = follower.job
        if job is not None and not (self.status in ENDED and job.status not in ENDED):
            self.status, self.model = job.status, job.fine_tuned_model or ""
        if follower.trouble or self.problem == self._heard_of:  # trouble that has passed is not shown on
            self.problem = self._heard_of = follower.trouble

    def __repr__(self) -> str:
        return f"JobPanel({self.job_id}, {self.status or 'not looked at yet'})"
