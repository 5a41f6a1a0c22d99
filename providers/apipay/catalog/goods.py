"""ApiPay's catalog as the core's ``CatalogProvider``: sends what ``calls`` builds, ``shapes`` reads it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from billing.catalog.banking import (
    AnswerLost,
    BankItemState,
    CatalogRefused,
    Listed,
    Made,
    Shown,
    ToMake,
)
from billing.catalog.models import Unit
from billing.errors import BankSilent
from providers.apipay import codec, problems, wire
from providers.apipay.asking import Asking
from providers.apipay.catalog import calls, measures, pictures, shapes
from providers.apipay.catalog.refusals import GONE, code_of, refusal_of
from providers.apipay.limiter import Rank
from providers.http import Answer, Call, LineError, NothingSent

log = logging.getLogger(__name__)

MOST_PAGES = 1000
FRESH = timedelta(seconds=20)
"""So long what was shown beside an item that was asked for answers the question about itself, once."""
ASKED = 100
"""So many of those that are not done are asked for beside it."""

T = TypeVar("T")


class Goods:
    """Keeps goods in step, behind everything else that waits for its turn."""

    slug = "apipay"
    batch = calls.ITEMS

    def __init__(self, asking: Asking, api: str, key: str) -> None:
        self._asking = asking
        self._api = api
        self._key = key
        self._shown: dict[str, tuple[datetime, Listed | None]] = {}
        self._open: dict[str, None] = {}  # what we have touched and not seen done since, the oldest first

    # --- looking

    async def units(self) -> Mapping[str, str]:
        """The bank's ids, and its words in Russian and Kazakh."""
        return await self._told(calls.units_call(self._api, self._key), shapes.units_from)

    def unit_for(self, unit: Unit, units: Mapping[str, str]) -> str | None:
        """See ``measures``."""
        return measures.unit_for(unit, units)

    def unit_of(self, unit_id: str, units: Mapping[str, str]) -> Unit | None:
        """See ``measures``."""
        return measures.unit_of(unit_id, units)

    def items(self) -> AsyncIterator[Listed]:
        """Everything but what is deleted, each once; ``BankSilent`` where the list does not come whole."""
        return self._walk()

    async def find(self, shown: Shown, since: datetime) -> Listed | None:
        """By its name, as far as a search goes; then everything is compared."""
        found = [row async for row in self._walk(search=calls.clean(shown.name))]
        return shapes.made_like(found, shown, since)

    async def item(self, bank_id: str) -> Listed | None:
        """One item, and beside it those that are not done either: a thousand new ones are few questions.

        Older servers show no single one: there the list is read until it is found.
        """
        if not bank_id.isdigit():
            return None
        began = self._asking.clock.now()
        shown = self._shown.pop(bank_id, None)
        if shown is not None and began - shown[0] <= FRESH:
            return shown[1]
        ids = list(dict.fromkeys([bank_id, *self._open]))[:ASKED]
        page = await self._page(calls.list_call(self._api, self._key, ids=ids))
        found = {row.id: shapes.listed_of(row) for row in page.rows}
        targeted = found.keys() <= set(ids) and page.last is None
        whole = targeted or not page.more(1)
        if not whole and bank_id not in found:
            found = {row.bank_id: row async for row in self._walk()}
        elif not whole:
            ids = []  # a first page of everything: who is not on it may be on another
        self._note(found, ids, began)
        self._shown.pop(bank_id, None)
        return found.get(bank_id)

    # --- changing

    async def upload(self, picture: bytes) -> str:
        """The service knows equal bytes again: an answer that was lost is a silence, it may be repeated."""
        pictures.check(picture)
        call = calls.upload_call(self._api, self._key, picture)
        return await self._told(call, shapes.image_from)

    async def make(self, items: Sequence[ToMake]) -> list[Made]:
        """What cannot be taken is not sent. Older servers take all or nothing: what they name is left out.

        ``WANTED``: nothing was said about it and nothing made.
        """
        made = {place: why for place, each in enumerate(items) if (why := _unfit(each)) is not None}
        for _ in range(2):
            left = [place for place in range(len(items)) if place not in made]
            if left:
                told = await self._made([items[place] for place in left])
                self._open |= {each.bank_id: None for each in told.values() if each.bank_id}
                made |= {left[at]: each for at, each in told.items()}
        unmade = Made(None, BankItemState.WANTED)
        return [made.get(place, unmade) for place in range(len(items))]

    async def change(self, bank_id: str, was: Shown | None, to: Shown, image_id: str | None) -> None:
        """Only what differs; nothing is sent where nothing does."""
        calls.check(to)
        changes = calls.changes_of(was, to, image_id)
        if changes:
            self._touch(bank_id)
            await self._acted(calls.change_call(self._api, self._key, bank_id, changes))

    async def remove(self, bank_id: str) -> None:
        """Off sale; what is not there any more is removed already."""
        self._touch(bank_id)
        try:
            await self._acted(calls.remove_call(self._api, self._key, bank_id))
        except CatalogRefused as refusal:
            if refusal.code != GONE:
                raise

    async def _made(self, items: Sequence[ToMake]) -> dict[int, Made]:
        """Those about which something is said, by their places; the others were not made."""
        call = calls.make_call(self._api, self._key, items)
        answer = await self._sent(call, changes=True)
        if 200 <= answer.status < 300:
            told = self._read(call, answer, lambda body: shapes.made_from(body, len(items)), AnswerLost)
            return dict(enumerate(told))
        refusal = refusal_of(call, answer, self._asking.clock.now(), changes=True)
        if not isinstance(refusal, CatalogRefused):
            raise refusal
        trouble = problems.trouble_from(answer, self._asking.clock.now())
        named = {place: each for place, each in shapes.named_by(trouble).items() if place < len(items)}
        log.info("apipay catalog-make: refused %s", shapes.words_of(named) or trouble.code)
        whole = shapes.refused(code_of(trouble), trouble.text)
        return named or dict.fromkeys(range(len(items)), whole)

    async def _acted(self, call: Call) -> None:
        """200, or 202 for what is done later; the body says nothing more."""
        answer = await self._sent(call, changes=True)
        if not 200 <= answer.status < 300:
            raise refusal_of(call, answer, self._asking.clock.now(), changes=True)
        if answer.body:
            self._read(call, answer, wire.object_from, AnswerLost)

    # --- what was shown

    def _touch(self, bank_id: str) -> None:
        """What was shown of it says nothing any more."""
        self._shown.pop(bank_id, None)
        self._open[bank_id] = None

    def _note(self, found: Mapping[str, Listed], asked: Sequence[str], at: datetime) -> None:
        """Keep for a while what was shown, also that one that was asked for is not there."""
        self._shown = {each: kept for each, kept in self._shown.items() if at - kept[0] <= FRESH}
        self._shown |= {each: (at, found.get(each)) for each in {*asked, *found}}
        for each in [each for each in self._open if each in self._shown]:
            row = self._shown[each][1]
            if row is None or row.state not in (BankItemState.PENDING, BankItemState.DELETING):
                del self._open[each]

    # --- the line

    async def _walk(self, search: str = "") -> AsyncIterator[Listed]:
        """Page after page. What is deleted meanwhile may push a row past us: who misses one asks for it."""
        seen: set[str] = set()
        least: int | None = None
        cursor = ""
        for number in range(1, MOST_PAGES + 1):
            call = calls.list_call(self._api, self._key, page=number, cursor=cursor, search=search)
            page = await self._page(call)
            new = {row.id: row for row in page.rows if row.id not in seen}
            for row in new.values():
                yield shapes.listed_of(row)
            seen |= new.keys()
            if page.total is not None:
                least = page.total if least is None else min(least, page.total)
            if not new or not page.more(number) or (cursor and not page.cursor):
                break
            cursor = page.cursor
        if least is not None and len(seen) < least:
            raise BankSilent(f"catalog: {len(seen)} of {least} items are shown")

    async def _page(self, call: Call) -> codec.Page[shapes.Item]:
        return await self._told(call, shapes.page_from)

    async def _told(self, call: Call, read: Callable[[bytes], T]) -> T:
        """The answer to what may be repeated freely."""
        answer = await self._sent(call, changes=False)
        if not 200 <= answer.status < 300:
            raise refusal_of(call, answer, self._asking.clock.now(), changes=False)
        return self._read(call, answer, read, BankSilent)

    async def _sent(self, call: Call, *, changes: bool) -> Answer:
        try:
            return await self._asking.act(call, Rank.CATALOG)
        except NothingSent as trouble:
            raise BankSilent(f"{call.name}: {trouble}") from trouble
        except LineError as trouble:
            raise (AnswerLost if changes else BankSilent)(f"{call.name}: {trouble}") from trouble

    def _read(self, call: Call, answer: Answer, read: Callable[[bytes], T], otherwise: type[Exception]) -> T:
        try:
            return read(answer.body)
        except wire.Garbled as garbled:
            raise otherwise(f"{call.name}: HTTP {answer.status}, {garbled}") from garbled


def _unfit(item: ToMake) -> Made | None:
    try:
        calls.check(item.shown)
    except CatalogRefused as refusal:
        return shapes.refused(refusal.code, refusal.text)
    return None
