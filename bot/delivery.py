"""The outbox: cards are drawn and notices told, newest state only, each chat in its own order.

A sentence may be said twice when its answer was lost; it states a fact. Nobody waits behind another chat.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from billing.desk import Desk
from billing.figures import mornings
from billing.models import Card, Notice, Person
from billing.subscriptions import truth, viewing
from billing.subscriptions.viewing import SubscriptionView
from bot.leases import Lease
from bot.loops import Crew, Loop
from bot.merging import merged
from bot.messenger import Gone, Later, Messenger
from bot.mishaps import Broken, Moot, as_broken
from bot.pacing import Rank, at_rank
from bot.readers import Readers
from screens import cards as card_screens
from screens import notices as notice_screens
from screens.reader import Reader
from screens.shifts import told as shift_news
from screens.subscribers import many
from screens.team import told as team_news
from store.books import SqlBooks
from store.engine import Database

log = logging.getLogger(__name__)

Mark = Callable[[SqlBooks, Notice], None]

TURN = 1.0
PAGE = 300
PAUSES = (1, 2, 5, 15, 60, 300, 900)
AWAY_MOST = 60  # where Telegram is away: when it is back all is told within a minute
LIFE = timedelta(hours=48)
LEASE_NAME = "delivery"
LEASE = timedelta(seconds=10)  # who delivered and died is replaced after this long
RENEW = timedelta(seconds=3)
PATIENT_TRIES = 8  # of an inline message that waits for its picture
REMINDERS = frozenset(truth.KINDS.values())


@dataclass
class _Chat:
    """What is due in one chat."""

    cards: list[Card] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


class Delivery:
    """Reads the outbox and speaks through the messenger."""

    def __init__(self, database: Database, desk: Desk, messenger: Messenger, readers: Readers) -> None:
        self._database = database
        self._desk = desk
        self._clock = desk.clock
        self._messenger = messenger
        self._readers = readers
        self._busy: set[int] = set()
        self._crew = Crew("delivery")
        owner = desk.banking.owner
        self._lease = Lease(database, LEASE_NAME, owner, lasts=LEASE, renew=RENEW)
        self.loop = Loop("delivery", self.turn)

    @property
    def is_ours_now(self) -> bool:
        """Whether this replica is the one that delivers."""
        return self._lease.held

    async def stop(self, seconds: float) -> None:
        """Take no more, finish what is in hand."""
        await self.loop.stop()
        await self._crew.drain(seconds)
        await self._lease.let_go()

    async def turn(self) -> float:
        """Take what is due, where the lease is ours; in how many seconds to come again."""
        now, busy = self._clock.now(), tuple(self._busy)
        if not await self._lease.take(now):
            return TURN

        def read(books: SqlBooks) -> tuple[list[Card], list[Notice], datetime | None]:
            due = books.due_cards(now, PAGE, busy), books.due_notices(now, PAGE, busy)
            return *due, None if any(due) else books.next_due(busy)

        cards, notices, next_due = await self._database.read(read)
        for chat_id, chat in _by_chat(cards, notices).items():
            self._busy.add(chat_id)
            self._crew.spawn(self._serve(chat_id, chat))
        if next_due is None:
            return TURN
        return min(TURN, max(0.01, (next_due - now).total_seconds()))

    async def _serve(self, chat_id: int, chat: _Chat) -> None:
        """A new card first, then facts, then edits: an edit makes no sound and can wait."""
        steps = [partial(self._draw, card) for card in chat.cards if card.message_id is None]
        steps += [partial(self._tell, told) for told in merged(chat.notices)]
        steps += [partial(self._draw, card) for card in chat.cards if card.message_id is not None]
        try:
            for step in steps:
                if not self._lease.lasts(self._clock.now()):
                    return  # we stood still, and another replica may be saying the rest
                await step()
        finally:
            self._busy.discard(chat_id)
            self.loop.wake()

    # --- cards

    async def _draw(self, card: Card) -> None:
        if card.message_id is None and not card.alive:
            await self._settle_card(card, None, card.picture)
            return
        try:
            with as_broken("card", card.id):
                await self._draw_now(card)
        except Later as later:
            await self._postpone_card(card, later)
        except Gone as gone:
            log.info("card gone: card=%s %s", card.id, gone)
            if not await self._moved(card.place.chat_id, gone):
                await self._database.write_small(lambda books: books.card_failed(card, None))
                await self._note_blocked(card.person_id, card.place.chat_id, gone)

    async def _draw_now(self, card: Card) -> None:
        fresh = await self._database.read(lambda books: books.card(card.id)) or card
        view = await self._desk.view(card.invoice_id)
        reader = await self._readers.for_card(fresh, view.invoice)
        ways = [way.slug for way in self._desk.ways(view.invoice.amount)]
        drawn = card_screens.draw(view, fresh.audience, reader, ways, retired=not fresh.alive)
        if fresh.place.inline_id:
            patient = fresh.tries < PATIENT_TRIES and await self._another_is_due(fresh)
            standing = await self._messenger.show_inline(fresh, drawn, patient=patient)
            await self._settle_card(fresh, None, standing)
            return
        message_id = await self._messenger.show(fresh, drawn)
        lent = view.invoice.inline and fresh.alive and drawn.picture.key != fresh.picture
        await self._settle_card(fresh, message_id, drawn.picture.key, lent=lent)

    async def _settle_card(
        self, card: Card, message_id: int | None, picture: str, *, lent: bool = False
    ) -> None:
        """``lent``: inline messages may show the picture, too, from now on."""
        at = self._clock.now()

        def write(books: SqlBooks) -> None:
            books.card_drawn(card, message_id=message_id, picture=picture)
            if lent:
                books.redraw_inline(card.invoice_id, at)

        await self._database.write_small(write)

    async def _another_is_due(self, card: Card) -> bool:
        """A card that is about to bring a picture to Telegram."""
        cards = await self._database.read(lambda books: books.cards_of(card.invoice_id))
        soon = self._clock.now() + timedelta(seconds=1)
        others = (each for each in cards if not each.place.inline_id and not each.tries)
        return any(each.due_at is not None and each.due_at <= soon for each in others)

    async def _postpone_card(self, card: Card, later: Later) -> None:
        stands = card.message_id is not None or (bool(card.place.inline_id) and not later.refused)
        retry = self._retry_at(card.tries, card.created_at, later, forever=stands)
        await self._database.write_small(lambda books: books.card_failed(card, retry, away=later.away))

    # --- notices

    async def _tell(self, notices: Sequence[Notice]) -> None:
        first = notices[0]
        try:
            with as_broken("notice", first.id):
                message_id = await self._tell_now(notices)
        except Moot as moot:
            past = str(moot)
            await self._finish(notices, lambda books, n: books.notice_failed(n.id, None, past))
            await self._note_not_reminded(first, blocked=past == truth.UNREACHABLE)
        except Later as later:
            await self._postpone(notices, later)
        except Gone as gone:
            why = str(gone)
            log.info("notice not delivered: notice=%s %s", first.id, why)
            if not await self._moved(first.place.chat_id, gone):
                await self._finish(notices, lambda books, n: books.notice_failed(n.id, None, why))
                await self._note_blocked(first.person_id, first.place.chat_id, gone)
                await self._note_not_reminded(first, blocked=gone.blocked)
        else:
            at = self._clock.now()
            await self._finish(notices, lambda books, n: books.notice_sent(n.id, message_id, at))

    async def _postpone(self, notices: Sequence[Notice], later: Later) -> None:
        """Of those that broke together each is tried by itself: most likely it was one of them."""
        if isinstance(later, Broken) and len(notices) > 1:
            for each in notices:
                await self._tell([each])
            return
        first, why = notices[0], str(later)
        retry = self._retry_at(first.tries, first.created_at, later)
        await self._finish(notices, lambda books, n: books.notice_failed(n.id, retry, why, away=later.away))

    async def _tell_now(self, notices: Sequence[Notice]) -> int:
        first = notices[0]
        reader = await self._readers.for_notice(first)
        if len(notices) > 1:
            told = await self._together(notices, reader)
            return await self._messenger.say(first.place, told, loud=first.loud)
        attention = None
        if first.attention_id is not None:
            attention = await self._database.read(lambda books: books.attention(first.attention_id or 0))
        view = await self._desk.view(first.invoice_id) if first.invoice_id is not None else None
        ways = [way.slug for way in self._desk.ways(view.invoice.amount)] if view else []
        subscription, people = await self._subscription(first), await self._people(first)
        told = notice_screens.tell(first, view, attention, reader, ways, subscription, people)
        reply_to = await self._card_message(first)
        return await self._in_time(
            first, self._messenger.say(first.place, told, loud=first.loud, reply_to=reply_to)
        )

    async def _people(self, notice: Notice) -> dict[int, Person]:
        """Of whom news of the team and of shifts speak."""
        if notice.kind not in team_news.KINDS | shift_news.KINDS:
            return {}
        return await self._database.read(lambda books: books.people(team_news.concerns(notice)))

    async def _together(self, notices: Sequence[Notice], reader: Reader) -> notice_screens.Told:
        if notices[0].kind in many.KINDS:
            shown = [await self._subscription(notice) for notice in notices[: many.LINES]]
            return notice_screens.Told(*many.tell(notices, [each for each in shown if each], reader))
        views = [await self._desk.view(n.invoice_id) for n in notices if n.invoice_id is not None]
        return notice_screens.tell_many(notices, views, reader)

    async def _in_time(self, notice: Notice, saying: Coroutine[object, object, int]) -> int:
        """Said before its time is over, or not at all; reminders after whatever else is to be said."""
        if notice.until is None:
            return await saying
        left = (notice.until - self._clock.now()).total_seconds()
        try:
            async with asyncio.timeout(left):
                with at_rank(Rank.REMINDER):
                    return await saying
        except TimeoutError:
            raise Moot("too late") from None

    async def _subscription(self, notice: Notice) -> SubscriptionView | None:
        """What it speaks of, as it stands now. ``Moot`` where it is not to be said any more."""
        now = self._clock.now()

        def read(books: SqlBooks) -> tuple[str | None, SubscriptionView | None]:
            why = _past(books, notice, now)
            known = books.subscription(int(notice.values.get("subscription", 0)))
            return why, viewing.of(books, known, now) if known else None

        if notice.until is None and "subscription" not in notice.values:
            return None
        why, found = await self._database.read(read)
        if why is not None:
            raise Moot(why)
        return found

    async def _card_message(self, notice: Notice) -> int | None:
        """The card in the same chat, to which the notice is a reply."""
        if notice.invoice_id is None:
            return None
        cards = await self._database.read(lambda books: books.cards_of(notice.invoice_id or 0))
        here = [c.message_id for c in cards if c.place.chat_id == notice.place.chat_id and c.message_id]
        return here[-1] if here else None

    async def _finish(self, notices: Sequence[Notice], mark: Mark) -> None:
        def write(books: SqlBooks) -> None:
            for notice in notices:
                mark(books, notice)

        await self._database.write_small(write)

    # --- failures

    def _retry_at(
        self, tries: int, since: datetime, later: Later, *, forever: bool = False
    ) -> datetime | None:
        now = self._clock.now()
        if now - since > LIFE and later.refused and not forever:
            return None  # Telegram's own troubles end, however long they last: a fact waits for that
        pause = later.seconds if later.seconds is not None else PAUSES[min(tries, len(PAUSES) - 1)]
        return now + timedelta(seconds=min(pause, AWAY_MOST) if later.away else pause)

    async def _moved(self, chat_id: int, gone: Gone) -> bool:
        """A group with a new id: what was due stays due, there."""
        if gone.moved_to is None:
            return False
        await self._desk.move_chat(chat_id, gone.moved_to)
        return True

    async def _note_not_reminded(self, notice: Notice, *, blocked: bool) -> None:
        """A subscriber has blocked us: the shop hears it once."""
        if blocked and notice.kind == truth.OF_SUBSCRIPTION:
            subscription_id, at = int(notice.values["subscription"]), self._clock.now()
            await self._database.write_small(lambda books: truth.tell_unreachable(books, subscription_id, at))

    async def _note_blocked(self, person_id: int | None, chat_id: int, gone: Gone) -> None:
        if gone.blocked and person_id is not None and chat_id > 0:
            await self._desk.mark_blocked(person_id, blocked=True)


def _past(books: SqlBooks, notice: Notice, now: datetime) -> str | None:
    """Why a reminder is true no more, or yesterday's figures are not for their reader."""
    if notice.kind in mornings.KINDS:
        return mornings.why_not(books, notice)
    return truth.still(books, notice, now) if notice.kind in REMINDERS else None


def _by_chat(cards: Sequence[Card], notices: Sequence[Notice]) -> dict[int, _Chat]:
    chats: dict[int, _Chat] = {}
    for card in cards:
        chats.setdefault(card.place.chat_id, _Chat()).cards.append(card)
    for notice in notices:
        chats.setdefault(notice.place.chat_id, _Chat()).notices.append(notice)
    return chats
