"""Looks at everything that has to be right, and says in one line each what is and what to do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from billing.ports import Clock
from billing.settings.models import Choice
from billing.settings.reading import names_in
from billing.statement import Ledger
from bot.agreed import AgreedClock
from bot.chance import SystemClock
from bot.decided import decided
from bot.hearing import Finding, ago, heard
from bot.opening import open_database
from bot.pacing import Pacer
from bot.presence import who_answers
from bot.settings import Settings, Updates
from bot.sharing import SharedGate
from bot.standing import certificate, clocks, standing
from bot.telegram import open_bot
from providers.registry import Bank, configured, share_limits, with_statements
from providers.settings import SettingsWrong
from store.engine import Database
from store.secrets import WrongKey

Say = Callable[[str], None]
FEEDBACK_WITHIN = timedelta(minutes=1)
TELEGRAM = "https://api.telegram.org"


class _Findings:
    """What was found, said as it is found."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self.good = True

    def well(self, subject: str, text: str) -> None:
        self._say(f"✓ {subject}: {text}")

    def note(self, subject: str, text: str) -> None:
        self._say(f"· {subject}: {text}")

    def bad(self, subject: str, text: str) -> None:
        self.good = False
        self._say(f"✗ {subject}: {text}")

    def add(self, subject: str, finding: Finding) -> None:
        good, text = finding
        say = self.note if good is None else self.well if good else self.bad
        say(subject, text)


async def examine(settings: Settings, say: Say) -> bool:
    """Whether all is well; each finding is said."""
    findings = _Findings(say)
    findings.well("Settings", "readable")
    clock = AgreedClock(SystemClock())
    database = await open_database(settings, clock)
    await clock.agree(database)
    findings.well("Database", f"reached and up to date ({settings.database_url.split(':')[0]})")
    for subject, finding in await decided(settings, database):
        findings.add(subject, finding)
    try:
        bot = open_bot(settings.bot_token.get_secret_value(), settings.telegram_api_url, Pacer())
        try:
            for subject, finding in await standing(settings, database, clock.now()):
                findings.add(subject, finding)
            await _telegram(findings, settings, bot)
            await _inline_feedback(findings, database, clock.now())
            for subject, finding in await clocks(settings, database):
                findings.add(subject, finding)
            await _owners(findings, database)
        finally:
            await bot.session.close()
        banks = await _banks(findings, settings, database, clock)
        await _public_address(findings, settings, database, banks, clock.now())
    except WrongKey as wrong:
        findings.bad("SECRET_KEY", str(wrong))
    finally:
        await database.close()
    return findings.good


async def _telegram(findings: _Findings, settings: Settings, bot: Bot) -> None:
    kind = (
        "production"
        if settings.telegram_api_url == TELEGRAM
        else f"not Telegram's own: {settings.telegram_api_url}"
    )
    try:
        me = await bot.me()
        hook = await bot.get_webhook_info()
    except TelegramAPIError as error:
        findings.bad("Telegram", f"{error.message}. {_of_telegram(error)} ({kind})")
        return
    findings.well("Telegram", f"@{me.username} answers ({kind})")
    if not me.supports_inline_queries:
        findings.note("Telegram", "inline mode is off, so no cards in other chats; in BotFather: /setinline")
    if me.can_read_all_group_messages:
        findings.note(
            "Telegram", "privacy mode is off: the bot is sent everything in groups; BotFather: /setprivacy"
        )
    if settings.telegram_updates is Updates.WEBHOOK and hook.last_error_message:
        findings.bad("Telegram", f"its last webhook call failed: {hook.last_error_message}")


async def _inline_feedback(findings: _Findings, database: Database, now: datetime) -> None:
    """Whether Telegram tells which card was sent cannot be asked; the newest card in use shows it."""
    last = await database.read(lambda books: books.last_used_draft(now - FEEDBACK_WITHIN))
    if last is not None and last.chosen_at is None:
        findings.note(
            "Telegram",
            "inline feedback is off: an inline card becomes an invoice at its first tap only. In BotFather:"
            " /setinlinefeedback, 100%",
        )


def _of_telegram(error: TelegramAPIError) -> str:
    """What to do about it: a token that is refused, an address that leads elsewhere, or Telegram itself."""
    match error:
        case TelegramUnauthorizedError():
            return "BOT_TOKEN is refused: ask BotFather for the right one."
        case TelegramNotFound():
            return "No such bot there: check BOT_TOKEN and TELEGRAM_API_URL."
        case TelegramServerError():
            return "That is Telegram's own trouble, and BOT_TOKEN was not judged: try again in a few minutes."
        case TelegramNetworkError():
            return (
                "Nobody answers there, and BOT_TOKEN was not judged: check the network and TELEGRAM_API_URL."
            )
    return "Check BOT_TOKEN and TELEGRAM_API_URL."


async def _owners(findings: _Findings, database: Database) -> None:
    for member in await database.read(lambda books: books.members()):
        if member.blocked:
            findings.bad("Member", f"{member.id} has blocked the bot; alerts do not arrive")
        elif not member.started:
            findings.bad(
                "Member", f"{member.id} has not pressed Start in the bot, so it cannot write to them"
            )


async def _banks(findings: _Findings, settings: Settings, database: Database, clock: Clock) -> int:
    """How many are switched on."""
    try:
        banks = configured()
    except SettingsWrong as error:
        findings.bad("Bank", str(error))
        return 0
    if not banks:
        findings.bad("Bank", "none is switched on; set the credentials of one (see .env.example)")
    gate = None if database.exclusive else SharedGate(database, clock)
    await asyncio.gather(*(_bank(findings, bank, clock, gate) for bank in banks))
    for bank in banks:
        await _from_books(findings, settings, database, bank, clock.now())
    off = names_in(await database.read(lambda books: books.choice(Choice.BANKS_OFF) or ""))
    if banks and off.issuperset(bank.slug for bank in banks):
        findings.bad("Bank", "each that is known is turned off: nobody can pay; turn one on in /settings")
    return len(banks)


async def _from_books(
    findings: _Findings, settings: Settings, database: Database, bank: Bank, now: datetime
) -> None:
    """What the running program has seen of the bank."""
    outage = await database.read(lambda books: books.outage(bank.slug))
    if outage is not None and outage.away(now):
        back = f"until {outage.until:%Y-%m-%d %H:%M} UTC" if outage.until else "until a check finds it well"
        findings.note(bank.slug, f"off the cards, {outage.code}, since {ago(outage.since, now)}, {back}")
    if not bank.signed_with:
        return
    calls = await database.read(lambda books: books.bank_calls(bank.slug))
    address = f"{settings.public_url}/webhooks/{bank.slug}" if settings.public_url else ""
    for good, text in heard(bank, calls, address, now):
        findings.add(f"{bank.slug} reports", (good, text))


async def _bank(findings: _Findings, bank: Bank, clock: Clock, gate: SharedGate | None) -> None:
    """``gate``: its calls are counted among those of the programs that run."""
    provider = bank.open(clock)
    share_limits({bank.slug: provider}, gate)
    try:
        health = await provider.check()
    finally:
        await provider.close()
    for lists in with_statements({bank.slug: provider}).values():
        if setting := lists.missing(Ledger.OPERATIONS):
            findings.note(bank.slug, f"no /statement: {setting} is not set, so its lists are not read")
    where = f"{bank.description} ({'PRODUCTION: real money' if bank.production else 'test: no real money'})"
    if health.ok:
        findings.well(bank.slug, f"{where}: {health.text}")
    else:
        findings.bad(bank.slug, f"{where}: {health.text}. {health.advice}")


async def _public_address(
    findings: _Findings, settings: Settings, database: Database, banks: int, now: datetime
) -> None:
    if not settings.public_url and banks:
        findings.bad("PUBLIC_URL", "is missing: banks need an address where they can report payments")
        return
    if not settings.public_url:
        findings.note("PUBLIC_URL", "not set: no payment page, and no bank that reports payments")
        return
    if urlsplit(settings.public_url).scheme != "https":
        findings.note("PUBLIC_URL", "is not https: banks and Telegram demand it outside of tests")
    if (finding := await certificate(settings.public_url, now)) is not None:
        findings.add("PUBLIC_URL", finding)
    living = await database.read(lambda books: books.living(now))
    findings.add("PUBLIC_URL", await who_answers(f"{settings.public_url}/healthz", database.vault, living))
