"""Receipts in the books: by what a code begins, what it is signed with, and who asked how often."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, literal_column, select

from billing.models import Payment
from billing.receipts.models import Try
from store.base import Section
from store.payment_rows import payment_of
from store.schema import payments, receipt_tries
from store.schema.money import WITH_RECEIPT

HAS_RECEIPT: ColumnElement[bool] = literal_column(f"payments.{WITH_RECEIPT}")


class Receipts(Section):
    """Implements ``billing.receipts.books.ReceiptBooks``."""

    def payments_by_receipt(self, seed: str) -> list[Payment]:
        """Nearly always one or none: a seed is by chance, and nobody looks whether it was used before."""
        query = select(payments).where(self.mine(payments), payments.c.receipt == seed, HAS_RECEIPT)
        return [payment_of(row, self.vault) for row in self.run(query)]

    def signatures(self, text: str) -> list[bytes]:
        """By the newest key first."""
        return self.vault.signatures(text)

    def add_try(self, person_id: int, kind: Try, source: str, at: datetime) -> None:
        """Once per source, however often it is handled."""
        values = {"person_id": person_id, "kind": kind.value, "source": source, "at": at}
        self.insert_once(receipt_tries, values)

    def count_tries(self, person_id: int, kind: Try, since: datetime, besides: str) -> int:
        """How many since then, without this source's own."""
        tries = receipt_tries.c
        here = (tries.person_id == person_id, tries.kind == kind.value, tries.at > since)
        query = select(func.count()).where(self.mine(receipt_tries), *here, tries.source != besides)
        return int(self.run(query).scalar_one())
