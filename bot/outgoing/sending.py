"""The loop that hands webhooks over: each address in its own order, by one replica at a time.

At least once: where our process dies between a receiver's 200 and our note of it, the message comes again
under the same id.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

from billing.developers import sending, signing
from billing.developers.models import Endpoint, Fate, Outgoing
from billing.ports import Clock
from bot.loops import Crew, Loop
from bot.outgoing.line import Line
from screens.reader import Site
from store.books import SqlBooks
from store.engine import Database
from web.api import wire

log = logging.getLogger(__name__)

TURN = 1.0
LEASE = timedelta(seconds=60)  # longer than an attempt takes
IN_A_ROW = 50  # then whoever waits for a place has a turn
AT_ONCE = 10  # addresses


class Sending:
    """Looks for addresses for which something waits, and sends."""

    def __init__(self, database: Database, clock: Clock, site: Site, line: Line, owner: str) -> None:
        self._database = database
        self._clock = clock
        self._site = site
        self._line = line
        self._owner = owner
        self._busy: set[int] = set()
        self._stopping = False
        self._crew = Crew("webhook", AT_ONCE)
        self.loop = Loop("webhooks", self.turn)

    async def stop(self, seconds: float) -> None:
        """Take no more; what is in hand and takes longer is sent again after the next start."""
        self._stopping = True
        await self.loop.stop()
        await self._crew.drain(seconds)
        await self._line.close()

    async def turn(self) -> float:
        """Begin with those that nobody has in hand; in how many seconds to come again."""
        now = self._clock.now()
        for endpoint_id in await self._database.read(lambda books: books.ready_endpoints(now)):
            if endpoint_id not in self._busy:
                self._busy.add(endpoint_id)
                self._crew.spawn(self._serve(endpoint_id))
        return TURN

    async def drained(self) -> None:
        """Nothing is in hand any more."""
        await self._crew.drain(30)

    async def _serve(self, endpoint_id: int) -> None:
        try:
            for _ in range(IN_A_ROW):
                if self._stopping or not await self._one(endpoint_id):
                    break
        finally:
            self._busy.discard(endpoint_id)
            await self._database.write_small(lambda books: books.release_endpoint(endpoint_id, self._owner))

    async def _one(self, endpoint_id: int) -> bool:
        """The next message there; whether another may go at once."""
        taken = await self._database.write(lambda books: self._take(books, endpoint_id))
        if taken is None:
            return False
        endpoint, message = taken
        body = (message.body or "").encode()
        secrets = [each for each in (endpoint.secret, endpoint.old_secret) if each]
        headers = signing.headers(message.name, body, self._clock.now(), secrets)
        heard = await self._line.send(endpoint.url, body, headers)
        log.info("webhook sent: endpoint=%s message=%s status=%s", endpoint.id, message.id, heard.status)
        at = self._clock.now()

        def record(books: SqlBooks) -> bool:
            fresh = books.endpoint(endpoint.id) or endpoint  # somebody may have resumed it meanwhile
            return sending.record(books, fresh, message, heard, at)

        return await self._database.write(record)

    def _take(self, books: SqlBooks, endpoint_id: int) -> tuple[Endpoint, Outgoing] | None:
        """Lease the address; the body of its next message is written now, and stays."""
        now = self._clock.now()
        if not books.lease_endpoint(endpoint_id, self._owner, now, now + LEASE):
            return None
        found = sending.next_for(books, endpoint_id, now)
        while found is not None and found[1].body is None:
            endpoint, message = found
            facts = sending.facts(books, message)
            if facts is not None:
                body = wire.event(message.kind, facts, message.happened_at, self._site)
                books.keep_body(message.id, body)
                return endpoint, replace(message, body=body)
            books.settle_outgoing(message.id, Fate.DROPPED, now)  # of what the books know nothing any more
            found = sending.next_for(books, endpoint_id, now)
        return found
