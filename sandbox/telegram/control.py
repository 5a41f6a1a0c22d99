"""The people's side over HTTP: what they do is posted, what they see is fetched."""

import inspect
import mimetypes
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.common.chances import Chances
from sandbox.common.fields import Fields, MisuseError
from sandbox.telegram.errors import ApiError
from sandbox.telegram.people import looking, places, speaking, tapping
from sandbox.telegram.people.telling import NotPossibleError
from sandbox.telegram.state import Json
from sandbox.telegram.troubles import BY_CHANCE, Trouble
from sandbox.telegram.world import World

Action = Callable[..., Awaitable[Any]]
LONGEST_WAIT = 60


async def limits(world: World, *, on: bool) -> Json:
    world.limits.on = on
    return {}


async def pictures(world: World, *, recompress: bool) -> Json:
    world.files.recompress = recompress
    return {}


async def revoke(world: World) -> Json:
    return {"token": world.revoke()}


async def trouble(world: World, **order: Any) -> Json:
    try:
        world.troubles.order(Trouble(**order))
    except (TypeError, ValueError) as error:
        raise NotPossibleError(str(error)) from error
    return {}


async def chances(world: World, **given: Any) -> Json:
    """The odds of what befalls `calls`, and of an update that is `doubled`; without any, fair weather."""
    fields = Fields(given)
    try:
        seed, calls = fields.whole("seed", 0), fields.odds("calls", BY_CHANCE)
        updates = fields.odds("updates", ("doubled",))
        fields.end()
    except MisuseError as error:
        raise NotPossibleError(str(error)) from error
    world.troubles.chances, world.updates.chances = Chances(seed, calls), Chances(seed, updates)
    return {}


async def update(world: World, *, update: Json) -> Json:
    """Any update, as it is."""
    return world.updates.inject(update)


ACTIONS: dict[str, Action] = {
    **places.ACTIONS,
    **speaking.ACTIONS,
    **tapping.ACTIONS,
    "chances": chances,
    "limits": limits,
    "pictures": pictures,
    "revoke": revoke,
    "trouble": trouble,
    "update": update,
}


class Control:
    def __init__(self, world: World, at_start: Callable[[World], None]) -> None:
        self._world = world
        self._at_start = at_start

    def add_routes(self, app: web.Application) -> None:
        base = "/sandbox/telegram"
        app.router.add_post(f"{base}/reset", self.reset)
        app.router.add_post(f"{base}/{{action}}", self.act)
        app.router.add_get(f"{base}/messages", self.messages)
        app.router.add_get(f"{base}/news", self.news)
        app.router.add_get(f"{base}/menu", self.menu)
        app.router.add_get(f"{base}/calls", self.calls)
        app.router.add_get(f"{base}/file/{{file_id}}", self.file)

    async def act(self, request: web.Request) -> web.Response:
        action = ACTIONS.get(request.match_info["action"])
        if action is None:
            return _sorry(f"nobody can {request.match_info['action']!r}", 404)
        try:
            body = await request.json() if request.can_read_body else {}
            call = inspect.signature(action).bind(self._world, **body)
        except (TypeError, ValueError) as error:
            return _sorry(str(error))
        try:
            return web.json_response(await action(*call.args, **call.kwargs))
        except KeyError as error:
            return _sorry(f"there is no {error}")
        except (NotPossibleError, ApiError) as error:
            return _sorry(str(error))

    async def reset(self, request: web.Request) -> web.Response:
        await self._world.replace_webhook(None)
        self._world.start_afresh()
        self._at_start(self._world)
        return web.json_response({})

    async def messages(self, request: web.Request) -> web.Response:
        """A chat as it is now; with `since` and `wait`, as soon as it has changed since then."""
        chat_id = int(request.query["chat"])
        since, wait = int(request.query.get("since", -1)), float(request.query.get("wait", 0))
        version = await self._world.changes.wait_beyond(since, min(wait, LONGEST_WAIT), chat_id)
        chat = self._world.directory.chats.get(chat_id)
        found = looking.messages(self._world, chat) if chat else []
        return web.json_response({"version": version, "messages": found})

    async def news(self, request: web.Request) -> web.Response:
        """What changed in any chat after `since`, each message once and as it is now; waits for the first."""
        since, wait = int(request.query.get("since", -1)), float(request.query.get("wait", 0))
        version = await self._world.changes.wait_beyond(since, min(wait, LONGEST_WAIT))
        return web.json_response({"version": version, "messages": looking.news(self._world, since)})

    async def menu(self, request: web.Request) -> web.Response:
        person = int(request.query["person"])
        known = person in self._world.directory.people
        return web.json_response(looking.menu(self._world, person) if known else [])

    async def calls(self, request: web.Request) -> web.Response:
        return web.json_response(self._world.calls)

    async def file(self, request: web.Request) -> web.Response:
        try:
            stored = self._world.files.find(request.match_info["file_id"])
        except ApiError:
            return _sorry("there is no such file", 404)
        kind = mimetypes.guess_type(stored.path)[0] or "application/octet-stream"
        headers = {"Cache-Control": "max-age=86400"}
        if stored.kind == "Document":
            headers["Content-Disposition"] = f'attachment; filename="{stored.path.rpartition("/")[2]}"'
        return web.Response(body=stored.data, content_type=kind, headers=headers)


def _sorry(why: str, status: int = 400) -> web.Response:
    return web.json_response({"error": why}, status=status)
