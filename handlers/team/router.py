"""``/team``, one member, and what an owner decides about them."""

from __future__ import annotations

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from billing.access import Action, may, require
from billing.desk import Desk
from billing.errors import Refused
from billing.models import Person, Role
from handlers import RefreshMenu
from handlers.answers import chat_link, redraw, say, toast
from handlers.team import invitations, limits
from handlers.team.page import page
from screens.reader import Reader
from screens.team import buttons as b
from screens.team import pages

WEIGHTY = frozenset({Role.OWNER})
"""Roles that are given only after a question: who has one can take ours."""


def routes() -> Router:
    """The command and its buttons, invitations and limits."""
    router = Router(name="team")
    router.message.register(by_command, Command("team", ignore_case=True, ignore_mention=True))
    router.callback_query.register(everybody, b.TeamPage.filter())
    router.callback_query.register(one, b.MemberPage.filter())
    router.callback_query.register(appoint, b.Appoint.filter())
    router.callback_query.register(dismiss, b.Dismiss.filter())
    router.callback_query.register(hand_over, b.HandOver.filter())
    router.callback_query.register(leave, b.Quit.filter())
    router.include_routers(invitations.routes(), limits.routes())
    return router


async def by_command(message: Message, desk: Desk, person: Person, reader: Reader) -> None:
    """Everybody who belongs to it; in a group only the way to the private chat."""
    if not may(person, Action.ISSUE):
        await say(message, reader.words("team-for-members"))
    elif message.chat.type != "private":
        await say(message, reader.words("team-in-private"), chat_link(reader))
    else:
        await say(message, *await page(desk, person, reader))


async def everybody(callback: CallbackQuery, desk: Desk, person: Person, reader: Reader) -> None:
    """Back from a member."""
    await toast(callback)
    await redraw(callback, *await page(desk, person, reader))


async def one(
    callback: CallbackQuery, callback_data: b.MemberPage, desk: Desk, person: Person, reader: Reader
) -> None:
    """A member, with what may be done."""
    member = await _member(desk, person, callback_data.member)
    await toast(callback)
    await redraw(callback, *pages.member(member, desk.merchant.currency, reader))


async def appoint(
    callback: CallbackQuery,
    callback_data: b.Appoint,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    menus: RefreshMenu,
) -> None:
    """Another role; that of an owner is asked for first."""
    member = await _member(desk, person, callback_data.member)
    if callback_data.role in WEIGHTY and callback_data.step is b.Step.ASK:
        yes = b.Appoint(member=member.id, role=callback_data.role, step=b.Step.YES)
        await _ask(callback, "team-owner-sure", "btn-team-owner-yes", yes, member, reader)
        return
    changed = await desk.team.change(person, member.id, callback_data.role)
    await menus(bot, changed)
    await toast(callback, reader.words("team-done"))
    await redraw(callback, *pages.member(changed, desk.merchant.currency, reader))


async def dismiss(
    callback: CallbackQuery,
    callback_data: b.Dismiss,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    menus: RefreshMenu,
) -> None:
    """After a question: no member any more."""
    member = await _member(desk, person, callback_data.member)
    if callback_data.step is b.Step.ASK:
        yes = b.Dismiss(member=member.id, step=b.Step.YES)
        await _ask(callback, "team-remove-sure", "btn-team-remove-yes", yes, member, reader)
        return
    await desk.team.remove(person, member.id)
    await menus(bot, await desk.person(member.id) or Person(member.id))
    await toast(callback, reader.words("team-done"))
    await redraw(callback, *await page(desk, person, reader))


async def hand_over(
    callback: CallbackQuery,
    callback_data: b.HandOver,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    menus: RefreshMenu,
) -> None:
    """After a question: the shop is theirs, and who owned it manages it."""
    member = await _member(desk, person, callback_data.member)
    if callback_data.step is b.Step.ASK:
        yes = b.HandOver(member=member.id, step=b.Step.YES)
        await _ask(callback, "team-hand-over-sure", "btn-team-hand-over-yes", yes, member, reader)
        return
    owner = await desk.team.hand_over(person, member.id)
    former = await desk.person(person.id) or person
    await menus(bot, owner)
    await menus(bot, former)
    await toast(callback, reader.words("team-done"))
    await redraw(callback, *await page(desk, former, reader))


async def leave(
    callback: CallbackQuery,
    callback_data: b.Quit,
    bot: Bot,
    desk: Desk,
    person: Person,
    reader: Reader,
    menus: RefreshMenu,
) -> None:
    """After a question: who tapped belongs to the team no more."""
    require(person, Action.ISSUE)
    if callback_data.step is b.Step.ASK:
        await toast(callback)
        asked, answer = reader.words("team-leave-sure"), reader.words("btn-team-leave-yes")
        await redraw(callback, *pages.sure(asked, answer, b.Quit(step=b.Step.YES), b.TeamPage(), reader))
        return
    await desk.team.leave(person)
    await menus(bot, await desk.person(person.id) or Person(person.id))
    await toast(callback)
    await redraw(callback, reader.words("team-left-you"))


async def _ask(
    callback: CallbackQuery,
    question: str,
    answer: str,
    yes: b.Appoint | b.Dismiss | b.HandOver,
    member: Person,
    reader: Reader,
) -> None:
    await toast(callback)
    asked = reader.words.html(question, name=pages.name_of(member, reader))
    back = b.MemberPage(member=member.id)
    await redraw(callback, *pages.sure(asked, reader.words(answer), yes, back, reader))


async def _member(desk: Desk, owner: Person, member_id: int) -> Person:
    """As they are now. ``NotAllowed`` for others than owners, ``Refused`` where they are gone."""
    require(owner, Action.TEAM)
    member = await desk.person(member_id)
    if member is None or member.role is None:
        raise Refused("team-gone")
    return member
