"""What follows for a page from the situation of its invoice."""

from __future__ import annotations

from billing.cards import CardView
from billing.models import AppLink, Form, Instruction
from screens import redirects
from screens.situations import Situation, situation

MOVING = frozenset(
    {Situation.PREPARING, Situation.WAITING, Situation.SCANNED, Situation.BLOCKED, Situation.UNKNOWN}
)
"""Something may happen by itself any second."""
CHECKABLE = MOVING - {Situation.PREPARING}
RENEWABLE = frozenset({Situation.CHOOSE, Situation.DECLINED, Situation.NO_QR, Situation.QR_OVER})
ENDED = frozenset({Situation.PAID, Situation.RETURNED, Situation.EXPIRED, Situation.CANCELLED})

_PAYABLE = frozenset({Situation.WAITING, Situation.SCANNED})
_SCHEMES_NEVER = ("javascript:", "data:", "vbscript:", "file:", "blob:", "about:")


def qr_alive(view: CardView) -> str | None:
    """The code that may be shown and scanned now."""
    instruction = _living(view)
    return instruction.qr or None if instruction else None


def links_alive(view: CardView) -> tuple[AppLink, ...]:
    """The bank's links into its apps that lead to the money now."""
    instruction = _living(view)
    return tuple(link for link in instruction.links if _safe(link.url)) if instruction else ()


def form_alive(view: CardView) -> Form | None:
    """The form that leads to the money now."""
    return redirects.form_in(_living(view))


def _living(view: CardView) -> Instruction | None:
    alive = situation(view, ()) in _PAYABLE and view.payment is not None
    return view.payment.instruction if alive and view.payment else None


def _safe(url: str) -> bool:
    """A page may carry any scheme of a bank's app, but none that would run in the page itself."""
    return ":" in url and url.isprintable() and not url.strip().lower().startswith(_SCHEMES_NEVER)
