"""The card of an invoice: picture, caption and buttons for one audience, from the newest state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aiogram.types import InlineKeyboardMarkup

from billing.cards import CardView
from billing.models import Audience
from screens.reader import Reader


@dataclass(frozen=True, slots=True)
class Picture:
    """What is shown and in which language; equal keys are equal pictures. ``make`` belongs in a thread."""

    key: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A card, ready to be sent: ``caption`` is HTML of at most 1024 visible characters."""

    picture: Picture
    caption: str
    keyboard: InlineKeyboardMarkup | None


def draw(
    view: CardView, audience: Audience, reader: Reader, ways: Sequence[str], *, retired: bool = False
) -> Drawn:
    """The card as this audience sees it; ``ways`` are the banks that can take the amount."""
    raise NotImplementedError


def choose(view: CardView, audience: Audience, reader: Reader, ways: Sequence[str]) -> Drawn:
    """The same card while its reader chooses another way to pay: a row of banks and *Back*."""
    raise NotImplementedError
