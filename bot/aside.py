"""Heavy work that a person waits for, done in the worker's process."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from billing.errors import Refused
from billing.tracing import where
from bot.worker import Worker, WorkerFailed

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)


class Aside:
    """Implements ``handlers.Aside``."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    async def __call__(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the work gives or raises; where the process ended or took too long, a word to the person."""
        try:
            return await self._worker.run(work, *args, **kwargs)
        except WorkerFailed as error:
            log.error("no answer from the worker: %s", where(error))
            raise Refused("sheet-not-made") from error
