"""A shop for each test: a merchant of its own in one database, on SQLite, because that is quick.

The rules are the same on both databases; what the databases promise is tested beside the store.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from inspect import iscoroutinefunction
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection, insert

from billing.models import Merchant
from billing.ports import Capabilities
from store.engine import Database
from store.schema import merchants
from tests.support.bank import ObedientBank
from tests.support.books import MERCHANT, NOON, NearDatabase, open_database
from tests.support.shop import Shop, open_shop

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all of them, as there is one database."""
    for item in items:
        if HERE in item.path.parents and iscoroutinefunction(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def everybodys(quick_folder: Path) -> AsyncIterator[Database]:
    """The database that the shops share."""
    async for database in open_database(f"sqlite+aiosqlite:///{quick_folder / 'tolem.db'}", NearDatabase):
        yield database


@pytest_asyncio.fixture(loop_scope="session")
async def shop(everybodys: Database) -> AsyncIterator[Shop]:
    """Open for business."""

    def found(connection: Connection) -> int:
        row = {**MERCHANT, "created_at": NOON}
        return connection.execute(insert(merchants).values(row).returning(merchants.c.id)).scalar_one()

    everybodys.merchant = Merchant(await everybodys.transaction(found), **MERCHANT)
    opened = await open_shop(everybodys)
    yield opened
    opened.die()


@pytest.fixture
def pushing(shop: Shop) -> ObedientBank:
    """A second bank, which bills by phone and can take a bill back."""
    bank = ObedientBank("pushbank")
    bank.capabilities = Capabilities(cancel=True, needs_phone=True, refund=True)
    shop.banking.providers[bank.slug] = bank  # type: ignore[index]
    return bank
