"""Who paid, as the bank names them, and the bank's own number: written down, and searched by."""

from __future__ import annotations

import re
from dataclasses import replace

from billing import invoicing
from billing.access import Action, require
from billing.answers import Observation
from billing.books import Books
from billing.models import Invoice, Payment, Person
from billing.names import words_of

_NUMBER = re.compile(r"[#№]?((?=.*[0-9])[A-Za-z0-9./_-]{1,128})")
"""What a bank's number may look like: a name is none, and goes nowhere as it was typed."""


def named(books: Books, payment: Payment, seen: Observation) -> Payment:
    """The payment with the payer whom the bank names. A newer name counts, silence erases none."""
    if not seen.payer or seen.payer == payment.payer or not books.name_payer(payment.id, seen.payer):
        return payment
    return replace(payment, payer=seen.payer)


def numbered(payment: Payment, seen: Observation) -> Payment:
    """The same with the number that the bank gives it; a weak source gives none."""
    number = seen.details.reference
    if seen.weak or not number or number == payment.details.reference:
        return payment
    return replace(payment, details=replace(payment.details, reference=number))


def by_bank_number(books: Books, person: Person, text: str, limit: int) -> list[Invoice]:
    """Invoices of which the bank has exactly this number, ``№`` or not; a cashier finds their own."""
    require(person, Action.ISSUE)
    match = _NUMBER.fullmatch("".join(text.split()))
    return books.invoices_by_bank_number(match[1], issuer=invoicing.own(person), limit=limit) if match else []


def by_name(books: Books, person: Person, text: str, before: int | None, limit: int) -> list[Invoice]:
    """Invoices of payers with all these words in their names, paid or not; a cashier finds their own."""
    require(person, Action.ISSUE)
    if not (words := words_of(text)):
        return []
    return books.invoices_of_payer(words, issuer=invoicing.own(person), before=before, limit=limit)


def payer_of(payments: list[Payment], text: str) -> str:
    """The name, among those of an invoice's payments, that has all these words in it; "" for none."""
    wanted = set(words_of(text))
    return next((p.payer for p in reversed(payments) if p.payer and wanted <= set(words_of(p.payer))), "")
