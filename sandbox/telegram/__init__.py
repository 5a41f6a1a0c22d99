"""A Telegram of one bot and invented people, at least as strict as the real one."""

from collections.abc import AsyncIterator

from aiohttp import web

from sandbox.clock import Clock
from sandbox.telegram.control import Control
from sandbox.telegram.server import BotApi
from sandbox.telegram.state import Person
from sandbox.telegram.world import World

MERCHANT = 501
CUSTOMER = 601


def attach(app: web.Application, clock: Clock, token: str, username: str, seed: int | None = None) -> World:
    """Add the Bot API and the people's side to an application."""
    world = World(clock, token, username, seed)
    _bring_default_people(world)
    BotApi(world).add_routes(app)
    Control(world, _bring_default_people).add_routes(app)

    async def webhook_ends(_: web.Application) -> AsyncIterator[None]:
        yield
        await world.replace_webhook(None)

    app.cleanup_ctx.append(webhook_ends)
    return world


def _bring_default_people(world: World) -> None:
    """The two whose chats the page shows."""
    people = {MERCHANT: "Айгерим", CUSTOMER: "Данияр"}
    for number, name in people.items():
        person = Person(number, name, phone=f"+7707{number:07d}")
        world.directory.people[number] = person
        world.private_chat(person)
