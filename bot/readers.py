"""Who reads a card or a notice, and in which language."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from billing.access import Action, may, may_manage
from billing.books import Books
from billing.models import Audience, Card, Invoice, Notice, Person
from billing.people import reads
from screens.reader import Reader, Site
from screens.texts import words
from store.engine import Database


class Readers:
    """Private messages speak the reader's language, public ones the shop's."""

    def __init__(self, database: Database, site: Site, zone: ZoneInfo) -> None:
        self._database = database
        self._site = site
        self._zone = zone

    async def for_card(self, card: Card, invoice: Invoice) -> Reader:
        """The reader of a card."""
        if card.audience.public:
            return self._reader(None, staff=False)
        person = await self._person(card.person_id)
        staff = card.audience is Audience.ISSUER and may_manage(person, invoice)
        return self._reader(person, staff=staff)

    async def for_notice(self, notice: Notice) -> Reader:
        """The reader of a notice."""
        whose, about = notice.person_id if notice.place.private else None, notice.invoice_id

        def read(books: Books) -> tuple[Person | None, Invoice | None]:
            person = books.person(whose) if whose is not None else None
            member = person is not None and person.role is not None
            return person, books.invoice(about) if member and about is not None else None

        person, invoice = await self._database.read(read)
        staff = may_manage(person, invoice) if invoice is not None else may(person, Action.ISSUE)
        return self._reader(person, staff=staff)

    async def for_person(self, person_id: int) -> Reader:
        """The reader of what somebody asked for in a private chat."""
        person = await self._person(person_id)
        return self._reader(person, staff=person is not None and person.role is not None)

    async def _person(self, person_id: int | None) -> Person | None:
        if person_id is None:
            return None
        return await self._database.read(lambda books: books.person(person_id))

    def _reader(self, person: Person | None, *, staff: bool) -> Reader:
        assert self._database.merchant is not None
        return Reader(
            words=words(reads(person, self._database.merchant.locale)),
            zone=self._zone,
            site=self._site,
            staff=staff,
            details=may(person, Action.SEE_ALL),
            person_id=person.id if person else None,
        )
