"""Who comes to the front desk, and where they are spoken to."""

from __future__ import annotations

from billing import invoicing, people
from billing.books import Books, Store
from billing.models import Person, Place
from billing.ports import Clock
from billing.subscriptions import changing


class Reception:
    """The desk's calls about people and chats."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock

    # --- people

    async def meet(self, person_id: int, name: str, telegram_locale: str | None, *, private: bool) -> Person:
        """Who is speaking: called for each update, writes only when something is new."""
        known = await self.store.read(lambda books: books.person(person_id))
        if known and _already_met(known, name, telegram_locale, private=private):
            return known
        at = self.clock.now()
        return await self.store.write_small(
            lambda books: people.meet(books, person_id, name, telegram_locale, at, private=private)
        )

    async def remember_phone(self, person_id: int, phone: str) -> Person:
        """The phone (E.164) by which this person pays; "" forgets it."""
        at = self.clock.now()
        return await self.store.write(lambda books: people.remember_phone(books, person_id, phone, at))

    async def remember_particular(self, person_id: int, name: str, value: str) -> None:
        """What a bank wants to know of this person, kept until they have it forgotten."""
        at = self.clock.now()

        def write(books: Books) -> None:
            told = books.particulars(person_id)
            books.note_particulars(person_id, {**told, name: value}, at)

        await self.store.write(write)

    async def particulars(self, person_id: int) -> dict[str, str]:
        """What was remembered of it."""
        told = await self.store.read(lambda books: books.particulars(person_id))
        return {name: value for name, value in told.items() if value}

    async def forget_particulars(self, person_id: int) -> None:
        """All of it; it may be asked for again."""
        at = self.clock.now()
        await self.store.write(lambda books: books.note_particulars(person_id, {}, at))

    async def choose_locale(self, person_id: int, locale: str) -> Person:
        """The person's own choice of language, kept."""
        at = self.clock.now()
        return await self.store.write(lambda books: people.choose_locale(books, person_id, locale, at))

    async def mark_blocked(self, person_id: int, *, blocked: bool) -> None:
        """The person blocked us, or came back."""
        at = self.clock.now()
        await self.store.write_small(lambda books: people.mark_blocked(books, person_id, at, blocked=blocked))

    async def forget(self, person_id: int) -> None:
        """Delete what we know of a person; their subscriptions end, money rows stay without them."""
        at = self.clock.now()

        def write(books: Books) -> None:
            changing.gone(books, person_id, at)
            books.forget_person(person_id, at)
            books.drop_carts(person_id)
            books.drop_drafts(person_id)

        await self.store.write(write)

    async def person(self, person_id: int) -> Person | None:
        """What we know of a person."""
        return await self.store.read(lambda books: books.person(person_id))

    async def members(self) -> list[Person]:
        """Everybody with a role."""
        return await self.store.read(lambda books: books.members())

    # --- chats

    async def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: all goes on there. Told several times, done once."""
        at = self.clock.now()
        await self.store.write(lambda books: books.move_chat(old, new, at))

    async def sees(self, invoice_id: int, person: Person, place: Place) -> None:
        """Whether this person may press an invoice's buttons here; ``NotFound`` where they may not.

        A button carries an id, and an id can be made up: what counts is that the invoice stands in this chat,
        or is theirs to see.
        """

        def read(books: Books) -> None:
            here = (card.place.chat_id == place.chat_id for card in books.cards_of(invoice_id))
            if not any(here):
                invoicing.visible(books, invoice_id, person)

        await self.store.read(read)

    async def found_card(self, invoice_id: int, place: Place, message_id: int) -> None:
        """Somebody tapped on a card: where its message was lost in a crash, it is known from now on."""
        if await self.store.read(lambda books: books.card_at(invoice_id, place.chat_id, message_id)):
            return
        at = self.clock.now()
        await self.store.write_small(
            lambda books: invoicing.found_card(books, invoice_id, place, message_id, at)
        )


def _already_met(known: Person, name: str, telegram_locale: str | None, *, private: bool) -> bool:
    same = (known.name, known.telegram_locale) == (name, telegram_locale)
    return same and not known.blocked and (known.started or not private)
