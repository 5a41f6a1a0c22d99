"""Files of many rows: they are spooled as they come, the worker makes the file, nothing of it stays."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from billing.statement import Row
from billing.tracing import where
from bot.worker import Worker, WorkerFailed
from screens.sheets import FOLDER, MOST_ROWS, Line, NotMade, Sheet, SheetFile, TooBig, Wanted, making, spool

log = logging.getLogger(__name__)

LEFT_AFTER = 3600.0  # seconds: a folder that old was left by a program that was killed


@contextlib.asynccontextmanager
async def statement_file(
    worker: Worker, rows: AsyncIterator[Row], wanted: Wanted
) -> AsyncIterator[SheetFile]:
    """The finished file, gone with the end of the block. ``NotMade`` or ``TooBig`` when there is none.

    What ``rows`` raises comes through. At no time are more than a chunk of them in memory.
    """
    async with _file(worker, rows, lambda path: (making.make_statement, wanted, path)) as file:
        yield file


@contextlib.asynccontextmanager
async def table_file(
    worker: Worker,
    lines: AsyncIterator[Line],
    sheet: Sheet,
    name: str,
    before: making.Before | None = None,
) -> AsyncIterator[SheetFile]:
    """The same for lines that stand as they are in an XLSX of ours, behind the sheet ``before``."""
    async with _file(worker, lines, lambda path: (making.make_table, name, sheet, path, before)) as file:
        yield file


@contextlib.asynccontextmanager
async def _file(
    worker: Worker, rows: AsyncIterator[object], job: Callable[[Path], tuple[Any, ...]]
) -> AsyncIterator[SheetFile]:
    folder = Path(await asyncio.to_thread(_folder))
    try:
        path = folder / "rows"
        await _spooled(path, rows)
        yield await _made(worker, *job(path))
    finally:
        await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))


async def _spooled(path: Path, rows: AsyncIterator[object]) -> None:
    chunk: list[object] = []
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


async def _made(worker: Worker, make: Callable[..., SheetFile], *given: object) -> SheetFile:
    try:
        return await worker.run(make, *given)
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
