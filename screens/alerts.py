"""What owners and managers must mend, and an apology to a person whom we failed."""

from __future__ import annotations

from html import escape

from billing.models import Notice, Refusal
from screens import differences, phrases
from screens import format as fmt
from screens.reader import Reader
from screens.refusals import meaning

_PUZZLES = ("alert-unknown-word", "alert-evidence-old", "alert-evidence-other", "alert-evidence-bound")
KINDS = frozenset({*_PUZZLES, *differences.REMEDIES, "alert-bank-refuses", "alert-set-aside", "set-aside"})


def alert(notice: Notice, reader: Reader) -> str:
    """HTML; ``LookupError`` for a kind that is none of ``KINDS``."""
    if notice.kind in _PUZZLES:
        return _puzzle(notice, reader)
    if notice.kind in differences.REMEDIES:
        return differences.difference(notice, reader)
    match notice.kind:
        case "alert-bank-refuses":
            return _bank_refuses(notice, reader)
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
    shown = escape(fmt.clean(code, 40), quote=False)
    return phrases.lines(
        [
            _bold(reader.words(title, bank=phrases.bank(slug, reader))),
            own or f"{_happened(refusal, reader)} {remedy}",
            reader.words("alert-not-lost"),
            reader.words("alert-code", code=shown) if code and reader.details else "",
        ]
    )


def _happened(refusal: str, reader: Reader) -> str:
    known = refusal if refusal in tuple(Refusal) else Refusal.UNSAID
    return reader.words(f"refusal-{known}")


def _bold(text: str) -> str:
    return f"<b>{text}</b>"
