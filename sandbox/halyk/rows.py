"""Rows that were not made here: payments and transfers of which the shop's own books know nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sandbox.halyk.listing import Operation
from sandbox.halyk.transfers import Transfer


@dataclass(slots=True)
class Rows:
    """Both lists, each sorted by time, and what the list of operations has lost."""

    operations: list[Operation] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    by_invoice: dict[str, Operation] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)
    """Ids of transactions that the list lacks; check-status still knows them."""

    def add_operations(self, rows: Iterable[Operation]) -> None:
        """Enter payments."""
        for row in rows:
            self.operations.append(row)
            if row.invoice_id:
                self.by_invoice[row.invoice_id] = row
        self.operations.sort(key=lambda row: row.created_at)

    def add_transfers(self, rows: Iterable[Transfer]) -> None:
        """Enter transfers."""
        self.transfers.extend(rows)
        self.transfers.sort(key=lambda row: row.created_at)
