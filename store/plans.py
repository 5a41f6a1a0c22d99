"""Plans that anybody may subscribe to, and what the shop chose in the chat."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from billing.subscriptions.records import Offer, Plan
from store.base import Section
from store.schema import choices, merchants, plans
from store.written import offer_text, read_offer


class Plans(Section):
    """Kept, listed, changed and closed. A plan stays for the subscriptions that name it."""

    def add_plan(self, token: str, offer: Offer, at: datetime) -> Plan | None:
        """``None``: the token is taken."""
        row = {"token": token, "offer": offer_text(offer), "version": 1, "closed": False, "created_at": at}
        new_id = self.insert_once(plans, row)
        return None if new_id is None else self.plan(new_id)

    def plan(self, plan_id: int, *, lock: bool = False) -> Plan | None:
        """One plan; ``lock`` holds it until the transaction ends, so that who agrees to it comes singly."""
        query = select(plans).where(self.mine(plans), plans.c.id == plan_id)
        row = self.run(query.with_for_update() if lock else query).first()
        return None if row is None else _plan(row)

    def plan_by_token(self, token: str) -> Plan | None:
        """By its link."""
        row = self.row(plans, token=token)
        return None if row is None else _plan(row)

    def plans(self, *, closed: bool = False) -> list[Plan]:
        """In the order in which they were made; with ``closed`` those as well that nobody may take."""
        query = select(plans).where(self.mine(plans)).order_by(plans.c.id)
        return [_plan(row) for row in self.run(query if closed else query.where(~plans.c.closed))]

    def amend_plan(self, plan_id: int, version: int, offer: Offer, *, closed: bool) -> bool:
        """Compare the version and set; ``False``: somebody was first."""
        sets = {"offer": offer_text(offer), "closed": closed, "version": version + 1}
        return self.change(plans, {"id": plan_id, "version": version}, sets)

    def choice(self, name: str) -> str | None:
        """What the shop chose in the chat; ``None``: nothing, so the environment counts."""
        row = self.row(choices, name=name)
        return None if row is None else row.value

    def choices(self) -> Mapping[str, str]:
        """All that was chosen, by name."""
        return {row.name: row.value for row in self.rows(choices)}

    def lock_choices(self) -> None:
        """Who chooses next waits until this transaction ends, and sees what was chosen."""
        self.run(
            select(merchants.c.id).where(merchants.c.id == self.merchant.id).with_for_update(key_share=True)
        )

    def choose(self, name: str, value: str, at: datetime) -> None:
        """Instead of what was chosen before."""
        sets = {"value": value, "changed_at": at}
        self.run(
            self.insert(choices)
            .values({"merchant_id": self.merchant.id, "name": name, **sets})
            .on_conflict_do_update(index_elements=[choices.c.merchant_id, choices.c.name], set_=sets)
        )


def _plan(row: Row[Any]) -> Plan:
    return Plan(
        id=row.id,
        merchant_id=row.merchant_id,
        token=row.token,
        offer=read_offer(row.offer),
        version=row.version,
        created_at=row.created_at,
        closed=row.closed,
    )
