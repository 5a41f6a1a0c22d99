"""What a bank's own catalog holds, as values, and the port through which it is asked.

A bank's catalog is a copy of ours. What is made there by hand is offered for import; what is changed there by
hand is shown, and a person decides whose word counts.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from billing.catalog.models import Unit
from billing.money import Money

CODE_MOST, TEXT_MOST = 64, 200  # characters of a bank's words that are kept


class BankItemState(StrEnum):
    """How an item stands at a bank."""

    WANTED = "wanted"  # it shall be made there
    UNKNOWN = "unknown"  # asked for, the answer was lost: it is looked for before it is asked for again
    PENDING = "pending"  # the bank has it and is not done
    ACTIVE = "active"
    FAILED = "failed"  # the bank took it and could not make it, or refused it
    DELETING = "deleting"
    DELETED = "deleted"
    FOREIGN = "foreign"  # made in the bank's cabinet, none of ours


STANDING = frozenset({BankItemState.PENDING, BankItemState.ACTIVE, BankItemState.FAILED})
"""The bank has it, and it is not on its way out."""

DONE = frozenset({BankItemState.ACTIVE, BankItemState.FAILED})
"""The bank is done with it, for good or ill."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as it is at a bank, or as we tell it to be."""

    name: str
    price: Money
    unit: str  # the bank's own id of the unit
    barcode: str = ""


@dataclass(frozen=True, slots=True)
class BankItem:
    """What a bank knows of one item."""

    id: int
    provider: str
    item_id: int | None
    bank_id: str | None
    state: BankItemState
    told_version: int  # the item's version that the bank was told last; 0 for none
    told: Shown | None  # what it was told …
    shown: Shown | None  # … and what it showed last
    differs: bool = False  # it shows otherwise than it was told, and nobody has decided yet
    picture: str = ""  # digest of the picture that the bank was told of
    code: str = ""
    text: str = field(default="", repr=False)
    asked_at: datetime | None = None
    looks: int = 0
    next_look: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewBankItem:
    """What such a row is born with."""

    provider: str
    item_id: int | None
    bank_id: str | None
    state: BankItemState
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class BankCatalog:
    """A bank's catalog as a whole. ``supported``: the organisation has one; ``None``: not asked yet."""

    provider: str
    supported: bool | None
    units: Mapping[str, str]  # the bank's ids, and its words for them
    walked_at: datetime | None  # when it was last read from end to end
    next_walk: datetime | None


# --- the port ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """An item in a bank's list."""

    bank_id: str
    shown: Shown
    state: BankItemState  # pending, active, failed, deleting or deleted
    has_picture: bool = False
    created_at: datetime | None = None
    text: str = ""  # the bank's words to a failure


@dataclass(frozen=True, slots=True)
class Made:
    """The bank's answer to one item that was to be made."""

    bank_id: str | None  # ``None``: refused
    state: BankItemState
    code: str = ""
    text: str = ""
    other: bool = False  # it was there already, under another name or price: it is to be told ours


@dataclass(frozen=True, slots=True)
class ToMake:
    """An item that is to be made at a bank."""

    shown: Shown
    image_id: str | None = None


class NoCatalog(Exception):
    """The organisation has no catalog at this bank: bills there are made by their amount."""


class CatalogRefused(Exception):
    """The bank said no to one item or picture, finally. ``code`` and ``text`` are its own."""

    def __init__(self, code: str, text: str = "") -> None:
        super().__init__(code)
        self.code, self.text = code, text


class AnswerLost(Exception):
    """Something may have happened: look before repeating."""


class CatalogProvider(Protocol):
    """A bank with a catalog of its own.

    Each call raises ``NoCatalog``, ``CatalogRefused``, ``AnswerLost``, or a ``BankError``: then surely
    nothing happened.
    """

    slug: str
    batch: int  # so many items may be made with one call

    async def units(self) -> Mapping[str, str]:
        """The units of measure: the bank's ids, and its words for them."""

    def unit_for(self, unit: Unit, units: Mapping[str, str]) -> str | None:
        """The bank's id of our unit; ``None``: it has none like it."""

    def unit_of(self, unit_id: str, units: Mapping[str, str]) -> Unit | None:
        """Our unit for the bank's."""

    def items(self) -> AsyncIterator[Listed]:
        """The whole catalog, each item once."""

    async def find(self, shown: Shown, since: datetime) -> Listed | None:
        """The item that was made like this since then, by an answer that we lost."""

    async def item(self, bank_id: str) -> Listed | None:
        """One item as it is now; ``None``: the bank has it no more."""

    async def upload(self, picture: bytes) -> str:
        """A picture's id at the bank; the same bytes give the same id."""

    async def make(self, items: Sequence[ToMake]) -> list[Made]:
        """Make up to ``batch`` items; an answer for each, in their order."""

    async def change(self, bank_id: str, was: Shown | None, to: Shown, image_id: str | None) -> None:
        """Tell what is different. ``image_id``: a new picture, ``""`` for none, ``None`` as it is."""

    async def remove(self, bank_id: str) -> None:
        """Ask for its removal; the end is seen by looking."""
