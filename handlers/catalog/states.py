"""What the catalog waits for, and what it keeps of it meanwhile."""

from __future__ import annotations

import base64
import hashlib

from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from billing.access import Action, may
from billing.models import Person

OPEN = {"catalog": True}  # kept while somebody looks through the catalog
TOKEN_BYTES = 16


class Searching(StatesGroup):
    """Words or a barcode to look for."""

    words = State()


class Adding(StatesGroup):
    """A new item, step by step."""

    name = State()
    price = State()
    unit = State()
    picture = State()
    barcode = State()


class Changing(StatesGroup):
    """One thing of an item."""

    name = State()
    price = State()
    picture = State()
    barcode = State()


class Importing(StatesGroup):
    """A sheet."""

    sheet = State()


class Manages(Filter):
    """The sender may change the catalog."""

    async def __call__(self, message: Message, person: Person | None) -> bool:
        """Decide."""
        return may(person, Action.CATALOG)


class Staff(Filter):
    """The sender works here."""

    async def __call__(self, message: Message, person: Person | None) -> bool:
        """Decide."""
        return person is not None and person.role is not None


class InCatalog(Filter):
    """The catalog was opened a short while ago, and no other question is."""

    async def __call__(self, message: Message, state: FSMContext) -> bool:
        """Decide."""
        return await state.get_state() is None and "catalog" in await state.get_data()


def token_of(*source: object) -> str:
    """The token of the item that this message or tap makes: handled twice, it makes one item.

    An item's link is no secret: it leads to what is on sale.
    """
    digest = hashlib.sha256(":".join(map(str, ("item", *source))).encode()).digest()
    return base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).rstrip(b"=").decode()
