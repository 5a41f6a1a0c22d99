"""The one place from which banks are asked: bill, look, settle what they reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from billing.books import Books
from billing.charging import Addresses
from billing.looking import Looked, Looking, pause_of
from billing.models import Payment
from billing.questions import Bill
from billing.receiving import is_known, shows
from billing.records import StoredDelivery
from billing.states import PaymentState

__all__ = ["Addresses", "Banking", "Looked"]

DELIVERY_PAUSES = (1, 2, 5, 15, 60, 300, 900, 3600)
DELIVERY_LIFE = timedelta(hours=24)


class Banking(Looking):
    """Bills, looks, and settles webhooks."""

    async def settle(self, delivery: StoredDelivery) -> Looked | None:
        """Ask the bank whether a stored webhook is true; it stays due until the payment shows its claim."""

        found = await self.store.read_together(self._found, delivery.payment_id)
        if found is None:
            return None
        payment, bill = found
        if is_known(payment.state, delivery.claim):
            at = self.clock.now()
            await self.store.write_small(lambda books: books.finish_delivery(delivery.id, at))
            return Looked(payment.state, moved=False, answered=False)
        if payment.state is PaymentState.RESERVED and payment.asked_at is not None:
            payment = await self._mark_unknown(payment) or payment

        def finish(books: Books, looked: Looked) -> None:
            now = self.clock.now()
            if looked.answered and shows(looked.state, delivery.claim):
                books.finish_delivery(delivery.id, now)
            elif now - delivery.received_at > DELIVERY_LIFE:
                books.audit("delivery", delivery.id, "due", "denied", "bank", now)
                books.finish_delivery(delivery.id, now)
            else:
                pause = timedelta(seconds=pause_of(DELIVERY_PAUSES, delivery.tries))
                books.postpone_delivery(delivery.id, now + pause)

        return await self._fetch_and_apply(payment, delivery.claim, finish, bill)

    def _found(self, books: Books, payment_ids: Sequence[int]) -> list[tuple[Payment, Bill] | None]:
        """Payments with what their banks are told of them."""
        payments = books.payments_by_id(payment_ids)
        bills = dict(zip(payments, self.bills_of(books, list(payments.values())), strict=True))
        return [
            (payments[payment_id], bills[payment_id]) if payment_id in payments else None
            for payment_id in payment_ids
        ]
