"""What ``doctor`` says of the shop's settings: which value is in force, and whether the chat set it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from billing.models import Merchant
from billing.settings.force import InForce, in_force
from billing.settings.models import Choice
from billing.subscriptions.reminding import CHOICE as REMINDERS
from billing.subscriptions.reminding import chosen
from bot.hearing import Finding
from bot.settings import Settings
from providers.registry import configured
from providers.settings import SettingsWrong
from store.books import SqlBooks
from store.engine import Database

NAMES = {
    Choice.NAME: "SHOP_NAME",
    Choice.LANGUAGE: "DEFAULT_LOCALE",
    Choice.DEADLINE: "INVOICE_TTL",
    Choice.FIRST_BANK: "First bank",
    Choice.BANKS_OFF: "Banks off",
    Choice.QUIET: "Quiet hours",
}
VARIABLES = {Choice.NAME, Choice.LANGUAGE, Choice.DEADLINE}
NONE = {Choice.FIRST_BANK: "none, the payer chooses", Choice.BANKS_OFF: "none"}
REMEDY = "customers read empty quotes where the shop is named; set it, or name the shop in /settings"


async def decided(settings: Settings, database: Database) -> list[tuple[str, Finding]]:
    """A line for each setting that the chat may decide."""

    def read(books: SqlBooks) -> tuple[InForce, bool, tuple[int, ...]]:
        choices = books.choices()
        rules = replace(books.merchant.rules, invoice_ttl=settings.invoice_ttl)
        shop = in_force(replace(books.merchant, rules=rules), choices)
        return shop, REMINDERS in choices, chosen(books)

    shop, reminders_chosen, days = await database.read(read)
    return [*_lines(shop, settings), _reminders(days, by_chat=reminders_chosen)]


def _lines(shop: InForce, settings: Settings) -> Iterator[tuple[str, Finding]]:
    for choice, name in NAMES.items():
        value, given = (_said(choice, shop.says(choice, each)) for each in (shop.merchant, shop.environment))
        if choice in shop.chosen:
            idle = _idle(shop.merchant) if choice is Choice.FIRST_BANK else ""
            yield name, (None, f"{value}, set in the chat{idle}; {_before(choice, given, settings)}")
        elif choice is Choice.NAME and not shop.merchant.name:
            yield name, (None, f"is not set: {REMEDY}")
        elif _in_environment(choice, settings):
            yield name, (None, f"{value}, from the environment")
        else:
            yield name, (None, f"{value}, as usual")


def _idle(shop: Merchant) -> str:
    """Why the bank that was chosen is nobody's first now."""
    first = shop.rules.first_bank
    if first in shop.rules.off:
        return ", but turned off: the payer chooses"
    try:
        known = {bank.slug for bank in configured()}
    except SettingsWrong:  # said where the banks are looked at
        return ""
    return "" if first in known else ", but it has no credentials here: the payer chooses"


def _before(choice: Choice, given: str, settings: Settings) -> str:
    if _in_environment(choice, settings):
        return f"the environment says {given}"
    return "the environment says nothing" if choice in VARIABLES else f"usual is {given}"


def _in_environment(choice: Choice, settings: Settings) -> bool:
    if choice not in VARIABLES:
        return False
    field = NAMES[choice].lower()
    return field in settings.model_fields_set and bool(getattr(settings, field))


def _said(choice: Choice, value: str) -> str:
    return f"«{value}»" if choice is Choice.NAME else value or NONE[choice]


def _reminders(days: tuple[int, ...], *, by_chat: bool) -> tuple[str, Finding]:
    named = ", ".join(map(str, days)) or "none"
    source = "set in the chat" if by_chat else "as usual"
    return "Reminders", (None, f"days before an invoice's deadline: {named}; {source}")
