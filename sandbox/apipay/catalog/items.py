"""The goods themselves: what becomes of each, and when. No network here.

A job takes every change to Kaspi: it makes an item, changes it or takes it off sale, and succeeds or fails
after `catalog_seconds`; a practice organization's is done at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count

from sandbox.apipay.catalog.images import Images
from sandbox.apipay.config import Config
from sandbox.apipay.troubles import Fates

FIRST = 612


class Status(StrEnum):
    """Where an item is on its way to Kaspi or from it."""

    PENDING = "pending"
    ACTIVE = "active"
    DELETING = "deleting"
    DELETED = "deleted"
    FAILED = "failed"


STATUSES = tuple(str(word) for word in Status)
BUSY = frozenset({Status.PENDING, Status.DELETING})


@dataclass(frozen=True, slots=True)
class Card:
    """What a request says an item shall be; the price is in tiyn."""

    name: str
    price: int
    unit_id: int
    image_id: str | None = None
    barcode: str | None = None
    external_ref: str | None = None


@dataclass(slots=True)
class Item:
    """One item of the catalog."""

    id: int
    org: str
    name: str
    price: int
    unit_id: int
    image_id: str | None
    barcode: str | None
    external_ref: str | None
    is_sandbox: bool
    created_at: datetime
    changed_at: datetime
    status: Status = Status.PENDING
    operation: str | None = None
    """The one job that is open, or that failed: create, update or delete."""
    error_code: str | None = None
    failed_at: datetime | None = None
    kaspi_id: str | None = None
    gone: bool = False
    """Deleted in a practice organization: its row is there no more."""
    job: int = 0
    """The newest job's number: an older one finds that it has been replaced."""

    @property
    def is_sold(self) -> bool:
        """Whether a cart may have it: only what Kaspi has and keeps."""
        return self.status is Status.ACTIVE


class Catalog:
    """The goods of all organizations."""

    def __init__(
        self,
        config: Config,
        fates: Fates,
        later: Callable[[datetime, Callable[[datetime], None]], None],
        new_kaspi_number: Callable[[], str],
        tell: Callable[[Item, datetime], None],
    ) -> None:
        """`later` lets something happen at a moment; `tell` hears of every job that is over."""
        self.config, self._fates, self._later = config, fates, later
        self._new_kaspi_number, self._tell = new_kaspi_number, tell
        self._number = count(FIRST)
        self._job = count(1)
        self.items: dict[int, Item] = {}
        self.images = Images()

    def of(self, org: str) -> dict[int, Item]:
        """An organization's goods by id, deleted ones too, the oldest first."""
        return {row.id: row for row in self.items.values() if row.org == org and not row.gone}

    def find(self, number: int, org: str) -> Item | None:
        """An item that may be changed; a foreign one and a deleted one are none."""
        found = self.items.get(number)
        if found is None or found.org != org or found.status is Status.DELETED:
            return None
        return found

    def make(self, org: str, card: Card, now: datetime) -> Item:
        """Take an item in."""
        item = Item(
            next(self._number),
            org,
            card.name,
            card.price,
            card.unit_id,
            card.image_id,
            card.barcode,
            card.external_ref,
            self.config.is_sandbox,
            now,
            now,
        )
        self.items[item.id] = item
        self.send(item, "create", now)
        return item

    def send(self, item: Item, operation: str, now: datetime) -> None:
        """Queue a job; it replaces the one that is open."""
        if operation == "update" and item.kaspi_id is None:
            operation = "create"
        item.operation, item.error_code, item.failed_at = operation, None, None
        item.job, item.changed_at = next(self._job), now
        words = {"create": Status.PENDING, "update": Status.ACTIVE, "delete": Status.DELETING}
        item.status = words[operation]
        fate = self._fates.take("job")
        code = "" if fate is None else fate.word
        if item.is_sandbox:
            self._end(item, item.job, now, "" if code == "stays" else code)
        elif code != "stays":
            due = now + timedelta(seconds=self.config.catalog_seconds)
            job = item.job
            self._later(due, lambda at: self._end(item, job, at, code))

    def settle(self, item: Item, now: datetime, code: str = "") -> bool:
        """End the open job at once, well or with a code; says whether there was one."""
        if item.operation is None or item.error_code is not None:
            return False
        self._end(item, item.job, now, code)
        return True

    def put(self, org: str, card: Card, now: datetime) -> Item:
        """An item made in the bank's own cabinet: it is there at once, and nobody is told."""
        item = self.make(org, card, now)
        self.touch(item, now)
        return item

    def touch(self, item: Item, now: datetime, status: Status = Status.ACTIVE) -> None:
        """What the cabinet does is done: no job is open, nobody is told."""
        item.job, item.operation, item.error_code, item.failed_at = next(self._job), None, None, None
        item.status, item.changed_at = status, now
        item.kaspi_id = item.kaspi_id or self._new_kaspi_number()

    def _end(self, item: Item, job: int, at: datetime, code: str) -> None:
        if item.job != job:
            return
        item.changed_at = at
        if code:
            item.status, item.error_code, item.failed_at = Status.FAILED, code, at
        elif item.operation == "delete":
            item.status, item.operation, item.gone = Status.DELETED, None, item.is_sandbox
        else:
            item.status, item.operation = Status.ACTIVE, None
            item.kaspi_id = item.kaspi_id or self._new_kaspi_number()
        self._tell(item, at)
