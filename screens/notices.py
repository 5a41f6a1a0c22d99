"""Facts that are told in a message of their own, each from the newest state of its invoice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from aiogram.types import InlineKeyboardMarkup

from billing.cards import CardView
from billing.models import Attention, Audience, Notice, Person
from billing.money import Money
from billing.split import reminding as splitting
from billing.states import AttentionKind, AttentionState, InvoiceState
from billing.subscriptions.viewing import SubscriptionView
from screens import (
    alerts,
    attentions,
    buttons,
    captions,
    keyboards,
    phrases,
    receipts,
    redirects,
    refund_buttons,
    refund_news,
    reminders,
    splits,
)
from screens.developers import told as programs_news
from screens.figures import told as mornings
from screens.reader import Reader
from screens.shifts import told as shift_news
from screens.situations import Situation, situation, waits
from screens.subscribers import told as shop_news
from screens.subscriptions import told as subscribers_news
from screens.team import told as team_news

NOBODY: Mapping[int, Person] = MappingProxyType({})
MANY_MOST = 30  # lines of a merged message; the rest is counted


@dataclass(frozen=True, slots=True)
class Told:
    """A message, ready to be sent; ``text`` is HTML."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None


_AUDIENCE = {
    "paid": Audience.ISSUER,
    "paid-group": Audience.GROUP,
    "declined": Audience.PAYER,
    "declined-member": Audience.ISSUER,
    "expired": Audience.PAYER,
    "expired-member": Audience.ISSUER,
    "cancelled": Audience.PAYER,
    splitting.UNPAID: Audience.PAYER,
    splitting.UNTAKEN: Audience.GROUP,
}
"""Facts that are told in the words of the card."""


def tell(
    notice: Notice,
    view: CardView | None,
    attention: Attention | None,
    reader: Reader,
    ways: Sequence[str] = (),
    subscription: SubscriptionView | None = None,
    people: Mapping[int, Person] = NOBODY,
) -> Told:
    """One fact in the reader's language, from the newest state; ``ways`` adds *Another way* to a refusal.

    ``people``: those of whom news of the team and of shifts speak.
    """
    if subscription is not None and notice.kind in subscribers_news.KINDS:
        return Told(*subscribers_news.tell(notice, subscription, reader))
    if subscription is not None and notice.kind in shop_news.KINDS:
        return Told(*shop_news.tell(notice, subscription, reader))
    if notice.kind in team_news.KINDS:
        return Told(team_news.tell(notice, people, reader))
    if notice.kind in shift_news.KINDS:
        return Told(*shift_news.tell(notice, people, reader))
    if notice.kind in mornings.KINDS:
        return Told(*mornings.tell(notice, reader))
    if notice.kind in programs_news.KINDS:
        return Told(*programs_news.tell(notice, reader))
    if notice.kind in reminders.KINDS:
        return Told(*reminders.tell(notice, view, subscription, reader))
    if notice.kind == "decisions-wait":
        return Told(attentions.standing(notice, reader))
    if view is None or notice.kind in alerts.KINDS:
        return Told(alerts.alert(notice, reader))
    if notice.kind.startswith("attention-") and attention is not None:
        text = attentions.to_decide(view, attention, reader)
        decided = attention.state is not AttentionState.OPEN
        return Told(text, None if decided else keyboards.answers(view, attention, reader))
    if notice.kind.startswith("customer-"):
        return Told(attentions.to_customer(view, notice, reader), _asking(view, reader))
    if notice.kind in refund_news.KINDS:
        again = refund_buttons.try_again(view, reader) if notice.kind == "refund-failed" else []
        return Told(refund_news.news(notice, view, reader), buttons.keyboard([again]))
    match notice.kind:
        case "hold-refused" if view.reflects_hold(notice.payment_id):
            return _hold_refused(view, reader)
        case "receipt" if text := receipts.receipt(mine := view.about(notice.payment_id), reader):
            return Told(text, keyboards.under_receipt(mine, reader))
        case "paid" if notice.place.private:
            return _paid(view, reader, ways)
        case splitting.UNPAID if view.invoice.state is InvoiceState.OPEN:
            return Told(splits.unpaid(view, reader))
        case splitting.UNTAKEN if view.invoice.state is InvoiceState.OPEN and splits.left(view).minor:
            return Told(splits.untaken(view, reader))
        case "paid-other":
            return Told(_settled(view, reader))
    audience = _AUDIENCE.get(notice.kind, Audience.ISSUER if reader.staff else Audience.PAYER)
    return _as_on_card(view, audience, reader, ways or _same_way(view))


def tell_many(notices: Sequence[Notice], views: Sequence[CardView], reader: Reader) -> Told:
    """Several waiting ``paid`` notices of one chat in one message, a line each and the sum."""
    if len(views) == 1:
        return tell(notices[0], views[0], None, reader)
    private = notices[0].place.private
    shown = [_line(view, reader, view.receipt if private else "") for view in views[:MANY_MOST]]
    if rest := len(views) - len(shown):
        shown.append(reader.words("notice-more", count=rest))
    first = f"<b>{reader.words('notice-many', count=len(views))}</b>"
    return Told(phrases.lines([first, *shown, reader.words("notice-sum", sum=_total(views, reader))]))


def _as_on_card(view: CardView, audience: Audience, reader: Reader, ways: Sequence[str]) -> Told:
    """The card's own words; where it did not work out, also the button to try again."""
    view = redirects.seen_by(view, audience, reader)
    now = situation(view, ways)
    text = captions.caption(view, now, audience, reader, ways)
    if now in {Situation.DECLINED, Situation.NO_QR} and not view.by_bank:
        return Told(text, buttons.keyboard([keyboards.again(view, reader, ways)]))
    return Told(text)


def _paid(view: CardView, reader: Reader, ways: Sequence[str]) -> Told:
    """In the words of the shop's card, and the receipt's code."""
    told = _as_on_card(view, Audience.ISSUER, reader, ways or _same_way(view))
    return Told(phrases.lines([told.text, receipts.code_line(view, reader)]), told.keyboard)


def _same_way(view: CardView) -> tuple[str, ...]:
    return (view.payment.provider,) if view.payment else ()


def _settled(view: CardView, reader: Reader) -> str:
    """For those who opened the link too, but are not the customer."""
    now = situation(view, ())
    number = reader.words("number", number=str(view.invoice.number))
    return phrases.lines(
        [
            phrases.title(captions.headline(view, now, reader), view, reader),
            phrases.dotted(phrases.shop(view, reader), number),
            reader.words("notice-settled"),
        ]
    )


def _hold_refused(view: CardView, reader: Reader) -> Told:
    """With the answers of the item that is still open."""
    amount = phrases.sum_of(view.invoice.amount, reader)
    text = phrases.lines(
        [
            phrases.title(reader.words("hold-refused", amount=amount), view, reader),
            phrases.about_number_first(view, reader),
            reader.words("hold-refused-hint"),
        ]
    )
    item = waits(view, AttentionKind.HELD)
    return Told(text, keyboards.answers(view, item, reader) if item else None)


def _asking(view: CardView, reader: Reader) -> InlineKeyboardMarkup | None:
    return buttons.keyboard([[keyboards.question(view, reader)]])


def _line(view: CardView, reader: Reader, code: str) -> str:
    """``5 000 ₸ · Coffee · invoice #1042 · 7K2M-94QD-5VXA``, its words cut short."""
    number = reader.words("number", number=str(view.invoice.number))
    return phrases.dotted(phrases.sum_of(_taken(view), reader), phrases.described(view, 40), number, code)


def _total(views: Sequence[CardView], reader: Reader) -> str:
    """One sum for each currency."""
    sums: dict[str, Money] = {}
    for taken in map(_taken, views):
        known = sums.get(taken.currency)
        sums[taken.currency] = known + taken if known else taken
    return " + ".join(phrases.sum_of(amount, reader) for amount in sums.values())


def _taken(view: CardView) -> Money:
    return (view.payment.taken if view.payment else None) or view.invoice.amount
