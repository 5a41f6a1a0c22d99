"""Webhooks on their way to a stranger's program: a real receiver on a socket, on both databases."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import hmac
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from billing.developers.models import Endpoint, Fate, Outgoing
from billing.models import Person, Place, Role
from billing.money import Money
from bot.outgoing.line import Line
from bot.outgoing.sending import Sending
from screens.reader import Site
from store.engine import Database
from tests.support.programs import Program
from tests.support.shop import OWNER, Shop, open_shop
from tests.support.stranger import Receiver, certificate, listening
from web.api.document import document

NAME = "events.shop-of-a-stranger.kz"


@pytest.fixture
async def shop(database: Database) -> Shop:
    return await open_shop(database)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with listening() as made:
        yield made


async def at(
    shop: Shop, url: str, *, home: bool = True, found: Sequence[str] = ("93.184.215.14",)
) -> Endpoint:
    async def names(host: str, port: int) -> Sequence[str]:
        return found

    shop.desk.developers.home, shop.desk.developers.names = home, names
    return await shop.desk.developers.add_endpoint(await shop.person(OWNER), url, f"hook:{url}")


@contextlib.asynccontextmanager
async def sending(shop: Shop, line: Line | None = None, owner: str = "one") -> AsyncIterator[Sending]:
    line = line or Line(home=True)
    made = Sending(shop.database, shop.clock, Site("dana_shop_bot", "https://pay.example.kz"), line, owner)
    yield made
    await made.stop(5)


async def turns(made: Sending) -> None:
    await made.turn()
    await made.drained()


async def cancelled(shop: Shop, nth: int = 1) -> int:
    """Something happens: an invoice is cancelled. Gives its number."""
    invoice = await shop.desk.issue(
        Person(OWNER, role=Role.OWNER), Money(500000, "KZT"), "Кофе", source=f"501:{nth}", place=Place(OWNER)
    )
    await shop.settle_down()
    await shop.desk.cancel(invoice.id, await shop.person(OWNER))
    return invoice.number


async def messages(shop: Shop, endpoint: Endpoint) -> list[Outgoing]:
    rows = await shop.database.read(lambda books: books.last_outgoing(endpoint.id, None, 100))
    return rows[::-1]


def verified(secret: str, headers: dict[str, str], body: bytes) -> int:
    """How many of the signatures are good, reckoned as a receiver would."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    good = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return headers["webhook-signature"].split(" ").count(good)


async def test_what_happened_arrives_signed_in_its_order_and_as_the_document_says(
    shop: Shop, receiver: Receiver
) -> None:
    endpoint = await at(shop, f"http://localhost:{receiver.port}/events?a=b")
    numbers = [await cancelled(shop, nth) for nth in (1, 2, 3)]
    async with sending(shop) as made:
        await turns(made)
    assert [body["data"]["number"] for body in receiver.bodies] == numbers  # type: ignore[index]
    assert {body["type"] for body in receiver.bodies} == {"invoice.cancelled"}
    for headers, body in receiver.got:
        assert verified(endpoint.secret, headers, body) == 1
        assert headers["Content-Type"] == "application/json"
        assert headers["Host"] == f"localhost:{receiver.port}"
    assert len(set(receiver.ids())) == 3
    assert {each.fate for each in await messages(shop, endpoint)} == {Fate.SENT}
    assert shop.database.merchant is not None
    program = Program(None, document(shop.database.merchant, ""))  # type: ignore[arg-type]
    for each in receiver.bodies:
        program.valid("Event", each)


async def test_what_was_not_taken_comes_again_the_same_and_the_others_wait(
    shop: Shop, receiver: Receiver
) -> None:
    await at(shop, f"http://localhost:{receiver.port}/")
    numbers = [await cancelled(shop, nth) for nth in (1, 2)]
    receiver.says = [500, 429, 408]
    async with sending(shop) as made:
        for _ in range(4):
            await turns(made)
            await turns(made)  # too early: nothing goes out
            shop.clock.move(120)
    assert [body["data"]["number"] for body in receiver.bodies] == [numbers[0]] * 4 + [numbers[1]]  # type: ignore[index]
    assert len(set(receiver.ids())) == 2
    assert len({body for _, body in receiver.got}) == 2


async def test_a_receivers_wish_to_wait_is_kept(shop: Shop, receiver: Receiver) -> None:
    await at(shop, f"http://localhost:{receiver.port}/")
    await cancelled(shop)
    receiver.says, receiver.headers = [503], {"Retry-After": "600"}
    async with sending(shop) as made:
        for _ in range(3):
            await turns(made)
            shop.clock.move(190)
        assert len(receiver.got) == 1
        shop.clock.move(60)
        await turns(made)
    assert len(receiver.got) == 2


async def test_two_secrets_sign_while_one_is_replaced(shop: Shop, receiver: Receiver) -> None:
    endpoint = await at(shop, f"http://localhost:{receiver.port}/")
    turned = await shop.desk.developers.turn_secret(await shop.person(OWNER), endpoint.id, "tap:1")
    await cancelled(shop)
    async with sending(shop) as made:
        await turns(made)
    ((headers, body),) = receiver.got
    assert [verified(secret, headers, body) for secret in (endpoint.secret, turned.secret)] == [1, 1]
    assert len(headers["webhook-signature"].split(" ")) == 2


async def test_a_redirect_is_not_followed(shop: Shop, receiver: Receiver) -> None:
    endpoint = await at(shop, f"http://localhost:{receiver.port}/first")
    await cancelled(shop)
    receiver.says, receiver.headers = [307], {"Location": f"http://localhost:{receiver.port}/second"}
    async with sending(shop) as made:
        await turns(made)
    assert len(receiver.got) == 1
    (message,) = await messages(shop, endpoint)
    assert (message.fate, message.status) == (Fate.REFUSED, 307)


async def test_who_is_slow_is_waited_for_so_long_and_no_longer(shop: Shop, receiver: Receiver) -> None:
    endpoint = await at(shop, f"http://localhost:{receiver.port}/")
    await cancelled(shop)
    receiver.pause = 30
    async with sending(shop, Line(home=True, whole=0.3)) as made:
        await turns(made)
    (message,) = await messages(shop, endpoint)
    assert (message.fate, message.status, message.tries) == (Fate.WAITS, None, 1)


async def test_an_answer_without_an_end_is_not_read(shop: Shop) -> None:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            while True:
                writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
                await writer.drain()

    server = await asyncio.start_server(endless, "127.0.0.1", 0)
    endpoint = await at(shop, f"http://localhost:{server.sockets[0].getsockname()[1]}/")
    await cancelled(shop)
    async with sending(shop) as made:
        await turns(made)
    (message,) = await messages(shop, endpoint)
    assert (message.fate, message.status) == (Fate.SENT, 200)
    server.close()


async def test_a_name_that_leads_inside_since_is_called_by_nobody_and_owners_hear(
    shop: Shop, receiver: Receiver
) -> None:
    endpoint = await at(shop, f"https://{NAME}:{receiver.port}/", home=False)
    await cancelled(shop)

    async def inside(host: str, port: int) -> Sequence[str]:
        return ("93.184.215.14", "127.0.0.1")

    async with sending(shop, Line(names=inside)) as made:
        await turns(made)
    assert receiver.got == []
    fresh = await shop.database.read(lambda books: books.endpoint(endpoint.id))
    assert fresh is not None
    assert fresh.pause == "inside"
    assert "hook-paused" in [kind for kind, _, _ in await shop.notices()]


async def test_the_home_of_the_demo_is_nobodys_else(shop: Shop, receiver: Receiver) -> None:
    endpoint = await at(shop, f"http://localhost:{receiver.port}/")
    await cancelled(shop)
    async with sending(shop, Line(home=False)) as made:
        await turns(made)
    assert receiver.got == []
    fresh = await shop.database.read(lambda books: books.endpoint(endpoint.id))
    assert fresh is not None
    assert fresh.pause == "inside"


async def test_the_address_that_was_judged_is_called_and_the_certificate_is_the_names(
    shop: Shop, tmp_path: Path
) -> None:
    tls, trust = certificate(tmp_path, NAME)
    asked: list[str] = []

    async def names(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ("127.0.0.1",) if len(asked) == 1 else ("127.0.0.9",)  # nobody looks a second time

    async with listening(tls) as receiver:
        await at(shop, f"https://{NAME}:{receiver.port}/events", home=False)
        await cancelled(shop)
        line = Line(names=names, trust=trust, public=lambda address: True)
        async with sending(shop, line) as made:
            await turns(made)
        assert asked == [NAME]
        ((headers, _),) = receiver.got
        assert headers["Host"] == f"{NAME}:{receiver.port}"


async def test_a_certificate_of_another_name_is_not_believed(shop: Shop, tmp_path: Path) -> None:
    tls, trust = certificate(tmp_path, "another.example.kz")

    async def names(host: str, port: int) -> Sequence[str]:
        return ("127.0.0.1",)

    async with listening(tls) as receiver:
        endpoint = await at(shop, f"https://{NAME}:{receiver.port}/events", home=False)
        await cancelled(shop)
        line = Line(names=names, trust=trust, public=lambda address: True)
        async with sending(shop, line) as made:
            await turns(made)
        assert receiver.got == []
    assert [each.fate for each in await messages(shop, endpoint)] == [Fate.WAITS]


async def test_two_replicas_send_each_message_once(shop: Shop, receiver: Receiver) -> None:
    await at(shop, f"http://localhost:{receiver.port}/")
    for nth in range(5):
        await cancelled(shop, nth)
    receiver.pause = 0.05
    async with sending(shop, owner="one") as one, sending(shop, owner="two") as two:
        await asyncio.gather(one.turn(), two.turn())
        await asyncio.gather(one.drained(), two.drained())
        await turns(one)
    assert len(receiver.got) == 5
    assert len(set(receiver.ids())) == 5


async def test_a_message_is_sent_again_as_it_was_when_somebody_wants_it(
    shop: Shop, receiver: Receiver
) -> None:
    endpoint = await at(shop, f"http://localhost:{receiver.port}/")
    await cancelled(shop)
    async with sending(shop) as made:
        await turns(made)
        (message,) = await messages(shop, endpoint)
        await shop.desk.developers.send_again(await shop.person(OWNER), message.id)
        await turns(made)
    assert len(receiver.got) == 2
    assert len(set(receiver.ids())) == 1
    assert receiver.got[0][1] == receiver.got[1][1]
