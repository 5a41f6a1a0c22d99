"""Who speaks to the receiver slowly, wrongly, or to learn what it is."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot import log
from tests.contract.halyk.bench import bench as halyk
from tests.flow.web.receiver import Receiver, client, receiver
from tests.support.books import new_books, open_database
from web import reading


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Receiver]:
    async for database in open_database(new_books(tmp_path)):
        async with halyk() as bench, receiver(database, bench) as shop:
            yield shop


@pytest.fixture
def logs() -> Iterator[None]:
    """The levels that the program sets; what stood there comes back."""
    names = (*log.NOISY, *log.TALKATIVE)
    before = {name: logging.getLogger(name).level for name in names}
    root, handlers = logging.getLogger(), list(logging.getLogger().handlers)
    level = root.level
    log.set_up("text", "INFO")
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, was in before.items():
        logging.getLogger(name).setLevel(was)


async def sent(shop: Receiver, raw: bytes) -> bytes:
    parts = urlsplit(shop.url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(raw)
    answer = await reader.read()
    writer.close()
    return answer


async def test_a_body_that_does_not_come_is_not_waited_for(
    door: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BODY_PATIENCE", 0.05)
    start = b"POST /webhooks/halyk/some-token HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    answer = await sent(door, start + b"Content-Length: 10\r\n\r\n{")
    assert answer.startswith(b"HTTP/1.1 408 ")


@pytest.mark.usefixtures("logs")
async def test_what_is_no_http_is_answered_and_not_logged(
    door: Receiver, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = await sent(door, b"GET /pay/a-token-of-somebody HTTP/1.1\r\nb\xffd header\r\n\r\n")
    assert b" 400 Bad Request" in answer.splitlines()[0]
    out, said = capfd.readouterr()
    assert "a-token-of-somebody" not in out + said
    assert "Traceback" not in out + said


async def test_no_answer_of_ours_says_on_which_versions_we_stand(door: Receiver) -> None:
    async with client(door.url) as browser:
        for path in ("/healthz", "/pay/nobody", "/nowhere"):
            async with browser.get(path) as answer:
                assert answer.headers["Server"] == "tolem"


@pytest.mark.parametrize(
    "request_of_nobody",
    [
        b"GET / HTTP/1.1\r\nb\xffd header\r\n\r\n",
        b"POST /telegram HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST /telegram HTTP/1.1\r\nContent-Encoding: zstd\r\nContent-Length: 1\r\n\r\nx",
        b"GET /" + b"x" * 10_000 + b" HTTP/1.1\r\n\r\n",
    ],
)
async def test_what_is_no_http_does_not_learn_it_either(door: Receiver, request_of_nobody: bytes) -> None:
    """It is refused before anything of ours is asked."""
    answer = await sent(door, request_of_nobody)
    assert answer.split()[1] == b"400"
    assert b"Server: tolem\r\n" in answer
    assert b"aiohttp/" not in answer


async def test_nothing_of_people_or_money_stands_in_the_figures(door: Receiver) -> None:
    invoice = await door.issue()
    async with aiohttp.ClientSession(door.url) as http:
        for path in ("/healthz", "/readyz", "/metrics"):
            async with http.get(path) as answer:
                text = await answer.text()
                assert invoice.token not in text
                assert "Дана" not in text
