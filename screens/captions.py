"""The words on a card: the state first, then what it is for, then what to do."""

from __future__ import annotations

from collections.abc import Sequence

from billing.cards import CardView
from billing.models import Audience, InstructionKind, Payment
from billing.states import AttentionKind
from screens import attentions, away, bills, kept, lines, phrases, redirects, refusals, splits
from screens import format as fmt
from screens.buttons import app_address
from screens.reader import Reader
from screens.situations import Situation, checked_in_vain, is_others, waits

_SUM_BELOW = frozenset({Situation.DECLINED, Situation.NO_QR, Situation.QR_OVER, Situation.EXPIRED})
"""Their first line names no sum, so the second one does."""

_CHECKABLE = frozenset(
    {Situation.WAITING, Situation.SCANNED, Situation.BLOCKED, Situation.UNKNOWN, Situation.QR_OVER}
)

_OF_A_BILL = {Situation.QR_OVER: "card-bill-over", Situation.NO_QR: "card-no-bill"}
"""What is said of a bill by phone instead of a QR."""

_OF_A_PAGE = {Situation.QR_OVER: "card-link-over", Situation.NO_QR: "card-no-page"}
"""The same of a page of the bank."""

_BETWEEN_TWO = frozenset({Situation.HELD, Situation.DECIDING})
"""What the shop does with the money is its own and the customer's affair."""


def caption(view: CardView, now: Situation, audience: Audience, reader: Reader, ways: Sequence[str]) -> str:
    """HTML of at most 1024 visible characters."""
    others = now is Situation.DECIDING and is_others(view, audience, reader.person_id)
    first = _deciding_for_others(view, reader) if others else headline(view, now, reader)
    head = [
        phrases.title(first, view, reader),
        phrases.practice(view, reader, ways),
        _about(view, now, reader),
    ]
    rest = [
        _of_subscription(view, now, audience, reader),
        lines.whose_order(view, reader) if audience is Audience.ISSUER else "",
        *splits.on_card(view, audience, reader),
        *_hints(view, now, audience, reader, ways),
        *bills.paid_by(view, audience, reader),
        *bills.beside(view, now, audience, reader),
        *away.beside(view, now, reader, ways),
        *kept.hints(view, now, reader, ways),
        _checked(view, now, reader),
    ]
    return phrases.lines([*head, *lines.on_card(view, reader, [*head, *rest]), *rest])


def _of_subscription(view: CardView, now: Situation, audience: Audience, reader: Reader) -> str:
    """Its payer sees that it is one of the bills that they have agreed to."""
    mine = view.invoice.by_subscription and reader.person_id == view.invoice.customer_id
    over = now in {Situation.CANCELLED, Situation.EXPIRED}
    return reader.words("sub-bill-of") if mine and audience is Audience.PAYER and not over else ""


def moved(view: CardView, reader: Reader) -> str:
    """What stays above when a newer card stands further down."""
    amount = phrases.sum_of(view.invoice.amount, reader)
    first = phrases.title(reader.words("card-moved", amount=amount), view, reader)
    return phrases.lines([first, phrases.about(view, reader), reader.words("hint-moved")])


def headline(view: CardView, now: Situation, reader: Reader) -> str:
    """The state, and the amount where its sentence has a place for it."""
    amount = view.invoice.amount
    if now is Situation.DECIDING:
        return _deciding_headline(view, reader)
    if now in {Situation.PAID, Situation.RETURNED} and view.payment is not None:
        amount = view.payment.taken or amount
    shown = {Situation.CHOOSE: Situation.WAITING, Situation.PREPARING: Situation.WAITING}.get(now, now)
    told = phrases.sum_of(amount, reader)
    if now is Situation.CANCELLED and view.taken_back:
        return reader.words("card-cancelling", amount=told)
    if bills.in_app(view) and now in _OF_A_BILL:
        return reader.words(_OF_A_BILL[now])
    if redirects.by_page(view) and now in _OF_A_PAGE:
        return reader.words(_OF_A_PAGE[now])
    return reader.words(f"card-{shown}", amount=told)


def _deciding_headline(view: CardView, reader: Reader) -> str:
    if (item := attentions.waiting(view)) is None:
        return reader.words("attention-untold", amount=phrases.sum_of(view.invoice.amount, reader))
    return attentions.headline(item.kind, view, view.payment, reader)


def _deciding_for_others(view: CardView, reader: Reader) -> str:
    """What came and how much is between the customer and the shop."""
    return reader.words("card-deciding", amount=phrases.sum_of(view.invoice.amount, reader))


def _about(view: CardView, now: Situation, reader: Reader) -> str:
    """Where lines follow, the words made of them are left out."""
    if now in _SUM_BELOW:
        return phrases.about_with_sum(view, reader, bare=bool(view.lines))
    shown = view.payment is not None and now is Situation.WAITING and not view.withheld
    until = view.payment.expires_at if view.payment and shown else None
    valid = _valid(view, phrases.time_of(until, view, reader), reader) if until else ""
    return phrases.about(view, reader, valid, bare=bool(view.lines))


def _valid(view: CardView, until: str, reader: Reader) -> str:
    if bills.in_app(view):
        return reader.words("bill-until", until=until)
    return reader.words("link-until" if redirects.by_page(view) else "qr-until", until=until)


def _hints(
    view: CardView, now: Situation, audience: Audience, reader: Reader, ways: Sequence[str]
) -> list[str]:
    """What to do, for this audience."""
    staff = audience is Audience.ISSUER
    payment = view.payment
    if now in _BETWEEN_TWO and is_others(view, audience, reader.person_id):
        return [reader.words("hint-deciding-other")]
    if now in {Situation.DECLINED, Situation.NO_QR} and payment is not None:
        return refusals.explained(view, payment, audience, reader, len({*ways, payment.provider}))
    if (told := away.instead(view, now, reader, ways, staff=staff)) is not None:
        return told
    match now:
        case Situation.SPLIT:
            return [splits.hint(view, reader, staff=staff)]
        case Situation.WAITING:
            return [_how_to_pay(view, payment, audience, reader, ways)]
        case Situation.CHOOSE:
            return [_choose(view, reader, ways, staff=staff)]
        case Situation.QR_OVER:
            return [_ran_out(view, payment, reader)]
        case Situation.CANCELLED | Situation.EXPIRED:
            return _over(view, now, reader, staff=staff)
        case Situation.DECIDING:
            return [_deciding(view, reader, staff=staff)]
        case Situation.PAID | Situation.RETURNED:
            return _paid(view, now, audience, reader)
    if attentions.given_up(payment):
        return [_given_up(view, payment, reader, staff=staff)]
    if now is Situation.HELD and staff and payment is not None and payment.hold_wish is not None:
        return [reader.words("hint-hold-told")]
    if now is Situation.PREPARING and bills.by_phone(view):
        return [reader.words("hint-sending")]
    if now is Situation.PREPARING and payment is not None and payment.method_id is not None:
        return [reader.words("hint-charging")]
    if now is Situation.PREPARING and redirects.by_page(view):
        return [reader.words("hint-preparing-page")]
    return [_plain_hint(now, reader, staff=staff)]


def _given_up(view: CardView, payment: Payment | None, reader: Reader, *, staff: bool) -> str:
    """Nothing is promised that nobody does any more."""
    if staff:
        return attentions.decision(AttentionKind.UNKNOWN, payment, reader)
    return attentions.for_customer(AttentionKind.UNKNOWN, view, payment, reader)


def _plain_hint(now: Situation, reader: Reader, *, staff: bool) -> str:
    words = reader.words
    match now:
        case Situation.PREPARING:
            return words("hint-preparing")
        case Situation.UNKNOWN:
            return words("outcome-unknown")
        case Situation.BLOCKED:
            return words("hint-blocked")
        case Situation.SCANNED:
            return words("hint-confirm-staff") if staff else words("hint-confirm-payer")
        case Situation.HELD:
            return words("hint-held-staff") if staff else words("hint-held-payer")
        case Situation.CANCELLED:
            return words("hint-cancelled-staff") if staff else words("hint-cancelled-payer")
        case Situation.EXPIRED:
            return words("hint-expired-staff") if staff else words("hint-expired-payer")
        case _:
            return words("hint-no-way-staff") if staff else words("hint-no-way-payer")


def _how_to_pay(
    view: CardView, payment: Payment | None, audience: Audience, reader: Reader, ways: Sequence[str]
) -> str:
    if payment is not None and bills.by_phone(view):
        return bills.sent(view, payment, audience, reader)
    instruction = payment.instruction if payment else None
    words, staff = reader.words, audience is Audience.ISSUER
    if payment is not None and view.withheld:
        return redirects.elsewhere(view, reader, staff=staff, beside=payment.provider in ways)
    if instruction is None:
        return words("hint-no-instruction")
    if staff:
        return words("hint-issuer") if instruction.qr else words("hint-issuer-link")
    shop = fmt.shop(view.merchant.name)
    match instruction.kind:
        case InstructionKind.CONFIRM if payment is not None and kept.charges_mine(view, payment, reader):
            return words("hint-charging-payer")
        case InstructionKind.CONFIRM:
            return words.html("hint-payer-confirm", shop=shop)
        case InstructionKind.OPEN:
            return _by_opening(view, reader, scanned=bool(instruction.qr))
    if any(app_address(app, reader.site, view.invoice.token) for app in instruction.links):
        return words.html("hint-payer", shop=shop)
    return words.html("hint-payer-scan", shop=shop)


def _by_opening(view: CardView, reader: Reader, *, scanned: bool) -> str:
    """*Tap the button*, where there is one; an address that Telegram takes for none is written down."""
    shop, links = fmt.shop(view.merchant.name), redirects.links_of(view, reader.site.public_url)
    if any(app_address(each, reader.site, view.invoice.token) for each in links):
        return reader.words.html("hint-payer-open-qr" if scanned else "hint-payer-open", shop=shop)
    written = redirects.written(view, links, reader.site.public_url)
    if not written:
        return reader.words.html("hint-payer-scan", shop=shop) if scanned else reader.words("hint-no-link")
    return reader.words.html("hint-payer-open-text", shop=shop, link=written)


def _choose(view: CardView, reader: Reader, ways: Sequence[str], *, staff: bool) -> str:
    if len(ways) == 1 and ways[0] in view.by_phone:
        return reader.words("hint-get-bill-staff") if staff else reader.words("hint-get-bill")
    if len(ways) == 1:
        return reader.words("hint-get-page" if ways[0] in view.redirecting else "hint-get-qr")
    return reader.words("hint-choose-issuer") if staff else reader.words("hint-choose-payer")


def _ran_out(view: CardView, payment: Payment | None, reader: Reader) -> str:
    if bills.in_app(view):
        return reader.words("hint-bill-over")
    if redirects.by_page(view):
        return reader.words("hint-link-over")
    return reader.words("hint-qr-over", minutes=_lifetime(payment))


def _lifetime(payment: Payment | None) -> int:
    """How many minutes the last QR worked, as the next one probably will; 0 where that is not known."""
    if payment is None or payment.expires_at is None:
        return 0
    seconds = (payment.expires_at - (payment.asked_at or payment.created_at)).total_seconds()
    return max(round(seconds / 60), 0)


def _over(view: CardView, now: Situation, reader: Reader, *, staff: bool) -> list[str]:
    """The invoice ended without money; what may still be paid is told after it, to the shop instead of it."""
    if staff and (view.payable_still or view.taken_back):
        return []
    if now is Situation.CANCELLED and not staff and bills.by_phone(view):
        return [reader.words("hint-cancelled-bill")]
    if view.invoice.by_subscription and not staff:
        return [reader.words("sub-bill-over")]
    return [_plain_hint(now, reader, staff=staff)]


def _deciding(view: CardView, reader: Reader, *, staff: bool) -> str:
    item = attentions.waiting(view)
    if staff:
        mine = item if reader.details else None
        return reader.words(f"decide-{mine.kind}" if mine else "hint-deciding-staff")
    if item is None:
        return reader.words("customer-untold", amount=phrases.sum_of(view.invoice.amount, reader))
    return attentions.for_customer(item.kind, view, view.payment, reader)


def _paid(view: CardView, now: Situation, audience: Audience, reader: Reader) -> list[str]:
    if view.payment is None:
        return []
    staff = audience is Audience.ISSUER
    by = phrases.settled_by(view, view.payment, reader)
    taken = view.payment.taken
    hints = [phrases.dotted(by, phrases.cashier(view, reader) if staff else "")]
    if not is_others(view, audience, reader.person_id):
        hints += phrases.returned(view, reader, all_back=now is Situation.RETURNED)
    if now is Situation.PAID and taken is not None and taken != view.invoice.amount:
        hints.append(reader.words("hint-paid-other-sum", amount=phrases.sum_of(view.invoice.amount, reader)))
    elif view.invoice.late and now is Situation.PAID:
        hints.append(reader.words("hint-paid-late"))
    if staff and waits(view, AttentionKind.SECOND):
        hints.append(reader.words("hint-second-staff"))
    return hints


def _checked(view: CardView, now: Situation, reader: Reader) -> str:
    at = checked_in_vain(view) if now in _CHECKABLE else None
    return reader.words("hint-checked", at=phrases.at_time(at, view, reader)) if at else ""
