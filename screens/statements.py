"""A statement in the chat: what it adds up to, a page of its rows, and why there is none. HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from html import escape

from billing.errors import BankError, BankRefusesUs, ListCut
from billing.money import Money
from billing.reconciling import Summary, Sums
from billing.reporting import ASK_MOST, MOST_ROWS, Statement, TooMany
from billing.reports import Report
from billing.statement import Ledger, Operation, Query, QueryWrong, Row, Shape, Standing
from screens import format as fmt
from screens import phrases, report_buttons, searched
from screens.notices import Told
from screens.reader import Reader

PAGE = 8  # rows
WORDS_MOST = 40
FILTERS_MOST = 300

WRONG = (
    *("statement-period-backwards", "statement-period-future", "statement-period-long"),
    *("statement-filter-values", "statement-filter-unknown", "statement-filter-kind"),
    "statement-order-unknown",
)
"""What the core and the banks may say about a question, beside what is read in ``handlers``."""


_UNKNOWN = frozenset({"statement-filter-unknown", "statement-order-unknown"})


def page(report: Report, statement: Statement, reader: Reader, now: datetime) -> Told:
    """The report's page, with its buttons."""
    rows, words = statement.rows, reader.words
    pages = -(-len(rows) // PAGE)
    at = max(0, min(report.page, pages - 1))
    shown = rows[at * PAGE : (at + 1) * PAGE]
    blocks = [
        phrases.lines([*_head(report, reader, now), *_sums(report.query.ledger, statement, reader)]),
        phrases.lines(_line(row, reader, now) for row in shown),
        words("statement-page", page=str(at + 1), pages=str(pages)) if pages > 1 else "",
    ]
    return Told(
        "\n\n".join(block for block in blocks if block),
        report_buttons.under_page(words, report.root, at, pages),
    )


def asking(report: Report, reader: Reader, now: datetime) -> Told:
    """While a slow bank is being asked."""
    return Told(phrases.lines([*_head(report, reader, now), reader.words("asking-bank")]))


def failed(report: Report, error: Exception, shape: Shape | None, reader: Reader, now: datetime) -> Told:
    """Why there is nothing to show, and what to do now."""
    words = reader.words
    again = report_buttons.again(words, report.root, report.page, report.wish)
    bank = phrases.bank(report.provider, reader)
    head = _head(report, reader, now)
    match error:
        case QueryWrong():
            return Told(phrases.lines([*head, wrong(error, shape, reader)]))
        case TooMany():
            return Told(phrases.lines([*head, words("statement-too-many", rows=str(MOST_ROWS))]))
        case ListCut():
            said = words.html("statement-list-cut", bank=phrases.safe(bank))
        case BankRefusesUs():
            said = words.html("statement-bank-refuses", bank=phrases.safe(bank), code=error.code or "–")
        case BankError():
            said = words.html("statement-bank-silent", bank=phrases.safe(bank))
        case _:
            said = words(str(getattr(error, "text", "our-fault")))
    return Told(phrases.lines([*head, said]), again)


def unset(report: Report, setting: str, reader: Reader) -> Told:
    """No credentials for this list."""
    return Told(setting_missing(report.provider, setting, reader))


def setting_missing(slug: str, setting: str, reader: Reader) -> str:
    """Which setting is to be made."""
    bank = phrases.safe(phrases.bank(slug, reader))
    return reader.words.html("statement-setting", bank=bank, setting=setting)


def wrong(error: QueryWrong, shape: Shape | None, reader: Reader) -> str:
    """What of a question cannot be asked, and what can."""
    filters = ", ".join(sorted(shape.filters)) if shape else ""
    orders = ", ".join(sorted(shape.orders)) if shape else ""
    values = {"known": orders if error.text == "statement-order-unknown" else filters, **error.values}
    shortened = {name: fmt.clean(value, FILTERS_MOST) for name, value in values.items()}
    return reader.words.html(error.text, **shortened)


def none_asked(refused: Sequence[QueryWrong], shapes: Sequence[Shape], reader: Reader) -> str:
    """What no bank can be asked; of one that knows the name, what is wrong with its value."""
    error = next((each for each in refused if each.text not in _UNKNOWN), refused[0])
    filters = {name: value for shape in shapes for name, value in shape.filters.items()}
    orders = frozenset().union(*(shape.orders for shape in shapes))
    return wrong(error, Shape(filters, orders), reader)


def without_list(slugs: Sequence[str], reader: Reader) -> str:
    """Banks that give no list, so that nobody takes the statement for all there is."""
    banks = phrases.safe(", ".join(phrases.bank(slug, reader) for slug in slugs))
    return reader.words.html("statement-no-list", bank=banks)


def period(query: Query, reader: Reader, now: datetime) -> str:
    """``22 November``, or both ends."""
    locale, zone = reader.words.locale, reader.zone
    first, last = (fmt.day(at, zone, locale, now) for at in (query.since, query.until - timedelta(seconds=1)))
    return first if first == last else f"{first} – {last}"


def title(report: Report, reader: Reader, now: datetime) -> str:
    """``Statement of the bank: 22 November``, as plain text."""
    bank = reader.words.or_else(f"bank-{report.provider}", report.provider.capitalize())
    days = period(report.query, reader, now)
    if report.query.ledger is Ledger.TRANSFERS:
        return reader.words("transfers-title", bank=bank, period=days)
    return reader.words("statement-title", bank=bank, period=days)


def heading(report: Report, reader: Reader, now: datetime) -> str:
    """The title, and what was looked for."""
    return phrases.lines(_head(report, reader, now))


def _head(report: Report, reader: Reader, now: datetime) -> list[str]:
    first = escape(title(report, reader, now), quote=False)
    return [f"<b>{first}</b>", searched.said(report.query.filters, reader, now)]


def _sums(ledger: Ledger, statement: Statement, reader: Reader) -> list[str]:
    words, summary = reader.words, statement.summary
    if not summary.listed and not summary.count(Standing.MISSING):
        return [words("statement-none")]
    foreign = summary.count(Standing.CONFIRMED) if ledger is Ledger.OPERATIONS else 0
    unproved = summary.count(Standing.UNCONFIRMED)
    lines = [
        words("statement-count", count=_number(summary.listed)),
        words("statement-money", sum=_total(summary.money or _nothing(summary), reader)),
        words("statement-refunded", sum=_total(summary.refunded, reader)) if summary.refunded else "",
        words("statement-fees", sum=_total(summary.fees, reader)) if summary.fees else "",
        _counted("statement-failed", summary.count(Standing.NOT_MONEY), None, reader),
        _counted("statement-foreign", foreign, summary.foreign, reader),
        _counted("statement-differs", summary.count(Standing.DIFFERS), None, reader),
        _counted("statement-missing", summary.count(Standing.MISSING), summary.missing, reader),
        _counted("statement-unproved", unproved, summary.unproved, reader),
    ]
    if statement.over:
        lines.append(words("statement-over", count=_number(statement.over), most=str(ASK_MOST)))
    return lines


def _counted(key: str, count: int, sums: Mapping[str, Money] | None, reader: Reader) -> str:
    if not count:
        return ""
    text = reader.words(key, count=_number(count))
    return f"{text} · {_total(dict(sums), reader)}" if sums else text


def _number(count: int) -> str:
    return f"{count:,}".replace(",", fmt.NBSP)


def _total(sums: Sums, reader: Reader) -> str:
    if not sums:
        return "0"
    return " + ".join(phrases.sum_of(amount, reader) for amount in sums.values())


def _nothing(summary: Summary) -> Sums:
    """Zero, in the currency of what is not counted."""
    return {currency: Money(0, currency) for currency in {**summary.unproved, **summary.missing}}


# --- a row


def _line(row: Row, reader: Reader, now: datetime) -> str:
    words, operation = reader.words, row.operation
    at = operation.happened_at
    return phrases.dotted(
        fmt.moment(at, reader.zone, words.locale, now) if at else "–",
        phrases.sum_of(operation.total, reader) if operation.total else "–",
        words("statement-number", number=str(row.number)) if row.number is not None else "",
        escape(_said_of(operation), quote=False),
        _cards(operation),
        _returned(operation, reader),
        _mark(row, reader),
    )


def _said_of(operation: Operation) -> str:
    """What tells the row from others: its words, else who paid, else the bank's number."""
    said = operation.description or operation.client or operation.reason or operation.reference
    return fmt.clean(said, WORDS_MOST)


def _cards(operation: Operation) -> str:
    masks = [fmt.card(mask) for mask in (operation.card_mask, operation.to_card_mask)]
    return " → ".join(mask for mask in masks if mask)


def _returned(operation: Operation, reader: Reader) -> str:
    if operation.refunded is None or not operation.refunded.minor:
        return ""
    return reader.words("statement-returned", sum=phrases.sum_of(operation.refunded, reader))


def _mark(row: Row, reader: Reader) -> str:
    """How it stands to our books; nothing where all is well."""
    if row.standing is Standing.OURS:
        return ""
    if row.standing is Standing.CONFIRMED and row.operation.ledger is Ledger.TRANSFERS:
        return ""
    if row.standing is Standing.DIFFERS and row.money is not None:
        return reader.words("statement-other-sum", sum=phrases.sum_of(row.money, reader))
    return reader.words(f"sheet-standing-{row.standing}")
