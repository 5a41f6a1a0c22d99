"""The menus of commands, sent to Telegram where they changed. A menu hides, it does not protect."""

from __future__ import annotations

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeUnion,
)

from billing.desk import Desk
from billing.models import Person
from billing.people import LOCALES, reads
from screens import menus
from screens.texts import words


class Menus:
    """All private chats by language; one for each member, and for who reads another language than the app."""

    def __init__(self, bot: Bot, desk: Desk) -> None:
        self._bot = bot
        self._desk = desk
        self._sent: dict[int, list[BotCommand]] = {}

    async def publish(self) -> None:
        """At start, and when the shop speaks another language: what everybody sees, and what members see."""
        for locale in (*LOCALES, None):
            commands = _commands(menus.CUSTOMER, locale or self._default)
            await self._where_changed(commands, BotCommandScopeAllPrivateChats(), locale)
        await self._where_changed(_commands(menus.GROUP, self._default), BotCommandScopeAllGroupChats(), None)
        for member in await self._desk.members():
            await self._quietly(self._bot, member)

    @property
    def _default(self) -> str:
        return self._desk.merchant.locale

    async def refresh(self, bot: Bot, person: Person) -> None:
        """After a role or a language was chosen."""
        commands = _commands(menus.private(person.role), reads(person, self._default))
        if self._sent.get(person.id) == commands:
            return
        scope = BotCommandScopeChat(chat_id=person.id)
        if person.role is None and person.chosen_locale is None:
            await bot.delete_my_commands(scope=scope)
        else:
            await bot.set_my_commands(commands, scope=scope)
        self._sent[person.id] = commands

    async def _quietly(self, bot: Bot, person: Person) -> None:
        """A member who has not started the bot has no chat to put a menu in."""
        try:
            await self.refresh(bot, person)
        except TelegramAPIError:
            return

    async def _where_changed(
        self, commands: list[BotCommand], scope: BotCommandScopeUnion, locale: str | None
    ) -> None:
        now = await self._bot.get_my_commands(scope=scope, language_code=locale)
        if now != commands:
            await self._bot.set_my_commands(commands, scope=scope, language_code=locale)


def _commands(menu: tuple[menus.Command, ...], locale: str) -> list[BotCommand]:
    described = menus.described(menu, words(locale))
    return [BotCommand(command=name, description=text) for name, text in described]
