"""The menus of commands that Telegram shows. They hide, they do not protect. Imports no chat framework."""

from __future__ import annotations

from dataclasses import dataclass

from billing.access import RIGHTS, Action
from billing.models import Role
from screens.texts import Words


@dataclass(frozen=True, slots=True)
class Command:
    """A command and the key of its description."""

    name: str
    key: str


CUSTOMER = (
    Command("shop", "command-shop"),
    Command("cart", "command-cart"),
    Command("payments", "command-payments"),
    Command("subscriptions", "command-subscriptions"),
    Command("language", "command-language"),
    Command("privacy", "command-privacy"),
    Command("paysupport", "command-paysupport"),
    Command("help", "command-help"),
)
SUBSCRIBERS = (
    Command("subscribe", "command-subscribe"),
    Command("subscribers", "command-subscribers"),
    Command("plans", "command-plans"),
)
CASHIER = (
    Command("invoice", "command-invoice"),
    Command("till", "command-till"),
    Command("invoices", "command-invoices"),
    Command("catalog", "command-catalog"),
    *SUBSCRIBERS,
    Command("refund", "command-refund"),
    Command("shift", "command-shift"),
    Command("stats", "command-stats"),
    *CUSTOMER,
)
DECIDER = (
    Command("invoice", "command-invoice"),
    Command("till", "command-till"),
    Command("invoices", "command-invoices"),
    Command("catalog", "command-catalog"),
    *SUBSCRIBERS,
    Command("refund", "command-refund"),
    Command("shift", "command-shift"),
    Command("attention", "command-attention"),
    Command("statement", "command-statement"),
    Command("transfers", "command-transfers"),
    Command("stats", "command-stats"),
    Command("settings", "command-settings"),
    *CUSTOMER,
)
OWNER = (
    *DECIDER[: -len(CUSTOMER)],
    Command("team", "command-team"),
    Command("developers", "command-developers"),
    *CUSTOMER,
)
GROUP = (
    Command("invoice", "command-invoice"),
    Command("help", "command-help"),
)


def private(role: Role | None) -> tuple[Command, ...]:
    """The menu of a private chat, by what its person may do."""
    if role is None:
        return CUSTOMER
    if Action.TEAM in RIGHTS[role]:
        return OWNER
    return DECIDER if Action.DECIDE in RIGHTS[role] else CASHIER


def described(menu: tuple[Command, ...], words: Words) -> list[tuple[str, str]]:
    """Name and description of each command in one language."""
    return [(command.name, words(command.key)) for command in menu]
