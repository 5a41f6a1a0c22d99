"""What a card and the page say of banks that bill nobody now. Imports no chat framework."""

from __future__ import annotations

from collections.abc import Sequence

from billing.cards import CardView
from screens import phrases
from screens.reader import Reader
from screens.situations import Situation

_TOLD = frozenset({Situation.CHOOSE, Situation.DECLINED, Situation.NO_QR, Situation.QR_OVER})
_LEFT_ALONE = frozenset({Situation.NO_WAY, Situation.QR_OVER})


def beside(view: CardView, now: Situation, reader: Reader, ways: Sequence[str]) -> list[str]:
    """A line for each bank that is not among the ways now; nothing where it is said already."""
    if now not in _TOLD or only(view, now, ways):
        return []
    said = view.payment.provider if view.payment and now is Situation.NO_QR else None
    return [_line(slug, view, reader) for slug in sorted(view.away) if slug != said or view.away[slug]]


def instead(
    view: CardView, now: Situation, reader: Reader, ways: Sequence[str], *, staff: bool
) -> list[str] | None:
    """What is said where no other way is left; ``None``: there is one."""
    if not only(view, now, ways):
        return None
    hint = "hint-away-only-staff" if staff else "hint-away-only-payer"
    return [*(_line(slug, view, reader) for slug in sorted(view.away)), reader.words(hint)]


def only(view: CardView, now: Situation, ways: Sequence[str]) -> bool:
    """Nothing can be paid by now, and it could, if these banks billed."""
    return bool(view.away) and not ways and now in _LEFT_ALONE


def _line(slug: str, view: CardView, reader: Reader) -> str:
    """Named as on its button, which is the one that is missing."""
    bank, until = phrases.safe(reader.words.way(slug)), view.away[slug]
    if until is None:
        return reader.words.html("hint-away", bank=bank)
    return reader.words.html("hint-away-until", bank=bank, until=phrases.time_of(until, view, reader))
