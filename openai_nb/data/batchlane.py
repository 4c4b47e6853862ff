"""Batchlane: the lane that sends questions through the Batch API, at half the price and within a day.

Questions are written to files as large as the API takes, each noted in the manifest before it is sent;
what the batches bring is on disk before they are noted as read.  Stopping leaves them under way: whoever
asks the same again, today or in another kernel tomorrow, waits for the same batches.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING
from uuid import uuid4

from openai_nb.core.errors import OpenAIError
from openai_nb.data import budget
from openai_nb.data.dispatch import Dispatch, Parcel
from openai_nb.data.following import Follower, Keeper, Rest
from openai_nb.data.lanes import Ask, Land, Outcome
from openai_nb.data.manifest import BEGUN, PLANNED, READ, Entry, Manifest, shared
from openai_nb.data.spending import Spending
from openai_nb.data.spool import Limits, Spool, lines

if TYPE_CHECKING:
    from openai_nb.client import Client

AT_ONCE = 256  # questions that are looked up in the manifest in one go
SOON, LATE = 0.5, 60.0  # seconds between two looks at a batch: a twentieth of its age, within these
IN_SANDBOX = 0.05
TROUBLES = 40  # looks that may fail one after another
COME_BACK = "the batches go on at the API; the same call brings their answers home, also from another kernel"


class Batched:
    """The lane of batches: for one client, model and path."""

    def __init__(
        self,
        client: Client,
        about: Entry,
        keeper: Keeper,
        manifest: Manifest,
        spending: Spending,
        *,
        adopt: bool = True,
        limits: Limits | None = None,
    ) -> None:
        self.failure: Exception | None = None
        self.paused, self.rejections = False, 0
        self._about, self._manifest, self._spending = about, manifest, spending
        self._adopt, self._limits = adopt, limits or Limits()
        self._dispatch = Dispatch(client, manifest, f"/v1{about.path}")
        self._follower = Follower(client, manifest, keeper, spending, self._dispatch)
        self._soon = IN_SANDBOX if client.provider.sandboxed else SOON
        self._parcels: dict[str, Parcel] = {}
        self._stopped, self._troubles = threading.Event(), 0
        self._thread = threading.Thread(target=self._work, name="openai_nb-batches", daemon=True)

    @property
    def note(self) -> str:
        """How the batches stand, in a few words."""
        parcels = list(self._parcels.values())
        if not parcels:
            return ""
        states = Counter(
            each.status or ("waiting for room" if each.refusals else "on its way") for each in parcels
        )
        done, rows = sum(each.done for each in parcels), sum(each.entry.rows for each in parcels)
        told = ", ".join(f"{count} {state.replace('_', ' ')}" for state, count in states.items())
        return f"batches: {told} · {done:,} of {rows:,} lines answered"

    @property
    def advice(self) -> str:
        """How to come back."""
        return COME_BACK if self._parcels else ""

    def start(self, asks: Iterator[Ask], land: Land) -> None:
        """Start the thread that writes, sends and follows batches."""
        self._asks, self._follower.land = asks, land
        self._thread.start()

    def stop(self) -> None:
        """Begin no further batch and wait for none; those under way go on."""
        self._stopped.set()

    def wait(self, seconds: float) -> bool:
        """Wait at most so long for all batches to be read; whether they are."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            self._manifest.sweep()
            self._gather()
            while self._parcels and not self._stopped.is_set():
                self._look()
        except Exception as problem:
            self.failure = problem

    def _gather(self) -> None:
        """Write all questions to files, and begin a batch whenever one is full."""
        spool = self._spool()
        try:
            while (some := list(islice(self._asks, AT_ONCE))) and not self._stopped.is_set():
                carried = self._manifest.carried(self._about.scope, [ask.key for ask in some])
                for ask in some:
                    if ask.key in carried and self._attach(carried[ask.key], ask):
                        continue
                    spool = self._put(spool, ask)
                    if self.paused or self._stopped.is_set():
                        return
            if spool.asks:
                spool = self._send(spool)
        finally:
            spool.discard()

    def _spool(self) -> Spool:
        return Spool(self._manifest.folder, f"/v1{self._about.path}", self._limits)

    def _put(self, spool: Spool, ask: Ask) -> Spool:
        """Write a question down; the spool to go on with."""
        try:
            line, tokens = spool.line(ask), ask.size / self._spending.bytes_per_token
        except OpenAIError as problem:
            self._follower.land(ask, Outcome(error=problem))
            return spool
        if not spool.takes(line, tokens):
            spool = self._send(spool)
        while (promised := self._spending.promise(ask.size)) is None and not self._stopped.is_set():
            if spool.asks:
                spool = self._send(spool)
            elif not self._parcels:
                self.paused = True
                return spool
            self._look()
        spool.add(ask, line, tokens)
        spool.promised += promised or 0.0
        return spool

    def _send(self, spool: Spool) -> Spool:
        """Let a full spool become a batch; an empty one to go on with."""
        origin = spool.origin()
        entry = self._entry(spool, f"{origin}-{uuid4().hex[:8]}")
        spool.keep(self._manifest.spool(entry.mark))
        if taken := self._manifest.plan(entry, list(spool.asks)):
            return self._sorted_out(spool, taken)
        parcel = self._parcels[entry.mark] = Parcel(entry, spool.asks, spool.promised)
        if self._adopt and (found := self._dispatch.adopt(origin)):
            self._manifest.note(entry.mark, state=BEGUN, batch=found.id, file=found.input_file_id)
        self._advance(parcel)
        return self._spool()

    def _sorted_out(self, spool: Spool, taken: Mapping[bytes, str]) -> Spool:
        """Another program was quicker with some of the rows: wait for its batches, send the others."""
        fresh = self._spool()
        for key, body in lines(spool.path, spool.asks):
            ask = Ask(spool.asks[key].slot, key, body, spool.asks[key].size)
            if key not in taken or not self._attach(taken[key], ask):
                fresh.add(ask, fresh.line(ask), ask.size / self._spending.bytes_per_token)
        spool.path.unlink()
        return self._send(fresh) if fresh.asks else fresh

    def _entry(self, spool: Spool, mark: str) -> Entry:
        tokens = round(spool.tokens)
        return replace(self._about, mark=mark, rows=len(spool.asks), tokens=tokens, at=time.time())

    def _attach(self, mark: str, ask: Ask) -> bool:
        """Wait for a batch that carries this row already; False where it can no longer be sent."""
        spooled = self._manifest.spool(mark).exists()
        if mark not in self._parcels:
            entry = self._manifest.entry(mark)
            if entry is None or entry.state == READ or (entry.state == PLANNED and not spooled):
                self._manifest.close_entry(mark, "lost")
                return False
            self._parcels[mark] = Parcel(entry, {}, doubtful=True)
        self._parcels[mark].asks[ask.key] = Ask(ask.slot, ask.key, {}, ask.size) if spooled else ask
        return True

    def _look(self) -> None:
        """See how the batches stand, those whose time it is, and wait a little."""
        now = time.monotonic()
        for parcel in [each for each in self._parcels.values() if each.next_look <= now]:
            self._advance(parcel)
        nearest = min((each.next_look for each in self._parcels.values()), default=now)
        if self._parcels:
            self._stopped.wait(max(self._soon / 2, min(nearest - time.monotonic(), LATE)))

    def _advance(self, parcel: Parcel) -> None:
        """Bring a batch as far as it goes now; passing trouble passes, if it is not for too long."""
        age = time.time() - parcel.entry.at
        parcel.next_look = time.monotonic() + max(self._soon, min(age / 20, LATE))
        try:
            if parcel.entry.state != BEGUN:
                self._dispatch.forward(parcel)
            known = parcel.entry.state in (BEGUN, READ)
            rest = self._follower.follow(parcel) if known else None
            if rest is None and parcel.refusals and not parcel.entry.batch:
                rest = self._follower.smaller(parcel)
            if rest is not None:
                self._again(parcel, rest)
            self._troubles = 0
        except OpenAIError as problem:
            self._troubles += 1
            if not problem.passing or self._troubles > TROUBLES:
                raise

    def _again(self, parcel: Parcel, rest: Rest) -> None:
        """A batch is over: send those of its rows that have no answer yet with another one."""
        del self._parcels[parcel.entry.mark]
        if rest.tokens is not None:
            self._limits = replace(self._limits, tokens=rest.tokens)
        spool = self._spool()
        try:
            for ask in rest.asks:
                line, tokens = spool.line(ask), ask.size / self._spending.bytes_per_token
                if not spool.takes(line, tokens):
                    spool = self._send(spool)
                spool.add(ask, line, tokens)
            if spool.asks and not self._stopped.is_set():
                spool = self._send(spool)
        finally:
            spool.discard()
        self._manifest.spool(parcel.entry.mark).unlink(missing_ok=True)
        self._dispatch.tidy(parcel)


def batched(
    client: Client, keeper: Keeper, spending: Spending, about: tuple[str, str, str], *, adopt: bool = True
) -> Batched:
    """The lane of batches for `about`: (path, model, what).

    With `adopt`, a batch that another machine began with the same rows is waited for, too.
    """
    path, model, what = about
    address = client.provider.base_url
    scope = budget.scope(client.provider, f"{path} {model}")
    entry = Entry("", scope, address, path, model, what, 0, 0)
    return Batched(client, entry, keeper, shared(client.provider), spending, adopt=adopt)
