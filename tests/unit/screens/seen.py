"""A card or a notice as the texts page writes it: lines parted by ``|``, buttons in brackets."""

from __future__ import annotations

from dataclasses import dataclass

from billing.cards import CardView
from billing.models import Audience
from screens import cards, notices
from screens.reader import Reader
from tests.unit.screens.samples import WAYS, labels, notice, plain


@dataclass(frozen=True)
class Seen:
    """Caption and buttons as the page writes them."""

    words: str
    buttons: str


def card(
    shown: CardView, audience: Audience, to: Reader, ways: tuple[str, ...] = WAYS, *, retired: bool = False
) -> Seen:
    drawn = cards.draw(shown, audience, to, ways, retired=retired)
    return _seen(drawn.caption, labels(drawn.keyboard))


def told(kind: str, shown: CardView, to: Reader, ways: tuple[str, ...] = WAYS) -> Seen:
    item = next(iter(shown.attentions), None)
    message = notices.tell(notice(kind), shown, item, to, ways)
    return _seen(message.text, labels(message.keyboard))


def _seen(html: str, rows: list[list[str]]) -> Seen:
    keys = " / ".join(" ".join(f"[{text}]" for text in row) for row in rows)
    return Seen(plain(html).replace("\u00a0", " "), keys)
