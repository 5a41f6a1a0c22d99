"""What became of each state, and by whose hand: written once, never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from store import statements
from store.base import Section
from store.schema import audit

WORD_MOST = 16


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
