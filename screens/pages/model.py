"""The payment page as values: everything decided, nothing left for the template but to lay it out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from billing.cards import CardView
from billing.catalog.pricing import LINES_MOST
from billing.models import Audience, InstructionKind, Payment
from billing.money import Money
from billing.states import UNDER_WAY, AttentionKind
from screens import attentions, away, bills, lines, phrases, redirects, refusals
from screens import format as fmt
from screens.pages.stages import ENDED, MOVING, RENEWABLE, qr_alive
from screens.pages.ways import Ask, Form, Link, beside, forms_of, links_of, path_of
from screens.reader import Reader
from screens.situations import Situation, checked_in_vain, payable_still, situation, waits

LINES_OPEN = 5  # more are folded away, so that the code stays in sight
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
    Situation.SPLIT: "hint-split-page",
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
_OF_A_PAGE = {
    Situation.PREPARING: "page-state-preparing-page",
    Situation.QR_OVER: "page-state-link-over",
    Situation.NO_QR: "page-state-no-page",
}
_REASONS = frozenset({Situation.DECLINED, Situation.NO_QR})


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
    practice: str  # that no real money moves, or nothing
    amount: str
    about: Markup
    lines: tuple[Markup, ...]  # what it is made of, and the discount
    folded: bool  # so many that the code would be far below
    facts: tuple[str, ...]
    hint: str
    code: Code | None
    links: tuple[Link, ...]
    forms: tuple[Form, ...]
    checked: str
    telegram: Link
    back: bool  # the payer comes from the bank, so that the way back to the chat is a button
    title: str
    poll: int  # seconds, 0: nothing will change any more


def pay_page(view: CardView, reader: Reader, ask: Ask) -> PayPage:
    """Everything on the page."""
    words, now = reader.words, situation(view, ask.ways)
    elsewhere = view.by_phone | view.wanting
    ask = replace(ask, ways=tuple(way for way in ask.ways if way not in elsewhere))
    amount = phrases.sum_of(_shown_sum(view, now), reader)
    headline = _headline(view, reader, now)
    return PayPage(
        stage=now,
        tone=_TONES.get(now, "wait"),
        headline=headline,
        practice=phrases.practice(view, reader, ask.ways),
        amount=amount,
        about=phrases.safe(phrases.about(view, reader, bare=bool(view.lines))),
        lines=tuple(phrases.safe(text) for text in lines.listed(view, reader, LINES_MOST)),
        folded=len(view.lines) > LINES_OPEN,
        facts=tuple(_facts(view, reader, now, ask)),
        hint=_hint(view, reader, now, ask),
        code=_code(view, reader, now, amount),
        links=links_of(view, reader, now),
        forms=forms_of(view, reader, now, ask),
        checked=_checked(view, reader, now),
        telegram=_telegram(view, reader, back=ask.back, ended=now in ENDED),
        back=ask.back,
        title=words("page-title", state=headline, amount=amount, shop=fmt.shop(view.merchant.name)),
        poll=_poll(view, now),
    )


def _headline(view: CardView, reader: Reader, now: Situation) -> str:
    if bills.in_app(view) and now in _OF_A_BILL:
        return reader.words(_OF_A_BILL[now])
    if redirects.by_page(view) and now in _OF_A_PAGE:
        return reader.words(_OF_A_PAGE[now])
    return reader.words(f"page-state-{now}")


def about(view: CardView, reader: Reader) -> Markup:
    """``Coffee · invoice #1042``."""
    return phrases.safe(phrases.about(view, reader))


def _facts(view: CardView, reader: Reader, now: Situation, ask: Ask) -> list[str]:
    """Short lines of what is known; those that are escaped already say so by their type."""
    payment = view.payment
    if payment is None or view.withheld:
        return []
    if now is Situation.WAITING and payment.expires_at and qr_alive(view):
        return [reader.words("qr-until", until=phrases.time_of(payment.expires_at, view, reader))]
    if now is Situation.WAITING and payment.expires_at and redirects.by_page(view):
        until = reader.words("link-until", until=phrases.time_of(payment.expires_at, view, reader))
        return [phrases.capital(until)]
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
    words, shut = reader.words, {*view.away, *view.merchant.rules.off}
    if now in RENEWABLE and not ask.ways and view.by_phone - shut:
        return words("page-hint-phone")
    if now in RENEWABLE and not ask.ways and view.wanting - shut:
        return words("page-hint-particulars")
    if (told := away.instead(view, now, reader, ask.ways, staff=False)) is not None:
        return " ".join(told)
    match now:
        case Situation.WAITING:
            return _how_to_pay(view, reader, ask)
        case Situation.PREPARING if bills.by_phone(view):
            return words("page-hint-sending")
        case Situation.PREPARING if redirects.by_page(view):
            return words("page-hint-preparing-page")
        case Situation.QR_OVER if redirects.by_page(view):
            return words("hint-link-over")
        case Situation.QR_OVER if bills.in_app(view):
            return words("hint-bill-over")
        case Situation.CHOOSE:
            return _choose(view, reader, ask)
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


def _choose(view: CardView, reader: Reader, ask: Ask) -> str:
    if len(ask.ways) != 1:
        return reader.words("hint-choose-payer")
    return reader.words("hint-get-page" if ask.ways[0] in view.redirecting else "hint-get-qr")


def _how_to_pay(view: CardView, reader: Reader, ask: Ask) -> str:
    words, links = reader.words, links_of(view, reader, Situation.WAITING)
    if view.withheld and ask.back:
        return words("page-hint-withheld-back")
    if view.withheld:
        return redirects.elsewhere(view, reader, staff=False, beside=bool(beside(view, ask)))
    if qr_alive(view) and view.payment and view.payment.provider in view.redirecting:
        return words("page-hint-open-qr")
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


def _checked(view: CardView, reader: Reader, now: Situation) -> str:
    """A check by hand always ends in a visible change."""
    at = checked_in_vain(view)
    if at is None or now not in {Situation.WAITING, Situation.UNKNOWN}:
        return ""
    return reader.words("hint-checked", at=phrases.at_time(at, view, reader))


def _telegram(view: CardView, reader: Reader, *, back: bool, ended: bool) -> Link:
    """A known customer who is back from the bank need not press Start again."""
    if back and view.invoice.customer_id is not None:
        return Link(reader.words("page-telegram-back"), f"https://t.me/{reader.site.bot_username}", ended)
    text = reader.words("page-telegram-back") if back else reader.words("page-telegram")
    return Link(text, reader.site.start_link(f"inv_{view.invoice.token}"), ended)


def _poll(view: CardView, now: Situation) -> int:
    if now in MOVING:
        return POLL_MOVING
    if any(refund.state in UNDER_WAY for refund in view.refunds):
        return POLL_RESTING
    over = now in ENDED and payable_still(view) is None and not view.taken_back
    return 0 if over else POLL_RESTING
