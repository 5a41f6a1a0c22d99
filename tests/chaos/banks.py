"""The banks' own books, read alike: what was billed, what was taken, what went back. In minor units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox.client import Sandbox
from tests.chaos.plan import FIRST_PRICE

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bill:
    """One bill at one bank."""

    bank: str
    name: str
    story: int
    amount: int
    taken: int
    """What the payer paid, refunds not taken off."""
    returned: tuple[int, ...]
    """Each refund that moved, or moves."""


def _story(amount: int) -> int:
    return amount // 100 - FIRST_PRICE


def halyk(books: Json) -> list[Bill]:
    """Of `books`."""
    bills = []
    for row in books["bills"]:
        back = tuple(r["amount"] for r in row["refunds"] if r["state"] != "failed")
        taken = row["taken"] + row["refunded"]
        bills.append(Bill("halyk", row["invoiceID"], _story(row["amount"]), row["amount"], taken, back))
    return bills


def apipay(books: Json) -> list[Bill]:
    """Of `books`."""
    bills = []
    for row in books["invoices"]:
        back = tuple(r["amount"] for r in row["refunds"] if r["status"] != "failed")
        has = row["status"] in ("paid", "refunded", "partially_refunded") or row["money_at_kaspi"]
        name, amount = str(row["invoice"]), row["amount"]
        bills.append(Bill("apipay", name, _story(amount), amount, amount if has else 0, back))
    return bills


def horizonpay(books: Json) -> list[Bill]:
    """Of `books`."""
    bills = []
    for row in books["transactions"]:
        back = tuple(r["amount"] for r in row["refunds"] if r["status"] in ("successful", "pending"))
        bill = Bill("horizonpay", row["uid"], _story(row["amount"]), row["amount"], row["taken"], back)
        bills.append(bill)
    return bills


async def read(sandbox: Sandbox) -> list[Bill]:
    """All bills of all banks, once what they were to call out has been called out."""
    found: list[Bill] = []
    for bank, reading in (("halyk", halyk), ("apipay", apipay), ("horizonpay", horizonpay)):
        control = getattr(sandbox, bank)
        await control("drain")
        found += reading(await control("books"))
    return found
