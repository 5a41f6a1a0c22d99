"""How the bot learns what people did, and whom and where it was."""

from sandbox.telegram.privacy import is_seen_by_bot
from sandbox.telegram.state import Chat, Message, Person
from sandbox.telegram.world import World


class NotPossibleError(Exception):
    """A person can't do this; the text says why."""


def tell(world: World, kind: str, message: Message) -> None:
    """Queue an update about a message, if the bot may see it."""
    if is_seen_by_bot(message, world.bot):
        world.person(message.sender).met = True
        world.updates.add(kind, world.shapes.message(message))


def person_named(world: World, person: int) -> Person:
    if person not in world.directory.people:
        raise NotPossibleError(f"there is no person {person}")
    return world.directory.people[person]


def chat_for(world: World, person: int, chat: int | None, *, joining: bool = False) -> Chat:
    """The chat where a person acts: their own with the bot, or one they are in."""
    who = person_named(world, person)
    if chat is None or chat == person:
        return world.private_chat(who)
    place = world.directory.chats.get(chat)
    if place is None or (person not in place.members and not joining):
        raise NotPossibleError(f"person {person} is not in chat {chat}")
    if place.moved_to is not None:
        raise NotPossibleError(f"chat {chat} has become {place.moved_to}")
    return place


def message_for(chat: Chat, number: int) -> Message:
    message = chat.messages.get(number)
    if message is None or message.deleted:
        raise NotPossibleError(f"there is no message {number} in chat {chat.id}")
    return message
