"""Sentences for a reader to answer about, a batch after the other: the one that stands, the next
one prepared beside it, and what was put off. No screen here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Final

from analysis.coders.learning.answers import CodeKey
from analysis.coders.learning.queue import BATCH
from app.explorer.state.processes import Work
from app.study.machines.looking import Batch, CodeTold, Skipped, Waiting, batch_at

AHEAD: Final = 3
"""With so many sentences left the next batch is begun, so that nobody waits for it."""


class Round:
    """What one reader looks at, of the study at an address. ``codes``: those asked about (none:
    those that were coded). ``before``: the round that this one follows; what was put off in it is
    not put up again, and what still waits in it not in the first batch.
    """

    def __init__(
        self, study: str, codes: tuple[CodeKey, ...] = (), before: Round | None = None
    ) -> None:
        self.study, self.codes = study, codes
        self.put_off: set[Skipped] = set()
        self.waiting: list[Waiting] = []
        """What is to be answered; the first is asked about."""
        self.answered: list[Waiting] = []
        self.told: tuple[CodeTold, ...] = ()
        """What was known of the codes when the batch was made."""
        self.steps = 0
        """How often another sentence came to be asked about."""
        self.work: Work[Batch] | None = None
        """The next batch under way, or waiting to be taken."""
        self.ended = False
        """Whether the newest batch was empty: there is nothing left to look at."""
        unanswered: list[Waiting] = []
        if before is not None:
            before.stop()
            self.put_off, self.told, self.steps = before.put_off, before.told, before.steps + 1
            unanswered = before.waiting
        self._prepare(unanswered)

    def _prepare(self, standing: Collection[Waiting]) -> None:
        """Begin the next batch, without the sentences that stand in this one."""
        skipped = self.put_off | {waiting.place for waiting in standing}
        self.work = Work(partial(batch_at, self.study, BATCH, self.codes, tuple(sorted(skipped))))

    def stop(self) -> None:
        """End what is under way."""
        if self.work is not None:
            self.work.stop()

    @property
    def stopped(self) -> bool:
        """Whether it was ended before anything came of it."""
        return self.work is not None and self.work.stopped

    def take(self) -> None:
        """Take the next batch up where nothing waits any more and it has been made. Raises the
        FangtanError for which there is none.
        """
        if self.waiting or self.work is None or self.stopped or not self.work.done:
            return
        work, self.work = self.work, None
        batch = work.result()
        self.waiting, self.told = list(batch.waiting), batch.told
        self.ended = not self.waiting
        self.steps += 1

    def answer(self) -> None:
        """The sentence asked about was answered."""
        self.answered.append(self.waiting[0])
        self._advance()

    def skip(self) -> None:
        """The sentence asked about is put off: it does not come again."""
        self.put_off.add(self.waiting[0].place)
        self._advance()

    def _advance(self) -> None:
        self.waiting = self.waiting[1:]
        self.steps += 1
        if len(self.waiting) <= AHEAD and self.work is None:
            self._prepare(self.waiting)

    def follow(self, stands: Callable[[Waiting], bool]) -> None:
        """Follow what became of the answers meanwhile: a sentence whose answer was taken back is
        asked about again, one that has an answer by now no more. ``stands``: whether a sentence has
        one.
        """
        while self.answered and not stands(self.answered[-1]):
            self.waiting = [self.answered.pop(), *self.waiting]
            self.steps += 1
        while self.waiting and stands(self.waiting[0]):
            self.answer()
