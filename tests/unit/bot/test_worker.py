"""The process for heavy work: apart from the chat, replaced when it is lost, gone at the end."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import worker as module
from bot.worker import Worker, WorkerDied, WorkerFailed, WorkerTooSlow
from screens.sheets import making
from tests.support import PATIENCE, jobs
from tests.support.until import until

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    worker = Worker()
    yield worker
    await worker.close()


def lives(process: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False


def alone() -> bool:
    return not multiprocessing.active_children()


async def test_a_job_runs_in_one_process_that_is_not_ours(worker: Worker) -> None:
    first, second = await asyncio.gather(worker.run(jobs.process), worker.run(jobs.process))
    assert first == second != os.getpid()


async def test_values_go_there_and_come_back(worker: Worker) -> None:
    assert await worker.run(jobs.echo, 1, "₸", word={"a": (1, 2)}) == ((1, "₸"), {"word": {"a": (1, 2)}})


async def test_it_never_imports_the_chat_framework(worker: Worker) -> None:
    await worker.run(jobs.echo, making.make_statement)
    loaded = await worker.run(jobs.loaded)
    assert "screens.sheets.xlsx" in loaded
    assert {"aiogram", "aiohttp", "sqlalchemy"} & set(loaded) == set()


async def test_what_a_job_raises_is_raised_here_and_the_process_goes_on(worker: Worker) -> None:
    process = await worker.run(jobs.process)
    with pytest.raises(KeyError, match="coffee") as raised:
        await worker.run(jobs.fail, KeyError("coffee"))
    assert "fail jobs.py" in raised.value.__notes__[0]
    assert await worker.run(jobs.process) == process


async def test_a_jobs_own_timeout_is_not_ours(worker: Worker) -> None:
    with pytest.raises(TimeoutError):
        await worker.run(jobs.fail, TimeoutError("of the job"))


@pytest.mark.parametrize("job", [jobs.fail_unreadably, jobs.answer_unpicklably])
async def test_what_cannot_come_back_is_a_failed_job(job: object, worker: Worker) -> None:
    with pytest.raises(Exception, match=r"jobs\.py|pickle"):
        await worker.run(job)  # type: ignore[arg-type]
    assert await worker.run(jobs.echo) == ((), {})


async def test_what_cannot_go_there_is_the_callers_mistake(worker: Worker) -> None:
    with pytest.raises((AttributeError, TypeError)):
        await worker.run(jobs.echo, lambda: None)
    assert await worker.run(jobs.echo) == ((), {})


async def test_a_process_that_dies_fails_its_job_and_is_replaced(worker: Worker, tmp_path: Path) -> None:
    process = await worker.run(jobs.process)
    with pytest.raises(WorkerDied):
        await worker.run(jobs.die, 1, tmp_path / "tries")
    assert await worker.run(jobs.process) != process
    assert (tmp_path / "tries").read_text() == "again\n"


async def test_one_that_says_goodbye_in_the_middle_is_not_asked_for_ever(
    worker: Worker, tmp_path: Path
) -> None:
    with pytest.raises(WorkerDied):
        await worker.run(jobs.die, 0, tmp_path / "tries")


async def test_one_that_was_killed_between_two_jobs_is_replaced_unseen(worker: Worker) -> None:
    process = await worker.run(jobs.process)
    os.kill(process, signal.SIGKILL)
    await until(alone)
    assert await worker.run(jobs.process) != process


async def test_a_job_that_takes_too_long_is_killed(tmp_path: Path) -> None:
    worker = Worker(limit=1.0)
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(WorkerTooSlow):
            await worker.run(jobs.never, tmp_path / "started")
    await worker.close()


async def test_a_job_that_is_given_up_is_killed_and_the_next_one_runs(worker: Worker, tmp_path: Path) -> None:
    process = await worker.run(jobs.process)
    job = asyncio.create_task(worker.run(jobs.never, tmp_path / "started"))
    await until((tmp_path / "started").exists)
    job.cancel()
    await asyncio.wait([job], timeout=PATIENCE)
    assert job.cancelled()
    assert await worker.run(jobs.process) != process
    assert not lives(process)


async def test_one_that_rested_too_long_gives_its_memory_back() -> None:
    worker = Worker(idle=0.3)
    process = await worker.run(jobs.process)
    await until(alone)
    assert await worker.run(jobs.process) != process
    await worker.close()


async def test_closing_ends_the_process_and_the_job_in_hand(worker: Worker, tmp_path: Path) -> None:
    process = await worker.run(jobs.process)
    job = asyncio.create_task(worker.run(jobs.never, tmp_path / "started"))
    await until((tmp_path / "started").exists)
    await worker.close()
    with pytest.raises(WorkerDied):
        await job
    assert not lives(process)
    with pytest.raises(WorkerFailed):
        await worker.run(jobs.process)


async def test_closing_what_never_ran_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_Child", None)
    await Worker().close()


async def test_it_does_not_outlive_a_program_that_is_killed() -> None:
    code = """
import asyncio, os
from bot.worker import Worker
from tests.support import jobs
async def main():
    print(await Worker().run(jobs.process), flush=True)
    await asyncio.Event().wait()
if __name__ == "__main__":
    asyncio.run(main())
"""
    program = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
    assert program.stdout is not None
    process = int(await asyncio.to_thread(program.stdout.readline))
    assert lives(process)
    program.kill()
    # The worker and its helper hold the other end of standard output: it ends when they have.
    async with asyncio.timeout(PATIENCE):
        assert await asyncio.to_thread(program.stdout.read) == b""
    program.wait()
    program.stdout.close()
