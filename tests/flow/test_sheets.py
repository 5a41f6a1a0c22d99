"""A statement becomes a file beside the chat, and nothing of it stays."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import multiprocessing
import os
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from billing.statement import Row
from bot import sheets
from bot.sheets import statement_file
from bot.worker import Worker
from screens.sheets import Format, NotMade, TooBig, making, spool
from tests.support.rows import AT, ZONE, many, read_csv, read_xlsx, row, streamed, wanted

MANY = (10_000, pytest.param(50_000, marks=pytest.mark.long))
TICK = 0.005
LONGEST_WORK = 0.05  # seconds that our thread works without a pause
LONGEST_STOP = 0.05  # the same of all threads of ours; what other programs take does not count


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    worker = Worker()
    yield worker
    await worker.close()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary files lie; none does at the end."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield tmp_path
    assert [path.name for path in tmp_path.iterdir()] == []


class Ticker:
    """Measures how long the loop stands still."""

    def __init__(self) -> None:
        self.stopped = 0.0
        self.worked = 0.0
        self._all, self._work = time.process_time(), time.thread_time()

    async def run(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            self.look()

    def look(self) -> None:
        everybody, work = time.process_time(), time.thread_time()
        self.stopped = max(self.stopped, everybody - self._all)
        self.worked = max(self.worked, work - self._work)
        self._all, self._work = everybody, work


@contextlib.asynccontextmanager
async def ticking() -> AsyncIterator[Ticker]:
    gc.collect()
    gc.freeze()  # what other tests left in memory is not looked through while we measure
    ticker = Ticker()
    task = asyncio.create_task(ticker.run())
    yield ticker
    ticker.look()
    task.cancel()
    await asyncio.wait([task])


async def never_come(rows: list[Row], given: asyncio.Event) -> AsyncIterator[Row]:
    for each in rows:
        yield each
    given.set()
    await asyncio.Event().wait()


def proved(rows: int) -> int:
    """Tenge."""
    return sum(n for n in range(rows) if n % 10)


@pytest.mark.parametrize("count", MANY)
async def test_many_thousand_rows_do_not_stop_the_chat(count: int, worker: Worker) -> None:
    async with contextlib.AsyncExitStack() as stack:
        async with ticking() as ticker:
            file = await stack.enter_async_context(statement_file(worker, streamed(many(count)), wanted()))
        print(f"stopped {ticker.stopped * 1000:.0f} ms, worked {ticker.worked * 1000:.0f} ms")
        assert ticker.worked < LONGEST_WORK
        assert ticker.stopped < LONGEST_STOP
        assert (file.rows, file.size) == (count, file.path.stat().st_size)
        header, *rows, total = read_xlsx(file.path)
    assert len(rows) == count
    created, counted = header.index("Created"), header.index("Counted as money")
    assert rows[0][created] == AT.astimezone(ZONE).replace(tzinfo=None)
    assert rows[-1][created] - rows[0][created] == timedelta(seconds=count - 1)
    assert sum(each[counted] or 0 for each in rows) == total[counted] == proved(count)


@pytest.mark.parametrize("count", MANY)
async def test_many_thousand_rows_as_a_table(count: int, worker: Worker) -> None:
    async with statement_file(worker, streamed(many(count)), wanted(Format.CSV, "ru")) as file:
        header, *rows, total = await asyncio.to_thread(read_csv, file.path)
    assert len(rows) == count
    counted = header.index("Засчитано")
    assert total[counted] == f"{proved(count)},00"


@pytest.mark.parametrize("form", Format)
async def test_the_file_is_ours_alone_and_gone_after_the_block(form: Format, worker: Worker) -> None:
    async with statement_file(worker, streamed([row()]), wanted(form)) as file:
        assert file.name == f"statement-2026-11-01-2026-11-22.{form}"
        assert file.path.parent.stat().st_mode & 0o077 == 0
        assert file.path.read_bytes()
    assert not file.path.parent.exists()


async def test_no_rows_are_a_file_too(worker: Worker) -> None:
    async with statement_file(worker, streamed([]), wanted()) as file:
        assert (file.rows, len(read_xlsx(file.path))) == (0, 2)


async def test_what_the_bank_failed_to_list_comes_through(worker: Worker) -> None:
    async def broken() -> AsyncIterator[Row]:
        yield row()
        raise ConnectionError("the bank is away")

    with pytest.raises(ConnectionError):
        async with statement_file(worker, broken(), wanted()):
            raise AssertionError("there is no file")


async def test_who_fails_to_send_the_file_leaves_nothing(worker: Worker) -> None:
    with pytest.raises(RuntimeError):
        async with statement_file(worker, streamed([row()]), wanted()):
            raise RuntimeError("Telegram is away")


async def test_who_is_stopped_while_the_bank_lists_leaves_nothing(worker: Worker) -> None:
    given = asyncio.Event()

    async def ask() -> None:
        async with statement_file(worker, never_come([*many(450)], given), wanted()):
            raise AssertionError("there is no file")

    asking = asyncio.create_task(ask())
    await given.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking


async def test_a_worker_that_is_killed_in_the_middle_leaves_nothing_and_says_so(
    worker: Worker, folder: Path
) -> None:
    async def ask() -> None:
        async with statement_file(worker, streamed(many(5000)), wanted()):
            raise AssertionError("there is no file")

    asking = asyncio.create_task(ask())
    async with asyncio.timeout(60):
        while len([*folder.glob("tolem-sheet-*/*")]) < 2:  # the rows, and what is being made of them
            await asyncio.sleep(0.01)
    (process,) = multiprocessing.active_children()
    process.kill()
    with pytest.raises(NotMade) as raised:
        await asking
    assert not isinstance(raised.value, TooBig)
    assert raised.value.text == "sheet-not-made"


async def test_a_file_that_telegram_does_not_take_is_refused(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 400)
    with pytest.raises(TooBig) as raised:
        async with statement_file(worker, streamed(many(1000)), wanted()):
            raise AssertionError("there is no file")
    assert raised.value.text == "sheet-too-big"


async def test_the_worker_says_that_it_grew_too_big(worker: Worker, folder: Path) -> None:
    path = folder / "rows"
    spool.add(path, [row()] * 10)
    with pytest.raises(TooBig):
        await worker.run(making.make_statement, wanted(), path, 1000)
    for left in folder.iterdir():
        left.unlink()


async def test_what_a_killed_program_left_is_removed(worker: Worker, folder: Path) -> None:
    old, young, foreign = (folder / name for name in ("tolem-sheet-old", "tolem-sheet-young", "else"))
    for left in (old, young, foreign):
        left.mkdir()
        (left / "rows").write_bytes(b"someone's card")
    for left in (old, foreign):
        os.utime(left, (0, 0))
    async with statement_file(worker, streamed([row()]), wanted()):
        assert (old.exists(), young.exists(), foreign.exists()) == (False, True, True)
    for left in (young, foreign):
        (left / "rows").unlink()
        left.rmdir()
