"""What the contract's tests of ApiPay's catalog share."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

from PIL import Image

from billing.catalog.banking import CatalogProvider, Shown, ToMake
from billing.money import Money
from billing.questions import Bill, BillLine
from tests.contract.apipay.bench import ApiPayBench
from tests.contract.harness import Shop

GENERATIONS = ["april", "august", "september"]
SYNCED = timedelta(seconds=4)  # longer than Kaspi needs for an item


def goods(bank: ApiPayBench) -> CatalogProvider:
    return bank.provider.catalog


def item(name: str = "Кофе Латте", tenge: int = 1800, barcode: str = "", unit: str = "1") -> Shown:
    return Shown(name, Money(tenge * 100, "KZT"), unit, barcode)


def picture(shade: int = 0) -> bytes:
    out = BytesIO()
    Image.new("L", (64, 64), shade).save(out, "JPEG")
    return out.getvalue()


async def sold(bank: ApiPayBench, *shown: Shown) -> list[str]:
    """Items that the bank sells already; their ids there."""
    made = await goods(bank).make([ToMake(each) for each in shown])
    bank.wait(SYNCED)
    ids = [each.bank_id for each in made]
    assert None not in ids, made
    return [each or "" for each in ids]


def in_cart(shop: Shop, tenge: int, *lines: tuple[str, int, int], discount: int = 0) -> Bill:
    """A bill of lines: an item there, how many, the price of one in tenge."""
    made = tuple(BillLine(there, count, Money(price * 100, "KZT")) for there, count, price in lines)
    return replace(shop.intent(), amount=Money(tenge * 100, "KZT"), lines=made, discount=discount)
