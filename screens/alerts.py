"""What owners and managers must mend, and an apology to a person whom we failed."""

from __future__ import annotations

from datetime import datetime
from html import escape

from billing.answers import UNSENT
from billing.models import Notice, Refusal
from billing.money import Money
from screens import differences, phrases, troubles
from screens import format as fmt
from screens.reader import Reader
from screens.refusals import meaning
from screens.subscriptions import alerts as of_subscriptions

_PUZZLES = ("alert-unknown-word", "alert-evidence-old", "alert-evidence-other", "alert-evidence-bound")
_BANKS = ("alert-bank-lost", "alert-bank-limit", "alert-bank-back")
KINDS = frozenset(
    {
        *_PUZZLES,
        *differences.REMEDIES,
        *_BANKS,
        *of_subscriptions.KINDS,
        *troubles.BEGUN,
        *troubles.OVER,
        "alert-bank-refuses",
        "alert-bill-differs",
        "alert-set-aside",
        "set-aside",
    }
)


def alert(notice: Notice, reader: Reader) -> str:
    """HTML; ``LookupError`` for a kind that is none of ``KINDS``."""
    if notice.kind in _PUZZLES:
        return _puzzle(notice, reader)
    if notice.kind in differences.REMEDIES:
        return differences.difference(notice, reader)
    if notice.kind == differences.OVER:
        return differences.settled(notice, reader)
    if notice.kind in of_subscriptions.KINDS:
        return phrases.lines([*of_subscriptions.tell(notice, reader), _code(notice, reader)])
    if notice.kind in troubles.BEGUN:
        return troubles.trouble(notice, reader)
    if notice.kind in troubles.OVER:
        return troubles.over(notice, reader)
    match notice.kind:
        case "alert-bank-refuses":
            return _bank_refuses(notice, reader)
        case "alert-bill-differs":
            return _bill_differs(notice, reader)
        case "alert-bank-lost":
            return _bank_lost(notice, reader)
        case "alert-bank-limit":
            return _bank_limit(notice, reader)
        case "alert-bank-back":
            return _bank_back(notice, reader)
        case "alert-set-aside":
            update = fmt.clean(notice.values.get("update", "?"), 20)
            remedy = reader.words.html("alert-set-aside-do", update=update)
            return phrases.lines([_bold(reader.words("alert-set-aside")), remedy])
        case "set-aside":
            return reader.words("set-aside")
    raise LookupError(f"nothing is known to say about {notice.kind}")


def _puzzle(notice: Notice, reader: Reader) -> str:
    bank = phrases.bank(notice.values.get("bank", ""), reader)
    word = fmt.clean(notice.values.get("word", ""), 60)
    return phrases.lines(
        [
            _bold(reader.words("alert-bank-puzzles", bank=bank)),
            reader.words.html("number-first", number=notice.values.get("number", "?")),
            reader.words.html(notice.kind, word=word),
        ]
    )


def _bank_refuses(notice: Notice, reader: Reader) -> str:
    slug, code = notice.values.get("bank", ""), notice.values.get("code", "")
    refusal = notice.values.get("refusal", "")
    wrong = refusal == Refusal.QR_WRONG
    title = "alert-bank-puzzles" if wrong else "alert-bank-refuses"
    own = meaning(slug, code, reader)
    remedy = reader.words("alert-qr-wrong-do" if wrong else "alert-refuses-do")
    return phrases.lines(
        [
            _bold(reader.words(title, bank=phrases.bank(slug, reader))),
            own or f"{_happened(refusal, reader)} {remedy}",
            reader.words("alert-not-lost"),
            _code(notice, reader),
        ]
    )


def _bill_differs(notice: Notice, reader: Reader) -> str:
    values = notice.values
    bank = phrases.safe(phrases.bank(values.get("bank", ""), reader))
    ours, theirs = (
        fmt.money(Money(int(values[name]), values["currency"]), reader.words.locale)
        for name in ("ours", "theirs")
    )
    return phrases.lines(
        [
            _bold(reader.words("alert-bill-differs", bank=bank)),
            reader.words.html("number-first", number=values["number"]),
            reader.words.html("alert-bill-differs-sums", ours=ours, theirs=theirs, bank=bank),
            reader.words("alert-bill-differs-do"),
        ]
    )


def _bank_lost(notice: Notice, reader: Reader) -> str:
    bank = phrases.safe(phrases.bank(notice.values.get("bank", ""), reader))
    return phrases.lines(
        [
            _bold(reader.words("alert-bank-lost", bank=bank)),
            _cause(notice, reader) or reader.words("refusal-setup"),
            reader.words.html("alert-bank-lost-do", bank=bank),
            _code(notice, reader),
        ]
    )


def _bank_limit(notice: Notice, reader: Reader) -> str:
    bank = phrases.safe(phrases.bank(notice.values.get("bank", ""), reader))
    return phrases.lines(
        [
            _bold(reader.words("alert-bank-limit", bank=bank, until=_moment(notice, "until", reader))),
            _cause(notice, reader),
            reader.words.html("alert-bank-limit-do", bank=bank),
            _code(notice, reader),
        ]
    )


def _bank_back(notice: Notice, reader: Reader) -> str:
    bank = phrases.bank(notice.values.get("bank", ""), reader)
    since = _moment(notice, "since", reader)
    return phrases.lines(
        [
            _bold(reader.words("alert-bank-back", bank=bank)),
            reader.words("alert-bank-back-since", since=since),
        ]
    )


def _cause(notice: Notice, reader: Reader) -> str:
    """What the bank's code means for the shop, and what to do."""
    return meaning(notice.values.get("bank", ""), notice.values.get("code", ""), reader)


def _code(notice: Notice, reader: Reader) -> str:
    code = escape(fmt.clean(notice.values.get("code", ""), 40), quote=False)
    banks = bool(code) and not code.startswith(UNSENT)
    return reader.words("alert-code", code=code) if banks and reader.details else ""


def _moment(notice: Notice, name: str, reader: Reader) -> str:
    at = datetime.fromisoformat(notice.values[name])
    return fmt.moment(at, reader.zone, reader.words.locale, notice.created_at)


def _happened(refusal: str, reader: Reader) -> str:
    known = refusal if refusal in tuple(Refusal) else Refusal.UNSAID
    return reader.words(f"refusal-{known}")


def _bold(text: str) -> str:
    return f"<b>{text}</b>"
