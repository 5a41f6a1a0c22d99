"""Pressing buttons under messages, and inline mode."""

import secrets
from datetime import timedelta
from typing import Any

from sandbox.telegram.inline import content_of, markup_of
from sandbox.telegram.people.telling import NotPossibleError, chat_for, message_for, person_named, tell
from sandbox.telegram.state import Json, Message
from sandbox.telegram.utf16 import cut
from sandbox.telegram.world import World

LONGEST_QUERY = 256
SHOWN_TO_BOTS = timedelta(hours=48)
AT_ONCE = (
    "url",
    "copy_text",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "web_app",
    "disabled",
)


async def tap(world: World, *, person: int, chat: int, message: int, button: str, wait: float = 15) -> Json:
    """Press a button, named by its text or its data; gives the bot's answer, or `timeout` without one."""
    place = chat_for(world, person, chat)
    tapped = message_for(place, message)
    pressed = _button(tapped, button)
    for kind in AT_ONCE:
        if kind in pressed:
            return {kind: pressed[kind]}
    person_named(world, person).met = True
    query = world.queries.ask(person)
    body: Json = {"id": query.id, "from": world.shapes.user(person), "chat_instance": place.instance}
    world.updates.add("callback_query", body | _tapped(world, tapped) | {"data": pressed["callback_data"]})
    answer = await query.wait(wait)
    return {"timeout": True} if answer is None else answer


def _button(message: Message, name: str) -> Json:
    """By its data also one that an edit took away: a finger may be faster than the screen.

    "Be aware that the message originated the query can contain no callback buttons with this data" (Bot API,
    CallbackQuery).
    """
    for button in message.buttons:
        if name in (button["text"], button.get("callback_data")):
            return button
    if name in message.earlier:
        return {"callback_data": name}
    offered = ", ".join(repr(button["text"]) for button in message.buttons) or "none"
    raise NotPossibleError(f"message {message.id} has no button {name!r}; there are: {offered}")


def _tapped(world: World, message: Message) -> Json:
    if message.inline_id:
        return {"inline_message_id": message.inline_id}
    if world.now() - message.date <= SHOWN_TO_BOTS:
        return {"message": world.shapes.message(message)}
    chat = world.shapes.chat(message.chat)
    return {"message": {"chat": chat, "message_id": message.id, "date": 0}}


async def inline(world: World, *, person: int, query: str, chat: int | None = None, wait: float = 15) -> Json:
    """Type `@bot query` somewhere: gives the offered `results` and the `button` above them."""
    place = chat_for(world, person, chat)
    person_named(world, person).met = True
    if cached := world.inline_cache.find(person, query):
        return cached
    query = cut(query, LONGEST_QUERY)
    asked = world.queries.ask(person, query)
    kind = {"private": "sender", "talk": "private"}.get(place.type, place.type)
    world.updates.add(
        "inline_query",
        {
            "id": asked.id,
            "from": world.shapes.user(person),
            "query": query,
            "offset": "",
            "chat_type": kind,
        },
    )
    answer = await asked.wait(wait)
    return {"timeout": True, "results": []} if answer is None else answer


async def choose(world: World, *, person: int, chat: int, result: Json, query: str = "") -> Json:
    """Send one of the offered results; only one with buttons can be edited later."""
    place = chat_for(world, person, chat)
    if place.type == "channel" and person not in place.admins:
        raise NotPossibleError(f"person {person} only reads channel {chat}")
    markup = markup_of(result)
    inline_id = "BAAAA" + secrets.token_urlsafe(17) if markup else None
    message = world.post(place, person, content_of(result), markup=markup, via_bot=True, inline_id=inline_id)
    tell(world, "message", message)
    if world.feedback:
        chosen = {"result_id": result["id"], "from": world.shapes.user(person), "query": query}
        world.updates.add(
            "chosen_inline_result", chosen | ({"inline_message_id": inline_id} if inline_id else {})
        )
    return world.shapes.message(message)


async def feedback(world: World, *, on: bool) -> Json:
    """BotFather's switch for chosen results."""
    world.feedback = on
    return {}


ACTIONS: dict[str, Any] = {"tap": tap, "inline": inline, "choose": choose, "feedback": feedback}
