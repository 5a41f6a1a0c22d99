"""Puts the screens of the shop into the chat: a customer's have pictures, a member's are texts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.types import CallbackQuery, Message, TelegramObject

from billing.access import Action, require
from billing.catalog.models import Cart, CartKind, NotYet
from billing.desk import Desk
from billing.errors import NotFound
from billing.models import Invoice, Person, Place
from handlers import Gallery
from handlers.answers import Markup, edit, place_of_tap, toast
from handlers.middleware import Handler
from handlers.newest import Newest
from screens import cart as cart_screen
from screens import shop as shop_screen
from screens import till as till_screen
from screens.buttons import Text
from screens.cards import Drawn
from screens.cart import CartView
from screens.reader import Reader
from screens.shop import Shelf
from screens.toasts import refused

Screen = Drawn | Text
Draw = Callable[[], Awaitable[Screen]]


@dataclass(frozen=True, slots=True)
class Counter:
    """The shop as one person stands before it."""

    desk: Desk
    bot: Bot
    person: Person
    reader: Reader
    gallery: Gallery
    newest: Newest

    def of_staff(self, kind: CartKind) -> None:
        """Raises ``NotAllowed`` for a member's cart in other hands."""
        if kind is CartKind.TILL:
            require(self.person, Action.ISSUE)

    # --- screens

    async def shelf(
        self, kind: CartKind, sought: str = "", *, after: int | None = None, before: int | None = None
    ) -> Screen:
        """A page of the list."""
        catalog, own = self.desk.catalog, kind is CartKind.OWN
        cart = await catalog.filled(self.person, kind)
        page = await catalog.page(self.person, sought, sold_only=own)
        if after is not None or before is not None:
            there = await catalog.page(self.person, sought, after=after, before=before, sold_only=own)
            if not {*there.items[:1]} <= {*page.items}:  # else the first page, whole, has where one was
                page = there
        shelf = Shelf(page, sought, after, before)
        if own:
            return shop_screen.listed(shelf, cart, self.desk.merchant, self.reader)
        return till_screen.listed(shelf, cart, self.reader)

    async def item(self, item_id: int, sought: str = "") -> Screen:
        """One item as customers see it; the list, where it is sold no more."""
        try:
            beside = await self.desk.catalog.beside(None, item_id, sought)
        except NotFound:
            return await self.shelf(CartKind.OWN, sought)
        cart = await self.desk.catalog.filled(self.person)
        return shop_screen.looked_at(beside, sought, cart, self.desk.merchant, self.reader)

    async def found(self, sought: str) -> Screen:
        """The list, or the item where it is the only one."""
        page = await self.desk.catalog.page(self.person, sought, size=2, sold_only=True)
        if len(page.items) == 1:
            return await self.item(page.items[0].id, sought)
        return await self.shelf(CartKind.OWN, sought)

    async def cart(
        self, kind: CartKind, page: int = 0, *, seen: NotYet | None = None, told: bool = False
    ) -> Screen:
        """The cart as it is now; ``seen``: what its owner must know first."""
        seen = seen or await self.desk.catalog.cart(self.person, kind)
        if seen is None or not seen.cart.lines:
            return self._framed(kind, cart_screen.nothing(kind, self.reader, seen))
        view = CartView(seen, page, told=told, by_phone=self._by_phone(seen.cart))
        if kind is CartKind.TILL:
            return cart_screen.text(view, self.reader), cart_screen.keys(view, self.reader)
        return cart_screen.drawn(view, self.desk.merchant, self.reader)

    async def line(self, item_id: int, page: int = 0) -> Screen:
        """One line of a member's cart; the cart, where it is not in it."""
        cart = await self.desk.catalog.filled(self.person, CartKind.TILL)
        line = cart.line(item_id) if cart else None
        if cart is None or line is None:
            return await self.cart(CartKind.TILL, page)
        return till_screen.one_line(cart, line, page, self.reader)

    def emptying(self, kind: CartKind) -> Screen:
        """Everything out?"""
        text = self.reader.words("cart-empty-question")
        return self._framed(kind, (text, cart_screen.emptying(kind, self.reader)))

    def ordered(self, kind: CartKind, invoice: Invoice) -> Screen:
        """The cart is an invoice now."""
        return self._framed(kind, cart_screen.ordered(invoice, self.reader))

    def _framed(self, kind: CartKind, text: Text) -> Screen:
        """A customer's message has a picture from first to last."""
        if kind is CartKind.TILL:
            return text
        return Drawn(shop_screen.front(self.desk.merchant), *text)

    def _by_phone(self, cart: Cart) -> bool:
        if cart.kind is CartKind.OWN:
            return False
        total = shop_screen.sum_in(cart)
        return total is not None and self.desk.way_by_phone(total) is not None

    # --- messages

    async def count(self, callback: CallbackQuery, item_id: int, counting: Awaitable[Cart]) -> None:
        """What a tap has made of an item's count is in the toast at once; or that it is sold no more."""
        try:
            cart = await counting
        except NotFound as refusal:
            await toast(callback, refused(refusal, self.reader.words), alert=True)
        else:
            await toast(callback, shop_screen.after_tap(cart, item_id, self.reader))

    async def post(self, place: Place, screen: Screen) -> None:
        """Below everything."""
        if isinstance(screen, Drawn):
            await self.gallery.post(place, screen)
        else:
            await self.say(place, *screen)

    async def say(self, place: Place, text: str, keyboard: Markup = None) -> Message:
        """The same without a picture."""
        return await self.bot.send_message(
            place.chat_id, text, message_thread_id=place.thread_id, reply_markup=keyboard
        )

    def turn(self, callback: CallbackQuery, draw: Draw) -> None:
        """The tapped message shows this as soon as Telegram lets it; a later tap overtakes an earlier one."""
        place, message = self.place(callback), callback.message
        assert message is not None
        number = message.message_id
        self.newest.edit(place, number, lambda: self._turn(place, number, draw))

    async def _turn(self, place: Place, message_id: int, draw: Draw) -> None:
        screen = await draw()
        if isinstance(screen, Drawn):
            await self.gallery.turn(place, message_id, screen)
            return
        text, keyboard = screen
        await edit(
            self.bot.edit_message_text(
                text, chat_id=place.chat_id, message_id=message_id, reply_markup=keyboard
            )
        )

    def place(self, callback: CallbackQuery) -> Place:
        """Where the tapped message stands."""
        return place_of_tap(callback, self.person)


class AtCounter(BaseMiddleware):
    """Adds the ``counter``."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Stands on the shop's routers."""
        names = ("desk", "bot", "person", "reader", "gallery", "newest")
        data["counter"] = Counter(**{name: data[name] for name in names})
        return await handler(event, data)
