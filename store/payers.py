"""Who paid, as banks say it: the name sealed, and found by digests of its words."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, FromClause, Select, delete, exists, func, or_, select, update

from billing.models import Invoice
from billing.names import words_of
from billing.states import PaymentState
from store.invoices import COUNTED_MOST, Invoices
from store.schema import invoices, payer_words, payments

FORGOTTEN = b""
"""Instead of a sealed name: the payer asked to be forgotten, so what a bank says later is not written."""


class Payers(Invoices):
    """The payer's name and what finds payments: words of it, and the bank's own number."""

    def name_payer(self, payment_id: int, name: str) -> bool:
        """Write down whom the bank names; ``False`` where that payer asked to be forgotten."""
        known = or_(payments.c.payer.is_(None), payments.c.payer != FORGOTTEN)
        invoice_id = self.run(
            update(payments)
            .where(self.mine(payments), payments.c.id == payment_id, known)
            .values(payer=self.vault.seal(name))
            .returning(payments.c.invoice_id)
        ).scalar()
        if invoice_id is None:
            return False
        self.run(delete(payer_words).where(self.mine(payer_words), payer_words.c.payment_id == payment_id))
        row = {"merchant_id": self.merchant.id, "invoice_id": invoice_id, "payment_id": payment_id}
        rows = [{**row, "digest": self._marks(word)[0]} for word in words_of(name)]
        if rows:
            self.run(payer_words.insert(), rows)
        return True

    def invoices_of_payer(
        self, words: Sequence[str], *, issuer: int | None, before: int | None, limit: int
    ) -> list[Invoice]:
        """Those with a payment by somebody in whose name all these words are; newest first."""
        first, *others = self._rarest_first(words)
        here = payer_words.alias("here")
        found = select(here.c.invoice_id).where(*self._marked(here, first))
        for word in others:
            beside = payer_words.alias()
            same = beside.c.invoice_id == here.c.invoice_id, beside.c.payment_id == here.c.payment_id
            found = found.where(exists().where(*self._marked(beside, word), *same))
        if before is not None:
            found = found.where(here.c.invoice_id < before)
        return self._newest(found, here.c.invoice_id, issuer, limit)

    def _rarest_first(self, words: Sequence[str]) -> Sequence[str]:
        """The search walks along the first: *Иван* is in each tenth name, *Байтұрсынұлы* is not."""
        if len(words) < 2:
            return words
        some = {
            word: select(payer_words.c.invoice_id).where(*self._marked(payer_words, word)).limit(COUNTED_MOST)
            for word in words
        }
        counts = {
            word: self.run(select(func.count()).select_from(query.subquery())).scalar_one()
            for word, query in some.items()
        }
        return sorted(words, key=lambda word: counts[word])

    def invoices_by_bank_number(self, number: str, *, issuer: int | None, limit: int) -> list[Invoice]:
        """Those with a payment that the bank knows under this number; newest first."""
        invoice_id = payments.c.invoice_id
        found = select(invoice_id).where(self.mine(payments), payments.c.bank_reference == number)
        return self._newest(found, invoice_id, issuer, limit)

    def _newest(
        self, found: Select[tuple[int]], invoice_id: ColumnElement[int], issuer: int | None, limit: int
    ) -> list[Invoice]:
        """First the ids, along their own index, then the rows: no plan goes through all invoices."""
        if issuer is not None:
            theirs = invoices.c.id == invoice_id, invoices.c.issuer_id == issuer
            found = found.where(exists().where(*theirs))
        ids = list(self.run(found.distinct().order_by(invoice_id.desc()).limit(limit)).scalars())
        return self._invoices_among(ids)

    def forget_payers(self, person_id: int) -> None:
        """Name and phone in the payments of this customer's invoices.

        A bill that no bank was asked for yet keeps its phone: it goes out in the next seconds.
        """
        whose = select(invoices.c.id).where(self.mine(invoices), invoices.c.customer_id == person_id)
        theirs = self.mine(payments), payments.c.invoice_id.in_(whose)
        gone = payer_words.c.payment_id.in_(select(payments.c.id).where(*theirs))
        self.run(delete(payer_words).where(self.mine(payer_words), gone))
        self.run(update(payments).where(*theirs).values(payer=FORGOTTEN))
        sent = or_(payments.c.state != PaymentState.RESERVED.value, payments.c.asked_at.is_not(None))
        self.run(update(payments).where(*theirs, sent).values(phone=None))

    def _marked(self, rows: FromClause, word: str) -> tuple[ColumnElement[bool], ...]:
        """Whose words these are, and the word by whichever key it was written."""
        return rows.c.merchant_id == self.merchant.id, rows.c.digest.in_(self._marks(word))

    def _marks(self, word: str) -> list[bytes]:
        """The same word of two merchants has nothing in common."""
        return self.vault.marks(f"{self.merchant.id}:{word}")
