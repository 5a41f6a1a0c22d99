"""Looking at chats and their members."""

from sandbox.telegram.addresses import chat_to_read, chat_to_write
from sandbox.telegram.errors import bad_request, forbidden
from sandbox.telegram.params import Params
from sandbox.telegram.state import Chat, Json
from sandbox.telegram.world import World


async def get_chat(world: World, params: Params) -> Json:
    chat = chat_to_read(world, params)
    if chat.moved_to is not None:
        why = "group chat was upgraded to a supergroup chat"
        raise bad_request(why, migrate_to_chat_id=chat.moved_to)
    if chat.bot in {"kicked", "left"}:
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    return world.shapes.chat(chat) | {"accent_color_id": 0, "max_reaction_count": 11}


async def get_chat_member(world: World, params: Params) -> Json:
    chat = chat_to_read(world, params)
    user_id = params.integer("user_id")
    if user_id != world.bot["id"] and user_id not in world.directory.people:
        raise bad_request("invalid user_id specified")
    return {"user": world.shapes.user(user_id), "status": _status(chat, user_id, world.bot["id"])}


async def get_chat_administrators(world: World, params: Params) -> list[Json]:
    chat = chat_to_read(world, params)
    if not chat.is_group:
        raise bad_request("there are no administrators in the private chat")
    return [{"user": world.shapes.user(user), "status": "administrator"} for user in sorted(chat.admins)]


async def leave_chat(world: World, params: Params) -> bool:
    chat = chat_to_write(world, params)
    if not chat.is_group:
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot = "left"
    world.changes.note(chat.id)
    return True


def _status(chat: Chat, user_id: int, bot_id: int) -> str:
    if user_id == bot_id:
        return chat.bot
    if user_id in chat.admins:
        return "administrator"
    return "member" if user_id in chat.members else "left"


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
}
