"""The card of an invoice: picture, caption and buttons for one audience, from the newest state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from aiogram.types import InlineKeyboardMarkup

from billing.cards import CardView
from billing.models import Audience, Payment
from screens import bills, captions, keyboards, pictures, redirects
from screens import format as fmt
from screens.reader import Reader
from screens.situations import Situation, as_shown, situation
from screens.texts import LOCALES


@dataclass(frozen=True, slots=True)
class Picture:
    """What is shown and in which language; equal keys are equal pictures. ``make`` belongs in a thread."""

    key: str
    make: Callable[[], bytes]
    of_item: int | None = None  # the number of an item's picture, whose bytes are in the books
    code: bool = False  # there is a QR on it

    @property
    def in_any_language(self) -> tuple[str, ...]:
        """Its key, and those of the same picture for readers of other languages."""
        what, _, locale = self.key.rpartition(":")
        others = (f"{what}:{each}" for each in LOCALES if each != locale)
        return (self.key, *others) if what and locale in LOCALES else (self.key,)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A card, ready to be sent: ``caption`` is HTML of at most 1024 visible characters."""

    picture: Picture
    caption: str
    keyboard: InlineKeyboardMarkup | None


_STAMPS: dict[Situation, tuple[str, str, pictures.Kind]] = {
    Situation.PAID: ("paid", "stamp-paid", "paid"),
    Situation.RETURNED: ("returned", "stamp-returned", "cancelled"),
    Situation.EXPIRED: ("expired", "stamp-expired", "expired"),
    Situation.QR_OVER: ("over", "stamp-over", "expired"),
    Situation.CANCELLED: ("cancelled", "stamp-cancelled", "cancelled"),
    Situation.DECLINED: ("rejected", "stamp-rejected", "rejected"),
}
"""What the key says, the text of the stamp, its look."""

_SHOWS_QR = frozenset({Situation.WAITING, Situation.SCANNED, Situation.BLOCKED})


def draw(
    view: CardView, audience: Audience, reader: Reader, ways: Sequence[str], *, retired: bool = False
) -> Drawn:
    """The card as this audience sees it; ``ways`` are the banks that can take the amount."""
    if retired:
        return Drawn(
            _stamp(view, reader, "moved", "stamp-moved", "moved"), captions.moved(view, reader), None
        )
    view = redirects.seen_by(view, audience, reader)
    now = as_shown(situation(view, ways), view, audience, reader.person_id)
    return Drawn(
        _picture(view, now, reader),
        captions.caption(view, now, audience, reader, ways),
        keyboards.under(view, now, audience, reader, ways),
    )


def choose(view: CardView, audience: Audience, reader: Reader, ways: Sequence[str]) -> Drawn:
    """The same card while its reader chooses another way to pay: a row of banks and *Back*."""
    view = redirects.seen_by(view, audience, reader)
    now = situation(view, ways)
    caption = captions.caption(view, now, audience, reader, ways)
    return Drawn(_picture(view, now, reader), caption, keyboards.to_choose(view, reader, ways))


def _picture(view: CardView, now: Situation, reader: Reader) -> Picture:
    if now is Situation.QR_OVER and bills.in_app(view):
        return _stamp(view, reader, "bill-over", "stamp-bill-over", "expired")
    if now is Situation.QR_OVER and redirects.by_page(view):
        return _stamp(view, reader, "link-over", "stamp-link-over", "expired")
    cancelling = now is Situation.CANCELLED and view.taken_back
    if now in _STAMPS and not cancelling:
        return _stamp(view, reader, *_STAMPS[now])
    payment = view.payment
    if now in _SHOWS_QR and payment and payment.instruction and payment.instruction.qr:
        return _qr(view, payment, payment.instruction.qr, reader)
    key = f"plain:{view.invoice.id}:{reader.words.locale}"
    return Picture(key, partial(pictures.plain_picture, _label(view, reader)))


def _qr(view: CardView, payment: Payment, payload: str, reader: Reader) -> Picture:
    """The picture says itself until when it works: a forwarded copy never changes."""
    note = ""
    if payment.expires_at is not None:
        locale = reader.words.locale
        until = fmt.moment(payment.expires_at, reader.zone, locale, payment.created_at)
        note = reader.words("qr-until", until=until)
    key = f"qr:{payment.id}:{reader.words.locale}"
    return Picture(key, partial(_qr_or_plain, payload, _label(view, reader, note)), code=True)


def _qr_or_plain(payload: str, label: pictures.Label) -> bytes:
    """A payload that no code can hold leaves the buttons to pay by."""
    try:
        return pictures.qr_picture(payload, label)
    except pictures.PayloadTooLong:
        return pictures.plain_picture(label)


def _stamp(view: CardView, reader: Reader, what: str, key: str, kind: pictures.Kind) -> Picture:
    paid = view.payment.taken if view.payment and kind == "paid" else None
    label = _label(view, reader, amount=fmt.money(paid, reader.words.locale) if paid else "")
    name = f"stamp:{what}:{view.invoice.id}:{reader.words.locale}"
    return Picture(name, partial(pictures.stamped_picture, label, reader.words(key), kind))


def _label(view: CardView, reader: Reader, note: str = "", amount: str = "") -> pictures.Label:
    return pictures.Label(
        title=fmt.shop(view.merchant.name),
        amount=amount or fmt.money(view.invoice.amount, reader.words.locale),
        number=f"#{view.invoice.number}",
        note=note,
    )
