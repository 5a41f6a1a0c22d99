"""Webhooks on their way to other people's programs: addresses, and for each its messages in their order."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, literal_column, or_, select, update

from billing.developers.models import Endpoint, EventKind, Fate, Outgoing, Pause
from store.leasing import Leasing
from store.schema import hook_endpoints, hook_messages

WAITS: ColumnElement[bool] = literal_column("fate = 'waits'")
"""In the words of the index that holds only these."""


class Outgoings(Leasing):
    """Each move compares what it finds with what was seen."""

    def hold_endpoints(self) -> None:
        """Whoever adds one does so alone until the transaction ends."""
        self.next_number("hook-endpoints")

    def add_endpoint(self, source: str, url: str, secret: str, by: int, at: datetime) -> Endpoint:
        """A new one."""
        values = {
            "source": source,
            "url": self.vault.seal(url),
            "secret": self.vault.seal(secret),
            "made_by": by,
            "created_at": at,
        }
        self.insert_once(hook_endpoints, values)
        made = self.endpoint_by_source(source)
        assert made is not None
        return made

    def endpoint(self, endpoint_id: int) -> Endpoint | None:
        """One address, also a removed one."""
        row = self.row(hook_endpoints, id=endpoint_id)
        return None if row is None else self._endpoint(row)

    def endpoint_by_source(self, source: str) -> Endpoint | None:
        """By what asked for it, or for its secret."""
        of = or_(hook_endpoints.c.source == source, hook_endpoints.c.secret_source == source)
        row = self.run(select(hook_endpoints).where(self.mine(hook_endpoints), of)).first()
        return None if row is None else self._endpoint(row)

    def endpoints(self) -> list[Endpoint]:
        """Those that stand, oldest first."""
        query = select(hook_endpoints).where(self.mine(hook_endpoints), hook_endpoints.c.ended_at.is_(None))
        return [self._endpoint(row) for row in self.run(query.order_by(hook_endpoints.c.id))]

    def turn_secret(self, endpoint_id: int, source: str, secret: str) -> bool:
        """Compare and set: a new secret, the former one beside it; ``False``: two are in use."""
        one = hook_endpoints.c.old_secret.is_(None)
        return self._change(
            endpoint_id,
            one,
            secret=self.vault.seal(secret),
            old_secret=hook_endpoints.c.secret,
            secret_source=source,
        )

    def drop_old_secret(self, endpoint_id: int) -> bool:
        """Compare and set: only the newest is left."""
        return self._change(endpoint_id, hook_endpoints.c.old_secret.is_not(None), old_secret=None)

    def end_endpoint(self, endpoint_id: int, at: datetime) -> bool:
        """Compare and set: nothing goes there any more; what waits for it is dropped."""
        if not self._change(endpoint_id, hook_endpoints.c.ended_at.is_(None), ended_at=at):
            return False
        here = self.mine(hook_messages) & (hook_messages.c.endpoint_id == endpoint_id) & WAITS
        self.run(update(hook_messages).where(here).values(fate=Fate.DROPPED.value, done_at=at))
        return True

    def resume_endpoint(self, endpoint_id: int) -> None:
        """It is tried at once, as if it had never failed."""
        clean = dict.fromkeys(("paused_at", "pause", "failing_since", "retry_at"))
        self._change(endpoint_id, hook_endpoints.c.ended_at.is_(None), **clean)

    def pause_endpoint(self, endpoint_id: int, why: Pause, at: datetime) -> bool:
        """Compare and set: nothing goes there until it is resumed."""
        going = hook_endpoints.c.paused_at.is_(None)
        return self._change(endpoint_id, going, paused_at=at, pause=why.value, retry_at=None)

    def note_failing(self, endpoint_id: int, since: datetime | None, retry_at: datetime | None) -> None:
        """Since when it has taken nothing, and when to try again; nothing of both: it is well."""
        other = hook_endpoints.c.failing_since.is_not(None) if since is None else hook_endpoints.c.id > 0
        self._change(endpoint_id, other, failing_since=since, retry_at=retry_at)

    def ready_endpoints(self, now: datetime) -> list[int]:
        """Those for which something waits, that may be tried now, and that nobody has in hand."""
        each = hook_endpoints.c
        query = self._taking().where(
            or_(each.retry_at.is_(None), each.retry_at <= now),
            or_(each.lease_until.is_(None), each.lease_until <= now),
        )
        waits = select(hook_messages.c.id).where(
            self.mine(hook_messages), hook_messages.c.endpoint_id == each.id, WAITS
        )
        return list(self.run(query.where(exists(waits)).order_by(each.id)).scalars())

    def goes_out(self) -> Any:
        """That a message's address is neither paused nor gone."""
        return hook_messages.c.endpoint_id.in_(self._taking())

    def lease_endpoint(self, endpoint_id: int, owner: str, now: datetime, until: datetime) -> bool:
        """Become, or stay, the one who sends there."""
        return self.lease(hook_endpoints, endpoint_id, owner, now, until)

    def release_endpoint(self, endpoint_id: int, owner: str) -> None:
        """Others may."""
        ours = hook_endpoints.c.lease_owner == owner
        self._change(endpoint_id, ours, lease_owner=None, lease_until=None)

    def first_waiting(self, endpoint_id: int) -> Outgoing | None:
        """What is to be sent there before all else."""
        query = self._messages(endpoint_id).where(WAITS).order_by(hook_messages.c.id).limit(1)
        row = self.run(query).first()
        return None if row is None else _outgoing(row)

    def waiting_for(self, endpoint_id: int) -> int:
        """How many wait, counted up to a hundred."""
        some = self._messages(endpoint_id).where(WAITS).limit(100).subquery()
        return int(self.run(select(func.count()).select_from(some)).scalar_one())

    def outgoing(self, message_id: int) -> Outgoing | None:
        """One message."""
        row = self.row(hook_messages, id=message_id)
        return None if row is None else _outgoing(row)

    def last_outgoing(self, endpoint_id: int, before: int | None, limit: int) -> list[Outgoing]:
        """Newest first."""
        query = self._messages(endpoint_id)
        query = query if before is None else query.where(hook_messages.c.id < before)
        return [_outgoing(row) for row in self.run(query.order_by(hook_messages.c.id.desc()).limit(limit))]

    def keep_body(self, message_id: int, body: str) -> None:
        """What is sent is the same each time."""
        self.change(hook_messages, {"id": message_id}, {"body": body})

    def note_tried(self, message_id: int, status: int | None, at: datetime) -> None:
        """It was sent once more, and so it was answered."""
        values = {"status": status, "tried_at": at, "tries": hook_messages.c.tries + 1}
        here = self.mine(hook_messages) & (hook_messages.c.id == message_id)
        self.run(update(hook_messages).where(here).values(values))

    def settle_outgoing(self, message_id: int, fate: str, at: datetime) -> bool:
        """Compare and set: it waits no more."""
        here = {"id": message_id, "fate": Fate.WAITS.value}
        return self.change(hook_messages, here, {"fate": str(fate), "done_at": at})

    def send_again(self, message_id: int) -> bool:
        """Compare and set: what was sent or refused waits once more."""
        over = hook_messages.c.fate.in_([Fate.SENT.value, Fate.REFUSED.value])
        here = self.mine(hook_messages) & (hook_messages.c.id == message_id) & over
        values = {"fate": Fate.WAITS.value, "done_at": None, "tries": 0}
        return self.changed(update(hook_messages).where(here).values(values))

    def _taking(self) -> Any:
        """Addresses that are neither paused nor gone."""
        each = hook_endpoints.c
        return select(each.id).where(
            self.mine(hook_endpoints), each.ended_at.is_(None), each.paused_at.is_(None)
        )

    def _messages(self, endpoint_id: int) -> Any:
        return select(hook_messages).where(
            self.mine(hook_messages), hook_messages.c.endpoint_id == endpoint_id
        )

    def _change(self, endpoint_id: int, condition: Any, **values: Any) -> bool:
        here = self.mine(hook_endpoints) & (hook_endpoints.c.id == endpoint_id)
        return self.changed(update(hook_endpoints).where(here, condition).values(values))

    def _endpoint(self, row: Row[Any]) -> Endpoint:
        return Endpoint(
            id=row.id,
            url=self.vault.open_text(row.url),
            secret=self.vault.open_text(row.secret),
            created_at=row.created_at,
            old_secret=self.vault.open_text(row.old_secret) if row.old_secret else None,
            failing_since=row.failing_since,
            retry_at=row.retry_at,
            paused_at=row.paused_at,
            pause=Pause(row.pause) if row.pause else None,
            ended_at=row.ended_at,
        )


def _outgoing(row: Row[Any]) -> Outgoing:
    return Outgoing(
        id=row.id,
        endpoint_id=row.endpoint_id,
        kind=EventKind(row.kind),
        subject_id=row.subject_id,
        happened_at=row.happened_at,
        fate=Fate(row.fate),
        tries=row.tries,
        status=row.status,
        tried_at=row.tried_at,
        body=row.body,
    )
