"""Subscriptions in the books, one by one; lists of them are in ``store.subscribers``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, literal_column, or_, select, update
from sqlalchemy.exc import IntegrityError

from billing.subscriptions.models import State, Terms
from billing.subscriptions.records import OURS, End, NewSubscription, Offer, Subscription, Wish
from store.base import Section
from store.schema import silences, subscriptions
from store.schema.subscriptions import LIVING
from store.written import (
    offer_text,
    pauses_text,
    prices_text,
    read_offer,
    read_pauses,
    read_prices,
    read_terms,
    terms_text,
)

FARTHEST = timedelta(days=400)  # no bill is farther off than a year and some days
FIXED = frozenset({"id", "merchant_id", "number", "token", "plan_id", "issuer_id", "created_at", "version"})
"""What a subscription is born with; its version grows by itself."""

UNIQUE = frozenset({"state", "customer_id", "engine", "bank_id"})
OVER = (State.CANCELLED.value, State.EXPIRED.value)


class Subscriptions(Section):
    """Made, read, found and changed. One that is over stays."""

    def add_subscription(self, new: NewSubscription) -> Subscription | None:
        """``None``: its source has made one already, or the person has a living one of this plan."""
        new_id = self.insert_once(
            subscriptions,
            {
                "source": new.source,
                "number": new.number,
                "token": new.token,
                "plan_id": new.plan_id,
                "offer": offer_text(new.offer),
                "state": new.state.value,
                "engine": new.engine,
                "issuer_id": new.issuer_id,
                "customer_id": new.customer_id,
                "phone": self._sealed(new.phone),
                "name": self._sealed(new.name),
                "prices": prices_text(()),
                "pauses": pauses_text(()),
                "remind": True,
                "after_id": new.after_id,
                "version": 1,
                "created_at": new.created_at,
                "told_reminders_off": False,
                "failed": 0,
                "looks": 0,
            },
        )
        return None if new_id is None else self.subscription(new_id)

    def subscription(self, subscription_id: int, *, lock: bool = False) -> Subscription | None:
        """One of them; ``lock`` holds it until the transaction ends."""
        return self._subscription_where(subscriptions.c.id == subscription_id, lock=lock)

    def subscription_by_token(self, token: str) -> Subscription | None:
        """By its link."""
        return self._subscription_where(subscriptions.c.token == token)

    def subscription_by_source(self, source: str) -> Subscription | None:
        """By what has asked for it."""
        return self._subscription_where(subscriptions.c.source == source)

    def subscription_by_number(self, number: int) -> Subscription | None:
        """By the number that people see."""
        return self._subscription_where(subscriptions.c.number == number)

    def subscription_at_bank(self, engine: str, bank_id: str) -> Subscription | None:
        """By the id under which the bank that runs it knows it."""
        return self._subscription_where(subscriptions.c.engine == engine, subscriptions.c.bank_id == bank_id)

    def living_subscription(self, plan_id: int, person_id: int) -> Subscription | None:
        """The one of this plan to which the person agreed, and which is not over."""
        theirs = subscriptions.c.plan_id == plan_id, subscriptions.c.customer_id == person_id
        return self._subscription_where(*theirs, literal_column(LIVING))

    def amend_subscription(self, subscription_id: int, **changes: object) -> bool:
        """New values by the names of its fields; the version grows by one.

        ``False``, and nothing is changed: the person has another living one of its plan, or the bank's id is
        another one's. Who holds the plan and has asked for ``living_subscription`` meets the first never.
        """
        if fixed := FIXED & changes.keys():
            raise ValueError(f"a subscription keeps its {', '.join(sorted(fixed))}")
        sets = {**self._to_columns(changes), "version": subscriptions.c.version + 1}
        here = self.mine(subscriptions), subscriptions.c.id == subscription_id
        statement = update(subscriptions).where(*here).values(sets)
        if not UNIQUE & changes.keys():
            return self.changed(statement)
        try:
            with self.connection.begin_nested():
                return self.changed(statement)
        except IntegrityError:
            return False

    def due_subscriptions(self, engine: str | None, now: datetime, limit: int) -> list[int]:
        """The longest due first: ours (``OURS``), one bank's, or (``None``) all that banks run.

        So is what is due later than anything can be: it was written by a clock that ran far ahead.
        """
        here = subscriptions.c.next_due
        whose = subscriptions.c.engine != OURS if engine is None else subscriptions.c.engine == engine
        query = select(subscriptions.c.id).where(
            self.mine(subscriptions), or_(here <= now, here > now + FARTHEST), whose
        )
        ordered = query.order_by(subscriptions.c.next_due, subscriptions.c.id).limit(limit)
        return list(self.run(ordered).scalars())

    def next_due_subscription(self) -> datetime | None:
        """When the first of all is to be looked at."""
        query = select(func.min(subscriptions.c.next_due))
        due = self.mine(subscriptions), subscriptions.c.next_due.is_not(None)
        return self.run(query.where(*due)).scalar()

    def release_subscriber(self, person_id: int) -> None:
        """Take a person out of the subscriptions that are over, and forget what they wished not to hear."""
        theirs = subscriptions.c.customer_id == person_id, subscriptions.c.state.in_(OVER)
        nobody = {"customer_id": None, "phone": None, "name": None}
        self.run(
            update(subscriptions)
            .where(self.mine(subscriptions), *theirs)
            .values({**nobody, "version": subscriptions.c.version + 1})
        )
        self.run(delete(silences).where(self.mine(silences), silences.c.person_id == person_id))

    def _subscription_where(self, *which: ColumnElement[bool], lock: bool = False) -> Subscription | None:
        query = select(subscriptions).where(self.mine(subscriptions), *which)
        row = self.run(query.with_for_update() if lock else query).first()
        return None if row is None else self._subscription(row)

    def _to_columns(self, changes: Mapping[str, object]) -> dict[str, Any]:
        columns: dict[str, Any] = {}
        for name, value in changes.items():
            match name, value:
                case "offer", Offer():
                    columns[name] = offer_text(value)
                case "terms", Terms():
                    columns[name] = terms_text(value)
                case "prices", tuple():
                    columns[name] = prices_text(value)
                case "pauses", tuple():
                    columns[name] = pauses_text(value)
                case "phone" | "name", str():
                    columns[name] = self._sealed(value)
                case _, Enum():
                    columns[name] = value.value
                case _:
                    columns[name] = value
        return columns

    def _sealed(self, said: str) -> bytes | None:
        return self.vault.seal(said) if said else None

    def _subscription(self, row: Row[Any]) -> Subscription:
        return Subscription(
            id=row.id,
            merchant_id=row.merchant_id,
            number=row.number,
            token=row.token,
            offer=read_offer(row.offer),
            state=State(row.state),
            issuer_id=row.issuer_id,
            version=row.version,
            created_at=row.created_at,
            engine=row.engine,
            plan_id=row.plan_id,
            customer_id=row.customer_id,
            phone=self.vault.open_text(row.phone),
            name=self.vault.open_text(row.name),
            terms=read_terms(row.terms) if row.terms else None,
            prices=read_prices(row.prices),
            pauses=read_pauses(row.pauses),
            remind=row.remind,
            method_id=row.method_id,
            after_id=row.after_id,
            agreed_at=row.agreed_at,
            ended_at=row.ended_at,
            ended_by=End(row.ended_by) if row.ended_by else None,
            next_due=row.next_due,
            told_reminders_off=row.told_reminders_off,
            bank_id=row.bank_id,
            wish=Wish(row.wish) if row.wish else None,
            asked_at=row.asked_at,
            bank_next_at=row.bank_next_at,
            bank_next_timed=row.bank_next_timed is not False,
            grace_until=row.grace_until,
            failed=row.failed,
            looks=row.looks,
        )
