"""What ``doctor`` reads of the running program in its books: who lives, what waits, what is to be mended."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp

from billing import alarms
from bot.chance import SystemClock
from bot.hearing import Finding, ago
from bot.settings import Settings, Updates
from store.books import SqlBooks
from store.engine import Database

CLOCK_MOST = timedelta(seconds=5)
TELEGRAM_MOST = timedelta(seconds=30)
CERTIFICATE_LEAST = timedelta(days=14)
PATIENCE = 10.0

Said = Iterator[tuple[str, Finding]]
"""Subject and finding."""


async def standing(settings: Settings, database: Database, now: datetime) -> list[tuple[str, Finding]]:
    """All that the books tell. ``WrongKey`` where they cannot be read."""

    def read(books: SqlBooks) -> list[tuple[str, Finding]]:
        return [*_replicas(books, settings, now), *_queues(books, now), *_alarms(books, now), *_key(books)]

    return await database.read(read)


def _replicas(books: SqlBooks, settings: Settings, now: datetime) -> Said:
    living = books.living(now)
    if not living:
        yield "Processes", (None, "none runs on this database; start `tolem run`")
        return
    many = f"{len(living)} run on this database" if len(living) > 1 else "one runs on this database"
    yield "Processes", (True, many)
    if len(living) > 1 and settings.telegram_updates is Updates.POLLING:
        advice = "with TELEGRAM_UPDATES=webhook, behind a load balancer, each of them takes updates"
        yield "Processes", (None, f"only one of them polls Telegram, another when that is gone; {advice}")


def _queues(books: SqlBooks, now: datetime) -> Said:
    for name, queue in books.queues(now).items():
        if queue.oldest is not None:
            yield "Queue", (None, f"{name}: {queue.length} wait, the oldest since {ago(queue.oldest, now)}")
    for sight in alarms.waiting(books.overdue(), now):
        if not sight.mild:
            yield "Queue", (False, f"it stands still: {sight.kind}, see docs/how-to/alerts.md")


def _alarms(books: SqlBooks, now: datetime) -> Said:
    for alarm in books.alarms():
        about = " ".join(f"{name}={value}" for name, value in alarm.values.items() if value)
        said = f"{alarm.kind} {about}".strip()
        yield "Alarm", (False, f"{said}, since {ago(alarm.since, now)}; see docs/how-to/alerts.md")


def _key(books: SqlBooks) -> Said:
    """``WrongKey`` where the key opens only a part of what is stored."""
    for sealed in books.some_sealed():
        books.vault.open(sealed)
    yield "SECRET_KEY", (True, "opens what is stored")


async def clocks(settings: Settings, database: Database) -> list[tuple[str, Finding]]:
    """How far this machine's clock is off from the database's, and from Telegram's."""
    found: list[tuple[str, Finding]] = []
    own, theirs = SystemClock().now(), await database.time()
    if theirs is not None and abs(theirs - own) > CLOCK_MOST:
        off = (own - theirs).total_seconds()
        found.append(
            (
                "Clock",
                (None, f"{off:+.0f} s off from the database's, which counts; set up NTP on this machine"),
            )
        )
    telegrams = await _telegrams_time(settings.telegram_api_url)
    if telegrams is not None and abs(telegrams - SystemClock().now()) > TELEGRAM_MOST:
        off = (SystemClock().now() - telegrams).total_seconds()
        said = f"{off:+.0f} s off from Telegram's: deadlines are wrong by as much; set up NTP"
        found.append(("Clock", (False, said)))
    return found


async def _telegrams_time(address: str) -> datetime | None:
    """From the header of any answer; ``None``: there is none."""
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as http, http.head(address) as answer:
            return parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
    except (aiohttp.ClientError, TimeoutError, KeyError, ValueError):
        return None


async def certificate(address: str, now: datetime, trust: ssl.SSLContext | None = None) -> Finding | None:
    """Until when the public address may be called; ``None``: it is not https, or nobody answers there."""
    parts = urlsplit(address)
    if parts.scheme != "https" or parts.hostname is None:
        return None
    try:
        async with asyncio.timeout(PATIENCE):
            line = await asyncio.open_connection(
                parts.hostname, parts.port or 443, ssl=trust or ssl.create_default_context()
            )
    except ssl.SSLCertVerificationError as error:
        return False, f"its certificate is refused: {error.verify_message}. Banks and Telegram refuse it too."
    except (OSError, TimeoutError):
        return None
    told = line[1].get_extra_info("peercert")
    line[1].close()
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(told["notAfter"]), UTC)
    if ends - now < CERTIFICATE_LEAST:
        return (
            False,
            f"its certificate ends on {ends:%Y-%m-%d}; banks and Telegram call no more then. Renew it.",
        )
    return True, f"its certificate is good until {ends:%Y-%m-%d}"
