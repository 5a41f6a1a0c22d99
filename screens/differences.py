"""What owners and managers read where a bank's list and our books disagree. Imports no chat framework."""

from __future__ import annotations

from datetime import datetime

from billing.models import Notice
from billing.money import Money
from billing.troubles import Trouble
from screens import format as fmt
from screens import phrases
from screens.reader import Reader

OVER = Trouble.LISTS_DIFFER.over
REMEDIES = {
    "alert-strange-money": "alert-strange-money-do",
    "alert-strange-operation": "alert-strange-operation-do",
    "alert-other-sum": "alert-other-sum-do",
    "alert-not-listed": "alert-not-listed-do",
}


def difference(notice: Notice, reader: Reader) -> str:
    """HTML: what, how much, when, and what to do."""
    words, values = reader.words, notice.values
    bank = phrases.safe(phrases.bank(values.get("bank", ""), reader))
    ours = _money(values.get("ours"), values.get("ours_currency"), reader)
    remedy = words.html(REMEDIES[notice.kind], ours=ours)
    return phrases.lines(
        [
            f"<b>{words.html('alert-lists-differ', bank=bank)}</b>",
            _which(notice, reader),
            remedy,
        ]
    )


def settled(notice: Notice, reader: Reader) -> str:
    """HTML: the newest list shows no such thing any more."""
    words, values = reader.words, notice.values
    bank = phrases.safe(phrases.bank(values.get("bank", ""), reader))
    since = fmt.moment(datetime.fromisoformat(values["since"]), reader.zone, words.locale, notice.created_at)
    return phrases.lines(
        [
            f"<b>{words.html('alert-lists-differ-over', bank=bank)}</b>",
            _which(notice, reader),
            words("trouble-was", since=since),
        ]
    )


def _which(notice: Notice, reader: Reader) -> str:
    words, values = reader.words, notice.values
    return phrases.dotted(
        _money(values.get("minor"), values.get("currency"), reader),
        words.html("number", number=values["number"]) if "number" in values else "",
        _moment(values.get("at"), reader),
        words.html("alert-bank-number", reference=fmt.clean(values["reference"], 40))
        if values.get("reference")
        else "",
    )


def _money(minor: str | None, currency: str | None, reader: Reader) -> str:
    return phrases.sum_of(Money(int(minor), currency), reader) if minor and currency else ""


def _moment(at: str | None, reader: Reader) -> str:
    return fmt.full(datetime.fromisoformat(at), reader.zone, reader.words.locale) if at else ""
