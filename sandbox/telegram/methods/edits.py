"""Editing and deleting. A text may become a photo, a photo never a text."""

from datetime import timedelta
from typing import Any

from sandbox.telegram.addresses import chat_to_write, message_in
from sandbox.telegram.errors import NOT_MODIFIED, bad_request
from sandbox.telegram.keyboards import Markup, is_editable, read_markup
from sandbox.telegram.media import caption_of, new_document, new_photo
from sandbox.telegram.params import Params
from sandbox.telegram.state import Chat, Json, Message
from sandbox.telegram.texts import read_caption, read_text
from sandbox.telegram.world import World

DELETABLE = timedelta(hours=48)
MAX_DELETED = 100
CAPTION_FIELDS = ("caption", "caption_entities")


async def edit_message_text(world: World, params: Params) -> Any:
    content = read_text(params)
    message = _message_to_edit(world, params)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    if preview := params.json("link_preview_options"):
        content["link_preview_options"] = preview
    return _edited(world, message, content, _new_markup(message, params))


async def edit_message_caption(world: World, params: Params) -> Any:
    caption = caption_of(params)
    message = _message_to_edit(world, params)
    if "text" in message.content:
        raise bad_request("there is no caption in the message to edit")
    rest = {name: value for name, value in message.content.items() if name not in CAPTION_FIELDS}
    return _edited(world, message, rest | caption, _new_markup(message, params))


async def edit_message_media(world: World, params: Params) -> Any:
    media = params.json("media")
    if not isinstance(media, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    message = _message_to_edit(world, params)
    caption = read_caption(
        media.get("caption") or "", media.get("parse_mode") or "", media.get("caption_entities")
    )
    markup = _new_markup(message, params)
    content = await _media_content(world, params, media, message)
    return _edited(world, message, content | caption, markup)


async def edit_message_reply_markup(world: World, params: Params) -> Any:
    message = _message_to_edit(world, params)
    return _edited(world, message, message.content, _new_markup(message, params))


async def delete_message(world: World, params: Params) -> bool:
    chat = chat_to_write(world, params)
    _delete(world, chat, message_in(chat, params, "message to delete"))
    return True


async def delete_messages(world: World, params: Params) -> bool:
    """Several at once; what can't be found is passed over."""
    chat = chat_to_write(world, params)
    numbers = params.json("message_ids")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= MAX_DELETED:
        raise bad_request("message identifiers are not specified")
    for number in numbers:
        message = chat.messages.get(int(number))
        if message is not None and not message.deleted:
            _delete(world, chat, message)
    return True


def _delete(world: World, chat: Chat, message: Message) -> None:
    too_old = world.now() - message.date > DELETABLE
    stranger = chat.is_group and message.sender != world.bot["id"] and chat.bot != "administrator"
    if too_old or stranger or "migrate_from_chat_id" in message.content:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    world.changes.note(chat.id, message.id)


def _message_to_edit(world: World, params: Params) -> Message:
    if params.has("inline_message_id"):
        return _inline_message(world, params.text("inline_message_id"))
    message = message_in(chat_to_write(world, params), params, "message to edit")
    if message.sender != world.bot["id"] or message.is_service or not is_editable(message.markup):
        raise bad_request("message can't be edited")
    return message


def _inline_message(world: World, inline_id: str) -> Message:
    if len(inline_id) < 16:  # theirs are some 27 characters long
        raise bad_request("invalid inline message identifier specified")
    message = world.directory.inline.get(inline_id)
    if message is None or message.deleted:
        raise bad_request("MESSAGE_ID_INVALID")
    return message


def _new_markup(message: Message, params: Params) -> Markup | None:
    return read_markup(params, private=message.chat.type == "private", inline_only=True)


async def _media_content(world: World, params: Params, media: Json, message: Message) -> Json:
    source = str(media.get("media") or "")
    if message.inline_id and (source.startswith("attach://") or not source):
        raise bad_request("invalid message content specified")  # an inline message takes no upload
    match media.get("type"):
        case "photo":
            return {"photo": await new_photo(world.files, params, source, "media")}
        case "document":
            return {"document": new_document(world.files, params, source, "media")}
        case kind:
            raise bad_request(f"can't parse InputMedia: type {kind!r} is unknown here")


def _edited(world: World, message: Message, content: Json, markup: Markup | None) -> Any:
    if content == message.content and markup == message.markup:
        raise bad_request(NOT_MODIFIED)
    address = message.inline_id or str(message.chat.id)
    world.limits.spend(address, group=message.inline_id is None and message.chat.is_group)
    if content != message.content:
        message.edited = world.now()
    message.earlier |= {button["callback_data"] for button in message.buttons if "callback_data" in button}
    message.content, message.markup = content, markup
    message.edits += 1
    world.changes.note(message.chat.id, message.id)
    return True if message.inline_id else world.shapes.message(message)


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
