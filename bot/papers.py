"""Papers in Telegram: drawn in the worker, uploaded once, then named by what Telegram calls them."""

from __future__ import annotations

import logging

from billing.models import Place
from billing.ports import Clock
from billing.tracing import where
from bot.messenger import Messenger
from bot.worker import Worker, WorkerFailed
from screens.papers import Paper
from screens.papers.drawing import draw
from screens.sheets import NotMade
from store.engine import Database

log = logging.getLogger(__name__)


class Papers:
    """Hands them out."""

    def __init__(self, database: Database, clock: Clock, messenger: Messenger, worker: Worker) -> None:
        self._database = database
        self._clock = clock
        self._messenger = messenger
        self._worker = worker

    async def hand(self, place: Place, paper: Paper, caption: str) -> None:
        """The file, drawn only where Telegram has not got the very same. ``NotMade`` when there is none."""
        mark = paper.mark
        known = await self._database.read(lambda books: books.file_id(mark))
        if known is not None:
            if await self._messenger.hand_known(place, known, caption):
                return
            await self._database.write_small(lambda books: books.drop_file_id(mark))
        file_id = await self._messenger.hand_new(place, await self._drawn(paper), paper.name, caption)
        if not file_id:
            return
        at = self._clock.now()
        await self._database.write_small(lambda books: books.keep_file_id(mark, file_id, at))

    async def _drawn(self, paper: Paper) -> bytes:
        try:
            return await self._worker.run(draw, paper)
        except WorkerFailed as error:
            log.error("no paper: %s", where(error))
            raise NotMade(type(error).__name__) from error
