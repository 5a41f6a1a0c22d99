"""Telegram's webhook."""

from __future__ import annotations

import socket

import aiohttp
import pytest
from yarl import URL

from tests.flow.web.receiver import SECRET, Receiver, served
from web.telegram import SECRET_HEADER

RIGHT = {SECRET_HEADER: SECRET}


async def test_an_update_is_committed_before_the_answer(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    async with browser.post("/telegram", data=b'{"update_id": 1}', headers=RIGHT) as answer:
        assert answer.status == 200
    assert shop.updates == [b'{"update_id": 1}']


@pytest.mark.parametrize("given", [None, "", "wrong", SECRET.upper(), SECRET + "x"])
async def test_a_wrong_secret_is_403(
    shop: Receiver, browser: aiohttp.ClientSession, given: str | None
) -> None:
    headers = {} if given is None else {SECRET_HEADER: given}
    async with browser.post("/telegram", data=b'{"update_id": 1}', headers=headers) as answer:
        assert answer.status == 403
    assert shop.updates == []


@pytest.mark.parametrize("secret", [b"\xd1\x81\xd0\xb5\xd0\xba\xd1\x80\xd0\xb5\xd1\x82", b"\xff\xfe"])
async def test_a_secret_that_is_not_ascii_is_403(shop: Receiver, secret: bytes) -> None:
    url = URL(shop.url)
    with socket.create_connection((url.host, url.port), timeout=5) as line:
        request = b"POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n"
        line.setblocking(False)
        answer = await _said(line, request + SECRET_HEADER.encode() + b": " + secret + b"\r\n\r\n{}")
    assert answer.startswith(b"HTTP/1.1 403")


async def _said(line: socket.socket, request: bytes) -> bytes:
    import asyncio

    loop = asyncio.get_running_loop()
    await loop.sock_sendall(line, request)
    return await loop.sock_recv(line, 4096)


async def test_without_a_secret_there_is_no_such_address(shop: Receiver) -> None:
    async with (
        served(shop.deps(())) as url,
        aiohttp.ClientSession(url) as session,
        session.post("/telegram", data=b"{}", headers={SECRET_HEADER: ""}) as answer,
    ):
        assert answer.status == 404


@pytest.mark.parametrize(("given", "status"), [(SECRET, 200), ("the-new-one", 200), ("the-newest-one", 403)])
async def test_while_a_secret_is_replaced_the_old_and_the_new_one_are_taken(
    shop: Receiver, given: str, status: int
) -> None:
    async with (
        served(shop.deps((SECRET, "the-new-one"))) as url,
        aiohttp.ClientSession(url) as session,
        session.post("/telegram", data=b"{}", headers={SECRET_HEADER: given}) as answer,
    ):
        assert answer.status == status


async def test_what_is_no_update_is_400_and_a_huge_one_413(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    async with browser.post("/telegram", data=b"hello", headers=RIGHT) as answer:
        assert answer.status == 400
    async with browser.post("/telegram", data=b"{" * 1_100_000, headers=RIGHT) as answer:
        assert answer.status == 413


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
async def test_an_update_that_does_not_unpack_is_400(
    shop: Receiver, browser: aiohttp.ClientSession, packing: str
) -> None:
    headers = RIGHT | {"Content-Encoding": packing}
    async with browser.post("/telegram", data=b'{"update_id": 1}', headers=headers) as answer:
        assert answer.status == 400
    assert shop.updates == []


async def test_a_failing_database_makes_telegram_come_again(
    shop: Receiver, browser: aiohttp.ClientSession
) -> None:
    shop.store.away = True
    async with browser.post("/telegram", data=b'{"update_id": 1}', headers=RIGHT) as answer:
        assert answer.status == 503
