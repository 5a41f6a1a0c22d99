"""Who may be written to, and which message is meant: Telegram's refusals on the way there."""

from sandbox.telegram.errors import ApiError, bad_request, forbidden
from sandbox.telegram.params import Params
from sandbox.telegram.state import Chat, Message
from sandbox.telegram.world import World


def chat_to_read(world: World, params: Params, name: str = "chat_id") -> Chat:
    """The chat of `chat_id`, as far as the bot knows it."""
    if not params.has(name):
        raise bad_request(f"{name} is empty")
    try:
        chat_id = int(params.text(name))
    except ValueError:
        raise bad_request("chat not found") from None
    chat = world.directory.chats.get(chat_id)
    if chat is None and chat_id in world.directory.people and world.person(chat_id).met:
        return world.private_chat(world.person(chat_id))
    if (
        chat is None
        or chat.type in {"talk", "channel"}
        or (chat.type == "private" and not world.person(chat.id).met)
    ):
        raise bad_request("chat not found")
    return chat


def chat_to_write(world: World, params: Params) -> Chat:
    """The same, if the bot may write there."""
    chat = chat_to_read(world, params)
    refusal = _private_refusal(world, chat) if chat.type == "private" else _group_refusal(chat)
    if refusal is not None:
        raise refusal
    return chat


def _private_refusal(world: World, chat: Chat) -> ApiError | None:
    person = world.person(chat.id)
    if person.blocked:
        return forbidden("bot was blocked by the user")
    if not person.started:
        return forbidden("bot can't initiate conversation with a user")
    return None


def _group_refusal(chat: Chat) -> ApiError | None:
    if chat.moved_to is not None:
        why = "group chat was upgraded to a supergroup chat"
        return bad_request(why, migrate_to_chat_id=chat.moved_to)
    if chat.bot == "kicked":
        return forbidden(f"bot was kicked from the {chat.type} chat")
    if chat.bot == "left":
        return forbidden(f"bot is not a member of the {chat.type} chat")
    return None


def message_in(chat: Chat, params: Params, what: str) -> Message:
    """The message of `message_id`; `what` is Telegram's word for it in the refusal."""
    if params.integer("message_id") <= 0:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(params.integer("message_id"))
    if message is None or message.deleted:
        raise bad_request(f"{what} not found")
    return message


def reply_target(chat: Chat, params: Params) -> Message | None:
    """The message that is to be answered, by `reply_parameters` or the older way of saying it."""
    reply = params.json("reply_parameters") or {}
    if not isinstance(reply, dict):
        raise bad_request("can't parse reply parameters JSON object")
    number = int(reply.get("message_id") or params.integer("reply_to_message_id"))
    if not number:
        return None
    if reply.get("chat_id") not in (None, chat.id, str(chat.id)):
        raise bad_request("message to be replied not found")
    message = chat.messages.get(number)
    if message is not None and not message.deleted:
        return message
    if reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def thread_of(chat: Chat, params: Params, reply: Message | None) -> int | None:
    """The topic to write to: the named one, else that of the message answered."""
    thread = params.integer("message_thread_id")
    if not thread:
        return reply.thread if reply else None
    if thread not in chat.topics:
        raise bad_request("message thread not found")
    return thread
