"""The shop's settings as one message: the shop, and how each bank is. Text imports no chat framework."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from billing.checking import BankState, Overview
from billing.halts import Outage
from screens import format as fmt
from screens import phrases
from screens import settings_pages as pages
from screens.reader import Reader
from screens.refusals import meaning
from screens.reminder_keys import CHOICES, Chosen
from screens.settings_keys import Part

if TYPE_CHECKING:
    from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup


def settings(shown: Overview, reader: Reader, *, morning: bool = False) -> str:
    """HTML of one message. ``morning``: whether the reader gets yesterday's figures each morning."""
    words, shop = reader.words, shown.merchant
    off = shop.rules.off
    about = words.html(
        "settings-about",
        currency=shop.currency,
        language=words.or_else(f"language-{shop.locale}", shop.locale),
        now=fmt.clock(shown.at, reader.zone),
        zone=reader.zone.key,
    )
    top = [f"<b>{words('settings-title')}</b>"]
    top += [words.html("settings-shop", shop=name)] if (name := fmt.shop(shop.name)) else []
    slugs = [bank.slug for bank in shown.banks]
    banks = [_bank(bank, shown.at, reader, off=bank.slug in off) for bank in shown.banks] or [
        words("settings-no-bank")
    ]
    heading = f"<b>{words('settings-banks')}</b>"
    reminded = words("settings-reminders", chosen=_chosen(shown.reminders, reader))
    decided = [
        words("settings-line-deadline", span=pages.span(shop.rules.invoice_ttl, reader)),
        words("settings-line-way", way=pages.first_way(shop, slugs, reader)) if slugs else "",
        reminded,
        words("settings-line-quiet", hours=pages.hours(shop.rules.quiet, reader)),
        words("settings-line-news", news=pages.heard(shop, reader.person_id or 0, reader, morning=morning)),
    ]
    return "\n\n".join(
        [
            phrases.lines([*top, about]),
            phrases.lines(decided),
            phrases.lines([heading, banks[0]]),
            *banks[1:],
        ]
    )


def under(shown: Overview, reader: Reader) -> InlineKeyboardMarkup | None:
    """What can be decided; *Check now*, where there is a bank to ask."""
    from screens import buttons as b
    from screens.reminder_buttons import InvoiceReminders
    from screens.settings_buttons import SettingPage

    def opens(part: Part) -> InlineKeyboardButton:
        return b.press(reader.words(f"btn-settings-{part}"), SettingPage(part=part))

    reminding = b.press(reader.words("settings-reminders-button"), InvoiceReminders())
    check = [b.press(reader.words("settings-check"), b.CheckBanks())] if shown.banks else []
    return b.keyboard(
        [
            [opens(Part.NAME), opens(Part.LANGUAGE)],
            [opens(Part.DEADLINE), opens(Part.WAY)],
            [reminding],
            [opens(Part.QUIET), opens(Part.NEWS)],
            [opens(Part.BANKS)],
            check,
        ]
    )


def reminders(days: tuple[int, ...], reader: Reader) -> tuple[str, InlineKeyboardMarkup | None]:
    """When invoices are reminded of, and what else can be chosen."""
    from screens import buttons as b
    from screens.reminder_buttons import BackToSettings, InvoiceReminders

    words = reader.words
    text = phrases.lines(
        [
            f"<b>{words('settings-reminders-title')}</b>",
            words("settings-reminders-now", chosen=_chosen(days, reader)),
            words("settings-reminders-about"),
        ]
    )
    others = [chosen for chosen, each in CHOICES.items() if each != days]
    rows = [[b.press(_choice(chosen, reader), InvoiceReminders(chosen=chosen))] for chosen in others]
    return text, b.keyboard([*rows, [b.press(words("btn-back"), BackToSettings())]])


def _chosen(days: tuple[int, ...], reader: Reader) -> str:
    """The choice in words; days that no button names stand for the most that one does."""
    found = next((chosen for chosen, each in CHOICES.items() if each == days), Chosen.AFTER)
    return reader.words(f"reminders-choice-{found}")


def _choice(chosen: Chosen, reader: Reader) -> str:
    return phrases.capital(reader.words(f"reminders-choice-{chosen}"))


def _bank(bank: BankState, now: datetime, reader: Reader, *, off: bool) -> str:
    """State, what to do about it, what else is known, when that was found out."""
    words, health = reader.words, bank.health
    code = bank.outage.code if bank.outage and not bank.outage.trial_at else ""
    shut = reader.words.html("settings-bank-off", bank=_name(bank, reader)) if off else ""
    state = "" if off and _well(bank, now) else _state(bank, now, reader)
    lines = [shut, state, meaning(bank.slug, code, reader)]
    if not bank.production:
        lines.append(words.html("settings-test-money", bank=_name(bank, reader)))
    if health is not None:
        lines.append(meaning(bank.slug, health.note, reader))
        if health.most is not None:
            lines.append(words("settings-used", used=str(health.used or 0), most=str(health.most)))
    if bank.sends_tests:
        lines.append(_tested(bank, now, reader))
    if bank.checked_at is not None:
        lines.append(words("settings-checked", at=_moment(bank.checked_at, now, reader)))
    return phrases.lines(lines)


def _well(bank: BankState, now: datetime) -> bool:
    """Nothing is to be said of it; beside *takes no new payments*, *works* would confuse."""
    silent = bank.health is not None and not bank.health.ok and not bank.health.note
    tried = bank.outage is not None and (bank.outage.trial_at is not None or bank.outage.away(now))
    return not silent and not tried


def _state(bank: BankState, now: datetime, reader: Reader) -> str:
    words, name, outage = reader.words, _name(bank, reader), bank.outage
    if outage is not None and outage.trial_at is not None:
        return words.html("settings-trial", bank=name, since=_moment(outage.trial_at, now, reader))
    if outage is not None and outage.away(now):
        return _away(outage, name, now, reader)
    return words.html("settings-well" if _well(bank, now) else "settings-silent", bank=name)


def _away(outage: Outage, name: str, now: datetime, reader: Reader) -> str:
    if outage.until is not None:
        return reader.words.html("settings-limit", bank=name, until=_moment(outage.until, now, reader))
    return reader.words.html("settings-lost", bank=name, since=_moment(outage.since, now, reader))


def _tested(bank: BankState, now: datetime, reader: Reader) -> str:
    if bank.tested_at is None:
        return reader.words("settings-untested")
    return reader.words("settings-tested", at=_moment(bank.tested_at, now, reader))


def _name(bank: BankState, reader: Reader) -> str:
    return phrases.safe(phrases.bank(bank.slug, reader))


def _moment(at: datetime, now: datetime, reader: Reader) -> str:
    return fmt.moment(at, reader.zone, reader.words.locale, now)
