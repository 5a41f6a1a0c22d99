"""Reads Halyk's two lists, part by part."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlencode

from billing.errors import BankRefusesUs, BankSilent
from billing.statement import Ledger, Operation, Order, Query, Shape, sorted_by
from providers.halyk import codec, wire
from providers.halyk.asking import Asking
from providers.halyk.settings import CabinetUser, HalykSettings
from providers.halyk.statement.answers import NO_SUCH_METHOD, Page, Refused, page_from
from providers.halyk.statement.query import DATE, SHAPES, Search, search_from
from providers.halyk.statement.windows import Walk, Window
from providers.halyk.tokens import Wish
from providers.http import Call

SIZE = 1000  # rows of one answer: about one and a half megabytes
_SCOPES = {Ledger.OPERATIONS: codec.SCOPE, Ledger.TRANSFERS: "transfer"}
_PATHS = {Ledger.OPERATIONS: "/operations", Ledger.TRANSFERS: "/p2p/operations"}
_OTHER = {DATE[Ledger.OPERATIONS]: DATE[Ledger.TRANSFERS], DATE[Ledger.TRANSFERS]: DATE[Ledger.OPERATIONS]}


class Statements:
    """The lists, for whoever of the merchant's cabinet may read them."""

    def __init__(self, settings: HalykSettings, asking: Asking) -> None:
        self._settings = settings
        self._asking = asking
        self._dates = dict(DATE)  # what each list called the date the last time

    def shape(self, ledger: Ledger) -> Shape:
        """What may be asked."""
        return SHAPES[ledger]

    def missing(self, ledger: Ledger) -> str:
        """Both lists are read with the name and password of somebody of the cabinet."""
        return "HALYK_USERNAME" if self._settings.cabinet_user is None else ""

    def operations(self, query: Query, size: int = SIZE) -> AsyncIterator[Operation]:
        """Every row of the period, each once; one part of the period is held at a time.

        Without orders, or with the date as the first, the rows come in the order asked for: by time, then by
        id. With another first order they do so only while all come in one answer, of a thousand rows or of
        as many as the bank gives; beyond that they come part by part, each in order, and who wants the whole
        in order sorts it with ``billing.statement.sorted_by``.

        Raises ``QueryWrong`` at once; ``ListCut`` where the bank holds rows back, and other ``BankError`` s.
        """
        search = search_from(query)
        return self._rows(search, self._user(query.ledger), size)

    async def look(self, query: Query) -> int:
        """How many rows the bank counts; one of them at most is sent."""
        user, search = self._user(query.ledger), search_from(query)
        return (await self._page(search, Window.around(search.since, search.until), user, 1)).total

    async def _rows(self, search: Search, user: CabinetUser, size: int) -> AsyncIterator[Operation]:
        if search.empty:
            return
        whole = Window.around(search.since, search.until)
        walk = Walk(whole, backwards=search.backwards)
        while (window := walk.window) is not None:
            page = await self._page(search, window, user, size)
            if page.total > len(page.operations):
                walk.cut(page.total, len(page.operations))
                continue
            places = walk.fresh([each.id for each in page.operations])
            for operation in _in_order(search, [page.operations[place] for place in places]):
                if _inside(search, whole, operation):
                    yield operation

    def _user(self, ledger: Ledger) -> CabinetUser:
        if self._settings.cabinet_user is None:
            raise BankRefusesUs(f"{self.missing(ledger)} is not set")
        return self._settings.cabinet_user

    async def _page(self, search: Search, window: Window, user: CabinetUser, size: int) -> Page:
        """Whatever the documents call the date, the bank knows one of the two names."""
        date = self._dates[search.ledger]
        told = await self._told(search.ledger, search.body(window, date, size), user)
        if isinstance(told, Refused) and told.code == NO_SUCH_METHOD:
            date = _OTHER[date]
            told = await self._told(search.ledger, search.body(window, date, size), user)
        if isinstance(told, Refused):
            raise BankRefusesUs(told.text or "the list is refused", told.code)
        self._dates[search.ledger] = date
        return told

    async def _told(self, ledger: Ledger, body: bytes, user: CabinetUser) -> Page | Refused:
        wish = self._wish(ledger, user)
        answer = await self._asking.with_token(wish, lambda token: self._call(ledger, token, body))
        try:  # a thousand rows take a tenth of a second to read
            return await asyncio.to_thread(page_from, ledger, answer)
        except wire.Garbled as garbled:
            raise BankSilent(f"{ledger}: {garbled}") from garbled

    def _call(self, ledger: Ledger, token: str, body: bytes) -> Call:
        of_transfers = ledger is Ledger.TRANSFERS
        api = self._settings.transfers_api_url if of_transfers else self._settings.api_url
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        return Call(ledger.value, "POST", api + _PATHS[ledger], headers, body, listing=True)

    def _wish(self, ledger: Ledger, user: CabinetUser) -> Wish:
        of_transfers = ledger is Ledger.TRANSFERS
        url = self._settings.transfers_oauth_url if of_transfers else self._settings.oauth_url
        return user_wish(url, self._settings, user, _SCOPES[ledger])


def user_wish(url: str, settings: HalykSettings, user: CabinetUser, scope: str) -> Wish:
    """A token of the ``password`` grant: it names no terminal."""
    keys = settings.status_keys
    form = {"grant_type": "password", "username": user.username, "password": user.password}
    form |= {"scope": scope, "client_id": keys.client_id, "client_secret": keys.client_secret}
    headers = {"content-type": "application/x-www-form-urlencoded"}
    call = Call("list-token", "POST", url, headers, urlencode(form).encode())
    return Wish(url, keys.client_id, "", scope, "password", call)


def _in_order(search: Search, rows: list[Operation]) -> list[Operation]:
    """The bank's order is trusted only where we cannot see what it sorts by."""
    columns = SHAPES[search.ledger].columns
    if all(order.name in columns for order in search.orders):
        return sorted_by(rows, (*search.orders, Order(DATE[search.ledger]), Order("id")), columns)
    return rows


def _inside(search: Search, whole: Window, operation: Operation) -> bool:
    """Not what came only because the bank's dates are whole seconds, and the last one belongs to a period."""
    at = operation.happened_at
    if at is None:
        return True
    return not (whole.since <= at < search.since or search.until <= at <= whole.until)
