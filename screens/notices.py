"""Facts that are told in a message of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.types import InlineKeyboardMarkup

from billing.cards import CardView
from billing.models import Attention, Notice
from screens.reader import Reader


@dataclass(frozen=True, slots=True)
class Told:
    """A message, ready to be sent; ``text`` is HTML."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None


def tell(
    notice: Notice,
    view: CardView | None,
    attention: Attention | None,
    reader: Reader,
    ways: Sequence[str] = (),
) -> Told:
    """One fact in the reader's language, from the newest state; ``ways`` adds *Another way* to a refusal."""
    raise NotImplementedError


def tell_many(notices: Sequence[Notice], views: Sequence[CardView], reader: Reader) -> Told:
    """Several waiting ``paid`` notices of one chat in one message, a line each and the sum."""
    raise NotImplementedError
