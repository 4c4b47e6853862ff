"""Following: a batch that is under way, until what it brought is on disk.

Its output and its error file are read; what is in neither, was not reached or failed in passing is asked
again, a few times.  Only when everything is kept is the batch noted as read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from openai_nb.api.batches import ENDED
from openai_nb.core.errors import NotFound, OpenAIError
from openai_nb.data.dispatch import Dispatch, Parcel
from openai_nb.data.harvest import Verdict, refused_for_now, verdicts
from openai_nb.data.lanes import Ask, Land, Outcome
from openai_nb.data.manifest import READ, Manifest
from openai_nb.data.spending import Spending, tokens
from openai_nb.data.spool import lines, numbered

if TYPE_CHECKING:
    from openai_nb.api.batches import Batch
    from openai_nb.client import Client

ATTEMPTS = 3  # batches that a row may go with
TOGETHER = 512  # rows that are written in one step
DISK = 600.0  # seconds in which what came has to be on disk
ALONE = 2  # refusals for lack of room, with nothing else of ours under way, before a batch is cut in two
NOBODY = -1  # the slot of a row that an earlier run asked and this one does not


class Keeper(Protocol):
    """Who keeps what lands."""

    def written(self, seconds: float) -> bool:
        """Wait at most so long until all that landed is on disk; whether it is."""

    def kept(self, keys: Sequence[bytes]) -> set[bytes] | None:
        """Those of the rows whose answers are kept for good; None where nothing is ever kept."""

    def answer(self, body: dict[str, Any]) -> dict[str, Any]:
        """The answer that a line of a batch holds."""

    def call(self, read: int) -> Sequence[Any] | None:
        """A whole batch that read so many tokens as a row of the ledger; None where each line has its own."""


@dataclass
class Rest:
    """The questions of a batch that has ended which go with another one; of so many tokens at most."""

    asks: list[Ask]
    tokens: float | None = None


class Follower:
    """Looks at batches, and brings home what they hold."""

    land: Land

    def __init__(
        self, client: Client, manifest: Manifest, keeper: Keeper, spending: Spending, dispatch: Dispatch
    ) -> None:
        self._client, self._manifest, self._keeper = client, manifest, keeper
        self._spending, self._dispatch = spending, dispatch
        self._tries: Counter[bytes] = Counter()

    def follow(self, parcel: Parcel) -> Rest | None:
        """See how a batch stands; None while it is under way.  Raises `OpenAIError` where it can never go."""
        try:
            batch = self._client.batches.retrieve(parcel.entry.batch)
        except NotFound:  # somebody deleted it: its rows are asked anew
            rest = self._rest(parcel, "gone", {})
            return self._over(parcel, "gone", {ask.key: ask for ask in rest})
        counts = batch.request_counts
        parcel.status, parcel.done = batch.status, counts.completed + counts.failed if counts else 0
        if batch.status not in ENDED:
            return None
        if batch.status != "failed":
            return self._read(parcel, batch)
        if why := refused_for_now(batch):
            self._dispatch.refused(parcel, why)
            return None
        return self._failed(parcel, batch)

    def _read(self, parcel: Parcel, batch: Batch) -> Rest:
        """Land what the files hold; what nobody asks any more is kept all the same."""
        again: dict[bytes, Exception | None] = {}
        read: int | None = None  # tokens, of all lines with an answer
        with self._manifest.alone():
            entry = self._manifest.entry(parcel.entry.mark)
            noted = entry is not None and entry.state == READ  # another kernel was quicker, and has paid
            strangers: list[Verdict] = []
            for verdict in verdicts(self._client, batch):
                if verdict.answer:
                    read = (read or 0) + tokens(verdict.answer.get("usage"))[0]
                if verdict.key not in parcel.asks:
                    strangers += [verdict] if verdict.answer and not noted else []
                elif verdict.again:
                    again[verdict.key] = verdict.error
                else:
                    self._landed(parcel.asks.pop(verdict.key), verdict, noted)
                if len(strangers) >= TOGETHER:
                    self._keep(strangers)
            self._keep(strangers)
            rest = self._rest(parcel, batch.status, again)
            call = None if noted or read is None else self._keeper.call(read)
            return self._over(parcel, batch.status, {ask.key: ask for ask in rest}, call)

    def _landed(self, ask: Ask, verdict: Verdict, noted: bool) -> None:
        answer = verdict.answer
        if answer is None:
            self.land(ask, Outcome(error=verdict.error, request_id=verdict.request_id))
            return
        self._spending.add(ask.size, answer.get("usage"))
        self.land(ask, Outcome(self._keeper.answer(answer), request_id=verdict.request_id, noted=noted))

    def _keep(self, strangers: list[Verdict]) -> None:
        """Keep answers that were paid for, but whose rows are no longer asked."""
        if strangers and not self._keeper.written(DISK):  # a file that broke off is read from its start
            return
        known = self._keeper.kept([each.key for each in strangers])
        for each in strangers if known is not None else ():
            if each.key not in (known or ()) and each.answer:
                answer = Outcome(self._keeper.answer(each.answer), request_id=each.request_id)
                self.land(Ask(NOBODY, each.key, {}, 0), answer)
        strangers.clear()

    def _rest(self, parcel: Parcel, status: str, again: dict[bytes, Exception | None]) -> list[Ask]:
        """The rows that still have no answer, and may go once more; the others have their reason."""
        rest = []
        for key, ask in list(parcel.asks.items()):
            self._tries[key] += 1
            if self._tries[key] < ATTEMPTS and status != "cancelled":
                rest.append(ask)
                continue
            missing = OpenAIError(
                f"The batch {parcel.entry.batch} is {status} and has no answer to this row."
            )
            self.land(parcel.asks.pop(key), Outcome(error=again.get(key) or missing))
        return rest

    def smaller(self, parcel: Parcel) -> Rest | None:
        """What goes in smaller batches, where one finds no room that can never fit as it is."""
        others = [each for each in self._manifest.entries(parcel.entry.scope) if each.batch]
        limit, tokens = self._dispatch.limit, parcel.entry.tokens
        too_large = 0.7 * limit < tokens if limit else parcel.refusals > ALONE
        if others or not too_large or parcel.entry.rows < 2:
            return None
        most = min(0.5 * tokens, 0.7 * limit if limit else tokens)
        rest = self._over(parcel, "cut in two", dict(parcel.asks))
        return Rest(rest.asks, most)

    def _failed(self, parcel: Parcel, batch: Batch) -> Rest:
        """The API takes the batch only without some lines, or not at all."""
        wrong = (batch.errors.data if batch.errors else None) or []
        said = " ".join(each.message or "" for each in wrong[:3]) or "The API did not say why."
        path = self._manifest.spool(parcel.entry.mark)
        key_of = numbered(path) if path.exists() and all(each.line for each in wrong) else None
        bad = {key_of(each.line): each.message for each in wrong if each.line} if key_of else {}
        if not bad or len(bad) >= parcel.entry.rows:
            self._manifest.close_entry(parcel.entry.mark, "failed")
            raise OpenAIError(f"The batch {batch.id} was not begun. {said}", "Mend that and run it again.")
        for key, message in bad.items():
            if key in parcel.asks:
                self.land(parcel.asks.pop(key), Outcome(error=OpenAIError(message or said)))
        return self._over(parcel, "failed", dict(parcel.asks))

    def _over(
        self, parcel: Parcel, how: str, rest: dict[bytes, Ask], call: Sequence[Any] | None = None
    ) -> Rest:
        """All that came is on disk: the batch is read; what is left goes with others."""
        if not self._keeper.written(DISK):
            raise OSError("What the batch brought could not be written to disk; it is read again next time.")
        bodies = dict(self._bodies(parcel, rest))
        self._manifest.close_entry(parcel.entry.mark, how, call)
        self._spending.keep(parcel.promised)
        return Rest([Ask(ask.slot, key, bodies[key], ask.size) for key, ask in rest.items() if key in bodies])

    def _bodies(self, parcel: Parcel, rest: dict[bytes, Ask]) -> Iterator[tuple[bytes, dict[str, Any]]]:
        """The questions as they were asked: of rows that an earlier run wrote they came along."""
        yield from ((key, ask.body) for key, ask in rest.items() if ask.body)
        path = self._manifest.spool(parcel.entry.mark)
        if path.exists():
            yield from lines(path, {key for key, ask in rest.items() if not ask.body})
