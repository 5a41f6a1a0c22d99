"""What those who look after the program must mend, and its end. Imports no chat framework."""

from __future__ import annotations

from datetime import datetime

from billing.models import Notice
from billing.troubles import Trouble
from screens import format as fmt
from screens import phrases
from screens.reader import Reader

BEGUN = {kind.value: kind.named for kind in Trouble if kind.named}
OVER = {kind.over: kind.named for kind in Trouble}


def trouble(notice: Notice, reader: Reader) -> str:
    """HTML: what does not work, since when, and what to do."""
    name = BEGUN[notice.kind]
    return phrases.lines(
        [
            _bold(reader.words(f"trouble-{name}")),
            reader.words("trouble-since", since=_since(notice, reader)),
            reader.words.html(f"trouble-{name}-do", **_values(notice)),
        ]
    )


def over(notice: Notice, reader: Reader) -> str:
    """HTML: it works again."""
    name = OVER[notice.kind]
    bank = phrases.safe(phrases.bank(notice.values.get("bank", ""), reader))
    if name:
        first = reader.words.html(f"trouble-{name}-over", **_values(notice))
    else:
        first = reader.words.html("alert-bank-refuses-over", bank=bank)
    return phrases.lines([_bold(first), reader.words("trouble-was", since=_since(notice, reader))])


def _values(notice: Notice) -> dict[str, str]:
    return {name: fmt.clean(notice.values.get(name, "?"), 120) for name in ("part", "why")}


def _since(notice: Notice, reader: Reader) -> str:
    at = datetime.fromisoformat(notice.values["since"])
    return fmt.moment(at, reader.zone, reader.words.locale, notice.created_at)


def _bold(text: str) -> str:
    return f"<b>{text}</b>"
