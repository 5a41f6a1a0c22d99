"""Which settings are in force: what the environment says, and over it what was decided in the chat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from billing.errors import Refused
from billing.models import Merchant
from billing.people import LOCALES
from billing.settings import reading
from billing.settings.models import NEWS, Choice, Quiet, Rules, Topic

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class InForce:
    """The shop as it works now."""

    merchant: Merchant
    environment: Merchant  # as it would be, had nobody decided anything
    chosen: frozenset[Choice] = field(default_factory=frozenset)  # what was decided in the chat

    def says(self, choice: Choice, merchant: Merchant | None = None) -> str:
        """One setting as it is kept, of this shop or of the environment's."""
        shop = merchant or self.merchant
        match choice:
            case Choice.NAME:
                return shop.name
            case Choice.LANGUAGE:
                return shop.locale
            case Choice.DEADLINE:
                return reading.deadline_text(shop.rules.invoice_ttl)
            case Choice.FIRST_BANK:
                return shop.rules.first_bank
            case Choice.BANKS_OFF:
                return reading.listed(shop.rules.off)
            case Choice.QUIET:
                return reading.quiet_text(shop.rules.quiet)


def in_force(environment: Merchant, choices: Mapping[str, str]) -> InForce:
    """What is kept and cannot be read counts as not decided."""
    chosen: set[Choice] = set()

    def decided(choice: Choice, read: Callable[[str], T], usual: T) -> T:
        kept = choices.get(choice, "")
        try:
            value = read(kept) if kept else usual
        except (Refused, ValueError):
            return usual
        chosen.update({choice} if kept else ())
        return value

    rules = environment.rules
    merchant = replace(
        environment,
        name=decided(Choice.NAME, reading.name, environment.name),
        locale=decided(Choice.LANGUAGE, locale, environment.locale),
        rules=Rules(
            invoice_ttl=decided(Choice.DEADLINE, reading.deadline, rules.invoice_ttl),
            first_bank=decided(Choice.FIRST_BANK, str, rules.first_bank),
            off=decided(Choice.BANKS_OFF, reading.names_in, rules.off),
            quiet=decided(Choice.QUIET, _quiet, rules.quiet),
            turned=frozenset(_turned(choices)),
        ),
    )
    return InForce(merchant, environment, frozenset(chosen))


def locale(text: str) -> str:
    """One of ours, or ``Refused``."""
    if text not in LOCALES:
        raise Refused("button-old")
    return text


def _quiet(kept: str) -> Quiet | None:
    return None if kept == reading.NO_QUIET else reading.quiet(kept)


def _turned(choices: Mapping[str, str]) -> list[tuple[int, Topic]]:
    whose = {name.removeprefix(NEWS): kept for name, kept in choices.items() if name.startswith(NEWS)}
    each = ((int(who), kept) for who, kept in whose.items() if who.isdecimal())
    return [(who, topic) for who, kept in each for topic in reading.topics_in(kept)]
