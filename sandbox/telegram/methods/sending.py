"""Sending: texts, photos, documents, "typing…"."""

from datetime import timedelta

from sandbox.telegram.addresses import chat_to_write, reply_target, thread_of
from sandbox.telegram.errors import bad_request
from sandbox.telegram.keyboards import read_markup
from sandbox.telegram.media import caption_of, new_document, new_photo
from sandbox.telegram.params import Params
from sandbox.telegram.state import Chat, Json
from sandbox.telegram.texts import read_text
from sandbox.telegram.world import World

ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
ACTION_LASTS = timedelta(seconds=5)


async def send_message(world: World, params: Params) -> Json:
    chat = chat_to_write(world, params)
    content = read_text(params)
    if preview := params.json("link_preview_options"):
        content["link_preview_options"] = preview
    return _sent(world, chat, params, content)


async def send_photo(world: World, params: Params) -> Json:
    chat = chat_to_write(world, params)
    caption = caption_of(params)
    photo = await new_photo(world.files, params, params.text("photo"), "photo")
    return _sent(world, chat, params, {"photo": photo, **caption})


async def send_document(world: World, params: Params) -> Json:
    chat = chat_to_write(world, params)
    caption = caption_of(params)
    document = new_document(world.files, params, params.text("document"), "document")
    return _sent(world, chat, params, {"document": document, **caption})


async def send_chat_action(world: World, params: Params) -> bool:
    chat = chat_to_write(world, params)
    thread_of(chat, params, None)
    action = params.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.action = (action, world.now() + ACTION_LASTS)
    world.changes.note(chat.id)
    return True


def _sent(world: World, chat: Chat, params: Params, content: Json) -> Json:
    reply = reply_target(chat, params)
    thread = thread_of(chat, params, reply)
    markup = read_markup(params, private=chat.type == "private")
    world.limits.spend(str(chat.id), group=chat.is_group)
    message = world.post(
        chat,
        world.bot["id"],
        content,
        markup=markup,
        reply_to=reply,
        thread=thread,
        silent=params.flag("disable_notification"),
        protected=params.flag("protect_content"),
    )
    return world.shapes.message(message)


METHODS = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendChatAction": send_chat_action,
}
