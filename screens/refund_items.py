"""*By items*: the lines of an invoice, plus and minus for each, and the sum as it grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from billing.catalog.models import Line
from billing.catalog.returning import Back, left_of
from billing.refund_view import RefundView
from screens import format as fmt
from screens import phrases
from screens import refund_buttons as rb
from screens.buttons import HALF_ROW, Row, keyboard, press
from screens.reader import Reader
from screens.refunds import Asking

PAGE = 6
"""Lines on one page, so that a line's buttons stay near its name."""

MANY = 5  # pieces that nobody likes to tap one by one
_NAME_MOST = 60


def picking(
    view: RefundView, picked: Mapping[int, int], back: Back | None, page: int, reader: Reader
) -> Asking:
    """What goes back? ``back`` is what the picked pieces come to; ``None`` where none is picked."""
    first, shown = page_of(view, page)
    words = reader.words
    typed = any(left_of(line) > MANY for line in view.lines)
    text = phrases.lines(
        [
            f"<b>{words('refund-title', number=str(view.invoice.number))}</b>",
            words("refund-items-asked"),
            *(_line(n, line, picked.get(line.id, 0), reader) for n, line in enumerate(shown, first + 1)),
            words("refund-items-typed") if typed else "",
            _sum(back, reader),
        ]
    )
    rows = [_steps(n, line, view, reader) for n, line in enumerate(shown, first + 1)]
    go_on = rb.GoOn(payment=view.payment.id, asked=len(view.refunds))
    rows += [_turns(view, page, reader), [press(words("btn-refund-go-on"), go_on)]]
    return Asking(text, keyboard([*rows, [press(words("btn-back"), rb.LeaveRefund())]]))


def page_of(view: RefundView, page: int) -> tuple[int, Sequence[Line]]:
    """How many lines stand before this page, and its own lines; the last page for one that is not there."""
    pages = -(-len(view.lines) // PAGE)
    first = min(page, max(pages - 1, 0)) * PAGE
    return first, view.lines[first : first + PAGE]


def counted(line: Line, count: int, back: Back | None, reader: Reader) -> str:
    """The toast of a tap: what is picked of the line, and what everything comes to."""
    name = fmt.clean(line.name, _NAME_MOST)
    amount = phrases.sum_of(back.amount, reader) if back else ""
    return phrases.dotted(f"{name} × {count}", amount)


def _line(number: int, line: Line, count: int, reader: Reader) -> str:
    name = escape(fmt.clean(line.name, _NAME_MOST), quote=False)
    if not (left := left_of(line)):
        return reader.words("refund-items-gone", number=number, name=name)
    told = reader.words("refund-items-line", number=number, name=name, count=str(count), left=str(left))
    return f"<b>{told}</b>" if count else told


def _sum(back: Back | None, reader: Reader) -> str:
    if back is None:
        return reader.words("refund-items-none")
    amount = phrases.sum_of(back.amount, reader)
    if back.amount == back.cost:
        return reader.words("refund-items-sum", amount=amount)
    return reader.words("refund-items-capped", cost=phrases.sum_of(back.cost, reader), amount=amount)


def _steps(number: int, line: Line, view: RefundView, reader: Reader) -> Row:
    """Minus and plus with the line's name, as much of it as half a row has room for."""
    if not left_of(line):
        return []
    name = fmt.clean(f"{number}. {line.name}", HALF_ROW - 2)
    asked = len(view.refunds)
    return [
        press(f"{sign} {name}", rb.Pick(payment=view.payment.id, asked=asked, line=line.id, by=by))
        for sign, by in (("−", -1), ("+", 1))
    ]


def _turns(view: RefundView, page: int, reader: Reader) -> Row:
    """To the pages beside this one."""
    first, shown = page_of(view, page)
    asked, here = len(view.refunds), first // PAGE
    row = []
    if here:
        turn = rb.TurnItems(payment=view.payment.id, asked=asked, page=here - 1)
        row.append(press(reader.words("btn-refund-earlier"), turn))
    if first + len(shown) < len(view.lines):
        turn = rb.TurnItems(payment=view.payment.id, asked=asked, page=here + 1)
        row.append(press(reader.words("btn-refund-later"), turn))
    return row
