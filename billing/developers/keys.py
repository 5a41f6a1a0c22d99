"""Keys of other people's programs: made by an owner, shown once, kept as a digest, revoked by a tap."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta

from billing.access import Action, may
from billing.books import Books
from billing.developers import telling
from billing.developers.models import ApiKey, NewKey, Scope
from billing.errors import KeyUnknown, NotFound, Refused, ScopeMissing
from billing.models import Person
from billing.people import owner_now
from billing.ports import Ids

MOST = 20
SHOWN = len("tolem_") + 6  # letters by which people tell keys apart
FORM = re.compile(r"tolem_[A-Za-z0-9_-]{44}")
ANYWHERE = re.compile(f"(?=({FORM.pattern}))")  # also where a name that begins as keys do stands before it
USE_NOTED = timedelta(hours=1)


def new_token(ids: Ids) -> str:
    """A key: 256 bits of chance behind a word by which it is recognised."""
    return f"tolem_{ids.token()}{ids.token()}"


def digest_of(token: str) -> bytes:
    """By which the books know a key: whoever reads them has none."""
    return hashlib.sha256(token.encode()).digest()


def make(
    books: Books, owner: Person, scopes: frozenset[Scope], token: str, source: str, at: datetime
) -> ApiKey:
    """A new key. The same tap handled again replaces the one that perhaps nobody has seen.

    ``NotAllowed`` for others than owners; ``Refused``: no scope, or too many keys.
    """
    owner_now(books, owner)
    if not scopes:
        raise Refused("api-scopes-none")
    made = books.put_key(NewKey(digest_of(token), token[:SHOWN], scopes, owner.id, source, at))
    if len(books.api_keys()) > MOST:
        raise Refused("api-keys-many")
    books.audit("api-key", made.id, "", "made", f"person:{owner.id}", at, {"scopes": sorted(scopes)})
    return made


def revoke(books: Books, owner: Person, key_id: int, at: datetime) -> None:
    """It opens nothing any more. A second tap changes nothing."""
    owner_now(books, owner)
    if books.api_key(key_id) is None:
        raise NotFound("api-key-gone")
    if books.revoke_key(key_id, at):
        books.audit("api-key", key_id, "made", "revoked", f"person:{owner.id}", at)


def enter(books: Books, token: str) -> tuple[ApiKey, Person]:
    """Whose key this is, with the owner as whom it acts. Raises ``KeyUnknown``."""
    if FORM.fullmatch(token) is None:
        raise KeyUnknown
    key = books.api_key_by_digest(digest_of(token))
    if key is None:
        raise KeyUnknown
    return key, _owner(books, key)


def holder(books: Books, key_id: int, scope: Scope, *, lock: bool = False) -> Person:
    """As whom a key acts right now. ``lock``: who revokes it does so before or after this transaction.

    Raises ``KeyUnknown``, ``ScopeMissing``.
    """
    key = books.api_key(key_id, lock=lock)
    if key is None:
        raise KeyUnknown
    person = _owner(books, key)
    may_use(key, scope)
    return person


def may_use(key: ApiKey, scope: Scope) -> None:
    """Raises ``ScopeMissing``."""
    if scope not in key.scopes:
        raise ScopeMissing(scope)


def used(books: Books, key: ApiKey, at: datetime) -> None:
    """It was used in this hour."""
    books.note_key_used(key.id, at)


def unnoted(key: ApiKey, at: datetime) -> bool:
    """Whether its use is worth a write."""
    return key.used_at is None or at - key.used_at >= USE_NOTED


def found_in(text: str) -> list[str]:
    """What has the form of a key in a text."""
    return ANYWHERE.findall(text)


def exposed(books: Books, token: str, at: datetime) -> ApiKey | None:
    """A key was seen where others may read it: owners hear of it once. ``None``: it is no living key."""
    key = books.api_key_by_digest(digest_of(token))
    if key is None or not key.alive:
        return None
    if books.expose_key(key.id, at):
        books.audit("api-key", key.id, "made", "exposed", "api", at)
        telling.exposed(books, key, at)
    return key


def _owner(books: Books, key: ApiKey) -> Person:
    person = books.person(key.made_by)
    if not key.alive or person is None or not may(person, Action.TEAM):
        raise KeyUnknown
    return person
