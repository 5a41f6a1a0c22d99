"""Statements as files: rows are spooled as they come, the worker makes the file, nothing of it stays."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

from billing.statement import Row
from billing.tracing import where
from bot.worker import Worker, WorkerFailed
from screens.sheets import FOLDER, MOST_ROWS, NotMade, SheetFile, TooBig, Wanted, making, spool

log = logging.getLogger(__name__)

LEFT_AFTER = 3600.0  # seconds: a folder that old was left by a program that was killed


@contextlib.asynccontextmanager
async def statement_file(
    worker: Worker, rows: AsyncIterator[Row], wanted: Wanted
) -> AsyncIterator[SheetFile]:
    """The finished file, gone with the end of the block. ``NotMade`` or ``TooBig`` when there is none.

    What ``rows`` raises comes through. At no time are more than a chunk of them in memory.
    """
    folder = Path(await asyncio.to_thread(_folder))
    try:
        path = folder / "rows"
        await _spooled(path, rows)
        yield await _made(worker, wanted, path)
    finally:
        await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))


async def _spooled(path: Path, rows: AsyncIterator[Row]) -> None:
    chunk: list[Row] = []
    count = 0
    async for row in rows:
        chunk.append(row)
        if len(chunk) == spool.CHUNK:
            count += len(chunk)
            if count > MOST_ROWS:
                raise TooBig(f"more than {MOST_ROWS} rows")
            await asyncio.to_thread(spool.add, path, chunk)
            chunk = []
    await asyncio.to_thread(spool.add, path, chunk)


async def _made(worker: Worker, wanted: Wanted, path: Path) -> SheetFile:
    try:
        return await worker.run(making.make_statement, wanted, path)
    except NotMade:
        raise
    except (WorkerFailed, OSError) as error:
        log.error("no sheet: %s", where(error))
        raise NotMade(type(error).__name__) from error


def _folder() -> str:
    """A folder that only we may read; those of a program that was killed are removed."""
    for left in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        with contextlib.suppress(OSError):
            if left.stat().st_mtime < time.time() - LEFT_AFTER:
                shutil.rmtree(left, ignore_errors=True)
    return tempfile.mkdtemp(prefix=FOLDER)
