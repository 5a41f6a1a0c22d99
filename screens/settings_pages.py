"""The small pages of ``/settings``: what holds now, what else there is. Text imports no chat framework."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from billing.models import Merchant
from billing.people import LOCALES
from billing.ports import Provider
from billing.settings import reading
from billing.settings.force import InForce
from billing.settings.models import Choice, Quiet, Topic
from screens import format as fmt
from screens import phrases
from screens.reader import Reader
from screens.settings_keys import Part

if TYPE_CHECKING:
    from aiogram.filters.callback_data import CallbackData
    from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

    from screens.buttons import Row, Text

SPANS = ("30m", "1h", "3h", "12h", "24h", "3d", "7d")
HOURS = ("20-8", "21-9", "22-8", "23-7")
EXAMPLE = 1042  # the number of an invoice that there is none of


def name(shop: InForce, reader: Reader) -> Text:
    """How customers read it."""

    words, now = reader.words, shop.merchant.name
    look = words.html("shop-named", shop=fmt.shop(now))
    example = words("number-first", number=str(EXAMPLE))
    lines = [
        _title(Part.NAME, reader),
        _now(escape(now, quote=False) or words("settings-nothing"), reader),
        _chosen(shop, Choice.NAME, reader),
        words("settings-at-once"),
        words("settings-name-look") if now else "",
        f"<blockquote>{phrases.dotted(example, look)}</blockquote>" if now else "",
    ]
    typing = _typing(Part.NAME, "btn-settings-type-name", reader)
    return _page(lines, [typing, _undo(shop, Choice.NAME, Part.NAME, reader)], reader)


def language(shop: InForce, reader: Reader) -> Text:
    """Three languages."""
    from screens.buttons import press
    from screens.settings_buttons import ShopLanguage

    words, now = reader.words, shop.merchant.locale
    lines = [
        _title(Part.LANGUAGE, reader),
        _now(words(f"language-{now}"), reader),
        _chosen(shop, Choice.LANGUAGE, reader),
        words("settings-language-about"),
        words("settings-at-once"),
    ]
    others = [press(words(f"language-{each}"), ShopLanguage(locale=each)) for each in LOCALES if each != now]
    return _page(lines, [others, _undo(shop, Choice.LANGUAGE, Part.LANGUAGE, reader)], reader)


def deadline(shop: InForce, reader: Reader) -> Text:
    """Spans to choose from, or one's own."""
    from screens.buttons import press
    from screens.settings_buttons import Deadline

    now = shop.merchant.rules.invoice_ttl
    lines = [
        _title(Part.DEADLINE, reader),
        _now(span(now, reader), reader),
        _chosen(shop, Choice.DEADLINE, reader),
        reader.words("settings-deadline-about"),
    ]
    others = [each for each in SPANS if reading.deadline(each) != now]
    buttons = [press(span(reading.deadline(each), reader), Deadline(span=each)) for each in others]
    typing = _typing(Part.DEADLINE, "btn-settings-type-deadline", reader)
    rows = [buttons[:3], buttons[3:6], buttons[6:], typing]
    return _page(lines, [*rows, _undo(shop, Choice.DEADLINE, Part.DEADLINE, reader)], reader)


def way(shop: InForce, banks: Sequence[Provider], able: Iterable[Provider], reader: Reader) -> Text:
    """Which bank comes first. ``able``: those that bill without a question."""
    from screens.buttons import press
    from screens.settings_buttons import FirstBank

    words, first, off = reader.words, shop.merchant.rules.first_bank, shop.merchant.rules.off
    on = [bank for bank in banks if bank.slug not in off]
    lines = [
        _title(Part.WAY, reader),
        _now(first_way(shop.merchant, [bank.slug for bank in banks], reader), reader),
    ]
    if len(on) == 1:
        return _page([*lines, words("settings-way-one", bank=phrases.bank(on[0].slug, reader))], [], reader)
    may = {bank.slug for bank in able}
    lines += [words("settings-way-about")]
    lines += [_of_bank("settings-way-asks", bank, reader) for bank in on if bank.slug not in may]
    others = [bank for bank in on if bank.slug in may and bank.slug != first]
    rows = [[press(_plain(bank.slug, reader), FirstBank(bank=bank.slug))] for bank in others]
    return _page(lines, [*rows, [press(words("btn-settings-choice"), FirstBank())] if first else []], reader)


def banks(shop: InForce, known: Sequence[Provider], reader: Reader) -> Text:
    """Which of them get new bills."""
    from screens.buttons import press
    from screens.settings_buttons import SwitchBank

    off = shop.merchant.rules.off
    told = [
        _of_bank("settings-bank-off" if bank.slug in off else "settings-bank-is-on", bank, reader)
        for bank in known
    ]

    def switch(slug: str) -> InlineKeyboardButton:
        key = "btn-settings-bank-on" if slug in off else "btn-settings-bank-off"
        return press(reader.words(key, bank=_plain(slug, reader)), SwitchBank(bank=slug, on=slug in off))

    rows = [[switch(bank.slug)] for bank in known]
    return _page([_title(Part.BANKS, reader), *told, reader.words("settings-banks-about")], rows, reader)


def sure_off(bank: Provider, *, charges: bool, runs: bool, reader: Reader) -> Text:
    """What follows from turning it off. ``charges``: kept ways to pay; ``runs``: subscriptions by itself."""
    from screens.buttons import press
    from screens.settings_buttons import SettingPage, SwitchBank

    lines = [
        f"<b>{_of_bank('settings-bank-off-ask', bank, reader)}</b>",
        reader.words("settings-bank-off-open"),
        _of_bank("settings-bank-off-charged", bank, reader) if charges else "",
        _of_bank("settings-bank-off-run", bank, reader) if runs else "",
    ]
    yes = press(reader.words("btn-settings-bank-off-yes"), SwitchBank(bank=bank.slug, on=False, sure=True))
    return _page(lines, [[yes]], reader, back=SettingPage(part=Part.BANKS))


def quiet(shop: InForce, reader: Reader) -> Text:
    """Hours to choose from, one's own, or none."""
    from screens.buttons import press
    from screens.settings_buttons import QuietHours

    words, now = reader.words, shop.merchant.rules.quiet
    lines = [_title(Part.QUIET, reader), _now(hours(now, reader), reader), words("settings-quiet-about")]
    others = [(each, found) for each in HOURS if (found := reading.quiet(each)) != now]
    buttons = [press(hours(found, reader), QuietHours(hours=each)) for each, found in others]
    none = [press(words("btn-settings-no-quiet"), QuietHours(hours=reading.NO_QUIET))] if now else []
    typing = _typing(Part.QUIET, "btn-settings-type-quiet", reader)
    return _page(lines, [buttons[:2], buttons[2:], typing, none], reader)


def news(shop: InForce, person_id: int, reader: Reader, *, morning: bool) -> Text:
    """What this person hears that nobody must."""
    from screens.buttons import press
    from screens.settings_buttons import HearOf, MorningReport

    words = reader.words
    heard = {topic: shop.merchant.rules.hears(person_id, topic) for topic in Topic}
    told = [
        (words(f"settings-topic-{topic}"), on, HearOf(topic=topic, on=not on)) for topic, on in heard.items()
    ]
    rows: list[tuple[str, bool, CallbackData]] = [
        *told,
        (words("settings-topic-morning"), morning, MorningReport(on=not morning)),
    ]
    lines = [
        words("settings-news-on" if on else "settings-news-off", topic=phrases.capital(named))
        for named, on, _ in rows
    ]
    buttons = [
        [press(words("btn-settings-unhear" if on else "btn-settings-hear", topic=named), data)]
        for named, on, data in rows
    ]
    return _page([_title(Part.NEWS, reader), *lines, words("settings-news-about")], buttons, reader)


def way_out(part: Part, reader: Reader) -> InlineKeyboardMarkup | None:
    """Under a question: back to its page."""
    from screens.buttons import keyboard, press
    from screens.settings_buttons import SettingPage

    return keyboard([[press(reader.words("btn-back"), SettingPage(part=part))]])


# --- values in words


def span(wanted: timedelta, reader: Reader) -> str:
    """``45 min``, ``24 h``, ``3 d``."""
    kept = reading.deadline_text(wanted)
    units = {"m": "settings-minutes", "h": "settings-hours", "d": "settings-days"}
    return reader.words(units[kept[-1]], count=kept[:-1])


def hours(quiet: Quiet | None, reader: Reader) -> str:
    """``21:00–9:00``."""
    if quiet is None:
        return reader.words("settings-quiet-none")
    since, until = (f"{each.hour}:{each.minute:02}" for each in (quiet.since, quiet.until))
    return f"{since}\N{EN DASH}{until}"


def first_way(shop: Merchant, banks: Iterable[str], reader: Reader) -> str:
    """Who chooses the way to pay."""
    known, first = {*banks}, shop.rules.first_bank
    slugs = known - shop.rules.off
    if len(slugs) == 1:
        return reader.words("settings-way-only", bank=phrases.bank(next(iter(slugs)), reader))
    if first not in known:
        return reader.words("settings-way-choice")
    key = "settings-way-first" if first in slugs else "settings-way-first-off"
    return reader.words(key, bank=phrases.bank(first, reader))


def heard(shop: Merchant, person_id: int, reader: Reader, *, morning: bool) -> str:
    """Which news this person hears, in short; the morning's figures are one of them."""
    each = [(f"settings-topic-{topic}", shop.rules.hears(person_id, topic)) for topic in Topic]
    each.append(("settings-topic-morning", morning))
    missed = [reader.words(key) for key, on in each if not on]
    if not missed:
        return reader.words("settings-news-all")
    if len(missed) == len(each):
        return reader.words("settings-news-must")
    return reader.words("settings-news-but", topics=", ".join(missed))


# --- parts of a page


def _title(part: Part, reader: Reader) -> str:
    return f"<b>{reader.words(f'settings-title-{part}')}</b>"


def _now(value: str, reader: Reader) -> str:
    """``value`` is HTML."""
    return reader.words("settings-now", value=value)


def _of_bank(key: str, bank: Provider, reader: Reader) -> str:
    return reader.words(key, bank=phrases.bank(bank.slug, reader))


def _plain(slug: str, reader: Reader) -> str:
    return reader.words.or_else(f"bank-{slug}", slug.capitalize())


def _chosen(shop: InForce, choice: Choice, reader: Reader) -> str:
    """That the environment says something else, which counts no longer."""
    if choice not in shop.chosen:
        return ""
    before = _value(shop.environment, choice, reader) or reader.words("settings-nothing")
    return reader.words.html("settings-chosen-here", value=before)


def _undo(shop: InForce, choice: Choice, part: Part, reader: Reader) -> Row:
    from screens.buttons import press
    from screens.settings_buttons import UndoSetting

    if choice not in shop.chosen:
        return []
    before = fmt.clean(_value(shop.environment, choice, reader), 20) or reader.words("settings-nothing")
    return [press(reader.words("btn-settings-undo", value=before), UndoSetting(part=part))]


def _value(merchant: Merchant, choice: Choice, reader: Reader) -> str:
    if choice is Choice.LANGUAGE:
        return reader.words(f"language-{merchant.locale}")
    return span(merchant.rules.invoice_ttl, reader) if choice is Choice.DEADLINE else merchant.name


def _typing(part: Part, key: str, reader: Reader) -> Row:
    from screens.buttons import press
    from screens.settings_buttons import TypeSetting

    return [press(reader.words(key), TypeSetting(part=part))]


def _page(
    lines: Iterable[str], rows: Sequence[Row], reader: Reader, *, back: CallbackData | None = None
) -> Text:
    from screens.buttons import keyboard, press
    from screens.reminder_buttons import BackToSettings

    way_back = press(reader.words("btn-back"), back or BackToSettings())
    return phrases.lines(lines), keyboard([*rows, [way_back]])
