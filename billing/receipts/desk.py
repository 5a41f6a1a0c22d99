"""Receipts as the chat calls them."""

from __future__ import annotations

from dataclasses import replace

from billing import cards
from billing.banking import Banking
from billing.books import Books
from billing.models import Person
from billing.receipts import checking
from billing.receipts.models import Proof


class ReceiptDesk:
    """One call for one wish. Raises ``BillingError`` for what is refused."""

    def __init__(self, banking: Banking) -> None:
        self.store = banking.store
        self.clock = banking.clock
        self.banking = banking

    async def check(self, person: Person, code: str, *, source: str) -> Proof | None:
        """What stands behind a code; ``None``: it is none of ours. ``source``: the message that names it."""
        at = self.clock.now()
        proof = await self.store.write(lambda books: checking.check(books, person, code, source, at))
        return self._of_bank(proof)

    async def glance(self, person: Person, code: str) -> Proof | None:
        """The same for what may be something else than a code."""
        return self._of_bank(await self.store.read(lambda books: checking.glance(books, person, code)))

    async def look(self, person: Person, *, source: str) -> None:
        """Before a picture is read. ``Refused``: there were too many."""
        at = self.clock.now()
        await self.store.write(lambda books: checking.look(books, person, source, at))

    async def view(self, invoice_id: int, person: Person | None) -> cards.CardView:
        """What the whole receipt is drawn from. ``NotAllowed`` for strangers."""
        at = self.clock.now()

        def read(books: Books) -> cards.CardView:
            invoice = checking.receipt_of(books, invoice_id, person)
            return cards.view(books, invoice, at, self.banking.providers.values(), self.banking.away.at(at))

        return await self.store.read(read)

    def _of_bank(self, proof: Proof | None) -> Proof | None:
        """Of a payment of which the books do not say it: whether its bank is in its test world now."""
        if proof is None or proof.practice is not None:
            return proof
        bank = self.banking.providers.get(proof.provider)
        return replace(proof, practice=bank is not None and not bank.capabilities.production)
