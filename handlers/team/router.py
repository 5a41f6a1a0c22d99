"""``/team``, one member, and what an owner decides about them."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from billing.access import Action, may, require
from billing.models import Person, Role
from billing.reports import Deeds
from handlers.answers import chat_link, redraw, say, tap_of, toast
from handlers.team import invitations, limits
from handlers.team.room import Room
from handlers.workplace import AtWork
from screens.team import buttons as b
from screens.team import deeds as done
from screens.team import pages


def routes() -> Router:
    """The command and its buttons, invitations and limits."""
    router = Router(name="team")
    router.message.middleware(AtWork("room", Room))
    router.callback_query.middleware(AtWork("room", Room))
    router.message.register(by_command, Command("team", ignore_case=True, ignore_mention=True))
    router.callback_query.register(everybody, b.TeamPage.filter())
    router.callback_query.register(one, b.MemberPage.filter())
    router.callback_query.register(deeds, b.Deeds.filter())
    router.callback_query.register(deeds_file, b.DeedsFile.filter())
    router.callback_query.register(appoint, b.Appoint.filter())
    router.callback_query.register(dismiss, b.Dismiss.filter())
    router.callback_query.register(hand_over, b.HandOver.filter())
    router.callback_query.register(leave, b.Quit.filter())
    invitations.register(router)
    limits.register(router)
    return router


async def by_command(message: Message, room: Room) -> None:
    """Everybody who belongs to it; in a group only the way to the private chat."""
    if not may(room.person, Action.ISSUE):
        await say(message, room.words("team-for-members"))
    elif message.chat.type != "private":
        await say(message, room.words("team-in-private"), chat_link(room.reader))
    else:
        await say(message, *await room.page())


async def everybody(callback: CallbackQuery, room: Room) -> None:
    """Back from a member."""
    await toast(callback)
    await redraw(callback, *await room.page())


async def one(callback: CallbackQuery, callback_data: b.MemberPage, room: Room) -> None:
    """A member, with what may be done."""
    member = await room.member(callback_data.member)
    await toast(callback)
    await room.show(callback, member)


async def deeds(callback: CallbackQuery, callback_data: b.Deeds, room: Room) -> None:
    """What everybody did, or one of them, also one who is gone."""
    of, before = callback_data.member, callback_data.before
    found = await room.desk.team.deeds(room.person, of, before)
    member = await room.known(of) if of is not None else None
    await toast(callback)
    shop, now = room.desk.merchant.name, room.desk.clock.now()
    await redraw(callback, *done.page(found, shop, member, before, now, room.reader))


async def deeds_file(callback: CallbackQuery, callback_data: b.DeedsFile, room: Room) -> None:
    """It comes as soon as it is made."""
    subject, place = Deeds(callback_data.member), room.place(callback)
    new = await room.exporting.order(room.person, subject, source=tap_of(callback), place=place)
    await toast(callback, room.words("statement-file-soon" if new else "second-tap"))


async def appoint(callback: CallbackQuery, callback_data: b.Appoint, room: Room) -> None:
    """Another role; that of an owner is asked for first, because who has it can take ours."""
    member = await room.member(callback_data.member)
    if callback_data.role is Role.OWNER and callback_data.step is b.Step.ASK:
        yes = b.Appoint(member=member.id, role=callback_data.role, step=b.Step.YES)
        await _ask(callback, "team-owner-sure", "btn-team-owner-yes", yes, member, room)
        return
    await room.desk.team.change(room.person, member.id, callback_data.role)
    changed = await room.changed(member.id)
    await toast(callback, room.words("team-done"))
    await room.show(callback, changed)


async def dismiss(callback: CallbackQuery, callback_data: b.Dismiss, room: Room) -> None:
    """After a question: no member any more."""
    member = await room.member(callback_data.member)
    if callback_data.step is b.Step.ASK:
        yes = b.Dismiss(member=member.id, step=b.Step.YES)
        await _ask(callback, "team-remove-sure", "btn-team-remove-yes", yes, member, room)
        return
    await room.desk.team.remove(room.person, member.id)
    await room.changed(member.id)
    await toast(callback, room.words("team-done"))
    await redraw(callback, *await room.page())


async def hand_over(callback: CallbackQuery, callback_data: b.HandOver, room: Room) -> None:
    """After a question: the shop is theirs, and who owned it manages it."""
    member = await room.member(callback_data.member)
    if callback_data.step is b.Step.ASK:
        yes = b.HandOver(member=member.id, step=b.Step.YES)
        await _ask(callback, "team-hand-over-sure", "btn-team-hand-over-yes", yes, member, room)
        return
    await room.desk.team.hand_over(room.person, member.id)
    await room.changed(member.id)
    former = await room.changed(room.person.id)
    await toast(callback, room.words("team-done"))
    await redraw(callback, *await room.page(former))


async def leave(callback: CallbackQuery, callback_data: b.Quit, room: Room) -> None:
    """After a question: who tapped belongs to the team no more."""
    require(room.person, Action.ISSUE)
    if callback_data.step is b.Step.ASK:
        await toast(callback)
        asked, answer = room.words("team-leave-sure"), room.words("btn-team-leave-yes")
        question = pages.sure(asked, answer, b.Quit(step=b.Step.YES), b.TeamPage(), room.reader)
        await redraw(callback, *question)
        return
    await room.desk.team.leave(room.person)
    await room.changed(room.person.id)
    await toast(callback)
    await redraw(callback, room.words("team-left-you"))


async def _ask(
    callback: CallbackQuery,
    question: str,
    answer: str,
    yes: b.Appoint | b.Dismiss | b.HandOver,
    member: Person,
    room: Room,
) -> None:
    await toast(callback)
    asked = room.words.html(question, name=pages.name_of(member, room.reader))
    back = b.MemberPage(member=member.id)
    await redraw(callback, *pages.sure(asked, room.words(answer), yes, back, room.reader))
