"""One program for one file: who comes second hears so, and nobody waits for a dead one."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.opening import open_database as open_database_of
from bot.settings import Settings
from store.alone import Taken, lock
from store.moving import Refused, move
from store.preparing import BUSY_SECONDS
from tests.support.books import SECRET_KEY, HeldClock, new_books, open_database
from tests.support.moving import nobody

HOLDER = """
import sys
from sqlalchemy.engine import make_url
from store.alone import lock
held = lock(make_url(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


async def test_a_killed_program_keeps_nobody_out_and_a_living_one_everybody(tmp_path: Path) -> None:
    url = make_url(f"sqlite+aiosqlite:///{tmp_path / 'tolem.db'}")
    command = [sys.executable, "-c", HOLDER, str(url)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Taken, match=r"tolem\.db already: stop it first"):
            lock(url)
        other.kill()
    assert (tmp_path / "tolem.db.lock").exists()
    lock(url).close()


async def test_another_name_of_the_same_file_is_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "tolem.db").touch()
    (tmp_path / "other.db").symlink_to("tolem.db")
    with closing(lock(make_url(f"sqlite:///{tmp_path}/tolem.db"))), pytest.raises(Taken):
        lock(make_url(f"sqlite:///{tmp_path}/other.db"))


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "postgresql+asyncpg://u@h/books"])
def test_what_nobody_else_can_open_or_many_may_needs_no_lock(url: str) -> None:
    with closing(lock(make_url(url))), closing(lock(make_url(url))):
        pass


async def test_a_new_file_of_books_is_its_owners_alone(tmp_path: Path) -> None:
    file, before = tmp_path / "tolem.db", os.umask(0o022)
    try:
        async with contextlib.aclosing(open_database(f"sqlite+aiosqlite:///{file}")) as opened:
            async for _ in opened:
                assert {f.stat().st_mode & 0o777 for f in tmp_path.glob("tolem.db*")} == {0o600}
    finally:
        os.umask(before)


async def test_whoever_starts_while_another_brings_the_books_up_waits_for_it(tmp_path: Path) -> None:
    """As `tolem run` beside `tolem doctor` on a new machine: the first takes its time."""
    file = tmp_path / "tolem.db"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("BEGIN IMMEDIATE")
    settings = Settings(
        _env_file=None,
        bot_token="42:token",
        owner_ids="501",
        secret_key=SECRET_KEY,
        public_url="",
        database_url=f"sqlite+aiosqlite:///{file}",
    )
    opening = asyncio.create_task(open_database_of(settings, HeldClock()))
    done, _ = await asyncio.wait({opening}, timeout=BUSY_SECONDS + 2)
    assert not done
    other.execute("COMMIT")
    other.close()
    await (await opening).close()


async def test_books_of_a_program_that_stands_still_are_not_moved(tmp_path: Path) -> None:
    """Its lease is over long since, and it writes on when it wakes up."""
    source = new_books(tmp_path)
    with closing(lock(make_url(source))), pytest.raises(Refused, match="A program works on"):
        await move(source, f"sqlite:///{tmp_path}/target.db", nobody)
    assert not (tmp_path / "target.db").exists()
