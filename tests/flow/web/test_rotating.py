"""Each secret is replaced as docs/how-to/rotate-keys.md says, replica by replica; nothing is turned away."""

from __future__ import annotations

from itertools import pairwise

import aiohttp
import pytest

from store.engine import Database, connect
from store.inbox import NewUpdate
from store.migrate import load_merchant
from store.secrets import Vault, WrongKey
from tests.flow.web.receiver import Receiver, served
from tests.support.books import MERCHANT, NOON
from web.telegram import SECRET_HEADER

OLD, NEW = "the-old-secret-of-the-shop", "the-new-secret-of-the-shop"
ROUNDS = [(OLD,), (OLD, NEW), (NEW, OLD), (NEW,)]
HASTY = [(OLD,), (NEW, OLD)]


async def taken(shop: Receiver, knows: tuple[str, ...], signed: str) -> bool:
    """By a replica that knows these secrets, of an update that is signed so."""
    async with (
        served(shop.deps(knows)) as url,
        aiohttp.ClientSession(url) as session,
        session.post("/telegram", data=b"{}", headers={SECRET_HEADER: signed}) as answer,
    ):
        return answer.status == 200


async def test_telegrams_secret_is_replaced_without_an_update_turned_away(shop: Receiver) -> None:
    """Telegram signs by the first secret of whoever started last; any replica may get the update."""
    for before, after in pairwise(ROUNDS):
        for signed in {before[0], after[0]}:
            assert await taken(shop, before, signed)
            assert await taken(shop, after, signed)


async def test_in_haste_a_replica_that_waits_for_its_restart_turns_some_away(shop: Receiver) -> None:
    before, after = HASTY
    assert not await taken(shop, before, after[0])


async def replica(url: str, keys: tuple[str, ...]) -> Database:
    database = connect(url, Vault(keys[0], keys[1:]))
    await load_merchant(database, **MERCHANT, at=NOON)
    return database


async def told(url: str, sealing: tuple[str, ...], opening: tuple[str, ...], nth: int) -> bytes:
    """What one replica stored of an update, as another reads it."""
    first, second = await replica(url, sealing), await replica(url, opening)
    try:
        new = NewUpdate(nth, nth, b"their words")
        await first.write(lambda books: books.add_updates([new], NOON))
        read = await second.read(lambda books: books.next_update(nth))
        assert read is not None
        return read.body
    finally:
        await first.close()
        await second.close()


async def test_our_key_is_replaced_and_each_replica_reads_what_the_others_stored(database_url: str) -> None:
    steps = [(OLD,), (OLD, NEW), (NEW, OLD)]
    for nth, (before, after) in enumerate(pairwise(steps), 1):
        assert await told(database_url, before, after, nth) == b"their words"
        assert await told(database_url, after, before, -nth) == b"their words"


async def test_in_haste_a_replica_cannot_read_what_the_others_store(database_url: str) -> None:
    with pytest.raises(WrongKey, match="OLD_SECRET_KEYS"):
        await told(database_url, (NEW, OLD), (OLD,), 1)
