"""Keys of other people's programs, what they wrote, and messages that must vanish from a chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from billing.developers.models import ApiKey, Fleeting, NewKey, Scope, Written
from billing.models import Place
from store.base import Section
from store.schema import api_keys, api_writes, fleeting


class Developers(Section):
    """Each move compares what it finds with what was seen."""

    def put_key(self, new: NewKey) -> ApiKey:
        """A new key; where its source has made one, that one's digest is replaced."""
        values: dict[str, Any] = {
            "digest": new.digest,
            "start": new.start,
            "scopes": ",".join(sorted(new.scopes)),
            "made_by": new.made_by,
            "created_at": new.created_at,
        }
        statement = (
            self.insert(api_keys)
            .values(merchant_id=self.merchant.id, source=new.source, **values)
            .on_conflict_do_update(index_elements=[api_keys.c.merchant_id, api_keys.c.source], set_=values)
            .returning(api_keys)
        )
        return _key(self.run(statement).one())

    def api_key(self, key_id: int, *, lock: bool = False) -> ApiKey | None:
        """One key; ``lock``: it is not revoked before the transaction ends."""
        query = select(api_keys).where(self.mine(api_keys), api_keys.c.id == key_id)
        row = self.run(query.with_for_update(read=True) if lock else query).first()
        return None if row is None else _key(row)

    def api_key_by_digest(self, digest: bytes) -> ApiKey | None:
        """Whose digest it is."""
        row = self.row(api_keys, digest=digest)
        return None if row is None else _key(row)

    def api_keys(self) -> list[ApiKey]:
        """Those that nobody has revoked, oldest first."""
        query = select(api_keys).where(self.mine(api_keys), api_keys.c.ended_at.is_(None))
        return [_key(row) for row in self.run(query.order_by(api_keys.c.id))]

    def revoke_key(self, key_id: int, at: datetime) -> bool:
        """Compare and set: it opens nothing any more."""
        return self._note(key_id, "ended_at", at)

    def expose_key(self, key_id: int, at: datetime) -> bool:
        """Compare and set: it was seen where others may read it."""
        return self._note(key_id, "exposed_at", at)

    def note_key_used(self, key_id: int, at: datetime) -> None:
        """When it was last used."""
        self.run(update(api_keys).where(self.mine(api_keys), api_keys.c.id == key_id).values(used_at=at))

    def _note(self, key_id: int, column: str, at: datetime) -> bool:
        here = self.mine(api_keys) & (api_keys.c.id == key_id) & api_keys.c[column].is_(None)
        return self.changed(update(api_keys).where(here).values({column: at}))

    def begin_written(self, key_id: int, name: str, fingerprint: bytes, at: datetime) -> bool:
        """Be the one who does it; ``False``: it was done. Waits for who is doing it at this moment."""
        row = {"key_id": key_id, "name": name, "fingerprint": fingerprint, "created_at": at}
        return self.insert_once(api_writes, row) is not None

    def written(self, key_id: int, name: str) -> Written | None:
        """What it was answered."""
        row = self.row(api_writes, key_id=key_id, name=name)
        if row is None or row.status is None:
            return None
        return Written(bytes(row.fingerprint), row.status, self.vault.open(row.body).decode())

    def finish_written(self, key_id: int, name: str, status: int, body: str) -> None:
        """This is the answer from now on."""
        here = {"key_id": key_id, "name": name}
        self.change(api_writes, here, {"status": status, "body": self.vault.seal(body)})

    def let_vanish(self, place: Place, message_id: int, due_at: datetime) -> None:
        """This message of ours is deleted at ``due_at`` at the latest."""
        values = {"chat_id": place.chat_id, "thread_id": place.thread_id, "message_id": message_id}
        self.add(fleeting, {**values, "tries": 0, "due_at": due_at})

    def due_to_vanish(self, now: datetime, limit: int) -> Sequence[Fleeting]:
        """Those whose time is over."""
        query = select(fleeting).where(self.mine(fleeting), fleeting.c.due_at <= now)
        return [
            Fleeting(row.id, Place(row.chat_id, row.thread_id), row.message_id, row.due_at, row.tries)
            for row in self.run(query.order_by(fleeting.c.due_at).limit(limit))
        ]

    def vanish_later(self, fleeting_id: int, due_at: datetime) -> None:
        """It could not be deleted now."""
        here = self.mine(fleeting) & (fleeting.c.id == fleeting_id)
        self.run(update(fleeting).where(here).values(due_at=due_at, tries=fleeting.c.tries + 1))

    def vanished(self, fleeting_id: int) -> None:
        """It is gone, or can be deleted by nobody any more."""
        self.run(delete(fleeting).where(self.mine(fleeting), fleeting.c.id == fleeting_id))


def _key(row: Row[Any]) -> ApiKey:
    return ApiKey(
        id=row.id,
        start=row.start,
        scopes=frozenset(Scope(scope) for scope in row.scopes.split(",")),
        made_by=row.made_by,
        created_at=row.created_at,
        used_at=row.used_at,
        exposed_at=row.exposed_at,
        ended_at=row.ended_at,
    )
