"""Small parts of cards, notices and receipts. Values come out escaped; imports no chat framework."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from html import escape

from markupsafe import Markup

from billing.cards import CardView
from billing.catalog.models import Piece
from billing.models import Payment
from billing.money import Money
from billing.states import RefundState
from screens import format as fmt
from screens.reader import Reader

DOT = " · "


def sum_of(amount: Money, reader: Reader) -> str:
    """The amount in the reader's way."""
    return fmt.money(amount, reader.words.locale)


def time_of(at: datetime, view: CardView, reader: Reader) -> str:
    """``14:07``, or with its day."""
    return fmt.moment(at, reader.zone, reader.words.locale, view.at)


def at_time(at: datetime, view: CardView, reader: Reader) -> str:
    """The same as part of a sentence: ``at 14:07``."""
    words, zone = reader.words, reader.zone
    time = fmt.clock(at, zone)
    if fmt.same_day(at, view.at, zone):
        return words("at-today", time=time)
    return words("at-day", day=fmt.day(at, zone, words.locale, view.at), time=time)


def title(text: str, view: CardView, reader: Reader) -> str:
    """A bold first line that leads to the living card, also from a forwarded copy."""
    address = escape(reader.site.start_link(f"inv_{view.invoice.token}"))
    return f'<b><a href="{address}">{text}</a></b>'


def about(view: CardView, reader: Reader, *more: str, bare: bool = False) -> str:
    """``Coffee · invoice #1042 · …``; ``bare``, or without words of its own, ``Invoice #1042 · …``."""
    number = str(view.invoice.number)
    words = "" if bare else described(view)
    named = reader.words("number" if words else "number-first", number=number)
    return dotted(words, named, *more)


def about_number_first(view: CardView, reader: Reader) -> str:
    """``Invoice #1042 · Coffee``."""
    return dotted(reader.words("number-first", number=str(view.invoice.number)), described(view))


def about_with_sum(view: CardView, reader: Reader, *, bare: bool = False) -> str:
    """``5 000 ₸ · Coffee · invoice #1042``; ``bare``: without the words."""
    number = reader.words("number", number=str(view.invoice.number))
    return dotted(sum_of(view.invoice.amount, reader), "" if bare else described(view), number)


def described(view: CardView, most: int = 200) -> str:
    """The words of the invoice, safe to show."""
    return escape(fmt.clean(view.invoice.description, most), quote=False)


def shop(view: CardView, reader: Reader) -> str:
    """The shop's name as the language quotes it."""
    return reader.words.html("shop-named", shop=fmt.shop(view.merchant.name))


def cashier(view: CardView, reader: Reader) -> str:
    """``cashier Aigerim``; nothing where the name is not known, or the customer ordered it alone."""
    name = "" if view.invoice.self_service else fmt.clean(view.invoice.issuer_name, 40)
    return reader.words.html("cashier", name=name) if name else ""


def bank(slug: str, reader: Reader) -> str:
    """A bank's name; its slug where it has none."""
    return escape(reader.words.or_else(f"bank-{slug}", slug.capitalize()), quote=False)


def payer(payment: Payment, reader: Reader) -> str:
    """``Payer: Ivan I.``, as the bank names them; a name may run from right to left, so it stands last."""
    name = fmt.clean(payment.payer, 64)
    return reader.words.html("payer-named", name=name) if name else ""


def bank_number(payment: Payment, reader: Reader) -> str:
    """``bank's number 13234689513``."""
    number = fmt.clean(payment.details.reference, 40)
    return reader.words.html("receipt-reference", reference=number) if number else ""


def capital(text: str) -> str:
    """With a capital letter first, the others as they are."""
    return text[:1].upper() + text[1:]


def settled_by(view: CardView, payment: Payment, reader: Reader) -> str:
    """Bank and moment: ``Bank, 14:07``."""
    at = payment.settled_at or view.invoice.ended_at or view.at
    return f"{bank(payment.provider, reader)}, {time_of(at, view, reader)}"


def returned(view: CardView, reader: Reader, *, all_back: bool = False) -> list[str]:
    """What went back so far, a line for the payment that counts and one for the others.

    ``all_back``: the first line has said it, only when is still to be said.
    """
    payment, others, found = view.payment, view.returned_of_others, []
    done = [r for r in view.refunds if payment and r.payment_id == payment.id and r.settled_at]
    if payment is not None and (money := view.money_of(payment)).returned.minor:
        if all_back and done:
            at = at_time(max(r.settled_at for r in done if r.settled_at), view, reader)
            found.append(reader.words("hint-returned-at", at=at))
        elif not all_back:
            told = reader.words("hint-returned", amount=sum_of(money.returned, reader))
            found.append(safe(dotted(told, pieces_back(view, payment))))
    if others.minor:
        found.append(reader.words("hint-returned-second", amount=sum_of(others, reader)))
    return found


def pieces(found: Iterable[Piece], most: int = 200) -> str:
    """``Latte × 1, Croissant × 2``, those of one name together; nothing where there are none."""
    counts: dict[str, int] = {}
    for piece in found:
        counts[piece.name] = counts.get(piece.name, 0) + piece.count
    told = ", ".join(f"{name} × {count}" for name, count in counts.items())
    return escape(fmt.clean(told, most), quote=False)


def pieces_back(view: CardView, payment: Payment) -> str:
    """The same of all that went back of a payment by items."""
    back = (r for r in view.refunds if r.payment_id == payment.id and r.state is RefundState.COMPLETED)
    return pieces((piece for refund in back for piece in view.pieces.get(refund.id, ())), 150)


def practice(view: CardView, reader: Reader, ways: Collection[str] = ()) -> str:
    """That no real money moves, where the payment that counts is one of a test world; "" where money is real.

    Before one is made, where all ``ways`` are such.
    """
    banks = {view.payment.provider} if view.payment else {*ways}
    known = view.payment.practice if view.payment else None
    test = bool(banks) and banks <= view.practice if known is None else known
    return reader.words("practice-money") if test else ""


def dotted(*parts: str) -> str:
    """The parts that are not empty, with middle dots between."""
    return DOT.join(part for part in parts if part)


def lines(parts: Iterable[str]) -> str:
    """The lines that are not empty."""
    return "\n".join(part for part in parts if part)


def safe(text: str) -> Markup:
    """Text that is HTML already, to be put into a sentence as it is."""
    return Markup(text)  # noqa: S704 - only what this package has escaped itself
