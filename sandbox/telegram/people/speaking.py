"""What people write: texts, contacts, pictures, edits, forwarded messages."""

import base64
import mimetypes
from typing import Any

from sandbox.telegram.media import document_shape
from sandbox.telegram.people.places import open_topic, set_blocked
from sandbox.telegram.people.telling import NotPossibleError, chat_for, message_for, person_named, tell
from sandbox.telegram.photos import keep_photo
from sandbox.telegram.state import Json
from sandbox.telegram.texts import found_entities
from sandbox.telegram.world import World


async def send(
    world: World,
    *,
    person: int,
    text: str,
    chat: int | None = None,
    reply_to: int | None = None,
    thread: int | None = None,
    anonymous: bool = False,
) -> Json:
    """Write a text. In the private chat this is as good as pressing Start."""
    return _say(world, person, chat, _text(text), reply_to, thread, anonymous=anonymous)


async def start(world: World, *, person: int, payload: str = "") -> Json:
    """Press Start, or open `t.me/<bot>?start=payload`; a blocked bot is unblocked by it."""
    if len(payload) > 64 or any(not (c.isascii() and (c.isalnum() or c in "_-")) for c in payload):
        raise NotPossibleError(f"Telegram opens no link with the payload {payload!r}")
    return await send(world, person=person, text=f"/start {payload}".strip())


async def contact(
    world: World,
    *,
    person: int,
    phone: str | None = None,
    chat: int | None = None,
    user_id: int | None = None,
    first_name: str | None = None,
    reply_to: int | None = None,
) -> Json:
    """Share a contact: one's own unless `user_id` names another (0: somebody without Telegram)."""
    who = person_named(world, person)
    card: Json = {"phone_number": phone or who.phone, "first_name": first_name or who.first_name}
    owner = person if user_id is None else user_id
    return _say(world, person, chat, {"contact": card | ({"user_id": owner} if owner else {})}, reply_to)


async def sticker(
    world: World, *, person: int, emoji: str = "👍", chat: int | None = None, reply_to: int | None = None
) -> Json:
    stored = world.files.keep("Sticker", b"RIFF....WEBP", "sticker.webp")
    content = {
        "sticker": {
            **_file(document_shape(stored)),
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
        }
    }
    return _say(world, person, chat, content, reply_to)


async def voice(
    world: World, *, person: int, seconds: int = 3, chat: int | None = None, reply_to: int | None = None
) -> Json:
    stored = world.files.keep("Voice", b"OggS", "voice.ogg")
    content = {"voice": {**_file(document_shape(stored)), "duration": seconds, "mime_type": "audio/ogg"}}
    return _say(world, person, chat, content, reply_to)


async def photo(
    world: World,
    *,
    person: int,
    data: str,
    caption: str = "",
    chat: int | None = None,
    reply_to: int | None = None,
    thread: int | None = None,
) -> Json:
    """Send a picture; `data` is base64."""
    sizes = await keep_photo(world.files, base64.b64decode(data))
    return _say(world, person, chat, {"photo": sizes, **_caption(caption)}, reply_to, thread)


async def document(
    world: World,
    *,
    person: int,
    data: str,
    name: str,
    caption: str = "",
    chat: int | None = None,
    size: int | None = None,
) -> Json:
    """Send a file; `data` is base64. `size`: how large the message says it is, where that is not so."""
    stored = world.files.keep("Document", base64.b64decode(data), name)
    shape = document_shape(stored) | {
        "mime_type": mimetypes.guess_type(name)[0] or "application/octet-stream"
    }
    shape |= {} if size is None else {"file_size": size}
    return _say(world, person, chat, {"document": shape, **_caption(caption)}, None)


async def edit(world: World, *, person: int, chat: int, message: int, text: str) -> Json:
    """Change what one has written."""
    changed = message_for(chat_for(world, person, chat), message)
    if changed.sender != person or "text" not in changed.content:
        raise NotPossibleError(f"message {message} is no text of person {person}")
    changed.content = _text(text)
    changed.edited = world.now()
    changed.edits += 1
    world.changes.note(changed.chat.id, changed.id)
    tell(world, "edited_message", changed)
    return world.shapes.message(changed)


async def delete(world: World, *, chat: int, message: int) -> Json:
    """Delete any message; Telegram tells bots nothing of it."""
    gone = message_for(world.chat(chat), message)
    gone.deleted = True
    world.changes.note(chat, message)
    return world.shapes.message(gone)


async def forward(world: World, *, person: int, chat: int, message: int, to: int) -> Json:
    """Forward a message: a copy that never changes, with its buttons only if all lead to addresses."""
    original = message_for(chat_for(world, person, chat), message)
    if original.protected:
        raise NotPossibleError(f"message {message} may not be forwarded")
    place = chat_for(world, person, to)
    copy = world.post(place, person, dict(original.content), forwarded_from=original.sender)
    buttons = original.buttons
    copy.markup = original.markup if buttons and all("url" in button for button in buttons) else None
    tell(world, "message", copy)
    return world.shapes.message(copy)


def _say(
    world: World,
    person: int,
    chat: int | None,
    content: Json,
    reply_to: int | None = None,
    thread: int | None = None,
    *,
    anonymous: bool = False,
) -> Json:
    place = chat_for(world, person, chat)
    if thread and place.forum and thread not in place.topics:
        open_topic(world, place, person, f"Topic {thread}", thread)
    if place.type == "private":
        _open_private(world, person)
    target = message_for(place, reply_to) if reply_to else None
    message = world.post(
        place,
        person,
        content,
        reply_to=target,
        thread=thread or (target.thread if target else None),
        anonymous=anonymous,
    )
    tell(world, "message", message)
    return world.shapes.message(message)


def _open_private(world: World, person: int) -> None:
    who = world.person(person)
    set_blocked(world, who, blocked=False)
    who.started = who.met = True


def _text(text: str) -> Json:
    entities = found_entities(text)
    return {"text": text} | ({"entities": entities} if entities else {})


def _caption(text: str) -> Json:
    return {"caption": text} if text else {}


def _file(shape: Json) -> Json:
    return {name: shape[name] for name in ("file_id", "file_unique_id", "file_size")}


ACTIONS: dict[str, Any] = {
    "send": send,
    "start": start,
    "contact": contact,
    "sticker": sticker,
    "voice": voice,
    "photo": photo,
    "document": document,
    "edit": edit,
    "delete": delete,
    "forward": forward,
}
