"""Our catalog and a bank's own are kept in step, one bank at a time, by whoever holds its lease.

How new items are made is in ``billing.catalog.making``. Changes and removals may be repeated: they say how
things shall be, not what shall be added.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from billing.books import Books
from billing.catalog import walking
from billing.catalog.banking import (
    DONE,
    TEXT_MOST,
    AnswerLost,
    BankCatalog,
    BankItem,
    BankItemState,
    CatalogRefused,
    Listed,
    NewBankItem,
    NoCatalog,
)
from billing.catalog.making import ANOTHERS, LOOK_SOON, Due, Making, said
from billing.catalog.models import Item
from billing.errors import BankError

log = logging.getLogger(__name__)

BATCH = 50
WALK_EVERY = timedelta(hours=12)
NONE_UNTIL = timedelta(days=1)  # an organisation without a catalog may get one
REMOVED_LATER = timedelta(days=1)  # a refused removal is asked for again: nobody sees the item here any more
FOUND_WITHIN = timedelta(minutes=3)  # what was made by a lost answer shows up until then


class Syncing(Making):
    """One bank's catalog."""

    async def turn(self) -> bool:
        """Do what is due; whether there may be more right now. Raises ``BankError``: the bank is silent."""
        catalog = await self._known()
        if not catalog.supported:
            return False
        try:
            return await self._do_what_is_due(catalog)
        except NoCatalog:
            await self._note(supported=False, next_walk=self.clock.now() + NONE_UNTIL)
            return False

    async def _do_what_is_due(self, catalog: BankCatalog) -> bool:
        due = await self.store.write(self._take)
        fresh = [each for each in due if each.row.state is BankItemState.WANTED]
        if fresh:
            await self.make(fresh[: self.provider.batch], catalog)
        for each in due:
            if each not in fresh:
                await self._in_turn(each, catalog)
        return len(due) >= BATCH

    # --- the catalog as a whole

    async def _known(self) -> BankCatalog:
        """What is known of it, read again from end to end when it is time."""
        slug, now = self.provider.slug, self.clock.now()
        catalog = await self.store.read(lambda books: books.bank_catalog(slug))
        if catalog is not None and catalog.next_walk is not None and now < catalog.next_walk:
            return catalog
        try:
            units = await self.provider.units()
            listed = [each async for each in self.provider.items()]
        except NoCatalog:
            return await self._note(supported=False, next_walk=now + NONE_UNTIL)
        await self.store.write(lambda books: walking.compare(books, slug, listed, now))
        return await self._note(supported=True, units=dict(units), walked_at=now, next_walk=now + WALK_EVERY)

    async def _note(self, **changes: object) -> BankCatalog:
        slug = self.provider.slug

        def write(books: Books) -> BankCatalog:
            books.note_bank_catalog(slug, **changes)
            catalog = books.bank_catalog(slug)
            assert catalog is not None
            return catalog

        return await self.store.write(write)

    # --- what is due

    def _take(self, books: Books) -> list[Due]:
        """The rows that are due, after each new item got one."""
        slug, now = self.provider.slug, self.clock.now()
        for item in books.items_without_bank(slug, BATCH):
            books.add_bank_item(NewBankItem(slug, item.id, None, BankItemState.WANTED), now)
        rows = books.due_bank_items(slug, now, BATCH)
        items = books.items_by_id([row.item_id for row in rows if row.item_id is not None])
        return [_due(books, row, items.get(row.item_id or 0)) for row in rows]

    async def _in_turn(self, due: Due, catalog: BankCatalog) -> None:
        """A row at which the bank is silent goes behind the others: they may have more luck."""
        try:
            await self._one(due, catalog)
        except BankError:
            await self.later(due.row)
            raise

    async def _one(self, due: Due, catalog: BankCatalog) -> None:
        """One row, by where it stands."""
        match due.row.state:
            case BankItemState.UNKNOWN:
                await self._find(due)
            case BankItemState.PENDING | BankItemState.DELETING:
                await self._look(due)
            case BankItemState.ACTIVE | BankItemState.FAILED:
                await self._step(due, catalog)
            case _:
                await self.amend(due.row, next_look=None)

    # --- looking, changing, removing

    async def _find(self, due: Due) -> None:
        """The answer was lost: it is looked for for a while, and then asked for again."""
        row, now = due.row, self.clock.now()
        assert row.told is not None
        assert row.asked_at is not None
        found = await self.provider.find(row.told, row.asked_at)
        if found is not None:
            there = found.bank_id
            if await self.store.write(lambda books: walking.bind(books, row, there)):
                await self._seen(row, found, bank_id=there)
            else:
                await self.amend(row, state=BankItemState.FAILED, code=ANOTHERS.code, next_look=None)
        elif now - row.asked_at >= FOUND_WITHIN:
            await self.amend(row, state=BankItemState.WANTED, told_version=0, next_look=now)
        else:
            await self.later(row)

    async def _look(self, due: Due) -> None:
        """The bank was not done when it was asked last."""
        row = due.row
        assert row.bank_id is not None
        found = await self.provider.item(row.bank_id)
        if found is not None and found.state is not BankItemState.DELETED:
            await self._seen(row, found)
        elif row.state is BankItemState.DELETING:
            await self.amend(row, state=BankItemState.DELETED, next_look=None)
        else:
            again = {"bank_id": None, "told_version": 0, "next_look": self.clock.now()}
            await self.amend(row, state=BankItemState.WANTED, **again)

    async def _seen(self, row: BankItem, found: Listed, **more: object) -> None:
        seen = {"state": found.state, "shown": found.shown, "text": found.text[:TEXT_MOST], **more}
        if found.state in DONE:
            await self._settle(row, **seen)
        else:
            await self.later(row, **seen)

    async def _settle(self, row: BankItem, **changes: object) -> None:
        """Write that down; for now nothing is left to do."""

        def write(books: Books) -> None:
            if changes:
                books.amend_bank_item(row.id, **changes)
            self.rest(books, row)

        await self.store.write(write)

    async def _step(self, due: Due, catalog: BankCatalog) -> None:
        """An item that the bank has: it is told what is different, or takes it off sale."""
        row, item = due.row, due.item
        if item is None:
            await self.amend(row, next_look=None)
        elif item.deleted:
            await self._remove(row)
        elif row.told_version == item.version and row.state is not BankItemState.FAILED:
            await self._settle(row)
        elif row.bank_id is None:  # it was refused: it has changed since, or a day has passed
            await self.amend(row, state=BankItemState.WANTED, next_look=self.clock.now())
        else:
            await self._change(due, item, row.bank_id, catalog)

    async def _change(self, due: Due, item: Item, bank_id: str, catalog: BankCatalog) -> None:
        row, to = due.row, self.shown(item, catalog)
        digest = due.picture.digest if due.picture else ""
        told: dict[str, object] = {
            "told": to,
            "told_version": item.version,
            "picture": digest,
            "differs": False,
        }
        try:
            image = None if digest == row.picture else (await self.upload(due.picture) or "")
            once_more = row.state is BankItemState.FAILED
            if to != row.told or image is not None or row.told_version == 0 or once_more:
                was = row.told if row.told_version else row.shown
                was = None if once_more and to in (row.told, row.shown) else was
                await self.provider.change(bank_id, was, to, image)
        except CatalogRefused as refused:
            await self._settle(row, state=BankItemState.FAILED, **told, **said(refused))
            return
        except AnswerLost:
            await self.later(row)
            return
        soon = self.clock.now() + LOOK_SOON
        await self.amend(row, state=BankItemState.PENDING, code="", text="", looks=0, next_look=soon, **told)

    async def _remove(self, row: BankItem) -> None:
        if row.bank_id is None:
            await self.amend(row, state=BankItemState.DELETED, next_look=None)
            return
        try:
            await self.provider.remove(row.bank_id)
        except CatalogRefused as refused:
            log.info("not removed: bank=%s item=%s code=%s", row.provider, row.item_id, refused.code)
            later = self.clock.now() + REMOVED_LATER
            await self.amend(row, next_look=later, **said(refused))
            return
        except AnswerLost:
            await self.later(row)
            return
        soon = self.clock.now() + LOOK_SOON
        await self.amend(row, state=BankItemState.DELETING, looks=0, next_look=soon)


def _due(books: Books, row: BankItem, item: Item | None) -> Due:
    """Pictures are large: read only for a row of which the bank may be told."""
    told = item is not None and row.state in (BankItemState.WANTED, *DONE)
    picture_id = item.picture_id if item is not None and told else None
    return Due(row, item, None if picture_id is None else books.picture(picture_id))
