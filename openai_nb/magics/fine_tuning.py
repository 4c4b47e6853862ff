"""Fine-tuning: `%jobs` lists, starts, follows and stops jobs that teach a model by examples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from IPython.core.magic import Magics, line_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.magics import listing
from openai_nb.magics.arguments import Misused, command, out
from openai_nb.magics.brief import briefly
from openai_nb.magics.files import upload
from openai_nb.session import current

COLUMNS = ("model", "status", "fine_tuned_model", "created_at", "finished_at", "trained_tokens")
EVENTS = ("created_at", "level", "message")
CHECKPOINTS = (
    "step_number",
    "fine_tuned_model_checkpoint",
    "metrics.full_valid_loss",
    "metrics.full_valid_mean_token_accuracy",
)
HYPERPARAMETERS = {
    "n_epochs": "epochs",
    "batch_size": "batch_size",
    "learning_rate_multiplier": "learning_rate",
}


@magics_class
class JobMagics(Magics):
    """List, start, follow and stop fine-tuning jobs."""

    @no_var_expand
    @magic_arguments()
    @argument("-f", "--file", metavar="FILE", help="examples: a path, which is uploaded, or a file's id")
    @argument("--validation", metavar="FILE", help="examples to measure on, never to learn from")
    @argument("-m", "--model", help="the model to start from")
    @argument("--suffix", help="a word for the new model's name")
    @argument("--epochs", type=int, help="how often to go through the examples")
    @argument("--batch-size", type=int, help="how many examples make a step")
    @argument("--learning-rate", type=float, help="a multiplier of the usual rate")
    @argument("--seed", type=int, help="the same seed, the same training")
    @argument("--unchecked", action="store_true", help="upload even lines that the API would refuse")
    @argument("-n", "--limit", type=int, help="the newest so many")
    @argument("-a", "--all", action="store_true", help="every column the server sent")
    @out()
    @line_magic
    @briefly
    def jobs(self, line: str) -> Any:
        """Your fine-tuning jobs, as a DataFrame, newest first.  A verb without an id takes the newest.

        Examples::

            %jobs                                   all of them
            job = %jobs create --file train.jsonl -m gpt-6-luna --epochs 3
            %jobs follow ftjob-abc                  events and loss as they come; cells stay free
            %jobs events ftjob-abc                  what has happened, as a DataFrame
            %jobs checkpoints ftjob-abc             the models kept on the way
            %jobs show ftjob-abc
            %jobs cancel ftjob-abc                  pause and resume likewise
        """
        args = command(self.jobs, line)
        verbs: listing.Verbs = {
            "list": self._list,
            "create": self._create,
            "follow": self._follow,
            "events": self._events,
            "checkpoints": self._checkpoints,
            "show": self._show,
            "cancel": self._cancel,
            "pause": self._pause,
            "resume": self._resume,
        }
        return listing.done("jobs", args, verbs, self.shell.user_ns)

    def _list(self, args: Any) -> Any:
        return listing.table(_jobs().list(), None if args.all else COLUMNS, args.limit)

    def _create(self, args: Any, file: Any = None) -> Any:
        examples = args.file or file
        if not examples:
            raise Misused("A job needs examples.", "%jobs create --file train.jsonl --model NAME")
        chosen = {name: getattr(args, flag) for name, flag in HYPERPARAMETERS.items()}
        hyperparameters = {name: value for name, value in chosen.items() if value is not None}
        return _jobs().create(
            model=args.model or current().model,
            training_file=self._file(args, examples),
            validation_file=self._file(args, args.validation) if args.validation else None,
            suffix=args.suffix,
            seed=args.seed,
            method=_supervised(hyperparameters) if hyperparameters else None,
        )

    def _file(self, args: Any, given: Any) -> Any:
        """A file of the API: looked through and uploaded now if it is one of this machine."""
        from openai_nb.magics.names import meant

        found = meant(given, self.shell.user_ns) if isinstance(given, str) else given
        here = isinstance(found, str) and Path(found).expanduser().is_file()
        if here or isinstance(found, Path | bytes):
            return upload(found, "fine-tune", unchecked=args.unchecked)
        return found

    def _follow(self, args: Any, job: Any = None) -> Any:
        from openai_nb.looks.monitor import Follower

        found = _jobs().retrieve(_id(job))  # the cell fails where there is none
        follower = Follower(current().client, found)
        follower.start()
        return follower

    def _events(self, args: Any, job: Any = None) -> Any:
        return listing.table(_jobs().list_events(_id(job)), None if args.all else EVENTS, args.limit)

    def _checkpoints(self, args: Any, job: Any = None) -> Any:
        found = _jobs().checkpoints.list(_id(job))
        return listing.table(found, None if args.all else CHECKPOINTS, args.limit)

    def _show(self, args: Any, job: Any = None) -> Any:
        return _jobs().retrieve(_id(job))

    def _cancel(self, args: Any, job: Any = None) -> Any:
        return _jobs().cancel(_id(job))

    def _pause(self, args: Any, job: Any = None) -> Any:
        return _jobs().pause(_id(job))

    def _resume(self, args: Any, job: Any = None) -> Any:
        return _jobs().resume(_id(job))


def _jobs() -> Any:
    return current().client.fine_tuning.jobs


def _id(job: Any) -> str:
    """The id of a job, of the newest one if none is named."""
    return listing.id_of(job, _jobs(), "job", "%jobs create --file train.jsonl --model NAME")


def _supervised(hyperparameters: dict[str, Any]) -> dict[str, Any]:
    return {"type": "supervised", "supervised": {"hyperparameters": hyperparameters}}
