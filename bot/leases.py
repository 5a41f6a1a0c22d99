"""A lease that a loop holds while it runs: one replica does the work, another takes over when it is gone."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from billing.errors import StoreUnavailable
from store.engine import Database

log = logging.getLogger(__name__)


class Lease:
    """Taken, kept and let go of under a name; renewed before it ends."""

    def __init__(
        self, database: Database, name: str, owner: str, *, lasts: timedelta, renew: timedelta
    ) -> None:
        self._database = database
        self._name = name
        self._owner = owner
        self._lasts = lasts
        self._renew = renew
        self._renew_at: datetime | None = None
        self._until: datetime | None = None

    @property
    def held(self) -> bool:
        """Whether this replica had it when it was last taken or renewed."""
        return self._renew_at is not None

    async def take(self, now: datetime) -> bool:
        """Take it, or keep it; ``False``: another replica has it. A clock that was set back renews it."""
        if self._renew_at is not None and now < self._renew_at <= now + self._renew:
            return True
        held = await self._database.write_small(
            lambda books: books.take_lease(self._name, self._owner, now, now + self._lasts)
        )
        self._renew_at = now + self._renew if held else None
        self._until = now + self._lasts if held else None
        return held

    def lasts(self, now: datetime) -> bool:
        """Whether no other replica may have it yet: not where this one stood still for too long."""
        return self._until is not None and now < self._until

    async def let_go(self) -> None:
        """So that another replica need not wait; where the books are away it ends by itself."""
        if not self.held:
            return
        self._renew_at = self._until = None
        try:
            await self._database.write_small(lambda books: books.drop_lease(self._name, self._owner))
        except StoreUnavailable as error:
            log.warning("books unavailable: the lease ends by itself: %s", error)
