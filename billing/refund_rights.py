"""Who may have money sent back: by their own word, or with another person's yes.

A cashier proposes, for what they issued themselves. Above an amount that the owners may set, everybody
proposes, and whoever says yes is another person than who proposed. What went back of a payment by one
person's word counts towards that amount: it cannot be gone around in parts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from billing.access import Action, may, may_manage, require
from billing.books import Books
from billing.errors import NotAllowed, Refused
from billing.models import Invoice, Origin, Person, Refund
from billing.money import Money
from billing.people import owner_now
from billing.states import COUNTS_NOT

CHOICE = "refund-alone"
"""The name of the owners' choice: minor units, or nothing."""


def may_ask(person: Person, invoice: Invoice) -> None:
    """Raises ``NotAllowed`` for who can neither send money of this invoice back nor propose it."""
    if may(person, Action.REFUND) or (may(person, Action.PROPOSE) and may_manage(person, invoice)):
        return
    raise NotAllowed("refund-for-deciders" if person.role else None)


def alone_most(books: Books) -> Money | None:
    """Up to which amount one person's word is enough; ``None``: for every amount."""
    chosen = books.choice(CHOICE)
    return Money(int(chosen), books.merchant.currency) if chosen else None


def choose_alone_most(books: Books, owner: Person, most: Money | None, at: datetime) -> None:
    """Owners only; ``None``: one word is enough for every amount. ``Refused``: nobody else could say yes."""
    owner_now(books, owner)
    others = (member for member in books.members() if member.id != owner.id)
    if most is not None and not any(may(member, Action.REFUND) for member in others):
        raise Refused("refunds-nobody-else")
    was = books.choice(CHOICE) or ""
    chosen = str(most.minor) if most is not None else ""
    if chosen != was:
        books.choose(CHOICE, chosen, at)
        evidence = {"was": was, "now": chosen}
        books.audit("merchant", books.merchant.id, "", CHOICE, f"person:{owner.id}", at, evidence)


def needs_another(person: Person, amount: Money, most: Money | None, refunds: Iterable[Refund] = ()) -> bool:
    """Whether this person's word is not enough for so much more; ``refunds``: those of the payment so far."""
    if not may(person, Action.REFUND):
        return True
    if most is None:
        return False
    alone = (r.amount for r in refunds if r.origin is Origin.SHOP and _by_one(r) and _counts(r))
    together = sum((each.minor for each in alone if each.currency == amount.currency), amount.minor)
    return amount.currency != most.currency or most.minor < together


def may_approve(books: Books, person: Person, refund: Refund) -> None:
    """Raises ``NotAllowed``; ``Refused`` for who proposed so much themselves."""
    require(person, Action.REFUND)
    if refund.person_id != person.id:
        return
    if needs_another(person, refund.amount, alone_most(books), books.refunds_of(refund.payment_id)):
        raise Refused("refund-another-person")


def _by_one(refund: Refund) -> bool:
    """Nobody else has agreed to it: who proposed it may have risen, and said yes to it themselves."""
    return refund.decided_by in (None, refund.person_id)


def _counts(refund: Refund) -> bool:
    return refund.state not in COUNTS_NOT
