"""Subscriptions that ApiPay runs, mirrored in our books: real client, books and simulator; time is moved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from billing.states import InvoiceState, PaymentState
from billing.subscriptions.banking import ADOPTED
from billing.subscriptions.models import PeriodState
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.apipay.mirror import PRICE, Studio
from tests.support.books import NearDatabase, open_database


@pytest.fixture
async def studio(bank: ApiPayBench, quick_folder: Path) -> AsyncIterator[Studio]:
    url = f"sqlite+aiosqlite:///{quick_folder / uuid4().hex}.db"
    async for database in open_database(url, NearDatabase):
        made = Studio(bank, database)
        await made.open()
        yield made


async def test_it_is_made_once_and_its_first_bill_is_ours_to_settle(studio: Studio) -> None:
    subscription = await studio.made()
    (there,) = await studio.there()
    assert (there["external_subscriber_id"], there["amount"]) == (subscription.token, PRICE.minor)
    assert subscription.wish is None
    ((invoice, (payment,)),) = await studio.invoices(subscription)
    assert payment.reference == f"{ADOPTED}{there['bills'][0]['invoice']}"
    assert (invoice.state, payment.state) == (InvoiceState.OPEN, PaymentState.PENDING)
    await studio.pay()
    await studio.settle()
    assert [row.state for row in await studio.rows(subscription)] == [PeriodState.PAID]
    assert "sub-paid" in await studio.kinds()
