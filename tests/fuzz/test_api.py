"""Schemathesis against the HTTP API, over a socket: it finds nothing that the document does not say."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from tests.contract.halyk.bench import bench as halyk
from tests.flow.web.receiver import OWNER, Receiver, receiver, served
from tests.support.books import new_books, open_database
from tests.support.programs import Program, arrive

QUICK, LONG = 12, 400
COFFEE = {"amount": 500000, "currency": "KZT"}


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[tuple[Receiver, Program]]:
    """Served, with a key for everything and an invoice that is paid."""
    async with (
        contextlib.aclosing(open_database(new_books(tmp_path))) as opening,
        halyk() as bench,
    ):
        async for database in opening:
            async with receiver(database, bench) as shop:
                deps = replace(shop.deps(), api_calls=10_000_000)
                async with served(deps) as url, aiohttp.ClientSession(url) as http:
                    shop.url = url
                    program = await arrive(http, shop.desk, OWNER)
                    await _one_paid(shop, program)
                    yield shop, program


async def _one_paid(shop: Receiver, program: Program) -> None:
    number = int((await program.post("/api/v1/invoices", COFFEE)).body["number"])
    await shop.settled()
    invoice = await shop.desk.invoice_by_number(number, OWNER)
    await shop.halyk("pay", await shop.payment(invoice))
    await shop.looks(invoice)


async def _runs(shop: Receiver, program: Program, folder: Path, examples: int, *more: str) -> None:
    tool = Path(sys.executable).parent / "schemathesis"
    order = [
        *(str(tool), "run", f"{shop.url}/api/v1/openapi.json", "--url", shop.url, "--checks", "all"),
        *("--header", f"Authorization: Bearer {program.token}", "--max-examples", str(examples)),
        *("--continue-on-failure", "--generation-database", "none", "--no-color", "--warnings", "off", *more),
    ]
    process = await asyncio.create_subprocess_exec(
        *order,
        cwd=folder,
        env={**os.environ, "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "examples")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode(errors="replace")[-12_000:]
    await shop.settled()


async def _no_money_was_lost(shop: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    assert not [said for said in caplog.messages if "unexpected" in said]
    page = await shop.desk.invoices(OWNER, None, None, size=500)
    assert sum(each.state.value == "paid" for each in page.invoices) == 1


async def test_schemathesis_finds_nothing_against_the_api(
    api: tuple[Receiver, Program], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await _runs(*api, tmp_path, QUICK, "--seed", "7")
    await _no_money_was_lost(api[0], caplog)


@pytest.mark.long
async def test_schemathesis_finds_nothing_for_long(
    api: tuple[Receiver, Program], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await _runs(*api, tmp_path, LONG)
    await _no_money_was_lost(api[0], caplog)
