"""What became of each state, and by whose hand: written once, never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, literal_column, select

from billing.team.models import Deed
from store import statements
from store.base import Section
from store.schema import audit, people
from store.schema.money import BY_PEOPLE

WORD_MOST = 16
PERSON = "person:"
BY_A_PERSON: ColumnElement[bool] = literal_column(BY_PEOPLE)
"""In the words of the index that holds these few among all that banks have moved."""


class Audit(Section):
    """Who or what changed a state, on which evidence, when."""

    def audit(
        self,
        subject: str,
        subject_id: int,
        was: str,
        now_is: str,
        actor: str,
        at: datetime,
        evidence: Mapping[str, object] | None = None,
    ) -> None:
        """One row, written when the transaction ends; never changed afterwards. Words are 16 long at most:
        PostgreSQL takes no longer ones, and SQLite would not say so.
        """
        if max(map(len, (subject, was, now_is))) > WORD_MOST:
            raise ValueError(f"too long a word for the audit: {subject} {was} {now_is}")
        self.collect(
            statements.adding(audit, self.connection.dialect.name),
            {
                "merchant_id": self.merchant.id,
                "subject": subject,
                "subject_id": subject_id,
                "was": was,
                "now_is": now_is,
                "actor": actor[:64],
                "evidence": json.dumps(evidence, ensure_ascii=False) if evidence else None,
                "at": at,
            },
        )

    def deeds_of(self, person_id: int, before: int | None, limit: int) -> list[Deed]:
        """What this person's hand has caused, newest first."""
        here = audit.c.actor == f"{PERSON}{person_id}"
        query = select(audit).where(self.mine(audit), BY_A_PERSON, here)
        query = query if before is None else query.where(audit.c.id < before)
        rows = self.run(query.order_by(audit.c.id.desc()).limit(limit))
        return [
            Deed(
                id=row.id,
                person_id=person_id,
                subject=row.subject,
                subject_id=row.subject_id,
                was=row.was,
                now_is=row.now_is,
                at=row.at,
                evidence=json.loads(row.evidence) if row.evidence else {},
            )
            for row in rows
        ]

    def ever_members(self) -> list[int]:
        """Who belongs to the shop, or did once."""
        moved = select(audit.c.subject_id).where(self.mine(audit), audit.c.subject == "member").distinct()
        now = select(people.c.person_id).where(self.mine(people), people.c.role.is_not(None))
        return sorted({person_id for query in (moved, now) for (person_id,) in self.run(query)})
