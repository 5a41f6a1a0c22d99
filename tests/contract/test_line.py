"""The line to a bank: what surely was not sent is told from what may have been, on real sockets."""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest

from billing import leave
from providers.http import (
    BODY_LIMIT,
    IN_FLIGHT,
    LIST_LIMIT,
    Answer,
    Call,
    Line,
    MaybeSent,
    NothingSent,
    Patience,
)
from tests.support.books import NOON

SHORT = Patience(place=0.3, connect=0.3, read=0.3, whole=0.6)
CALM = Patience(place=5, connect=5, read=5, whole=5)
OK = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"

Play = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]


@asynccontextmanager
async def serving(play: Play) -> AsyncIterator[str]:
    """A server that does with each connection as the test says; at the end it hangs up."""
    writers: set[asyncio.StreamWriter] = set()
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.add(writer)
        task = asyncio.create_task(play(reader, writer))
        tasks.add(task)
        await asyncio.gather(task, return_exceptions=True)
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/x"
    server.close()
    for task in tasks:
        task.cancel()
    for writer in writers:
        writer.close()


@asynccontextmanager
async def line_with(patience: Patience) -> AsyncIterator[Line]:
    line = Line("bank", patience)
    yield line
    await line.close()


async def request_of(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (int(part[15:]) for part in head.lower().split(b"\r\n") if part.startswith(b"content-length:")), 0
    )
    return head + await reader.readexactly(length)


def answering(*answers: bytes) -> Play:
    async def play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            await request_of(reader)
            writer.write(answer)
            await writer.drain()

    return play


async def sent(url: str, patience: Patience = SHORT, method: str = "POST") -> Answer:
    async with line_with(patience) as line:
        return await line.send(Call("call", method, url, body=b"{}" if method == "POST" else b""))


async def test_an_answer_comes_back_as_a_value() -> None:
    async with serving(answering(OK)) as url:
        answer = await sent(url, CALM)
    assert (answer.status, answer.body, answer.headers["content-type"]) == (200, b"{}", "application/json")


async def test_a_closed_port_means_that_nothing_was_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(NothingSent):
            await sent(f"http://127.0.0.1:{taken.getsockname()[1]}/x")


async def test_an_unknown_host_means_that_nothing_was_sent() -> None:
    with pytest.raises(NothingSent):
        await sent("http://no-such-host.invalid/x", CALM)


async def test_a_connection_that_is_never_taken_means_that_nothing_was_sent() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(deaf.getsockname())
        with pytest.raises(NothingSent, match="ConnectTimeout"):
            await sent(f"http://127.0.0.1:{deaf.getsockname()[1]}/x")
        for filler in fillers:
            filler.close()


async def test_a_port_that_does_not_speak_tls_means_that_nothing_was_sent() -> None:
    async with serving(answering(OK)) as url:
        with pytest.raises(NothingSent):
            await sent(url.replace("http:", "https:"))


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def hanging_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await request_of(reader)


async def dripping(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await request_of(reader)
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.1)


@pytest.mark.parametrize(
    "play",
    [
        silent,
        hanging_up,
        dripping,
        answering(b"not http at all\r\n\r\n"),
        answering(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}"),
        answering(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}"),
    ],
    ids=["silent", "hangs up", "drips", "no http", "cut short", "not gzip"],
)
async def test_what_breaks_after_sending_may_have_been_done(play: Play) -> None:
    async with serving(play) as url:
        with pytest.raises(MaybeSent):
            await sent(url)


@pytest.mark.parametrize("packed", [False, True])
async def test_an_endless_answer_is_cut_off(packed: bool) -> None:
    body = b" " * (BODY_LIMIT + 1)
    body, how = (gzip.compress(body), b"content-encoding: gzip\r\n") if packed else (body, b"")
    head = b"HTTP/1.1 200 OK\r\n" + how + b"content-length: %d\r\n\r\n" % len(body)
    async with serving(answering(head + body)) as url:
        with pytest.raises(MaybeSent, match="too long"):
            await sent(url, CALM)


async def test_a_redirect_is_not_followed() -> None:
    moved = b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"
    async with serving(answering(moved)) as url:
        assert (await sent(url, CALM)).status == 302


class Once:
    """The first connection answers one request and breaks at the second; later ones answer."""

    def __init__(self) -> None:
        self.requests: list[bytes] = []
        self.connections = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        for _ in range(1 if self.connections == 1 else 9):
            self.requests.append(await request_of(reader))
            writer.write(OK)
            await writer.drain()
        self.requests.append(await request_of(reader))


@pytest.mark.parametrize(("method", "repeated"), [("GET", True), ("POST", False)])
async def test_a_kept_connection_that_breaks_is_repeated_for_a_question_and_never_for_a_bill(
    method: str, repeated: bool
) -> None:
    play = Once()
    async with serving(play) as url, line_with(CALM) as line:
        await line.send(Call("first", "GET", url))
        if repeated:
            assert (await line.send(Call("second", method, url))).status == 200
        else:
            with pytest.raises(MaybeSent):
                await line.send(Call("second", method, url, body=b"{}"))
    assert len(play.requests) == (3 if repeated else 2)


async def test_a_question_for_a_list_is_repeated_too() -> None:
    play = Once()
    async with serving(play) as url, line_with(CALM) as line:
        await line.send(Call("first", "GET", url))
        assert (await line.send(Call("second", "POST", url, body=b"{}", listing=True))).status == 200
    assert len(play.requests) == 3


@pytest.mark.parametrize("listing", [True, False])
async def test_a_list_may_be_slow(listing: bool) -> None:
    patience = Patience(place=5, connect=5, read=0.1, whole=0.2, listing=20)
    door = asyncio.Event()

    async def slowly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_of(reader)
        await door.wait()
        writer.write(OK)

    async with serving(slowly) as url, line_with(patience) as line:
        asked = asyncio.create_task(line.send(Call("list", "POST", url, body=b"{}", listing=listing)))
        if listing:
            await asyncio.wait([asked], timeout=0.4)
            door.set()
            assert (await asked).status == 200
        else:
            with pytest.raises(MaybeSent):
                await asked


async def test_a_list_that_never_comes_is_given_up() -> None:
    patience = Patience(place=5, connect=5, read=5, whole=5, listing=0.1)
    async with serving(silent) as url, line_with(patience) as line:
        with pytest.raises(MaybeSent):
            await line.send(Call("list", "POST", url, body=b"{}", listing=True))


@pytest.mark.parametrize(("length", "read"), [(BODY_LIMIT + 1, True), (LIST_LIMIT + 1, False)])
async def test_a_list_may_be_longer_but_not_endless(length: int, read: bool) -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % length
    async with serving(answering(head + b" " * length)) as url, line_with(CALM) as line:
        call = Call("list", "POST", url, body=b"{}", listing=True)
        if read:
            assert len((await line.send(call)).body) == length
        else:
            with pytest.raises(MaybeSent, match="too long"):
                await line.send(call)


class Crowd:
    """Counts who is inside at once and lets them out when told."""

    def __init__(self) -> None:
        self.inside = self.most = 0
        self.door = asyncio.Event()
        self.full = asyncio.Event()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await request_of(reader)
            self.inside += 1
            self.most = max(self.most, self.inside)
            if self.inside == 6:
                self.full.set()
            await self.door.wait()
            self.inside -= 1
            writer.write(OK)


async def test_six_calls_at_most_are_in_flight() -> None:
    crowd = Crowd()
    async with serving(crowd) as url, line_with(CALM) as line:
        calls = [asyncio.create_task(line.send(Call("call", "GET", url))) for _ in range(20)]
        await crowd.full.wait()
        crowd.door.set()
        answers = await asyncio.gather(*calls)
    assert [answer.status for answer in answers] == [200] * 20
    assert crowd.most == 6


async def test_who_finds_no_place_has_sent_nothing() -> None:
    crowd = Crowd()
    patience = Patience(place=0.3, connect=5, read=5, whole=5)
    async with serving(crowd) as url, line_with(patience) as line:
        calls = [asyncio.create_task(line.send(Call("call", "GET", url))) for _ in range(6)]
        await crowd.full.wait()
        with pytest.raises(NothingSent, match="in flight"):
            await line.send(Call("call", "POST", url))
        crowd.door.set()
        await asyncio.gather(*calls)


async def test_a_failed_call_gives_its_place_back() -> None:
    async with serving(hanging_up) as url, line_with(CALM) as line:
        for _ in range(8):
            with pytest.raises(MaybeSent):
                await line.send(Call("call", "POST", url))


async def test_metrics_name_the_call_and_its_outcome(caplog: pytest.LogCaptureFixture) -> None:
    told: list[tuple[str, str, str]] = []
    caplog.set_level("DEBUG")
    line = Line("bank", CALM, lambda bank, call, outcome, seconds: told.append((bank, call, outcome)))
    async with serving(answering(OK)) as url:
        secret = {"authorization": "Bearer the-secret"}
        await line.send(Call("look", "GET", url + "?token=the-secret", secret))
    with pytest.raises(NothingSent):
        await line.send(Call("bill", "POST", url))
    await line.close()
    assert told == [("bank", "look", "200"), ("bank", "bill", "nothing-sent")]
    assert "bank look: 200" in caplog.text
    assert "the-secret" not in caplog.text


async def test_who_waits_for_a_place_when_the_program_ends_is_told_that_nothing_was_sent() -> None:
    async with serving(silent) as url, line_with(CALM) as line:
        call = Call("call", "POST", url, body=b"{}")
        under_way = [asyncio.create_task(line.send(call)) for _ in range(IN_FLIGHT)]
        waiting = asyncio.create_task(line.send(call))
        await asyncio.sleep(0)
        line.let_down()
        with pytest.raises(NothingSent):
            await waiting
        assert not any(task.done() for task in under_way)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


class Sleeper:
    """The time of a process that falls asleep after so many looks at it."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def now(self) -> datetime:
        """An hour later once it has slept."""
        self.looks -= 1
        return NOON + timedelta(hours=0 if self.looks >= 0 else 1)


@pytest.mark.parametrize("kept", [False, True])
async def test_what_stood_still_on_its_way_is_not_sent_any_more(kept: bool) -> None:
    heard: list[bytes] = []

    async def play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while request := await request_of(reader):
            heard.append(request)
            writer.write(OK)
            await writer.drain()

    async with serving(play) as url, line_with(CALM) as line:
        call = Call("refund", "POST", url, body=b"{}")
        with leave.lasting(Sleeper(looks=int(kept)), NOON + timedelta(minutes=2)):
            if kept:
                await line.send(call)
            with pytest.raises(NothingSent, match="stood still"):
                await line.send(call)
        assert len(heard) == int(kept)
        assert (await line.send(call)).status == 200
