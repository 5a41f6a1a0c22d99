"""The buttons under a card. They keep their places from state to state; the main one is on top."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from billing.cards import CardView
from billing.models import Attention, Audience, Refusal
from billing.states import AttentionKind, InvoiceState
from screens import (
    bills,
    kept,
    phrases,
    proposal_answers,
    proposals,
    redirects,
    refund_buttons,
    refunds,
    split_buttons,
    splits,
)
from screens import buttons as b
from screens import format as fmt
from screens.attentions import payment_of, waiting
from screens.buttons import Row, link, press
from screens.reader import Reader
from screens.refund_buttons import Part
from screens.refund_news import open_refund
from screens.situations import MISFITS, Situation, is_others, payable_still

_ACCEPTABLE = MISFITS | {AttentionKind.LATE, AttentionKind.SECOND}
_AT_IT = frozenset({Situation.SCANNED, Situation.BLOCKED})
_WATCHED = frozenset({Situation.WAITING, Situation.UNKNOWN, Situation.QR_OVER, Situation.DECLINED})


def under(
    view: CardView, now: Situation, audience: Audience, reader: Reader, ways: Sequence[str]
) -> InlineKeyboardMarkup | None:
    """The buttons for this audience; none while the QR is being made."""
    if now is Situation.PREPARING:
        return None
    if view.by_bank and view.invoice.state is InvoiceState.OPEN and not view.reflects_money():
        return b.keyboard([[check(view, reader), question(view, reader)]])
    match audience:
        case Audience.ISSUER:
            rows = _issuer(view, now, reader, ways)
        case Audience.PAYER:
            rows = _by_our_page(_payer(view, now, reader, ways), view, reader)
        case Audience.GROUP:
            rows = _by_our_page(_group(view, now, reader, ways), view, reader)
        case Audience.INLINE:
            rows = _unasked(_by_our_page(_group(view, now, reader, ways), view, reader))
    return b.keyboard(rows)


def _by_our_page(rows: list[Row], view: CardView, reader: Reader) -> list[Row]:
    """A bank that wants to know what only our page can tell is begun there, once it knows the rest."""
    there = b.page_row(reader.words, reader.site, view.invoice.token)
    ready = view.by_visit - view.wanting if there else frozenset()
    taps = {b.Pay(invoice=view.invoice.id, provider=slug).pack() for slug in ready}
    if view.payment is not None and view.payment.provider in ready:
        taps.add(b.Renew(invoice=view.invoice.id).pack())
    return [[_leading(x, there) if x.callback_data in taps else x for x in row] for row in rows]


def _unasked(rows: list[Row]) -> list[Row]:
    """In somebody else's chat nothing is asked: whoever wants another way chooses it in private."""
    asking = b.Ways.__prefix__ + b.Ways.__separator__
    return [[x for x in row if not (x.callback_data or "").startswith(asking)] for row in rows]


def _leading(button: InlineKeyboardButton, there: Row) -> InlineKeyboardButton:
    return button.model_copy(update={"callback_data": None, "url": there[0].url})


def to_choose(view: CardView, reader: Reader, ways: Sequence[str]) -> InlineKeyboardMarkup | None:
    """The banks, and the way back."""
    back = press(reader.words("btn-back"), b.Back(invoice=view.invoice.id))
    rows = b.bank_rows(reader.words, view.invoice.id, ways)
    return b.keyboard([*kept.around(rows, view, Situation.CHOOSE, reader, ways), [back]])


def answers(view: CardView, item: Attention, reader: Reader) -> InlineKeyboardMarkup | None:
    """What those who decide may answer; the yes comes first."""
    words = reader.words
    later = press(words("btn-later"), b.Later(attention=item.id))
    if item.kind in _ACCEPTABLE:
        return b.keyboard([*_keep_or_return(view, item, reader), [later]])
    done = [press(words("btn-done"), b.Accept(attention=item.id)), later]
    match item.kind:
        case AttentionKind.HELD:
            rows = refund_buttons.hold(view, payment_of(view, item.payment_id), reader)
            return b.keyboard([rows, [check(view, reader), later]])
        case AttentionKind.REFUND if refund := open_refund(view, item.payment_id):
            return b.keyboard([*refunds.answers_in_doubt(refund, reader, late=True), [later]])
        case AttentionKind.PROPOSAL if proposal := proposals.of_item(view, item):
            return b.keyboard(proposal_answers.answers(proposal, reader, item))
        case AttentionKind.UNKNOWN:
            return b.keyboard([[check(view, reader)], done])
        case AttentionKind.QUESTION:
            show = press(words("btn-open-invoice"), b.Show(invoice=view.invoice.id))
            return b.keyboard([[show], done])
    return b.keyboard([done])


def _keep_or_return(view: CardView, item: Attention, reader: Reader) -> list[Row]:
    """*Accept* and *Refund*; of a second payment the refund comes first, a surplus may go back alone."""
    accept = press(reader.words("btn-accept"), b.Accept(attention=item.id), ButtonStyle.SUCCESS)
    payment = payment_of(view, item.payment_id)
    everything = refund_buttons.give_back(view, payment, reader, Part.ALL)
    match item.kind:
        case AttentionKind.SECOND:
            return [[*everything, accept]]
        case AttentionKind.OVER:
            surplus = refund_buttons.give_back(view, payment, reader, Part.SURPLUS)
            return [[accept, *surplus], everything]
    return [[accept, *everything]]


def again(view: CardView, reader: Reader, ways: Sequence[str]) -> Row:
    """*Try again* at the same bank, and *Another way* where there is one."""
    same = view.payment.provider if view.payment and view.payment.provider in ways else None
    slug = same or (ways[0] if len(ways) == 1 else None)
    if slug is None or _away(view):
        return another_way(view, reader, ways)
    return [_once_more(view, slug, reader), *another_way(view, reader, ways)]


def _once_more(view: CardView, slug: str, reader: Reader) -> InlineKeyboardButton:
    """The same again; where the phone was refused, only another number helps."""
    if view.payment is not None and view.payment.refusal is Refusal.PHONE and slug in view.by_phone:
        return press(reader.words("btn-other-number"), b.OtherNumber(invoice=view.invoice.id, provider=slug))
    return press(reader.words("btn-try-again"), b.Pay(invoice=view.invoice.id, provider=slug))


def another_way(view: CardView, reader: Reader, ways: Sequence[str]) -> Row:
    """The button to the other banks, if there are others."""
    if len(ways) < (1 if _away(view) else 2):
        return []
    return [press(reader.words("btn-another-way"), b.Ways(invoice=view.invoice.id))]


def _unchosen(view: CardView, ways: Sequence[str]) -> bool:
    """The shop's usual bank came without a question: whoever wants another has not been asked yet."""
    usual = view.payment is not None and view.payment.provider == view.merchant.rules.first_bank
    return usual and len(ways) > 1


def _away(view: CardView) -> bool:
    """The bank that was tried bills nobody now, or gets no new bills by the shop's wish."""
    return view.turned_off or (view.payment is not None and view.payment.provider in view.away)


def question(view: CardView, reader: Reader) -> InlineKeyboardButton:
    """*A question about it*."""
    return press(reader.words("btn-question"), b.Question(invoice=view.invoice.id))


def under_receipt(view: CardView, reader: Reader, *, staff: bool = False) -> InlineKeyboardMarkup | None:
    """*Receipt as PDF*, for the customer also *A question about it*."""
    data = b.ReceiptFile(invoice=view.invoice.id, payment=view.payment.id if view.payment else None)
    file = press(reader.words("btn-receipt-pdf"), data)
    return b.keyboard([[file, *([] if staff else [question(view, reader)])]])


def check(view: CardView, reader: Reader) -> InlineKeyboardButton:
    """*Check payment*."""
    return press(reader.words("btn-check"), b.Check(invoice=view.invoice.id))


def _issuer(view: CardView, now: Situation, reader: Reader, ways: Sequence[str]) -> list[Row]:
    match now:
        case Situation.PAID:
            receipt = _receipt(view, reader) if view.payment is not None else []
            return [[*receipt, *refund_buttons.ask(view, reader)]]
        case Situation.SPLIT:
            return [[_share(view, reader)], _cancel(view, reader)]
        case Situation.RETURNED:
            return [_receipt(view, reader)] if view.invoice.paid_payment_id else [_again(view, reader)]
        case Situation.DECIDING:
            return [[*_accept(view, reader), *refund_buttons.ask(view, reader)]]
        case Situation.HELD:
            mine = view.payment if reader.details else None
            return [refund_buttons.hold(view, mine, reader), [check(view, reader)]]
        case Situation.CANCELLED | Situation.EXPIRED if payable_still(view) or view.taken_back:
            return [[check(view, reader)]]
        case Situation.EXPIRED:
            return [_again(view, reader)]
        case Situation.CANCELLED:
            return []
        case Situation.NO_WAY:
            return [_cancel(view, reader)]
    rows = _main(view, now, reader, ways)
    checking = [check(view, reader)] if now in _WATCHED | _AT_IT else []
    cancelling = [] if now in _AT_IT else _cancel(view, reader)
    splitting = split_buttons.split(view, reader) if now not in _AT_IT | {Situation.UNKNOWN} else []
    phoned = view.by_phone & {*ways} or (bills.by_phone(view) and view.turned_off)
    if now is Situation.WAITING and (phoned or _unchosen(view, ways)):
        another = another_way(view, reader, ways)
        if not (other := _other_number(view, reader)):  # a QR is held out: the card is to stay short
            return [[_share(view, reader)], [*checking, *another], splitting, cancelling]
        rows = [[*other, *another]]
    return [*rows, [_share(view, reader), *checking], splitting, cancelling]


def _payer(view: CardView, now: Situation, reader: Reader, ways: Sequence[str]) -> list[Row]:
    if now in {Situation.PAID, Situation.RETURNED}:
        mine = reader.person_id is not None and reader.person_id == view.invoice.customer_id
        receipt = _receipt(view, reader) if view.invoice.paid_payment_id else []
        return [[*receipt, question(view, reader)]] if mine else []
    if now is Situation.SPLIT:
        return [split_buttons.take(view, reader)]
    if now is Situation.DECIDING:
        others = is_others(view, Audience.PAYER, reader.person_id)
        return [] if others else [[question(view, reader)]]
    if now is Situation.WAITING and (other := _other_number(view, reader)):
        return [[check(view, reader), *other], another_way(view, reader, ways)]
    return kept.around(_paying(view, now, reader, ways), view, now, reader, ways)


def _group(view: CardView, now: Situation, reader: Reader, ways: Sequence[str]) -> list[Row]:
    if now is Situation.SPLIT:
        return [split_buttons.take(view, reader)]
    rows = _paying(view, now, reader, ways)
    if now in _AT_IT or not rows:
        return rows
    address = reader.site.start_link(f"inv_{view.invoice.token}")
    return [*rows, [link(reader.words("btn-pay-private"), address, ButtonStyle.SUCCESS)]]


def _paying(view: CardView, now: Situation, reader: Reader, ways: Sequence[str]) -> list[Row]:
    """What whoever pays may press, in private and in a group."""
    match now:
        case Situation.WAITING:
            row = [check(view, reader), *another_way(view, reader, ways)]
            return [*_apps(view, reader), _beside(view, reader, ways), row]
        case Situation.SCANNED | Situation.BLOCKED | Situation.HELD | Situation.UNKNOWN:
            return [[check(view, reader)]]
    return _main(view, now, reader, ways)


def _main(view: CardView, now: Situation, reader: Reader, ways: Sequence[str]) -> list[Row]:
    """The rows on top that bring a QR."""
    match now:
        case Situation.CHOOSE:
            return _choose(view, reader, ways)
        case Situation.QR_OVER if _away(view):
            return [another_way(view, reader, ways)]
        case Situation.QR_OVER if bills.in_app(view):
            new = press(reader.words("btn-new-bill"), b.Renew(invoice=view.invoice.id))
            return [[new, *_other_number(view, reader)], another_way(view, reader, ways)]
        case Situation.QR_OVER:
            text = reader.words("btn-new-link" if redirects.by_page(view) else "btn-new-qr")
            new = press(text, b.Renew(invoice=view.invoice.id))
            return [[new], another_way(view, reader, ways)]
        case Situation.DECLINED | Situation.NO_QR:
            return [again(view, reader, ways)]
    return []


def _choose(view: CardView, reader: Reader, ways: Sequence[str]) -> list[Row]:
    if len(ways) != 1:
        return b.bank_rows(reader.words, view.invoice.id, ways)
    data = b.Pay(invoice=view.invoice.id, provider=ways[0])
    words = reader.words
    text = words("btn-get-page" if ways[0] in view.redirecting else "btn-show-qr")
    text = words("btn-bill-by-phone") if ways[0] in view.by_phone else text
    return [[press(text, data, ButtonStyle.SUCCESS)]]


def _other_number(view: CardView, reader: Reader) -> Row:
    """Where a bill on a phone can be taken back, it may go to another one."""
    payment = view.payment
    if payment is None or not bills.by_phone(view) or payment.provider not in view.withdrawing:
        return []
    if view.turned_off:  # the bill that stands there is the last one
        return []
    data = b.OtherNumber(invoice=view.invoice.id, provider=payment.provider)
    return [press(reader.words("btn-other-number"), data)]


def _beside(view: CardView, reader: Reader, ways: Sequence[str]) -> Row:
    """Where the way to pay is for the customer alone, the usual one beside it."""
    if not view.withheld or view.payment is None or view.payment.provider not in ways:
        return []
    data = b.Pay(invoice=view.invoice.id, provider=view.payment.provider)
    return [press(reader.words("btn-pay-plain"), data, ButtonStyle.SUCCESS)]


def _apps(view: CardView, reader: Reader) -> list[Row]:
    links, token = redirects.links_of(view, reader.site.public_url), view.invoice.token
    return b.app_rows(reader.words, links, reader.site, token, redirects.own_key(view.payment))


def _share(view: CardView, reader: Reader) -> InlineKeyboardButton:
    words = reader.words
    amount = phrases.sum_of(view.invoice.amount, reader)
    text = words("share-text", shop=fmt.shop(view.merchant.name), amount=amount)
    split = view.invoice.parts is not None
    start = splits.link_of(view, reader) if split else reader.site.start_link(f"inv_{view.invoice.token}")
    return link(words("btn-share"), b.share_address(start, text))


def _cancel(view: CardView, reader: Reader) -> Row:
    data = b.Cancel(invoice=view.invoice.id)
    return [press(reader.words("btn-cancel"), data, ButtonStyle.DANGER)]


def _receipt(view: CardView, reader: Reader) -> Row:
    return [press(reader.words("btn-receipt"), b.Receipt(invoice=view.invoice.id))]


def _again(view: CardView, reader: Reader) -> Row:
    """Bills of subscriptions come by themselves."""
    if view.invoice.by_subscription:
        return []
    return [press(reader.words("btn-again"), b.Again(invoice=view.invoice.id))]


def _accept(view: CardView, reader: Reader) -> Row:
    """On the card only for those who may decide; a cashier's card just says who does."""
    item = waiting(view)
    if item is None or not reader.details:
        return []
    return [press(reader.words("btn-accept"), b.Accept(attention=item.id), ButtonStyle.SUCCESS)]
