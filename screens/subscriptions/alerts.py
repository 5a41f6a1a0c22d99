"""What the shop must know of a subscription that a bank runs, and what to do about it."""

from __future__ import annotations

from billing.models import Notice
from billing.money import Money
from screens import phrases
from screens.reader import Reader

_SAID = {
    "alert-sub-unclear": "alert-sub-unclear",
    "alert-sub-revived": "alert-sub-revived",
    "alert-sub-double": "alert-sub-double",
    "alert-sub-gone": "alert-sub-gone",
    "alert-sub-stuck": "alert-sub-stuck",
}
_REFUSED = {
    "pause": "alert-sub-refused-pause",
    "resume": "alert-sub-refused-resume",
    "cancel": "alert-sub-refused-cancel",
    "change": "alert-sub-refused-change",
}
KINDS = frozenset({*_SAID, "alert-sub-refused", "alert-sub-price"})


def tell(notice: Notice, reader: Reader) -> list[str]:
    """HTML, line by line; the first says which one."""
    words, values = reader.words, notice.values
    bank = phrases.safe(phrases.bank(values.get("bank", ""), reader))
    about = {"number": values.get("number", "?"), "bank": bank}
    match notice.kind:
        case "alert-sub-refused":
            return [_first(about, reader), words(_REFUSED[values["wish"]])]
        case "alert-sub-price":
            sums = {name: _sum(values, name, reader) for name in ("ours", "theirs")}
            return [_first(about, reader), words.html("alert-sub-price", **sums)]
    return [_first(about, reader), words(_SAID[notice.kind])]


def _first(about: dict[str, str], reader: Reader) -> str:
    return f"<b>{reader.words.html('alert-sub', **about)}</b>"


def _sum(values: dict[str, str], name: str, reader: Reader) -> str:
    return phrases.sum_of(Money(int(values[name]), values["currency"]), reader)
