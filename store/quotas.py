"""Counts that all processes share: each question locks its rows, in the order of their names."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Update, bindparam, update

from billing.quotas import Call, Count, Note, Taken, names_of, take
from store import statements
from store.base import Section
from store.schema import quotas
from store.types import EPOCH, MICROSECOND


class Quotas(Section):
    """Each row is a count; who asks holds its rows to the end of the transaction."""

    def take_turns(
        self, calls: Sequence[Call], notes: Sequence[Note], clock: Callable[[], datetime]
    ) -> Taken:
        """Implements ``billing.quotas.Gate``; the clock is read when the rows are held."""
        counts = self._held(names_of(calls, notes))
        before = {name: count.copy() for name, count in counts.items()}
        moments = take(counts, calls, notes, (clock() - EPOCH) // MICROSECOND)
        changed = {name: count for name, count in counts.items() if count != before[name]}
        if changed:
            self.run(_writing(), [_values(self.merchant.id, *each) for each in changed.items()])
        return Taken(moments, counts)

    def quota(self, name: str) -> Count:
        """How one count stands."""
        row = self.row(quotas, name=name)
        return Count() if row is None else _count(row)

    def _held(self, names: Sequence[str]) -> dict[str, Count]:
        """Locked, those that were not there yet as well."""
        found = self._lock(names)
        if new := [name for name in names if name not in found]:
            unused = {"moments": "[]", "quiet_until": None, "changed_at": EPOCH}
            rows = [{"merchant_id": self.merchant.id, "name": name, **unused} for name in new]
            self.run(statements.adding_unless_there(quotas, self.connection.dialect.name), rows)
            found |= self._lock(new)
        return found

    def _lock(self, names: Sequence[str]) -> dict[str, Count]:
        values = {"is_merchant_id": self.merchant.id, "values": list(names)}
        rows = self.run(statements.reading_quotas(self.connection.dialect.name), values)
        return {row.name: _count(row) for row in rows}


@cache
def _writing() -> Update:
    return (
        update(quotas)
        .where(quotas.c.merchant_id == bindparam("is_merchant_id"), quotas.c.name == bindparam("is_name"))
        .values(
            moments=bindparam("to_moments"), quiet_until=bindparam("to_quiet"), changed_at=bindparam("to_at")
        )
    )


def _values(merchant_id: int, name: str, count: Count) -> Mapping[str, Any]:
    return {
        "is_merchant_id": merchant_id,
        "is_name": name,
        "to_moments": json.dumps([*count.moments, *count.flying], separators=(",", ":")),
        "to_quiet": EPOCH + count.quiet_until * MICROSECOND if count.quiet_until > 0 else None,
        "to_at": EPOCH + count.changed_at * MICROSECOND,
    }


def _count(row: Row[Any]) -> Count:
    quiet = 0 if row.quiet_until is None else (row.quiet_until - EPOCH) // MICROSECOND
    known = json.loads(row.moments)
    moments = [each for each in known if isinstance(each, int)]
    flying = [(each[0], each[1]) for each in known if not isinstance(each, int)]
    return Count(moments, flying, quiet, (row.changed_at - EPOCH) // MICROSECOND)
