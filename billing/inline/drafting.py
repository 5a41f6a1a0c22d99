"""A draft becomes one invoice: by the message that was sent, the first tap on it, or the first Start."""

from __future__ import annotations

from datetime import datetime, timedelta

from billing import invoicing
from billing.access import Action, may, require
from billing.books import Books
from billing.errors import AmountRefused, DraftOver, NotFound
from billing.inline.models import Draft
from billing.models import OF_INLINE, Audience, Invoice, Person, Place
from billing.money import Money
from billing.ports import Ids

LASTS = timedelta(days=2)


def offer(books: Books, member: Person, amount: Money, words: str, token: str, at: datetime) -> Draft:
    """Keep what a member may be about to send. Raises ``NotAllowed``, ``AmountRefused``."""
    require(member, Action.ISSUE)
    invoicing.may_ask_for(member, amount)
    draft = Draft(token, member.id, amount, words[: invoicing.DESCRIPTION_MOST], at)
    books.add_draft(draft)
    return draft


def realize(books: Books, token: str, ids: Ids, deadline: datetime, at: datetime) -> Invoice:
    """The invoice of this link: the one that is there, else the draft's, written once.

    What its member may do counts now, not when it was typed. ``DraftOver``: the draft is too old, or its
    member may not ask for that any more; ``NotFound``: a token of nobody's.
    """
    if (known := books.invoice_by_token(token)) is not None:
        return known
    draft = books.use_draft(token, at - LASTS, at)
    if draft is None:  # somebody was first, and is done by now; or it is over
        if (known := books.invoice_by_token(token)) is not None:
            return known
        raise DraftOver if books.draft(token) else NotFound
    return _issue(books, draft, ids, deadline, at)


def _issue(books: Books, draft: Draft, ids: Ids, deadline: datetime, at: datetime) -> Invoice:
    issuer = books.person(draft.member_id)
    if issuer is None or not may(issuer, Action.ISSUE):
        raise DraftOver
    order = invoicing.Order(
        draft.amount,
        draft.words,
        f"{OF_INLINE}{draft.token}",
        Place(issuer.id) if issuer.reachable else None,
        deadline,
        token=draft.token,
    )
    try:
        return invoicing.issue(books, issuer, order, ids, at)
    except AmountRefused:
        raise DraftOver from None


def chosen(
    books: Books, token: str, member_id: int, inline_id: str, ids: Ids, deadline: datetime, at: datetime
) -> Invoice:
    """Telegram tells that its member has sent it, and where it stands; ``NotFound``: it is not theirs."""
    known = books.invoice_by_token(token)
    noted = books.note_chosen(token, member_id, at)
    if not noted and (known is None or known.issuer_id != member_id):
        raise NotFound
    return stand(books, realize(books, token, ids, deadline, at), inline_id, at)


def tapped(books: Books, token: str, inline_id: str, ids: Ids, deadline: datetime, at: datetime) -> Invoice:
    """Somebody tapped on it where it was sent."""
    return stand(books, realize(books, token, ids, deadline, at), inline_id, at)


def stand(books: Books, invoice: Invoice, inline_id: str, at: datetime) -> Invoice:
    """The card of the invoice stands in this message; a message shows one invoice, the first that it had.

    Without an address there is nothing to edit. Of another invoice than an inline one: ``NotFound``.
    """
    if not invoice.inline:
        raise NotFound
    books.invoice(invoice.id, lock=True)
    if inline_id and books.inline_card(inline_id) is None:
        books.add_card(invoice.id, Audience.INLINE, Place.of_inline(inline_id), None, at, at)
    return invoice
