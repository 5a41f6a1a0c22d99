"""The catalog and the carts as the chat calls them, one call each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType

from billing.access import Action, may, require
from billing.books import Books, Store
from billing.catalog import adopting, carts, importing, items
from billing.catalog.banking import STANDING, BankItem, BankItemState, CatalogProvider
from billing.catalog.models import Cart, CartKind, Change, Item, NewItem, NotYet, Picture, Unit
from billing.errors import NotFound
from billing.models import Person
from billing.money import Money
from billing.ports import Clock, Ids

READ_LATELY = timedelta(minutes=10)
NO_BANKS: Mapping[str, CatalogProvider] = MappingProxyType({})


class CatalogDesk:
    """One call for one wish of a person. Raises ``BillingError`` for what is refused."""

    def __init__(
        self, store: Store, clock: Clock, ids: Ids, banks: Mapping[str, CatalogProvider] = NO_BANKS
    ) -> None:
        self.store = store
        self.banks = banks
        self.clock = clock
        self.ids = ids

    # --- items

    async def add(
        self,
        person: Person,
        name: str,
        price: Money,
        *,
        unit: Unit = Unit.PIECE,
        barcode: str = "",
        picture_id: int | None = None,
        token: str = "",
    ) -> Item:
        """A new item; the same ``token`` twice is the same item."""
        at = self.clock.now()
        new = NewItem(token or self.ids.token(), items.clean_name(name), price, unit, barcode, picture_id)
        return await self.store.write(lambda books: items.add(books, person, new, at))

    async def change(self, person: Person, item_id: int, version: int, **changes: object) -> Item:
        """Change one thing. ``Closed``: somebody else changed the item meanwhile."""
        at = self.clock.now()
        if "name" in changes:
            changes["name"] = items.clean_name(str(changes["name"]))
        return await self.store.write(
            lambda books: items.change(books, person, item_id, version, changes, at)
        )

    async def delete(self, person: Person, item_id: int, version: int) -> Item:
        """Take it out of the catalog for good."""
        at = self.clock.now()
        return await self.store.write(lambda books: items.delete(books, person, item_id, version, at))

    async def page(
        self,
        person: Person,
        text: str = "",
        *,
        after: int | None = None,
        before: int | None = None,
        size: int = 8,
        sold_only: bool = False,
    ) -> items.Page:
        """Items by name, those that ``text`` finds; ``sold_only`` as a customer sees them.

        ``after`` and ``before``: numbers of the items between which to turn pages.
        """
        return await self.store.read(
            lambda books: items.page(
                books, person, text, size, sold_only=sold_only, after=after, before=before
            )
        )

    async def beside(self, person: Person | None, item_id: int, text: str = "") -> items.Beside:
        """An item with its neighbours in the list. Raises ``NotFound``."""
        return await self.store.read(lambda books: items.beside(books, person, item_id, text))

    async def item(self, person: Person | None, item_id: int) -> Item:
        """One item that this person may see. Raises ``NotFound``."""
        return await self.store.read(lambda books: items.seen_by(person, books.item(item_id)))

    async def item_by_token(self, person: Person | None, token: str) -> Item:
        """The same by its link."""
        return await self.store.read(lambda books: items.seen_by(person, books.item_by_token(token)))

    async def read_banks_soon(self, person: Person) -> None:
        """Somebody looks at the catalog: what was made or changed in a bank's cabinet shows soon.

        A list that was read in the last minutes is new enough.
        """
        at = self.clock.now()

        def write(books: Books) -> None:
            for slug in self.banks:
                catalog = books.bank_catalog(slug)
                if catalog is not None and catalog.walked_at and at - catalog.walked_at >= READ_LATELY:
                    books.note_bank_catalog(slug, next_walk=at)

        if self.banks and may(person, Action.CATALOG):
            await self.store.write_small(write)

    async def in_banks(self, item_id: int) -> Mapping[str, BankItem | None]:
        """What each bank with a catalog knows of the item; a bank where the shop has none is left out."""

        def read(books: Books) -> dict[str, BankItem | None]:
            rows = {row.provider: row for row in books.bank_items_of([item_id])}
            known = {slug: books.bank_catalog(slug) for slug in self.banks}
            none = {slug for slug, catalog in known.items() if catalog and catalog.supported is False}
            return {slug: rows.get(slug) for slug in self.banks if slug not in none}

        return await self.store.read(read)

    async def keep_picture(self, digest: str, body: bytes) -> int:
        """A picture that was made anew by us; its number."""
        at = self.clock.now()
        return await self.store.write(lambda books: books.keep_picture(digest, body, at))

    async def picture(self, picture_id: int) -> Picture | None:
        """The picture of an item."""
        return await self.store.read(lambda books: books.picture(picture_id))

    async def last_change(self, person: Person, item_id: int) -> tuple[Person | None, Change] | None:
        """Who changed the item last, and what; for those who may change it."""

        def read(books: Books) -> tuple[Person | None, Change] | None:
            change = books.last_item_change(item_id) if may(person, Action.CATALOG) else None
            if change is None:
                return None
            return (books.person(change.person_id) if change.person_id else None), change

        return await self.store.read(read)

    # --- as a sheet

    async def whole(self, person: Person) -> list[Item]:
        """Every item, by name."""
        require(person, Action.CATALOG)
        return await self.store.read(lambda books: list(importing.living(books)))

    async def plan(
        self, person: Person, drafts: Sequence[importing.Draft], troubles: Sequence[importing.Trouble]
    ) -> importing.Plan:
        """What a sheet's rows would change. ``troubles``: those that were found while it was read."""
        require(person, Action.CATALOG)
        return await self.store.read(lambda books: importing.plan(books, drafts, troubles))

    async def take_in(self, person: Person, plan: importing.Plan) -> None:
        """Change it, all or nothing. ``Refused`` where the catalog is another than it was for the plan."""
        at = self.clock.now()
        await self.store.write(lambda books: importing.apply(books, person, plan, self.ids, at))

    # --- what banks with a catalog have

    async def look_soon(self, provider: str, bank_id: str) -> None:
        """The bank says that it is done with an item: it is asked, what it says is not believed."""
        at = self.clock.now()

        def write(books: Books) -> None:
            row = books.bank_items_known_as(provider, [bank_id]).get(bank_id)
            if row is not None and row.item_id is not None and row.state in STANDING:
                books.amend_bank_item(row.id, state=BankItemState.PENDING, looks=0, next_look=at)

        await self.store.write_small(write)

    async def foreign(self, person: Person, provider: str, after: int = 0, limit: int = 20) -> list[BankItem]:
        """Items that were made in a bank's cabinet and are none of ours yet."""
        require(person, Action.CATALOG)
        return await self.store.read(
            lambda books: books.foreign_bank_items(provider, after=after, limit=limit)
        )

    async def differing(
        self, person: Person, provider: str, after: int = 0, limit: int = 20
    ) -> list[BankItem]:
        """Items that a bank shows otherwise than we told it."""
        require(person, Action.CATALOG)
        return await self.store.read(
            lambda books: books.differing_bank_items(provider, after=after, limit=limit)
        )

    async def bank_item(self, person: Person, bank_item_id: int) -> BankItem:
        """One of either. Raises ``NotFound``."""
        require(person, Action.CATALOG)
        row = await self.store.read(lambda books: books.bank_item(bank_item_id))
        if row is None:
            raise NotFound("item-not-found")
        return row

    async def unit_shown(self, row: BankItem) -> Unit | None:
        """Our unit for what the bank shows, where we have one like it."""
        return await self.store.read(lambda books: self._unit(books, row))

    async def adopt(self, person: Person, bank_item_id: int) -> Item:
        """Make an item of ours out of one that was made in the bank's cabinet."""
        at, token = self.clock.now(), self.ids.token()

        def write(books: Books) -> Item:
            unit = self._unit(books, books.bank_item(bank_item_id))
            return adopting.adopt(books, person, bank_item_id, unit, token, at)

        return await self.store.write(write)

    async def decide(self, person: Person, bank_item_id: int, *, ours: bool) -> Item:
        """Whose word counts where the bank shows an item otherwise than we told it."""
        at = self.clock.now()

        def write(books: Books) -> Item:
            unit = self._unit(books, books.bank_item(bank_item_id))
            return adopting.decide(books, person, bank_item_id, unit, at, ours=ours)

        return await self.store.write(write)

    def _unit(self, books: Books, row: BankItem | None) -> Unit | None:
        """Our unit for what the bank shows."""
        bank = self.banks.get(row.provider) if row is not None else None
        catalog = books.bank_catalog(bank.slug) if bank is not None else None
        if row is None or row.shown is None or bank is None or catalog is None:
            return None
        return bank.unit_of(row.shown.unit, catalog.units)

    # --- carts

    async def cart(self, person: Person, kind: CartKind = CartKind.OWN) -> NotYet | None:
        """The person's cart as it is shown now, with what changed since the last time; ``None``: empty."""
        at = self.clock.now()

        def look(books: Books) -> NotYet | None:
            cart = carts.filled_by(books, person, kind)
            if cart is None or not cart.lines:
                return None
            return carts.looked_at(books, cart, at) or NotYet(cart)

        return await self.store.write(look)

    async def filled(self, person: Person, kind: CartKind = CartKind.OWN) -> Cart | None:
        """The person's open cart as it is, to count what is in it."""
        return await self.store.read(lambda books: carts.filled_by(books, person, kind))

    async def became(self, person: Person, cart_id: int) -> int | None:
        """The invoice that this cart of theirs became; ``None`` while it is open, or gone."""
        return await self.store.read(lambda books: carts.became(books, person, cart_id))

    async def put(
        self, person: Person, item_id: int, by: int, tap: str, kind: CartKind = CartKind.OWN
    ) -> Cart:
        """So many more, or fewer; the same ``tap`` told again changes nothing."""
        at = self.clock.now()
        return await self.store.write(lambda books: carts.put(books, person, kind, item_id, by, tap, at))

    async def set_count(
        self, person: Person, item_id: int, count: int, kind: CartKind = CartKind.OWN
    ) -> Cart:
        """So many exactly; 0 takes it out."""
        at = self.clock.now()
        return await self.store.write(lambda books: carts.set_count(books, person, kind, item_id, count, at))

    async def price_line(self, person: Person, item_id: int, price: Money | None) -> Cart:
        """A member's own price for this once; ``None``: the catalog's again."""
        at = self.clock.now()
        return await self.store.write(lambda books: carts.price_line(books, person, item_id, price, at))

    async def set_discount(self, person: Person, percent: int) -> Cart:
        """So many per cent off a member's cart; 0 for none."""
        at = self.clock.now()
        return await self.store.write(lambda books: carts.set_discount(books, person, percent, at))

    async def empty(self, person: Person, kind: CartKind = CartKind.OWN) -> None:
        """Everything out of it."""
        at = self.clock.now()
        await self.store.write(lambda books: carts.empty(books, person, kind, at))
