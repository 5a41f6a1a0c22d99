"""What members typed after the bot's name, and the messages that it became."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from billing.inline.models import Draft
from billing.models import Card
from billing.money import Money
from store.base import Section
from store.outbox import as_card
from store.schema import cards, drafts


class Drafts(Section):
    """Each is used once."""

    def add_draft(self, draft: Draft) -> None:
        """A new one; its token is nobody else's."""
        self.add(
            drafts,
            {
                "token": draft.token,
                "member_id": draft.member_id,
                "amount": draft.amount.minor,
                "currency": draft.amount.currency,
                "words": draft.words,
                "created_at": draft.created_at,
            },
        )

    def draft(self, token: str) -> Draft | None:
        """By the token of its link."""
        row = self.row(drafts, token=token)
        return None if row is None else _draft(row)

    def use_draft(self, token: str, since: datetime, at: datetime) -> Draft | None:
        """Compare and set: one that was typed after ``since`` and is no invoice yet is one from now on."""
        row = self.run(
            update(drafts)
            .where(
                self.mine(drafts),
                drafts.c.token == token,
                drafts.c.used_at.is_(None),
                drafts.c.created_at > since,
            )
            .values(used_at=at)
            .returning(drafts)
        ).first()
        return None if row is None else _draft(row)

    def note_chosen(self, token: str, member_id: int, at: datetime) -> bool:
        """Its member has sent it; ``False``: there is no such draft of theirs."""
        return self.change(drafts, {"token": token, "member_id": member_id}, {"chosen_at": at})

    def last_used_draft(self, before: datetime) -> Draft | None:
        """The newest that became an invoice before that."""
        query = select(drafts).where(self.mine(drafts), drafts.c.used_at.is_not(None))
        row = self.run(
            query.where(drafts.c.used_at < before).order_by(drafts.c.used_at.desc()).limit(1)
        ).first()
        return None if row is None else _draft(row)

    def drop_drafts(self, member_id: int) -> None:
        """Somebody who asked to be forgotten leaves none."""
        self.run(delete(drafts).where(self.mine(drafts), drafts.c.member_id == member_id))

    def inline_card(self, inline_id: str) -> Card | None:
        """The card that stands in this message, whichever invoice it shows."""
        row = self.row(cards, inline_id=inline_id)
        return None if row is None else as_card(row)

    def redraw_inline(self, invoice_id: int, due_at: datetime) -> None:
        """A picture that inline messages may show is at Telegram now: they are drawn again."""
        self.outbox_touched = True
        here = (self.mine(cards), cards.c.invoice_id == invoice_id, cards.c.inline_id.is_not(None))
        self.run(
            update(cards)
            .where(*here, cards.c.alive.is_(True))
            .values(wanted=cards.c.wanted + 1, due_at=due_at)
        )


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        token=row.token,
        member_id=row.member_id,
        amount=Money(row.amount, row.currency),
        words=row.words,
        created_at=row.created_at,
        used_at=row.used_at,
        chosen_at=row.chosen_at,
    )
