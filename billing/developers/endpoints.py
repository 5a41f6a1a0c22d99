"""Addresses that our webhooks go to: added, removed, resumed, their secrets turned. Owners do."""

from __future__ import annotations

from datetime import datetime

from billing.books import Books
from billing.developers.models import Endpoint, Fate, Outgoing
from billing.errors import NotFound, Refused
from billing.models import Person
from billing.people import owner_now

MOST = 5


def add(books: Books, owner: Person, url: str, secret: str, source: str, at: datetime) -> Endpoint:
    """A new address; the one that is there where the same message asked before. ``Refused``: too many."""
    owner_now(books, owner)
    books.hold_endpoints()
    if known := books.endpoint_by_source(source):
        return known
    if len(books.endpoints()) >= MOST:
        raise Refused("hooks-many")
    made = books.add_endpoint(source, url, secret, owner.id, at)
    _audit(books, owner, made.id, "", "made", at)
    return made


def turn(books: Books, owner: Person, endpoint_id: int, secret: str, source: str, at: datetime) -> Endpoint:
    """Another secret; the former one signs as well until it is dropped. The same tap turns it once.

    ``Refused``: two are in use already.
    """
    standing = _held(books, owner, endpoint_id)
    if not books.turn_secret(endpoint_id, source, secret):
        if books.endpoint_by_source(source) is None:
            raise Refused("hook-secrets-two")
    else:
        _audit(books, owner, endpoint_id, "made", "secret", at)
    return books.endpoint(endpoint_id) or standing


def drop_old(books: Books, owner: Person, endpoint_id: int, at: datetime) -> Endpoint:
    """The former secret signs no more."""
    standing = _held(books, owner, endpoint_id)
    if books.drop_old_secret(endpoint_id):
        _audit(books, owner, endpoint_id, "secret", "made", at)
    return books.endpoint(endpoint_id) or standing


def remove(books: Books, owner: Person, endpoint_id: int, at: datetime) -> None:
    """Nothing goes there any more, also what waited. A second tap changes nothing."""
    owner_now(books, owner)
    if books.end_endpoint(endpoint_id, at):
        _audit(books, owner, endpoint_id, "made", "removed", at)


def resume(books: Books, owner: Person, endpoint_id: int, at: datetime) -> Endpoint:
    """What waits is sent, from the oldest on."""
    standing = _held(books, owner, endpoint_id)
    books.resume_endpoint(endpoint_id)
    if standing.paused_at is not None:
        _audit(books, owner, endpoint_id, "paused", "made", at)
    return books.endpoint(endpoint_id) or standing


def again(books: Books, owner: Person, message_id: int, at: datetime) -> Outgoing:
    """One message once more, as it was; its address is tried from now on."""
    message = _of_held(books, owner, message_id)
    if message.fate is not Fate.WAITS:
        books.send_again(message_id)
    books.resume_endpoint(message.endpoint_id)
    return books.outgoing(message_id) or message


def leave_out(books: Books, owner: Person, message_id: int, at: datetime) -> Outgoing:
    """A message that is never taken holds up no other: it counts as refused, and may be sent again."""
    message = _of_held(books, owner, message_id)
    if books.settle_outgoing(message_id, Fate.REFUSED, at):
        _audit(books, owner, message.endpoint_id, "made", "left-out", at)
        books.resume_endpoint(message.endpoint_id)
    return books.outgoing(message_id) or message


def _held(books: Books, owner: Person, endpoint_id: int) -> Endpoint:
    owner_now(books, owner)
    return _living(books, endpoint_id)


def _of_held(books: Books, owner: Person, message_id: int) -> Outgoing:
    owner_now(books, owner)
    message = books.outgoing(message_id)
    if message is None:
        raise NotFound("hook-gone")
    _living(books, message.endpoint_id)
    return message


def _living(books: Books, endpoint_id: int) -> Endpoint:
    endpoint = books.endpoint(endpoint_id)
    if endpoint is None or endpoint.ended_at is not None:
        raise NotFound("hook-gone")
    return endpoint


def _audit(books: Books, owner: Person, endpoint_id: int, was: str, now_is: str, at: datetime) -> None:
    books.audit("hook", endpoint_id, was, now_is, f"person:{owner.id}", at)
