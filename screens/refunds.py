"""The questions by which money goes back: how much, the one confirmation, and how a refund stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardMarkup

from billing.access import Action, may
from billing.answers import RefundListed, Returned
from billing.catalog.models import Piece
from billing.models import Origin, Refund
from billing.money import Money
from billing.refund_view import RefundView
from billing.returned import is_late
from billing.states import UNDER_WAY, RefundState
from screens import format as fmt
from screens import phrases, proposal_answers
from screens import refund_buttons as rb
from screens.buttons import Row, keyboard, press
from screens.reader import Reader

_LISTED = {
    Returned.PENDING: RefundState.PENDING,
    Returned.COMPLETED: RefundState.COMPLETED,
    Returned.FAILED: RefundState.FAILED,
    Returned.UNCLEAR: RefundState.UNKNOWN,
}

_ENDED = {RefundState.COMPLETED: "refund-done", RefundState.DECLINED: "refund-not-to-be"}

LINES_MOST = 8  # refunds that are listed; more are as rare as they are old


@dataclass(frozen=True, slots=True)
class Asking:
    """A message, ready to be sent; ``text`` is HTML."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None


def question(view: RefundView, reader: Reader, now: datetime, *, checked: bool = False) -> Asking:
    """What came, what went back, and how much shall; where one is under way, how it stands."""
    lines = [_title(view, reader), *_made(view, reader, now)]
    if (refund := view.under_way) is not None:
        text = phrases.lines([*lines, *_standing(refund, reader), _checked(reader, now) if checked else ""])
        return Asking(text, keyboard(_answers(view, refund, reader, now)))
    if view.proposal is not None and not may(view.person, Action.REFUND):
        lines.append(reader.words("refund-waits"))
        return Asking(phrases.lines(lines), keyboard(_choices(view, "", reader)))
    money = view.money
    left = phrases.sum_of(money.left, reader)
    lines += [
        reader.words("refund-left", left=left) if money.returned.minor else "",
        reader.words(
            "refund-asked",
            taken=phrases.sum_of(money.taken, reader),
            returned=phrases.sum_of(money.returned, reader),
        ),
    ]
    if view.parts_by_items:
        lines.append(reader.words("refund-parts-by-items" if view.by_items else "refund-parts-not-here"))
    lines.append(_whose_yes(view, reader))
    return Asking(phrases.lines(lines), keyboard(_choices(view, left, reader)))


def _choices(view: RefundView, left: str, reader: Reader) -> list[Row]:
    """All, a part by its sum or by its items, as the bank takes it; what is to be decided; back."""
    words = reader.words
    leave = press(words("btn-back"), rb.LeaveRefund())
    waiting = proposal_answers.standing(view.proposal, view.person, reader) if view.proposal else []
    if view.proposal is not None and not may(view.person, Action.REFUND):
        return [*waiting, [leave]]
    parts = []
    if not view.parts_by_items:
        parts.append(press(words("btn-refund-other"), _choice(view, rb.Part.TYPED)))
    if view.by_items:
        parts.append(press(words("btn-refund-by-items"), _choice(view, rb.Part.ITEMS)))
    everything = [press(words("btn-refund-all", amount=left), _choice(view, rb.Part.ALL))]
    if not view.all_at_once:
        everything = []
    rest = [[*parts, leave]] if len(parts) < 2 else [parts, [leave]]
    return [*waiting, everything, *rest]


def _whose_yes(view: RefundView, reader: Reader) -> str:
    """Who else has to say yes, and to what."""
    if not may(view.person, Action.REFUND):
        return reader.words("refund-you-propose")
    if view.alone_most is None or not view.proposes(view.money.left):
        return ""
    told = reader.words("refund-two-people", most=phrases.sum_of(view.alone_most, reader))
    return told if view.others_decide else phrases.lines([told, reader.words("refund-nobody-else")])


def amount_question(view: RefundView, reader: Reader) -> Asking:
    """*How much?*, to be typed."""
    left = phrases.sum_of(view.money.left, reader)
    if view.can.least_refund <= 1:  # no bound worth a word
        return Asking(reader.words("refund-ask-amount", left=left), back(reader))
    least = phrases.sum_of(Money(view.can.least_refund, view.money.left.currency), reader)
    return Asking(reader.words("refund-ask-amount-bound", least=least, left=left), back(reader))


def confirmation(
    view: RefundView,
    amount: Money,
    reason: str,
    part: rb.Part,
    draft: int,
    reader: Reader,
    pieces: Sequence[Piece] = (),
) -> Asking:
    """The one question before money moves out, or is proposed to. ``draft`` names where the sum is kept."""
    shown, proposes = phrases.sum_of(amount, reader), view.proposes(amount)
    data = rb.Confirm(payment=view.payment.id, asked=len(view.refunds), part=part, draft=draft)
    text = phrases.lines(
        [
            reader.words("refund-propose" if proposes else "refund-confirm", amount=shown),
            reader.words("refund-same-again") if _went_back_before(view, amount) else "",
            phrases.pieces(pieces),
            _about(view, reader),
            reader.words.html("refund-reason", reason=reason) if reason else "",
        ]
    )
    words = reader.words("btn-refund-propose" if proposes else "btn-refund-yes", amount=shown)
    yes = press(words, data, None if proposes else ButtonStyle.DANGER)
    return Asking(text, keyboard([[yes], [press(reader.words("btn-refund-no"), rb.LeaveRefund())]]))


def _went_back_before(view: RefundView, amount: Money) -> bool:
    """A refund of just this sum has come about: who asks may not have seen it."""
    return any(r.amount == amount and r.state is RefundState.COMPLETED for r in view.refunds)


def sending(number: int, amount: Money, reader: Reader) -> str:
    """What stands in the place of the question once it is answered."""
    shown = phrases.sum_of(amount, reader)
    return reader.words("refund-sending", amount=shown, number=str(number))


def proposed(number: int, amount: Money, reader: Reader) -> str:
    """The same where somebody else has to say yes."""
    shown = phrases.sum_of(amount, reader)
    return reader.words("refund-proposed", amount=shown, number=str(number))


def became(refund: Refund, number: int, reader: Reader) -> str:
    """How the answer to the question stands now."""
    if refund.state is RefundState.PROPOSED:
        return proposed(number, refund.amount, reader)
    if refund.state in UNDER_WAY:
        return sending(number, refund.amount, reader)
    return ended(refund, number, reader)


def ended(refund: Refund, number: int, reader: Reader) -> str:
    """How a refund that nobody waits for any more came out."""
    shown = phrases.sum_of(refund.amount, reader)
    first = reader.words(_ENDED.get(refund.state, "refund-failed"), amount=shown)
    return phrases.dotted(f"<b>{first}</b>", reader.words("number", number=str(number)))


def call_off(view: RefundView, refund: Refund, reader: Reader) -> Asking:
    """Whether it is sure that the money never went."""
    shown = phrases.sum_of(refund.amount, reader)
    text = phrases.lines([reader.words("refund-call-off", amount=shown), _about(view, reader)])
    data = rb.CallOff(refund=refund.id, sure=True)
    yes = press(reader.words("btn-call-off-yes"), data, ButtonStyle.DANGER)
    no = press(reader.words("btn-refund-no"), rb.SeeRefund(refund=refund.id))
    return Asking(text, keyboard([[yes], [no]]))


def answers_in_doubt(refund: Refund, reader: Reader, *, late: bool) -> list[Row]:
    """What may be done about a refund that is under way; ``late``: for too long."""
    words = reader.words
    rows: list[Row] = [[press(words("btn-ask-bank"), rb.CheckRefund(refund=refund.id))]]
    if late and refund.state is RefundState.UNKNOWN:
        rows[0].append(press(words("btn-send-again"), rb.SendAgain(refund=refund.id)))
    if late:
        rows.append([press(words("btn-call-off"), rb.CallOff(refund=refund.id), ButtonStyle.DANGER)])
    return rows


def back(reader: Reader) -> InlineKeyboardMarkup | None:
    """Only *Back*."""
    return keyboard([[press(reader.words("btn-back"), rb.LeaveRefund())]])


def _answers(view: RefundView, refund: Refund, reader: Reader, now: datetime) -> list[Row]:
    back = [press(reader.words("btn-back"), rb.LeaveRefund())]
    if not may(view.person, Action.REFUND):
        return [back]
    return [*answers_in_doubt(refund, reader, late=is_late(refund, now)), back]


def _choice(view: RefundView, part: rb.Part) -> rb.Choose:
    return rb.Choose(payment=view.payment.id, asked=len(view.refunds), part=part)


def _title(view: RefundView, reader: Reader) -> str:
    return f"<b>{reader.words('refund-title', number=str(view.invoice.number))}</b>"


def _about(view: RefundView, reader: Reader) -> str:
    number = reader.words("number-first", number=str(view.invoice.number))
    return phrases.dotted(number, escape(fmt.clean(view.invoice.description, 200), quote=False))


def _made(view: RefundView, reader: Reader, now: datetime) -> list[str]:
    """The refunds so far, a line each, oldest first.

    Those of the bank's cabinet as the bank lists them, once it was asked: each with its own day, also one
    that is on its way or has failed.
    """
    books = [r for r in view.refunds if view.at_bank is None or r.origin is not Origin.BANK]
    lines = [(r.created_at, _line(r, view.pieces.get(r.id, ()), reader, now)) for r in books]
    lines += [(each.made_at or now, _listed(each, reader, now)) for each in view.at_bank or ()]
    return [line for _, line in sorted(lines, key=lambda timed: timed[0])[-LINES_MOST:]]


def _listed(listed: RefundListed, reader: Reader, now: datetime) -> str:
    amount = phrases.sum_of(listed.amount, reader)
    state = reader.words(f"refund-line-{_LISTED[listed.state]}", amount=amount)
    at = fmt.moment(listed.made_at, reader.zone, reader.words.locale, now) if listed.made_at else ""
    return phrases.dotted(state, reader.words("refund-line-at-bank"), at)


def _line(refund: Refund, pieces: Sequence[Piece], reader: Reader, now: datetime) -> str:
    at = fmt.moment(refund.settled_at or refund.created_at, reader.zone, reader.words.locale, now)
    state = reader.words(f"refund-line-{refund.state}", amount=phrases.sum_of(refund.amount, reader))
    where = reader.words("refund-line-at-bank") if refund.origin is Origin.BANK else ""
    reason = escape(fmt.clean(refund.reason, 60), quote=False)
    return phrases.dotted(state, phrases.pieces(pieces, 100), where, at, reason)


def _standing(refund: Refund, reader: Reader) -> list[str]:
    amount = phrases.sum_of(refund.amount, reader)
    if refund.state is RefundState.UNKNOWN:
        return [reader.words("refund-unclear", amount=amount)]
    return [reader.words("refund-open", amount=amount)]


def _checked(reader: Reader, now: datetime) -> str:
    return reader.words("refund-checked", time=fmt.clock(now, reader.zone))
