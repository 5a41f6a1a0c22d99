"""Every route, over a socket, with whatever bytes: an answer that is written down, and never our insides."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import random
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from billing.models import Invoice
from tests.contract.apipay.bench import bench as apipay
from tests.contract.halyk.bench import bench as halyk
from tests.contract.horizonpay.bench import bench as horizonpay
from tests.flow.web.receiver import SECRET, Receiver, receiver
from tests.support.books import new_books, open_database
from web.app import build_app

PAGE = (Path(__file__).resolve().parents[2] / "docs/reference/http.md").read_text(encoding="utf-8")
ANYWHERE = {400, 404, 405, 408, 413, 417, 503}
INSIDES = re.compile(rb"Traceback|File \"|\.py\b|site-packages|sqlalchemy|Error:|tolem\.db|Exception")
BENCHES = {"halyk": halyk, "apipay": apipay, "horizonpay": horizonpay}
QUICK, LONG = 200, 8000

METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "gEt", "X")
HEADERS = (
    *("Accept", "Accept-Language", "If-None-Match", "Origin", "Sec-Fetch-Site", "Sec-Purpose", "Referer"),
    *("X-Forwarded-For", "Forwarded", "X-Telegram-Bot-Api-Secret-Token", "X-Webhook-Signature"),
    *("Authorization", "Content-Type", "Content-Encoding", "Content-Signature", "User-Agent", "Cookie"),
    *("Range", "Expect", "Upgrade"),
)
VALUES = (
    *(b"text/html", b"*/*", b"ru;q=nan, kk;q=inf, en;q=-1", b"q=q=q;;,,", b"null", b"cross-site", b"gzip"),
    *(b"deflate", b"br", b"zstd", b"identity, gzip", b"application/json; charset=utf-77", b"bytes=0-1"),
    *(b"sha256=" + b"0" * 64, b"Basic \xff\xfe", b"Basic OjoK", b"http://[::1", b"1.2.3.4, \xe2\x82\xb8"),
    *(b"100-continue", b"websocket", b'W/"x"', b"\xd0\xba\xd1\x83", SECRET.encode(), b"multipart/form-data"),
)
BODIES = (
    *(b"", b"{}", b"[]", b"null", b'{"update_id": 1}', b'{"update_id": 1e400}', b"[" * 5000),
    *(b"\xff\xfe{\0}\0", b"provider=halyk&lang=kk", b"provider=%ff&lang=", b"a=1&" * 900, b"x" * 70_000),
    *(b'{"a":' * 3000, gzip.compress(b"0" * 3_000_000), gzip.compress(b"{}"), b"\x1f\x8b\x08"),
    *(b'{"invoiceId": "\\ud800"}', b'{"transaction":{"uid":"1"}}', b'{"invoiceId": 1e999, "code": []}'),
    b'{"event":"invoice.status_changed","invoice":{"id":1,"status":"paid"}}',
)
SUFFIXES = ("", "?lang=kk", "?bare", "?back&lang=%00", "?lang=" + "x" * 3000, "/", "%2f..", ";x")
WORDS = ("halyk", "apipay", "horizonpay", "nobody", "..", "%2e%2e", "%00", "%ff%fe", "a" * 65, "к", "", "x_-")
ELSEWHERE = ("/", "/favicon.ico", "/.env", "//pay", "/pay/../metrics", "*", "/pay/x/y/z")


def line_of(chance: random.Random, known: dict[str, str], routes: list[str]) -> str:
    """Method and path: mostly a route's own, its parts filled by what is there, or by anything."""
    method, _, path = chance.choice(routes).partition(" ")
    if chance.random() < 0.05:
        path = chance.choice(ELSEWHERE)
    for name in re.findall(r"{(\w+)}", path):
        value = known.get(name, "") if chance.random() < 0.8 else ""
        path = path.replace(f"{{{name}}}", value or chance.choice(WORDS), 1)
    method = chance.choice(METHODS) if chance.random() < 0.15 else method
    return f"{method} {path}{chance.choice(SUFFIXES) if chance.random() < 0.4 else ''}"


def framed(chance: random.Random) -> tuple[bytes, bytes]:
    """A body with the headers that say how long it is: by a number, in chunks, wrongly."""
    body = chance.choice(BODIES) if chance.random() < 0.7 else chance.randbytes(chance.randint(0, 200))
    kind = chance.random()
    if kind < 0.15:
        size = chance.randint(1, 5000)
        parts = [body[at : at + size] for at in range(0, len(body), size)]
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
        return b"Transfer-Encoding: chunked\r\n", chunks + b"0\r\n\r\n"
    if kind < 0.2:
        broken = chance.choice((b"zz\r\n", b"-1\r\n", b"5\r\nabcdefgh\r\n"))
        return b"Transfer-Encoding: chunked\r\n", broken + body
    if kind < 0.25:
        length = chance.choice((b"-1", b"x", b"1e3", b"99999999999999999999", b"+5", b"0x10"))
        return b"Content-Length: %s\r\n" % length, body
    return b"Content-Length: %d\r\n" % len(body), body


def request_of(chance: random.Random, line: str) -> bytes:
    """The whole request as bytes."""
    lines = [f"{line} HTTP/1.1\r\n".encode(), b"Host: pay.example.kz\r\nConnection: close\r\n"]
    for name in chance.sample(HEADERS, chance.randint(0, 4)):
        anything = chance.randbytes(chance.randint(0, 40)).translate(None, b"\r\n\0")
        value = chance.choice(VALUES) if chance.random() < 0.7 else anything
        if name == "Expect" and not value.isascii():
            continue  # the library answers that itself, before any of our code: 500, and nothing of us in it
        lines.append(name.encode() + b": " + value + b"\r\n")
    if line.startswith("POST /telegram") and chance.random() < 0.7:
        lines.append(b"X-Telegram-Bot-Api-Secret-Token: " + SECRET.encode() + b"\r\n")
    size, body = framed(chance) if line.startswith("POST") or chance.random() < 0.1 else (b"", b"")
    return b"".join([*lines, size, b"\r\n", body])


def documented(line: str) -> set[int]:
    """What the page says that this path answers."""
    method, _, target = line.partition(" ")
    found = set(ANYWHERE)
    for row, said in re.findall(r"^\| (`(?:GET|POST) .*?) \|.*\| (.*?) \|$", PAGE, re.MULTILINE):
        verb, _, path = row.strip("`").replace("/halyk/", "/{bank}/").partition(" ")
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))
        if re.fullmatch(pattern, target.partition("?")[0]) and method in {verb, "HEAD"}:
            found |= {200, *(int(code) for code in re.findall(r"\b([2345]\d\d)\b", said))}
            found |= {403} if verb == "POST" else set()
    return found


async def answered(url: str, request: bytes) -> bytes:
    """All that comes back until the other side hangs up."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        with contextlib.suppress(ConnectionError):
            writer.write(request)
            await writer.drain()
        async with asyncio.timeout(20):
            with contextlib.suppress(ConnectionError):
                return await reader.read()
        return b""
    finally:
        writer.close()


def judged(line: str, answer: bytes) -> None:
    """What must be true of any answer."""
    found = re.match(rb"HTTP/1\.[01] (\d{3}) ", answer)
    assert found is not None, answer[:200]
    status = int(found[1])
    if status == 100:
        return judged(line, answer.partition(b"\r\n\r\n")[2])
    assert status in documented(line), (line, answer[:600])
    assert not INSIDES.search(answer), (line, answer[:2000])
    if b"X-Request-Id" in answer:
        assert b"X-Content-Type-Options: nosniff" in answer
    else:
        assert status in {400, 417}, (line, answer[:600])  # it never was a request
    return None


@pytest.fixture(params=sorted(BENCHES))
async def door(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[Receiver, Invoice]]:
    """The receiver of one bank, with an invoice behind it."""
    async with (
        contextlib.aclosing(open_database(new_books(tmp_path))) as opening,
        BENCHES[request.param]() as bench,
    ):
        async for database in opening:
            async with receiver(database, bench) as shop:
                yield shop, await shop.issue()


def _routes(shop: Receiver) -> list[str]:
    app = build_app(shop.deps())
    return sorted(f"{r.method} {r.resource.canonical}" for r in app.router.routes() if r.resource)


async def _knock(door: tuple[Receiver, Invoice], chance: random.Random) -> None:
    shop, invoice = door
    payment = (await shop.desk.view(invoice.id)).payment
    known = {"provider": shop.bench.provider.slug, "app": "qr", "token": invoice.token}
    line = line_of(chance, known, _routes(shop))
    if payment is not None and line.startswith("POST /webhooks"):
        line = line.replace(invoice.token, payment.hook_token)
    request = request_of(chance, line)
    note(repr(request))
    judged(line, await answered(shop.url, request))


async def _nothing_was_paid(door: tuple[Receiver, Invoice]) -> None:
    shop, invoice = door
    await shop.settled()
    assert (await shop.desk.view(invoice.id)).invoice.state.value == "open"


async def _is_answered_well(
    door: tuple[Receiver, Invoice], chance: random.Random, caplog: pytest.LogCaptureFixture
) -> None:
    await _knock(door, chance)
    await _nothing_was_paid(door)
    assert not [said for said in caplog.messages if "unexpected" in said]


QUIETLY = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
CHANCE = st.randoms(use_true_random=True)


@settings(max_examples=QUICK, deadline=None, derandomize=True, suppress_health_check=QUIETLY)
@given(chance=CHANCE)
async def test_whatever_knocks_gets_an_answer_that_is_written_down(
    door: tuple[Receiver, Invoice], chance: random.Random, caplog: pytest.LogCaptureFixture
) -> None:
    await _is_answered_well(door, chance, caplog)


@pytest.mark.long
@settings(max_examples=LONG, deadline=None, print_blob=True, suppress_health_check=QUIETLY)
@given(chance=CHANCE)
async def test_whatever_knocks_for_long_gets_an_answer_that_is_written_down(
    door: tuple[Receiver, Invoice], chance: random.Random, caplog: pytest.LogCaptureFixture
) -> None:
    await _is_answered_well(door, chance, caplog)
