"""Keys and addresses as the chat calls them: owners make, see, turn and end them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from billing.access import Action, require
from billing.books import Books, Store
from billing.developers import addresses, endpoints, keys, signing
from billing.developers.models import ApiKey, Endpoint, Outgoing, Scope
from billing.errors import NotFound, Refused
from billing.models import Person, Place
from billing.ports import Clock, Ids, Names

SHOWN_FOR = timedelta(hours=20)
"""How long a message with a secret on it stands: Telegram deletes none that is older than two days."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An address, and how much waits for it."""

    endpoint: Endpoint
    waiting: int


@dataclass(frozen=True, slots=True)
class Programs:
    """All that other people's programs have of us."""

    keys: Sequence[ApiKey]
    endpoints: Sequence[Standing]


async def nowhere(host: str, port: int) -> Sequence[str]:
    """Where nobody looks names up."""
    return ()


class DeveloperDesk:
    """One call for one wish of an owner. Raises ``BillingError`` for what is refused.

    ``names``: where a name leads. ``home``: webhooks may go to this very machine; the demo's do.
    """

    def __init__(self, store: Store, clock: Clock, ids: Ids) -> None:
        self.store = store
        self.clock = clock
        self.ids = ids
        self.names: Names = nowhere
        self.home = False

    async def programs(self, owner: Person) -> Programs:
        """Keys and addresses that stand."""
        require(owner, Action.TEAM)

        def read(books: Books) -> Programs:
            standing = [Standing(each, books.waiting_for(each.id)) for each in books.endpoints()]
            return Programs(books.api_keys(), standing)

        return await self.store.read(read)

    async def key(self, owner: Person, key_id: int) -> ApiKey:
        """One key, also a revoked one."""
        require(owner, Action.TEAM)
        key = await self.store.read(lambda books: books.api_key(key_id))
        if key is None:
            raise NotFound("api-key-gone")
        return key

    async def make_key(self, owner: Person, scopes: frozenset[Scope], source: str) -> tuple[ApiKey, str]:
        """A new key, and itself, which nobody can read again."""
        at, token = self.clock.now(), keys.new_token(self.ids)
        made = await self.store.write(lambda books: keys.make(books, owner, scopes, token, source, at))
        return made, token

    async def revoke_key(self, owner: Person, key_id: int) -> None:
        """It opens nothing any more."""
        at = self.clock.now()
        await self.store.write(lambda books: keys.revoke(books, owner, key_id, at))

    async def exposed(self, text: str) -> list[ApiKey]:
        """Keys stood where others may read them; gives those that open something. Owners hear of it."""
        at, found = self.clock.now(), keys.found_in(text)[: keys.MOST]

        def read(books: Books) -> list[ApiKey]:
            known = (books.api_key_by_digest(keys.digest_of(token)) for token in found)
            return [key for key in known if key is not None and key.alive]

        living = await self.store.read(read) if found else []
        if any(key.exposed_at is None for key in living):  # else a stranger could have us write for nothing
            await self.store.write(lambda books: [keys.exposed(books, token, at) for token in found])
        return living

    async def endpoint(self, owner: Person, endpoint_id: int) -> Standing:
        """One address that stands."""
        require(owner, Action.TEAM)

        def read(books: Books) -> Standing:
            found = books.endpoint(endpoint_id)
            if found is None or found.ended_at is not None:
                raise NotFound("hook-gone")
            return Standing(found, books.waiting_for(endpoint_id))

        return await self.store.read(read)

    async def add_endpoint(self, owner: Person, text: str, source: str) -> Endpoint:
        """A new address, with the secret that signs what goes there.

        ``Refused`` with the reason: not https, unread, inside by its name or by where its name leads.
        """
        require(owner, Action.TEAM)
        url = addresses.read(text, home=self.home)
        await self._leads_outside(url)
        at, secret = self.clock.now(), signing.new_secret(self.ids.token(), self.ids.token())
        return await self.store.write(lambda books: endpoints.add(books, owner, url, secret, source, at))

    async def turn_secret(self, owner: Person, endpoint_id: int, source: str) -> Endpoint:
        """Another secret; the former one signs as well until it is dropped."""
        at, secret = self.clock.now(), signing.new_secret(self.ids.token(), self.ids.token())
        return await self.store.write(
            lambda books: endpoints.turn(books, owner, endpoint_id, secret, source, at)
        )

    async def drop_old_secret(self, owner: Person, endpoint_id: int) -> Endpoint:
        """Only the newest signs."""
        at = self.clock.now()
        return await self.store.write(lambda books: endpoints.drop_old(books, owner, endpoint_id, at))

    async def remove_endpoint(self, owner: Person, endpoint_id: int) -> None:
        """Nothing goes there any more."""
        at = self.clock.now()
        await self.store.write(lambda books: endpoints.remove(books, owner, endpoint_id, at))

    async def resume_endpoint(self, owner: Person, endpoint_id: int) -> Endpoint:
        """What waits is sent from now on."""
        at = self.clock.now()
        return await self.store.write(lambda books: endpoints.resume(books, owner, endpoint_id, at))

    async def sent_to(
        self, owner: Person, endpoint_id: int, before: int | None = None, size: int = 6
    ) -> tuple[Sequence[Outgoing], int | None]:
        """What went there, newest first, and how the list goes on."""
        await self.endpoint(owner, endpoint_id)
        rows = await self.store.read(lambda books: books.last_outgoing(endpoint_id, before, size + 1))
        return rows[:size], rows[size - 1].id if len(rows) > size else None

    async def send_again(self, owner: Person, message_id: int) -> Outgoing:
        """One message once more."""
        at = self.clock.now()
        return await self.store.write(lambda books: endpoints.again(books, owner, message_id, at))

    async def leave_out(self, owner: Person, message_id: int) -> Outgoing:
        """One message no more by itself, so that those behind it go on."""
        at = self.clock.now()
        return await self.store.write(lambda books: endpoints.leave_out(books, owner, message_id, at))

    async def let_vanish(self, place: Place, message_id: int) -> None:
        """A message with a secret on it is deleted before it is too old for that."""
        due = self.clock.now() + SHOWN_FOR
        await self.store.write(lambda books: books.let_vanish(place, message_id, due))

    async def _leads_outside(self, url: str) -> None:
        host, port = addresses.host_and_port(url)
        if self.home and host in addresses.HOME:
            return
        found = await self.names(host, port)
        if not found:
            raise Refused("hook-name-unknown")
        if not all(addresses.public(address) for address in found):
            raise Refused("hook-address-inside")
