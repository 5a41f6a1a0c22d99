"""The payment page as values: everything decided, nothing left for the template but to lay it out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from billing.cards import CardView
from billing.models import AppLink, Audience, InstructionKind, Payment
from billing.money import Money
from billing.states import UNDER_WAY, AttentionKind
from screens import attentions, away, bills, phrases, refusals
from screens import format as fmt
from screens.pages.stages import CHECKABLE, ENDED, MOVING, RENEWABLE, links_alive, qr_alive
from screens.reader import Reader
from screens.situations import Situation, checked_in_vain, payable_still, situation, waits

POLL_MOVING, POLL_RESTING = 2, 10  # seconds between two looks at the state
_TONES = {
    Situation.PAID: "good",
    Situation.DECIDING: "warn",
    Situation.HELD: "warn",
    Situation.DECLINED: "bad",
    Situation.NO_QR: "bad",
    Situation.QR_OVER: "warn",
    Situation.EXPIRED: "warn",
    Situation.RETURNED: "over",
    Situation.NO_WAY: "over",
    Situation.CANCELLED: "over",
}
_HINTS = {
    Situation.NO_WAY: "hint-no-way-payer",
    Situation.PREPARING: "page-hint-preparing",
    Situation.SCANNED: "hint-confirm-payer",
    Situation.BLOCKED: "hint-blocked",
    Situation.HELD: "hint-held-payer",
    Situation.UNKNOWN: "page-hint-unknown",
    Situation.QR_OVER: "page-hint-over",
    Situation.EXPIRED: "hint-expired-payer",
    Situation.CANCELLED: "hint-cancelled-payer",
    Situation.RETURNED: "refund-later-on-card",
}
_OF_A_BILL = {Situation.QR_OVER: "page-state-bill-over", Situation.NO_QR: "page-state-no-bill"}
_REASONS = frozenset({Situation.DECLINED, Situation.NO_QR})


@dataclass(frozen=True, slots=True)
class Link:
    """A link and its words; ``main``: what to press first."""

    text: str
    url: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A button that sends a POST; ``provider`` is the way to pay it stands for."""

    text: str
    action: str
    provider: str = ""
    main: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """The bare code and the picture to save; ``folded``: scanned already, so it is only shown on request."""

    url: str
    picture: str
    alt: str
    folded: bool


@dataclass(frozen=True, slots=True)
class PayPage:
    """What stands on the page between its header and its footer."""

    stage: Situation
    tone: str
    headline: str
    amount: str
    about: Markup
    facts: tuple[str, ...]
    hint: str
    code: Code | None
    links: tuple[Link, ...]
    forms: tuple[Form, ...]
    checked: str
    telegram: Link
    title: str
    poll: int  # seconds, 0: nothing will change any more


@dataclass(frozen=True, slots=True)
class Ask:
    """What the page needs besides the invoice: the ways to pay, and whether the payer is back from a bank.

    A way that asks for a phone is for the chat: a page does not know whose number it would be told.
    """

    ways: tuple[str, ...] = ()
    back: bool = False


def pay_page(view: CardView, reader: Reader, ask: Ask) -> PayPage:
    """Everything on the page."""
    words, now = reader.words, situation(view, ask.ways)
    ask = replace(ask, ways=tuple(way for way in ask.ways if way not in view.by_phone))
    amount = phrases.sum_of(_shown_sum(view, now), reader)
    headline = words(f"page-state-{now}")
    if bills.by_phone(view) and now in _OF_A_BILL:
        headline = words(_OF_A_BILL[now])
    return PayPage(
        stage=now,
        tone=_TONES.get(now, "wait"),
        headline=headline,
        amount=amount,
        about=about(view, reader),
        facts=tuple(_facts(view, reader, now, ask)),
        hint=_hint(view, reader, now, ask),
        code=_code(view, reader, now, amount),
        links=tuple(
            Link(app_text(reader, link), link.url, now is Situation.WAITING) for link in links_alive(view)
        ),
        forms=_forms(view, reader, now, ask),
        checked=_checked(view, reader, now),
        telegram=_telegram(view, reader, back=ask.back),
        title=words("page-title", state=headline, amount=amount, shop=fmt.shop(view.merchant.name)),
        poll=_poll(view, now),
    )


def about(view: CardView, reader: Reader) -> Markup:
    """``Coffee · invoice #1042``."""
    return phrases.safe(phrases.about(view, reader))


def path_of(token: str) -> str:
    """The path of an invoice's page."""
    return f"/pay/{token}"


def app_text(reader: Reader, link: AppLink) -> str:
    """The words on the button into a bank's app."""
    return reader.words.or_else(f"link-{link.app}", reader.words("link-any"))


def _facts(view: CardView, reader: Reader, now: Situation, ask: Ask) -> list[str]:
    """Short lines of what is known; those that are escaped already say so by their type."""
    payment = view.payment
    if payment is None:
        return []
    if now is Situation.WAITING and payment.expires_at and qr_alive(view):
        return [reader.words("qr-until", until=phrases.time_of(payment.expires_at, view, reader))]
    if now in {Situation.PAID, Situation.RETURNED}:
        settled = phrases.safe(phrases.settled_by(view, payment, reader))
        return [settled, *phrases.returned(view, reader, all_back=now is Situation.RETURNED)]
    if now in _REASONS:
        return _reasons(view, payment, reader, ask)[:1]
    return []


def _reasons(view: CardView, payment: Payment, reader: Reader, ask: Ask) -> list[str]:
    """What happened and where the money is; what to do now."""
    return refusals.explained(view, payment, Audience.PAYER, reader, len({*ask.ways, payment.provider}))


def _hint(view: CardView, reader: Reader, now: Situation, ask: Ask) -> str:
    """What to do now."""
    words = reader.words
    if now in RENEWABLE and not ask.ways and view.by_phone - {*view.away}:
        return words("page-hint-phone")
    if (told := away.instead(view, now, reader, ask.ways, staff=False)) is not None:
        return " ".join(told)
    match now:
        case Situation.WAITING:
            return _how_to_pay(view, reader)
        case Situation.PREPARING if bills.by_phone(view):
            return words("page-hint-sending")
        case Situation.CHOOSE:
            return words("hint-get-qr") if len(ask.ways) == 1 else words("hint-choose-payer")
        case Situation.PAID:
            second = waits(view, AttentionKind.SECOND)
            return words("page-hint-paid") if second is None else _safe_with_us(second.kind, view, reader)
        case Situation.DECIDING:
            item = attentions.waiting(view)
            return _safe_with_us(item.kind if item else AttentionKind.SHORT, view, reader)
    if now in _REASONS and view.payment is not None:
        return _reasons(view, view.payment, reader, ask)[-1]
    return words(_HINTS[now])


def _safe_with_us(kind: AttentionKind, view: CardView, reader: Reader) -> str:
    return attentions.for_customer(kind, view, view.payment, reader)


def _how_to_pay(view: CardView, reader: Reader) -> str:
    words, links = reader.words, links_alive(view)
    if qr_alive(view):
        return words("page-hint-waiting") if links else words("page-hint-scan")
    instruction = view.payment.instruction if view.payment else None
    if instruction and instruction.kind is InstructionKind.CONFIRM:
        return words("page-hint-confirm")
    return words("page-hint-open") if links else words("hint-no-instruction")


def _shown_sum(view: CardView, now: Situation) -> Money:
    """What was taken once it is paid, else what is owed."""
    settled = now in {Situation.PAID, Situation.RETURNED}
    taken = view.payment.taken if view.payment and settled else None
    return taken or view.invoice.amount


def _code(view: CardView, reader: Reader, now: Situation, amount: str) -> Code | None:
    if qr_alive(view) is None or view.payment is None:
        return None
    url = f"{path_of(view.invoice.token)}/qr.png?of={view.payment.id}"
    number, shop = str(view.invoice.number), fmt.shop(view.merchant.name)
    alt = reader.words("page-qr", amount=amount, shop=shop, number=number)
    return Code(f"{url}&bare=1", f"{url}&lang={reader.words.locale}", alt, folded=now is Situation.SCANNED)


def _forms(view: CardView, reader: Reader, now: Situation, ask: Ask) -> tuple[Form, ...]:
    base = path_of(view.invoice.token)
    if now in RENEWABLE:
        return tuple(
            Form(_way_text(reader, now, way, ask), f"{base}/renew", way, main=True) for way in ask.ways
        )
    return (Form(reader.words("btn-check"), f"{base}/check"),) if now in CHECKABLE else ()


def _way_text(reader: Reader, now: Situation, way: str, ask: Ask) -> str:
    """Several ways are named; a single one is called by what it does now."""
    if len(ask.ways) > 1:
        return reader.words.or_else(f"bank-{way}", way)
    if now is Situation.QR_OVER:
        return reader.words("btn-new-qr")
    return reader.words("btn-show-qr") if now is Situation.CHOOSE else reader.words("btn-try-again")


def _checked(view: CardView, reader: Reader, now: Situation) -> str:
    """A check by hand always ends in a visible change."""
    at = checked_in_vain(view)
    if at is None or now not in {Situation.WAITING, Situation.UNKNOWN}:
        return ""
    return reader.words("hint-checked", at=phrases.at_time(at, view, reader))


def _telegram(view: CardView, reader: Reader, *, back: bool) -> Link:
    """A known customer who is back from the bank need not press Start again."""
    if back and view.invoice.customer_id is not None:
        return Link(reader.words("page-telegram-back"), f"https://t.me/{reader.site.bot_username}")
    text = reader.words("page-telegram-back") if back else reader.words("page-telegram")
    return Link(text, reader.site.start_link(f"inv_{view.invoice.token}"))


def _poll(view: CardView, now: Situation) -> int:
    if now in MOVING:
        return POLL_MOVING
    if any(refund.state in UNDER_WAY for refund in view.refunds):
        return POLL_RESTING
    over = now in ENDED and payable_still(view) is None and not view.taken_back
    return 0 if over else POLL_RESTING
