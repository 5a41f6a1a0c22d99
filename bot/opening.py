"""What the program opens before anything runs, the database and the banks; and the end of all lines."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from aiogram import Bot

from billing import people
from billing.errors import StoreUnavailable
from billing.ports import Clock, Provider
from bot.settings import Settings, Wrong
from providers.http import Observe
from providers.registry import configured, variables
from providers.settings import SettingsWrong
from store.alone import Taken
from store.engine import Database, connect
from store.migrate import load_merchant, migrate
from store.secrets import Vault, WrongKey

log = logging.getLogger(__name__)

WAIT_FOR_ANOTHER = (
    10  # times that a second and the wait of SQLite itself pass, until another has the books up to date
)


async def open_database(settings: Settings, clock: Clock, *, beside: bool = True) -> Database:
    """Connected, migrated, with its merchant and owners. ``beside``: also while a program runs on it."""
    old = [key.get_secret_value() for key in settings.old_secret_keys]
    database = connect(settings.database_url, Vault(settings.secret_key.get_secret_value(), old))
    try:
        if not beside:
            database.have_alone()
        await _migrate(database)
    except Taken as taken:
        await database.close()
        raise Wrong(f"{taken}.") from None
    except (StoreUnavailable, OSError) as error:
        await database.close()
        raise Wrong(f"DATABASE_URL leads to no database that opens: {error}") from None
    await load_merchant(
        database,
        name=settings.shop_name,
        currency=settings.currency,
        locale=settings.default_locale,
        timezone=settings.timezone,
        at=clock.now(),
    )
    try:
        await database.write(lambda books: people.appoint_owners(books, settings.owner_ids, clock.now()))
    except WrongKey as wrong:
        await database.close()
        raise Wrong(f"{wrong}.") from None
    return database


async def _migrate(database: Database) -> None:
    """Where another program brings SQLite's books up just now, its turn is waited for."""
    for last in (False,) * WAIT_FOR_ANOTHER + (True,):
        try:
            await migrate(database)
        except StoreUnavailable as error:
            if last or not database.exclusive or "locked" not in str(error):
                raise
            log.info("another program works on the books; waiting for it")
            await asyncio.sleep(1)
        else:
            return


async def open_banks(
    database: Database, settings: Settings, clock: Clock, observe: Observe | None = None
) -> dict[str, Provider]:
    """The banks whose credentials are set; ``Wrong`` where open payments need one that is not."""
    try:
        banks = configured()
    except SettingsWrong as error:
        raise Wrong(str(error)) from None
    if banks and not settings.public_url:
        raise Wrong("PUBLIC_URL is missing: banks need an address where they can report payments.")
    providers = {bank.slug: bank.open(clock, None, observe) for bank in banks}
    try:
        open_payments = await database.read(lambda books: books.open_payments())
    except WrongKey as wrong:  # the one of the owners' names opens, the one of a payer's does not
        raise Wrong(f"{wrong}.") from None
    for payment in open_payments:
        if payment.provider not in providers:
            names = ", ".join(variables(payment.provider))
            raise Wrong(f"{names} are missing, but payments at {payment.provider} are still open.")
    return providers


async def close_all(bot: Bot, providers: Mapping[str, Provider], database: Database) -> None:
    """Every line to the outside."""
    for provider in providers.values():
        await provider.close()
    await bot.session.close()
    await database.close()
