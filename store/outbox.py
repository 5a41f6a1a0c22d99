"""What is to be shown and told: cards, notices, pictures that Telegram already has."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, delete, func, literal, null, select, update

from billing.models import Audience, Card, Notice, Place
from billing.records import NewNotice
from store import statements
from store.base import Section
from store.schema import cards, invoices, notices, pictures


class Cards(Section):
    """Messages that show an invoice. ``due_at`` is set while what stands there is not what is wanted.

    ``away_since``: it was due then, and has met nobody at Telegram's end since.
    """

    def add_card(
        self,
        invoice_id: int,
        audience: Audience,
        place: Place,
        person_id: int | None,
        at: datetime,
        due_at: datetime,
        *,
        message_id: int | None = None,
    ) -> Card:
        """A card that is still to be sent."""
        self.outbox_touched = True
        row = self.run(
            self.insert(cards)
            .values(
                merchant_id=self.merchant.id,
                invoice_id=invoice_id,
                audience=audience.value,
                chat_id=place.chat_id,
                thread_id=place.thread_id,
                person_id=person_id,
                message_id=message_id,
                inline_id=place.inline_id or None,
                wanted=1,
                drawn=0,
                picture="",
                alive=True,
                tries=0,
                created_at=at,
                due_at=due_at,
            )
            .returning(cards)
        ).one()
        return as_card(row)

    def card(self, card_id: int) -> Card | None:
        """One card."""
        self.flush()
        row = self.row(cards, id=card_id)
        return None if row is None else as_card(row)

    def cards_of(self, invoice_id: int) -> list[Card]:
        """The living cards of an invoice."""
        living = [as_card(row) for row in self.rows(cards, invoice_id=invoice_id, alive=True)]
        return sorted(living, key=lambda card: card.id)

    def cards_ever(self, invoice_id: int) -> list[Card]:
        """All cards of an invoice, also those whose message is gone: who saw one hears what became of it."""
        rows = self.ahead.cards.pop(invoice_id, None)
        if rows is None:
            rows = list(self.rows(cards, invoice_id=invoice_id))
        return sorted(map(as_card, rows), key=lambda card: card.id)

    def retire_card(self, card_id: int, due_at: datetime) -> None:
        """It has been moved below: drawn once more, without QR and buttons."""
        self.outbox_touched = True
        self.run(
            update(cards)
            .where(self.mine(cards), cards.c.id == card_id)
            .values(alive=False, wanted=cards.c.wanted + 1, due_at=due_at)
        )

    def card_at(self, invoice_id: int, chat_id: int, message_id: int) -> Card | None:
        """The invoice's card that stands in this message, also one that is retired."""
        query = select(cards).where(
            self.mine(cards),
            cards.c.invoice_id == invoice_id,
            cards.c.chat_id == chat_id,
            cards.c.message_id == message_id,
        )
        row = self.run(query.limit(1)).first()
        return None if row is None else as_card(row)

    def register_card_message(self, card_id: int, message_id: int) -> None:
        """Where it stands; learned when it is sent, or at the first tap on it."""
        self.run(update(cards).where(self.mine(cards), cards.c.id == card_id).values(message_id=message_id))

    def redraw(self, invoice_id: int, due_at: datetime) -> None:
        """Something about the invoice changed: each living card is drawn again, newest state only."""
        self.outbox_touched = True
        here = {"is_merchant_id": self.merchant.id, "is_invoice_id": invoice_id, "wish": due_at}
        self.collect(statements.redrawing(self.connection.dialect.name), here)

    def due_cards(self, now: datetime, limit: int, besides: Sequence[int] = ()) -> list[Card]:
        """Those to be drawn now, but for the chats ``besides``."""
        self.flush()
        query = select(cards).where(self.mine(cards), cards.c.due_at <= now)
        if besides:
            query = query.where(cards.c.chat_id.not_in(besides))
        return [as_card(row) for row in self.run(query.order_by(cards.c.due_at).limit(limit))]

    def next_due(self, besides: Sequence[int] = ()) -> datetime | None:
        """When the outbox has work next, but for the chats ``besides``."""
        moments = [
            self.run(
                select(func.min(table.c.due_at)).where(
                    self.mine(table), table.c.due_at.is_not(None), table.c.chat_id.not_in(besides)
                )
            ).scalar()
            for table in (cards, notices)
        ]
        return min((moment for moment in moments if moment is not None), default=None)

    def card_drawn(self, card: Card, *, message_id: int | None, picture: str) -> None:
        """What stands there now; due where it was changed meanwhile, even if another drew that before us."""
        done, since = (cards.c.wanted == card.wanted, null()), literal(card.due_at, cards.c.due_at.type)
        self.run(
            update(cards)
            .where(self.mine(cards), cards.c.id == card.id, cards.c.chat_id == card.place.chat_id)
            .values(
                drawn=card.wanted,
                message_id=message_id,
                picture=picture,
                tries=0,
                away_since=None,
                due_at=case(done, else_=func.coalesce(cards.c.due_at, since)),
            )
        )

    def card_failed(self, card: Card, retry_at: datetime | None, *, away: bool = False) -> None:
        """Try again later, or never. ``away``: Telegram was, so it goes on to count as due."""
        values: dict[str, Any] = {"due_at": retry_at, "tries": cards.c.tries + 1}
        values["away_since"] = waits_since(cards) if away else None
        if retry_at is None:
            values["alive"] = False
        self.run(update(cards).where(self.mine(cards), cards.c.id == card.id).values(values))

    def drop_file_id(self, key: str) -> None:
        """Telegram does not know it any more."""
        self.run(delete(pictures).where(self.mine(pictures), pictures.c.key == key))

    def move_chat(self, old: int, new: int, at: datetime) -> None:
        """A group became a supergroup: all goes on there; cards of open invoices are posted again.

        The old messages are out of reach, and their numbers mean other messages there.
        """
        self.outbox_touched = True
        here = (self.mine(cards), cards.c.chat_id == old)
        still_open = select(invoices.c.id).where(self.mine(invoices), invoices.c.state == "open")
        lost: dict[str, Any] = {"chat_id": new, "message_id": None, "picture": ""}
        self.run(
            update(cards)
            .where(*here, cards.c.alive.is_(True), cards.c.invoice_id.in_(still_open))
            .values(**lost, wanted=cards.c.wanted + 1, due_at=at, tries=0)
        )
        self.run(update(cards).where(*here).values(**lost, alive=False, due_at=None))
        self.run(update(notices).where(self.mine(notices), notices.c.chat_id == old).values(chat_id=new))


class Notices(Section):
    """Facts to be told, each once in each chat."""

    def tell(self, notice: NewNotice, at: datetime) -> None:
        """Write it into the outbox, unless it is there already."""
        self.outbox_touched = True
        self.collect(
            statements.adding_unless_there(notices, self.connection.dialect.name),
            {
                "merchant_id": self.merchant.id,
                "key": notice.key,
                "kind": notice.kind,
                "chat_id": notice.place.chat_id,
                "thread_id": notice.place.thread_id,
                "person_id": notice.person_id,
                "loud": notice.loud,
                "invoice_id": notice.invoice_id,
                "payment_id": notice.payment_id,
                "attention_id": notice.attention_id,
                "details": json.dumps(notice.values, ensure_ascii=False),
                "tries": 0,
                "created_at": at,
                "due_at": at,
                "until": notice.until,
            },
        )

    def was_told(self, key: str) -> bool:
        """Whether it has been said; not while it waits, or where Telegram did not take it."""
        row = self.row(notices, key=key)
        return row is not None and row.sent_at is not None

    def due_notices(self, now: datetime, limit: int, besides: Sequence[int] = ()) -> list[Notice]:
        """Those to be told now, oldest first, but for the chats ``besides``."""
        self.flush()
        query = select(notices).where(self.mine(notices), notices.c.due_at <= now)
        if besides:
            query = query.where(notices.c.chat_id.not_in(besides))
        return [as_notice(row) for row in self.run(query.order_by(notices.c.id).limit(limit))]

    def notice_sent(self, notice_id: int, message_id: int | None, at: datetime) -> None:
        """Told."""
        self._notice(notice_id, due_at=None, sent_at=at, message_id=message_id)

    def notice_failed(
        self, notice_id: int, retry_at: datetime | None, why: str, *, away: bool = False
    ) -> None:
        """Try again later, or never. ``away``: Telegram was, so it goes on to count as due."""
        self._notice(
            notice_id,
            due_at=retry_at,
            tries=notices.c.tries + 1,
            away_since=waits_since(notices) if away else None,
            given_up=why[:64] if retry_at is None else None,
        )

    def _notice(self, notice_id: int, **values: Any) -> None:
        self.run(update(notices).where(self.mine(notices), notices.c.id == notice_id).values(**values))

    def file_id(self, key: str) -> str | None:
        """A picture that Telegram already has."""
        query = select(pictures.c.file_id).where(self.mine(pictures), pictures.c.key == key)
        return self.run(query).scalar()

    def keep_file_id(self, key: str, file_id: str, at: datetime) -> None:
        """One upload, then the same picture for all chats."""
        self.run(
            self.insert(pictures)
            .values(merchant_id=self.merchant.id, key=key, file_id=file_id, created_at=at)
            .on_conflict_do_update(
                index_elements=[pictures.c.merchant_id, pictures.c.key], set_={"file_id": file_id}
            )
        )


def waits_since(table: Any) -> Any:
    """When it first might have been said: what Telegram, being away, put off since does not count."""
    return func.coalesce(table.c.away_since, table.c.due_at)


def as_card(row: Row[Any]) -> Card:
    """One card as the core knows it."""
    return Card(
        id=row.id,
        invoice_id=row.invoice_id,
        audience=Audience(row.audience),
        place=Place(row.chat_id, row.thread_id, row.inline_id or ""),
        person_id=row.person_id,
        message_id=row.message_id,
        wanted=row.wanted,
        drawn=row.drawn,
        picture=row.picture,
        created_at=row.created_at,
        due_at=row.due_at,
        tries=row.tries,
        alive=row.alive,
    )


def as_notice(row: Row[Any]) -> Notice:
    """One row of the outbox as the core knows it."""
    return Notice(
        id=row.id,
        key=row.key,
        kind=row.kind,
        place=Place(row.chat_id, row.thread_id),
        person_id=row.person_id,
        loud=row.loud,
        invoice_id=row.invoice_id,
        payment_id=row.payment_id,
        attention_id=row.attention_id,
        values=json.loads(row.details),
        created_at=row.created_at,
        due_at=row.due_at,
        tries=row.tries,
        until=row.until,
    )
