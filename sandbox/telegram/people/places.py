"""Who exists and where they meet: people, groups, topics, talks; joining, blocking, moving."""

from typing import Any

from sandbox.telegram.people.telling import NotPossibleError, chat_for, person_named, tell
from sandbox.telegram.state import BotPlace, Chat, ChatType, Json, Person
from sandbox.telegram.world import World

FIRST_TALK = 9_000_000_000


async def person(
    world: World,
    *,
    number: int,
    first_name: str,
    language_code: str | None = "ru",
    username: str | None = None,
    started: bool = False,
) -> Json:
    """Add somebody, or change what is known of them; ``started``: they pressed Start before all this."""
    known = world.directory.people.setdefault(number, Person(number, first_name))
    known.first_name, known.language_code, known.username = first_name, language_code, username
    known.phone = known.phone or f"+7707{number % 10_000_000:07d}"
    known.met, known.started = known.met or started, known.started or started
    world.private_chat(known)
    world.changes.note()
    return world.shapes.user(number)


async def group(
    world: World,
    *,
    number: int,
    title: str,
    members: list[int],
    supergroup: bool = True,
    forum: bool = False,
    bot_admin: bool = False,
) -> Json:
    """A group that the first member makes and adds the bot to."""
    if number >= 0:
        raise NotPossibleError("a group's id is negative")
    kind: ChatType = "supergroup" if supergroup or forum else "group"
    chat = Chat(number, kind, title, list(members), set(members[:1]), forum, bot="left")
    world.directory.chats[number] = chat
    await add_bot(world, chat=number, by=members[0], admin=bot_admin)
    return world.shapes.chat(chat)


async def topic(world: World, *, chat: int, name: str, thread: int | None = None) -> Json:
    """Open a topic in a forum; its number is that of its first message."""
    place = world.chat(chat)
    if not place.forum:
        raise NotPossibleError(f"{chat} is not a forum")
    return {"thread": open_topic(world, place, place.members[0], name, thread)}


def open_topic(world: World, chat: Chat, by: int, name: str, thread: int | None = None) -> int:
    if thread is not None:
        world.directory.counters[chat.id] = max(world.directory.counters.get(chat.id, 0), thread - 1)
    content = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
    message = world.post(chat, by, content)
    message.thread = thread or message.id
    chat.topics[message.thread] = name
    tell(world, "message", message)
    return message.thread


async def talk(world: World, *, people: list[int]) -> Json:
    """The private chat of two people, where the bot is not; inline messages may stand there."""
    return {"chat": talk_of(world, people).id}


def talk_of(world: World, people: list[int]) -> Chat:
    pair = sorted({person_named(world, one).id for one in people})
    known = [c for c in world.directory.chats.values() if c.type == "talk" and sorted(c.members) == pair]
    if known:
        return known[0]
    number = FIRST_TALK + sum(chat.type == "talk" for chat in world.directory.chats.values())
    world.directory.chats[number] = Chat(number, "talk", "", pair, bot="left")
    return world.directory.chats[number]


async def channel(world: World, *, number: int, title: str, members: list[int]) -> Json:
    """A channel without the bot, in which the first member writes and the others read."""
    world.directory.chats[number] = Chat(
        number, "channel", title, list(members), set(members[:1]), bot="left"
    )
    return world.shapes.chat(world.directory.chats[number])


async def block(world: World, *, person: int) -> Json:
    return set_blocked(world, person_named(world, person), blocked=True)


async def unblock(world: World, *, person: int) -> Json:
    return set_blocked(world, person_named(world, person), blocked=False)


def set_blocked(world: World, person: Person, *, blocked: bool) -> Json:
    chat = world.private_chat(person)
    if person.blocked != blocked:
        person.blocked = blocked
        _tell_place(
            world, chat, person.id, "member" if blocked else "kicked", "kicked" if blocked else "member"
        )
    return world.shapes.chat(chat)


async def kick(world: World, *, chat: int, by: int | None = None) -> Json:
    """Throw the bot out of a group."""
    return _move_bot(world, world.chat(chat), by, "kicked")


async def add_bot(world: World, *, chat: int, by: int | None = None, admin: bool = False) -> Json:
    """Add the bot to a group, or change whether it is an admin there."""
    place = world.chat(chat)
    came = place.bot in {"left", "kicked"}
    shape = _move_bot(world, place, by, "administrator" if admin else "member")
    if came:
        message = world.post(place, by or place.members[0], {"new_chat_members": [world.bot]})
        tell(world, "message", message)
    return shape


def _move_bot(world: World, chat: Chat, by: int | None, now: BotPlace) -> Json:
    if not chat.is_group:
        raise NotPossibleError(f"{chat.id} is not a group")
    before, chat.bot = chat.bot, now
    _tell_place(world, chat, by or chat.members[0], before, now)
    return world.shapes.chat(chat)


def _tell_place(world: World, chat: Chat, by: int, before: str, now: str) -> None:
    person_named(world, by).met = True
    body = {
        "chat": world.shapes.chat(chat),
        "from": world.shapes.user(by),
        "date": int(world.now().timestamp()),
        "old_chat_member": _membership(world, before),
        "new_chat_member": _membership(world, now),
    }
    world.updates.add("my_chat_member", body)
    world.changes.note(chat.id)


def _membership(world: World, status: str) -> Json:
    member: Json = {"user": world.bot, "status": status}
    if status == "kicked":
        member["until_date"] = 0
    if status == "administrator":
        member |= dict.fromkeys(("can_manage_chat", "can_delete_messages", "can_invite_users"), True)
        member |= {"can_be_edited": False, "is_anonymous": False, "can_pin_messages": False}
    return member


async def upgrade(world: World, *, chat: int, new_id: int) -> Json:
    """Make a supergroup of a group: a new id, new messages, and the old ones out of reach."""
    old = world.chat(chat)
    if old.type != "group" or old.moved_to is not None:
        raise NotPossibleError(f"{chat} is not a group that could become a supergroup")
    new = Chat(new_id, "supergroup", old.title, list(old.members), set(old.admins), bot=old.bot)
    world.directory.chats[new_id] = new
    old.moved_to = new_id
    owner = old.members[0]
    tell(world, "message", world.post(old, owner, {"migrate_to_chat_id": new_id}))
    tell(world, "message", world.post(new, owner, {"migrate_from_chat_id": chat}))
    return world.shapes.chat(new)


async def join(world: World, *, chat: int, person: int) -> Json:
    place = chat_for(world, person, chat, joining=True)
    place.members.append(person)
    message = world.post(place, person, {"new_chat_members": [world.shapes.user(person)]})
    tell(world, "message", message)
    return world.shapes.message(message)


async def bot_speaks(world: World, *, chat: int) -> Json:
    """Another bot says something: ours doesn't see it, and is no longer the last one that spoke."""
    world.chat(chat).bot_spoke_last = False
    return {}


ACTIONS: dict[str, Any] = {
    "person": person,
    "group": group,
    "topic": topic,
    "talk": talk,
    "block": block,
    "channel": channel,
    "unblock": unblock,
    "kick": kick,
    "add_bot": add_bot,
    "upgrade": upgrade,
    "join": join,
    "bot_speaks": bot_speaks,
}
