"""``/developers`` and what an owner decides there."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command, StateFilter
from aiogram.types import CallbackQuery, InaccessibleMessage, Message

from billing.access import Action, may, require
from billing.errors import NotAllowed, Refused
from handlers.answers import chat_link, redraw, say, tap_of, toast
from handlers.developers.room import Room
from handlers.filters import PRIVATE, Commandless
from handlers.questions import Asked, back
from handlers.workplace import AtWork
from screens.developers import buttons as b
from screens.developers import pages
from screens.toasts import refused_html


def routes() -> Router:
    """The command and its buttons."""
    router = Router(name="developers")
    router.message.middleware(AtWork("room", Room))
    router.callback_query.middleware(AtWork("room", Room))
    router.message.register(by_command, Command("developers", ignore_case=True, ignore_mention=True))
    router.message.register(answered, StateFilter(Asked.hook_address), F.text, Commandless(), PRIVATE)
    taps = router.callback_query
    taps.register(everything, b.Programs.filter())
    taps.register(new_key, b.NewKey.filter())
    taps.register(key, b.KeyPage.filter())
    taps.register(revoke, b.Revoke.filter())
    taps.register(saved, b.Saved.filter())
    taps.register(ask_address, b.AddHook.filter())
    taps.register(hook, b.HookPage.filter())
    taps.register(sent, b.Sent.filter())
    taps.register(again, b.Again.filter())
    taps.register(leave_out, b.LeaveOut.filter())
    taps.register(resume, b.Resume.filter())
    taps.register(turn_secret, b.TurnSecret.filter())
    taps.register(drop_secret, b.DropSecret.filter())
    taps.register(remove, b.RemoveHook.filter())
    return router


async def by_command(message: Message, room: Room) -> None:
    """Everything; in a group only the way to the private chat."""
    if not may(room.person, Action.TEAM):
        await say(message, room.words("dev-for-owners" if room.person.role else "dev-for-shops"))
    elif message.chat.type != "private":
        await say(message, room.words("dev-in-private"), chat_link(room.reader))
    else:
        await say(message, *await room.page())


async def everything(callback: CallbackQuery, room: Room) -> None:
    """Back from a key or an address."""
    shown = await room.page()
    await toast(callback)
    await redraw(callback, *shown)


async def new_key(callback: CallbackQuery, callback_data: b.NewKey, room: Room) -> None:
    """What may it do? Then the key, once."""
    require(room.person, Action.TEAM)
    if not callback_data.make:
        await toast(callback)
        await redraw(callback, *pages.which_scopes(callback_data.may, room.reader))
        return
    scopes = pages.scopes_of(callback_data.may)
    made, token = await room.desk.developers.make_key(room.person, scopes, tap_of(callback))
    await toast(callback)
    await redraw(callback, *await room.page())
    await room.say_secret(pages.new_key(made, token, room.reader))


async def key(callback: CallbackQuery, callback_data: b.KeyPage, room: Room) -> None:
    """One key."""
    shown = await room.key_page(callback_data.key)
    await toast(callback)
    await redraw(callback, *shown)


async def revoke(callback: CallbackQuery, callback_data: b.Revoke, room: Room) -> None:
    """One tap ends it: who has lost a key is in a hurry."""
    await room.desk.developers.revoke_key(room.person, callback_data.key)
    await toast(callback, room.words("dev-revoked"))
    await redraw(callback, *await room.key_page(callback_data.key))


async def saved(callback: CallbackQuery, room: Room) -> None:
    """The secret goes from the screen."""
    await toast(callback)
    message = callback.message
    if isinstance(message, Message | InaccessibleMessage) and message.chat.id == room.person.id:
        try:
            await room.bot.delete_message(message.chat.id, message.message_id)
        except TelegramBadRequest:
            await redraw(callback, room.words("dev-saved"))


async def ask_address(callback: CallbackQuery, room: Room) -> None:
    """Where are they to go?"""
    require(room.person, Action.TEAM)
    await room.state.set_state(Asked.hook_address)
    await toast(callback)
    if isinstance(callback.message, Message):
        await say(callback.message, pages.ask_address(room.reader), back(room.words))


async def answered(message: Message, room: Room) -> None:
    """An address; what cannot be one is said, and asked for again."""
    source = f"hook:{message.chat.id}:{message.message_id}"
    try:
        endpoint = await room.desk.developers.add_endpoint(room.person, message.text or "", source)
    except NotAllowed:
        await room.state.clear()
        raise
    except Refused as wrong:
        await say(message, refused_html(wrong, room.words), back(room.words))
        return
    await room.state.clear()
    await say(message, *await room.hook_page(endpoint.id))
    await room.say_secret(pages.secret(endpoint, room.reader))


async def hook(callback: CallbackQuery, callback_data: b.HookPage, room: Room) -> None:
    """One address."""
    shown = await room.hook_page(callback_data.hook)
    await toast(callback)
    await redraw(callback, *shown)


async def sent(callback: CallbackQuery, callback_data: b.Sent, room: Room) -> None:
    """What went there."""
    shown = await room.sent_page(callback_data.hook, callback_data.before)
    await toast(callback)
    await redraw(callback, *shown)


async def again(callback: CallbackQuery, callback_data: b.Again, room: Room) -> None:
    """One message once more; what waits already is tried now."""
    message = await room.desk.developers.send_again(room.person, callback_data.message)
    await toast(callback, room.words("dev-again"))
    await redraw(callback, *await room.sent_page(message.endpoint_id, None))


async def leave_out(callback: CallbackQuery, callback_data: b.LeaveOut, room: Room) -> None:
    """After a question: the one that is not taken holds up no other."""
    if callback_data.step is b.Step.ASK:
        require(room.person, Action.TEAM)
        yes = b.LeaveOut(hook=callback_data.hook, message=callback_data.message, step=b.Step.YES)
        asked, answer = room.words("dev-leave-sure"), room.words("btn-dev-leave-yes")
        await toast(callback)
        await redraw(callback, *pages.sure(asked, answer, yes, callback_data.hook, room.reader))
        return
    message = await room.desk.developers.leave_out(room.person, callback_data.message)
    await toast(callback, room.words("dev-done"))
    await redraw(callback, *await room.sent_page(message.endpoint_id, None))


async def resume(callback: CallbackQuery, callback_data: b.Resume, room: Room) -> None:
    """What waits is sent."""
    await room.desk.developers.resume_endpoint(room.person, callback_data.hook)
    await toast(callback, room.words("dev-again"))
    await redraw(callback, *await room.hook_page(callback_data.hook))


async def turn_secret(callback: CallbackQuery, callback_data: b.TurnSecret, room: Room) -> None:
    """A second secret, once on the screen."""
    endpoint = await room.desk.developers.turn_secret(room.person, callback_data.hook, tap_of(callback))
    await toast(callback)
    await redraw(callback, *await room.hook_page(endpoint.id))
    await room.say_secret(pages.secret(endpoint, room.reader))


async def drop_secret(callback: CallbackQuery, callback_data: b.DropSecret, room: Room) -> None:
    """After a question: only the newest signs."""
    if callback_data.step is b.Step.ASK:
        require(room.person, Action.TEAM)
        yes = b.DropSecret(hook=callback_data.hook, step=b.Step.YES)
        asked, answer = room.words("dev-drop-sure"), room.words("btn-dev-drop-yes")
        await toast(callback)
        await redraw(callback, *pages.sure(asked, answer, yes, callback_data.hook, room.reader))
        return
    await room.desk.developers.drop_old_secret(room.person, callback_data.hook)
    await toast(callback, room.words("dev-done"))
    await redraw(callback, *await room.hook_page(callback_data.hook))


async def remove(callback: CallbackQuery, callback_data: b.RemoveHook, room: Room) -> None:
    """After a question: nothing goes there any more."""
    if callback_data.step is b.Step.ASK:
        require(room.person, Action.TEAM)
        yes = b.RemoveHook(hook=callback_data.hook, step=b.Step.YES)
        asked, answer = room.words("dev-remove-sure"), room.words("btn-dev-remove-yes")
        await toast(callback)
        await redraw(callback, *pages.sure(asked, answer, yes, callback_data.hook, room.reader))
        return
    await room.desk.developers.remove_endpoint(room.person, callback_data.hook)
    await toast(callback, room.words("dev-done"))
    await redraw(callback, *await room.page())
