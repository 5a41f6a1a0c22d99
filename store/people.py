"""People, and what waits for their decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, exists, func, select, update

from billing.developers.models import EventKind
from billing.figures.mornings import CHOICE as MORNINGS
from billing.models import Attention, Person, Role
from billing.settings.models import NEWS
from billing.states import AttentionKind, AttentionState
from store.base import Section
from store.happenings import happened
from store.methods import Methods
from store.payers import Payers
from store.schema import attentions, audit, cards, choices, dialogues, notices, people, reports, updates
from store.subscriptions import Subscriptions


class People(Payers, Methods, Subscriptions):
    """Customers and members."""

    def person(self, person_id: int) -> Person | None:
        """One person."""
        return self.people([person_id]).get(person_id)

    def people(self, person_ids: Sequence[int]) -> dict[int, Person]:
        """Several at once, by id."""
        rows = self.run(select(people).where(self.mine(people), people.c.person_id.in_(person_ids)))
        return {row.person_id: self._person(row) for row in rows}

    def members(self) -> list[Person]:
        """Everybody with a role."""
        rows = self.run(
            select(people).where(self.mine(people), people.c.role.is_not(None)).order_by(people.c.person_id)
        )
        return [self._person(row) for row in rows]

    def save_person(self, person: Person, at: datetime) -> None:
        """Write what a person has told us. A role comes with a new row; from then on ``appoint`` moves it."""
        values: dict[str, Any] = {
            "name": self.vault.seal(person.name) if person.name else None,
            "phone": self.vault.seal(person.phone) if person.phone else None,
            "chosen_locale": person.chosen_locale,
            "telegram_locale": person.telegram_locale,
            "started": person.started,
            "blocked": person.blocked,
            "changed_at": at,
        }
        key = {"merchant_id": self.merchant.id, "person_id": person.id, "created_at": at}
        key["role"] = person.role.value if person.role else None
        self.run(
            self.insert(people)
            .values({**key, **values})
            .on_conflict_do_update(index_elements=[people.c.merchant_id, people.c.person_id], set_=values)
        )

    def was_member(self, person_id: int) -> bool:
        """Whether they ever had a role: what the chat decided about them since stays."""
        rows = self.mine(audit) & (audit.c.subject == "member") & (audit.c.subject_id == person_id)
        return bool(self.run(select(exists().where(rows))).scalar())

    def particulars(self, person_id: int) -> dict[str, str]:
        """What a bank wanted to know of this person, by the names of its fields."""
        query = select(people.c.particulars).where(self.mine(people), people.c.person_id == person_id)
        told = self.vault.open_json(self.run(query).scalar())
        return {str(name): str(value) for name, value in told.items()} if isinstance(told, dict) else {}

    def note_particulars(self, person_id: int, told: Mapping[str, str], at: datetime) -> None:
        """Instead of what was noted before; nothing erases it."""
        sealed = self.vault.seal_json(dict(told)) if told else None
        self.run(
            update(people)
            .where(self.mine(people), people.c.person_id == person_id)
            .values(particulars=sealed, changed_at=at)
        )

    def forget_person(self, person_id: int, at: datetime) -> None:
        """Money rows stay without the person; a member keeps the role and nothing else."""
        self._forget_questions(person_id)
        self.forget_payers(person_id)
        self.forget_methods(person_id)
        self.release_customer(person_id)
        self.release_subscriber(person_id)
        for table, whose in (
            (cards, cards.c.person_id == person_id),
            (notices, notices.c.person_id == person_id),
            (reports, reports.c.person_id == person_id),
            (updates, (updates.c.chat_key == person_id) & (updates.c.state != "due")),
        ):
            self.run(delete(table).where(self.mine(table), whose))
        if not self.was_member(person_id):  # what members did stays theirs to answer for, without a name
            self.run(
                update(audit)
                .where(self.mine(audit), audit.c.actor == f"person:{person_id}")
                .values(actor="person:forgotten")
            )
        self.run(
            update(people)
            .where(self.mine(people), people.c.person_id == person_id)
            .values(
                name=None,
                phone=None,
                particulars=None,
                chosen_locale=None,
                telegram_locale=None,
                changed_at=at,
            )
        )
        self.run(
            delete(people).where(self.mine(people), people.c.person_id == person_id, people.c.role.is_(None))
        )
        self.run(delete(dialogues).where(self.mine(dialogues), dialogues.c.key.like(f"%:{person_id}")))
        theirs = [f"{MORNINGS}{person_id}", f"{NEWS}{person_id}"]
        self.run(delete(choices).where(self.mine(choices), choices.c.name.in_(theirs)))

    def _forget_questions(self, person_id: int) -> None:
        """Their own words to the shop; who asked stands in the audit."""
        theirs = select(audit.c.subject_id).where(
            self.mine(audit), audit.c.subject == "attention", audit.c.actor == f"person:{person_id}"
        )
        self.run(
            update(attentions)
            .where(
                self.mine(attentions),
                attentions.c.kind == AttentionKind.QUESTION.value,
                attentions.c.id.in_(theirs),
            )
            .values(note=None)
        )

    def _person(self, row: Row[Any]) -> Person:
        return Person(
            id=row.person_id,
            name=self.vault.open_text(row.name),
            phone=self.vault.open_text(row.phone),
            chosen_locale=row.chosen_locale,
            telegram_locale=row.telegram_locale,
            started=row.started,
            blocked=row.blocked,
            role=Role(row.role) if row.role else None,
            most=row.invoice_most,
        )


class Attentions(Section):
    """What a person must decide."""

    def add_attention(
        self,
        invoice_id: int,
        payment_id: int | None,
        kind: AttentionKind,
        at: datetime,
        *,
        note: str = "",
        subject: str = "",
    ) -> Attention | None:
        """Once per subject (by default payment and kind), again where its cause went away and came back; a
        question once until it is answered.
        """
        once = subject or f"{kind}:{payment_id}"
        if gone := self._resolved(invoice_id, payment_id, kind):
            once = f"{once}:{gone}"
        if kind is AttentionKind.QUESTION:
            if any(a.kind is kind for a in self.attentions(invoice_id=invoice_id)):
                return None
            once = f"{kind}:{invoice_id}:{at.isoformat()}"
        new_id = self.insert_once(
            attentions,
            {
                "invoice_id": invoice_id,
                "payment_id": payment_id,
                "kind": kind.value,
                "state": AttentionState.OPEN.value,
                "once": once,
                "note": self.vault.seal(note) if note else None,
                "created_at": at,
            },
        )
        if new_id is None:
            return None
        happened(self, EventKind.ATTENTION_OPENED, new_id, at)
        return self.attention(new_id)

    def _resolved(self, invoice_id: int, payment_id: int | None, kind: AttentionKind) -> int:
        """How often its cause has gone away by itself."""
        query = select(func.count()).where(
            self.mine(attentions),
            attentions.c.invoice_id == invoice_id,
            attentions.c.payment_id == payment_id,
            attentions.c.kind == kind.value,
            attentions.c.state == AttentionState.RESOLVED.value,
        )
        return int(self.run(query).scalar_one())

    def attention(self, attention_id: int) -> Attention | None:
        """One item."""
        row = self.run(
            select(attentions).where(self.mine(attentions), attentions.c.id == attention_id)
        ).first()
        return None if row is None else self._attention(row)

    def attentions(self, *, invoice_id: int | None = None, limit: int = 50) -> list[Attention]:
        """Those still open, oldest first."""
        query = select(attentions).where(
            self.mine(attentions), attentions.c.state == AttentionState.OPEN.value
        )
        if invoice_id is not None:
            query = query.where(attentions.c.invoice_id == invoice_id)
        return [self._attention(row) for row in self.run(query.order_by(attentions.c.id).limit(limit))]

    def count_attentions(self, *, before: datetime) -> int:
        """Those still open that began before that moment."""
        query = select(func.count()).where(
            self.mine(attentions),
            attentions.c.state == AttentionState.OPEN.value,
            attentions.c.created_at < before,
        )
        return int(self.run(query).scalar_one())

    def decide_attention(self, attention_id: int, to: AttentionState, by: int | None, at: datetime) -> bool:
        """Compare and set: an item is decided once."""
        return self.changed(
            update(attentions)
            .where(
                self.mine(attentions),
                attentions.c.id == attention_id,
                attentions.c.state == AttentionState.OPEN.value,
            )
            .values(state=to.value, decided_by=by, decided_at=at)
        )

    def _attention(self, row: Row[Any]) -> Attention:
        return Attention(
            id=row.id,
            invoice_id=row.invoice_id,
            payment_id=row.payment_id,
            kind=AttentionKind(row.kind),
            state=AttentionState(row.state),
            created_at=row.created_at,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
            note=self.vault.open_text(row.note),
        )
