"""What stands in the sheets of a shift: its report, and each payment and refund."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from billing.money import Money
from billing.shifts.models import MISFITS, Entry, Report, What
from screens.sheets.model import Cell, Column, Kind, Line, Sheet
from screens.texts import Words

SUMMARY = {
    "what": (Kind.TEXT, 44),
    "bank": (Kind.TEXT, 22),
    "count": (Kind.COUNT, 12),
    "amount": (Kind.MONEY, 16),
    "currency": (Kind.TEXT, 8),
}
ENTRIES = {
    "when": (Kind.MOMENT, 19),
    "what": (Kind.TEXT, 12),
    "number": (Kind.COUNT, 10),
    "bank": (Kind.TEXT, 16),
    "amount": (Kind.MONEY, 16),
    "currency": (Kind.CURRENCY, 8),
    "about": (Kind.TEXT, 40),
    "description": (Kind.TEXT, 40),
}


def summary(title: str, words: Words, zone: ZoneInfo) -> Sheet:
    """The report's sheet without its lines."""
    return Sheet(words("sheet-shift"), title, _columns(SUMMARY, words), "", words.locale, zone)


def entries(title: str, words: Words, zone: ZoneInfo) -> Sheet:
    """The sheet of payments and refunds without its lines."""
    columns, total = _columns(ENTRIES, words), words("sheet-total")
    return Sheet(words("sheet-shift-entries"), title, columns, total, words.locale, zone)


def summary_lines(report: Report, title: str, who: str, words: Words) -> tuple[Line, ...]:
    """What it is a report of, then each figure."""
    shift, figures = report.shift, report.figures
    about: list[tuple[str, Cell]] = [(title, None), (words("sheet-shift-who"), who)]
    about += [(words("sheet-shift-since"), shift.opened_at), (words("sheet-shift-until"), figures.at)]
    lines = [Line([what, cell, None, None, None]) for what, cell in about]
    for part in figures.parts:
        what, bank = words(f"shift-what-{part.what}"), bank_of(part.bank, words)
        lines += [Line([what, bank, part.count, part.sum, part.sum.currency])]
    if figures.waiting:
        lines += [Line([words("shift-what-waiting"), None, figures.waiting, None, None])]
    return tuple(lines)


def line(entry: Entry, words: Words) -> Line:
    """One payment or refund, which is negative; what came before the shift is in no total."""
    what = words("sheet-shift-refunded" if entry.refund else "sheet-shift-paid")
    sign = -1 if entry.refund else 1
    amount = Money(sign * entry.amount.minor, entry.amount.currency)
    cells: list[Cell] = [entry.at, what, entry.invoice, bank_of(entry.bank, words), amount]
    return Line([*cells, amount.currency, _about(entry, words), entry.description], counts=not entry.early)


def bank_of(slug: str, words: Words) -> str:
    """A bank's name; nothing for none."""
    return words.or_else(f"bank-{slug}", slug.capitalize()) if slug else ""


def _about(entry: Entry, words: Words) -> str:
    early = What.EARLY_REFUNDED if entry.refund else What.EARLY
    notes = [early] if entry.early else []
    notes += [MISFITS[entry.misfit]] if entry.misfit is not None else []
    return "; ".join(words(f"shift-what-{what}") for what in notes)


def _columns(wanted: dict[str, tuple[Kind, int]], words: Words) -> tuple[Column, ...]:
    return tuple(
        Column(id_, words(f"sheet-shift-{id_}"), kind, width, summed=id_ == "amount" and wanted is ENTRIES)
        for id_, (kind, width) in wanted.items()
    )
