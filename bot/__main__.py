"""The command line: ``tolem``, also ``python -m bot``. Heavy imports wait until a command needs them."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import click

from bot import log as logs
from bot.settings import Settings, Wrong, load
from bot.starting import loop_factory, started


@click.group(help="Payments inside a Telegram chat.")
def main() -> None:
    """Each command explains itself with --help."""


@main.command()
def run() -> None:
    """The bot, the receiver and the loops."""
    settings = _settings()

    async def work() -> None:
        program, port = await started(settings)
        told = _told_to_stop()
        address = f"http://{settings.http_host}:{port}"
        if program.meeting.met:
            click.echo(f"tolem is ready: @{program.site.bot_username}, {address}", err=True)
        else:
            click.echo(f"tolem is up: {address}; the chat opens when Telegram answers.", err=True)
        await told.wait()
        await program.stop()

    _go(work, settings)


@main.command()
@click.option("--port", default=8081, type=click.IntRange(0, 65535), help="Where the page stands.")
@click.option("--language", default="ru", type=click.Choice(["ru", "kk", "en"]), help="The shop's language.")
def demo(port: int, language: str) -> None:
    """The same against simulators: no account needed."""
    logs.set_up("text", "WARNING")

    async def work() -> None:
        from bot.demo import running

        click.echo("Starting the demo …")
        async with running(sandbox_port=port, http_port=8080, locale=language) as demo:
            click.echo(f"Open {demo.sandbox_url}/?lang={language} and type there: /invoice 5000 Coffee")
            click.echo("Stop with Ctrl+C.")
            await _told_to_stop().wait()

    _go(work)


@main.command()
@click.option("--language", default="ru", type=click.Choice(["ru", "kk", "en"]))
@click.option(
    "--without",
    type=click.Choice(["delivery", "watching", "settling", "renewing", "reminding"]),
    help="Leave a part out.",
)
def tour(language: str, without: str | None) -> None:
    """Play the whole story in the demo; exit code 0 only if each step came true."""
    logs.set_up("text", "ERROR")

    async def work() -> None:
        from bot.tour import play

        if not await play(language, without):
            sys.exit(1)

    _go(work)


@main.command()
def migrate() -> None:
    """Bring the database to the newest shape."""
    settings = _settings()

    async def work() -> None:
        from bot.chance import SystemClock
        from bot.opening import open_database

        database = await open_database(settings, SystemClock())
        await database.close()
        click.echo("The database is up to date.")

    _go(work, settings)


@main.command()
def doctor() -> None:
    """Check settings, database, Telegram, banks and the public address, and say what to do."""
    settings = _settings()

    async def work() -> None:
        from bot.doctor import examine

        if not await examine(settings, click.echo):
            sys.exit(1)

    _go(work, settings)


@main.command()
@click.option(
    "--restored", is_flag=True, help="The books come from a backup: count on past what was given since."
)
@click.option("--again", is_flag=True, help="With --restored, where that was done already.")
def reconcile(restored: bool, again: bool) -> None:
    """Ask every bank about everything open, and compare its list of two days with the books, now."""
    settings = _settings()

    async def work() -> None:
        from bot.reconciling import by_hand
        from bot.wiring import build

        program = await build(settings, beside=not restored)
        await by_hand(program, click.echo, restored=restored, again=again)

    _go(work, settings)


@main.command("move-database")
@click.argument("target")
def move_database(target: str) -> None:
    """Move all books from DATABASE_URL to TARGET, compare them row for row, and only then keep them there.

    TARGET is an empty database, like postgresql+asyncpg://user@host/name; PGPASSWORD may hold its password.
    The program must be stopped meanwhile. Without success TARGET is as empty as before.
    """
    settings = _settings()

    async def work() -> None:
        from store.moving import Refused, move, without_password

        try:
            same = await move(settings.database_url, target, click.echo)
        except Refused as refused:
            raise Wrong(str(refused)) from None
        if not same:
            click.echo("tolem: the copy differs, and was thrown away: the target is empty.", err=True)
            sys.exit(1)
        click.echo("All rows are there, and alike. Now write into .env, with the password:")
        click.echo(f"DATABASE_URL={without_password(target)}")
        click.echo("Leave SECRET_KEY as it is. Start no program with the old database any more.")

    _go(work, settings)


@main.command()
@click.argument("copy", type=click.Path(dir_okay=False, path_type=Path))
def backup(copy: Path) -> None:
    """Write all of SQLite's books, as they are now, into the new file COPY; the program may run meanwhile."""
    from store.backing_up import NotBackedUp, back_up

    try:
        size = back_up(_settings().database_url, copy)
    except NotBackedUp as wrong:
        raise _stop(Wrong(str(wrong))) from None
    click.echo(
        f"{copy}: {size / 1e6:.1f} MB, whole and looked through. SECRET_KEY is not in it: keep it elsewhere."
    )


def _settings() -> Settings:
    try:
        settings = load()
    except Wrong as wrong:
        raise _stop(wrong) from None
    logs.set_up(settings.log_format, settings.log_level)
    return settings


def _go(work: Callable[[], Coroutine[Any, Any, None]], settings: Settings | None = None) -> None:
    factory = loop_factory(settings) if settings is not None else None
    with asyncio.Runner(loop_factory=factory) as runner:
        try:
            runner.run(work())
        except Wrong as wrong:
            raise _stop(wrong) from None
        except KeyboardInterrupt:
            sys.exit(130)


def _stop(wrong: Wrong) -> SystemExit:
    click.echo(f"tolem: {wrong}", err=True)
    return SystemExit(2)


def _told_to_stop() -> asyncio.Event:
    """Heard from now on: before anybody is told that we are ready."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    return stop


if __name__ == "__main__":
    main()
