"""New items, told to a bank: many with one call, and none twice.

That the bank is asked stands in the rows before it is, so that a process that dies leaves behind what it was
about to do: what was asked for and not answered is looked for before it is asked for again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from billing.books import Books, Store
from billing.catalog import walking
from billing.catalog.banking import (
    CODE_MOST,
    DONE,
    TEXT_MOST,
    AnswerLost,
    BankCatalog,
    BankItem,
    BankItemState,
    CatalogProvider,
    CatalogRefused,
    Made,
    NoCatalog,
    Shown,
    ToMake,
)
from billing.catalog.models import Item, Picture, Unit
from billing.errors import BankError
from billing.ports import Clock

log = logging.getLogger(__name__)

LOOK_SOON = timedelta(seconds=10)
LOOK_LATEST = timedelta(minutes=10)
FAILED_AGAIN = timedelta(days=1)
PATIENCE = timedelta(minutes=1)  # after a bank was silent
ANOTHERS = Made(None, BankItemState.FAILED, "another-item")  # the bank takes two items of ours for one


@dataclass(frozen=True, slots=True)
class Due:
    """A row that is due, with the item as it is now."""

    row: BankItem
    item: Item | None
    picture: Picture | None


class Making:
    """Makes what a bank has not. Raises ``BankError``, ``NoCatalog``."""

    def __init__(self, store: Store, provider: CatalogProvider, clock: Clock) -> None:
        self.store = store
        self.provider = provider
        self.clock = clock

    async def make(self, due: Sequence[Due], catalog: BankCatalog) -> None:
        """Ask for new items, many with one call."""
        ready: list[tuple[Due, ToMake]] = []
        for each in due:
            if (item := each.item) is None or item.deleted:
                await self.amend(each.row, state=BankItemState.DELETED, next_look=None)
                continue
            shown = self.shown(item, catalog)
            try:
                image = await self.upload(each.picture)
            except CatalogRefused as refused:
                log.info(
                    "picture refused: bank=%s item=%s code=%s", self.provider.slug, item.id, refused.code
                )
                image = None
            ready.append((each, ToMake(shown, image)))
        ready = await self.store.write(lambda books: self._intend(books, ready)) if ready else []
        if not ready:
            return
        try:
            made = await self.provider.make([to_make for _, to_make in ready])
        except AnswerLost:
            return  # they stay unknown: looked for before they are asked for again
        except (NoCatalog, BankError):
            await self.store.write(lambda books: self._unsent(books, ready))
            raise
        except CatalogRefused as refused:
            made = [Made(None, BankItemState.FAILED, refused.code, refused.text)] * len(ready)
        await self.store.write(lambda books: self._record(books, ready, made))

    def _intend(self, books: Books, ready: Sequence[tuple[Due, ToMake]]) -> list[tuple[Due, ToMake]]:
        """Those still to be made: pictures take their time, and somebody else may have been quicker."""
        now = self.clock.now()
        wanted = [each for each in ready if _is_wanted(books, each[0].row)]
        for due, to_make in wanted:
            assert due.item is not None
            books.amend_bank_item(
                due.row.id,
                state=BankItemState.UNKNOWN,
                told=to_make.shown,
                told_version=due.item.version,
                picture=due.picture.digest if due.picture and to_make.image_id else "",
                asked_at=now,
                looks=0,
                next_look=now + LOOK_SOON,
            )
        return wanted

    def _unsent(self, books: Books, ready: Sequence[tuple[Due, ToMake]]) -> None:
        later = self.clock.now() + PATIENCE
        for due, _ in ready:
            books.amend_bank_item(due.row.id, state=BankItemState.WANTED, told_version=0, next_look=later)

    def _record(self, books: Books, ready: Sequence[tuple[Due, ToMake]], made: Sequence[Made]) -> None:
        now = self.clock.now()
        for (due, _), answer in zip(ready, made, strict=True):
            if answer.bank_id is not None and not walking.bind(books, due.row, answer.bank_id):
                answer = ANOTHERS
            done = answer.state in DONE and not answer.other
            told: dict[str, object] = {"told": None, "told_version": 0} if answer.other else {}
            books.amend_bank_item(
                due.row.id,
                state=answer.state,
                bank_id=answer.bank_id,
                next_look=now + LOOK_SOON,
                **said(answer),
                **told,
            )
            if done:
                self.rest(books, due.row)

    def shown(self, item: Item, catalog: BankCatalog) -> Shown:
        """The item as this bank is told of it; a unit that the bank has not counts as a piece."""
        unit = self.provider.unit_for(item.unit, catalog.units)
        unit = unit or self.provider.unit_for(Unit.PIECE, catalog.units) or ""
        return Shown(item.name, item.price, unit, item.barcode)

    async def upload(self, picture: Picture | None) -> str | None:
        """The picture's id at the bank: each content is sent once."""
        if picture is None:
            return None
        slug = self.provider.slug
        known = await self.store.read(lambda books: books.bank_picture(slug, picture.digest))
        if known is not None:
            return known
        image_id = await self.provider.upload(picture.body)
        now = self.clock.now()
        await self.store.write(lambda books: books.note_bank_picture(slug, picture.digest, image_id, now))
        return image_id

    def rest(self, books: Books, row: BankItem) -> None:
        """Nothing is to be done with it, unless its item has changed while the bank was asked.

        What failed is told again each day: its reason may have gone.
        """
        fresh, item, now = books.bank_item(row.id), books.item(row.item_id or 0), self.clock.now()
        behind = fresh and item and (item.deleted or fresh.told_version != item.version)
        failed = fresh is not None and fresh.state is BankItemState.FAILED
        later = now + FAILED_AGAIN if failed else None
        books.amend_bank_item(row.id, looks=0, next_look=now if behind else later)

    async def amend(self, row: BankItem, **changes: object) -> None:
        await self.store.write(lambda books: books.amend_bank_item(row.id, **changes))

    async def later(self, row: BankItem, **changes: object) -> None:
        """The bank is looked at again after a pause that grows."""
        pause = min(LOOK_SOON * 2**row.looks, LOOK_LATEST)
        await self.amend(row, looks=row.looks + 1, next_look=self.clock.now() + pause, **changes)


def said(answer: Made | CatalogRefused) -> dict[str, object]:
    """A bank's words as they are kept."""
    return {"code": answer.code[:CODE_MOST], "text": answer.text[:TEXT_MOST]}


def _is_wanted(books: Books, row: BankItem) -> bool:
    fresh = books.bank_item(row.id)
    return fresh is not None and fresh.state is BankItemState.WANTED
