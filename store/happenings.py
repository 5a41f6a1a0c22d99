"""What other people's programs are told of: written where a state moves, in the transaction that moves it.

One statement for all addresses: which ones there are is read by the database while it writes.
"""

from __future__ import annotations

from datetime import datetime

from billing.developers.models import EventKind
from billing.states import InvoiceState, RefundState
from store import statements
from store.base import Section

OF_INVOICE = {
    InvoiceState.PAID: EventKind.INVOICE_PAID,
    InvoiceState.EXPIRED: EventKind.INVOICE_EXPIRED,
    InvoiceState.CANCELLED: EventKind.INVOICE_CANCELLED,
}
OF_REFUND = {
    RefundState.COMPLETED: EventKind.REFUND_COMPLETED,
    RefundState.FAILED: EventKind.REFUND_FAILED,
}


def happened(books: Section, kind: EventKind | None, subject_id: int, at: datetime) -> None:
    """A message for each address that stands; nothing for what nobody is told of."""
    if kind is not None:
        here = {"is_merchant_id": books.merchant.id}
        row = {**here, "to_kind": kind.value, "to_subject_id": subject_id, "to_happened_at": at}
        books.collect(statements.telling_programs(), row)
