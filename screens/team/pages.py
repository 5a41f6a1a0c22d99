"""The pages of ``/team``, and the questions before what a second tap cannot undo."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from billing.models import Person, Role
from billing.money import Money
from billing.team.desk import Team
from billing.team.models import Invite
from screens import format as fmt
from screens import phrases
from screens.buttons import Row, Text, keyboard, link, press, share_address
from screens.reader import Reader
from screens.team import buttons as b

NAME_MOST = 32
MEMBERS_MOST = 80  # with a button each
JOIN = "join_"


def name_of(person: Person, reader: Reader) -> str:
    """As Telegram names them; who has not come yet is known by the number."""
    return fmt.clean(person.name, NAME_MOST) or reader.words("team-unnamed", id=str(person.id))


def name_in(people: Mapping[int, Person], person_id: int, reader: Reader) -> str:
    """The same by number; ``people``: those who are known still."""
    return name_of(people.get(person_id) or Person(person_id), reader)


def everybody(team: Team, shop: str, currency: str, now: datetime, reader: Reader) -> Text:
    """Who belongs to the team; owners may open each of them."""
    words = reader.words
    lines = [f"<b>{words.html('team-title', shop=fmt.shop(shop))}</b>"]
    lines += [_line(member, currency, reader) for member in team.members]
    lines += [_whose_yes(team, reader)]
    me = next((member for member in team.members if member.id == reader.person_id), None)
    rows: list[Row] = []
    if me is not None and me.role is Role.OWNER:
        others = [member for member in team.members if member.id != me.id]
        rows += [
            [press(name_of(member, reader), b.MemberPage(member=member.id))]
            for member in others[:MEMBERS_MOST]
        ]
        rows += [[press(words("btn-team-invite"), b.InviteAs(), ButtonStyle.SUCCESS)]]
        rows += [[_take_back(invite, now, reader)] for invite in team.invites]
        rows += [[press(words("btn-team-refunds"), b.RefundsOf())]]
        rows += [[press(words("btn-team-deeds"), b.Deeds())]]
        lines += ["", words("team-hint")] if not others else []
    rows += [[press(words("btn-team-leave"), b.Quit())]]
    return phrases.lines(lines), keyboard(rows)


def member(person: Person, currency: str, reader: Reader) -> Text:
    """One member, what they may do, and what an owner may do about them."""
    words = reader.words
    lines = [_line(person, currency, reader, bold=True)]
    lines += [words(f"team-may-{person.role}")]
    lines += [] if person.reachable else [words("team-unreached")]
    roles = [role for role in Role if role is not person.role]
    rows: list[Row] = [
        [press(words(f"btn-team-make-{role}"), b.Appoint(member=person.id, role=role))] for role in roles
    ]
    if person.role is Role.CASHIER:
        rows += [[press(words("btn-team-limit"), b.LimitOf(member=person.id))]]
    rows += [[press(words("btn-team-deeds-of"), b.Deeds(member=person.id))]]
    if person.reachable:
        rows += [[press(words("btn-team-hand-over"), b.HandOver(member=person.id))]]
    rows += [
        [press(words("btn-team-remove"), b.Dismiss(member=person.id), ButtonStyle.DANGER)],
        [press(words("btn-back"), b.TeamPage())],
    ]
    return phrases.lines(lines), keyboard(rows)


def which_role(reader: Reader) -> Text:
    """For whom the invitation is."""
    names = {role: reader.words(f"team-role-{role}").capitalize() for role in reversed(Role)}
    rows = [[press(name, b.InviteAs(role=role))] for role, name in names.items()]
    lines = [reader.words("team-invite-ask"), *(reader.words(f"team-as-{role}") for role in reversed(Role))]
    return phrases.lines(lines), keyboard([*rows, [press(reader.words("btn-back"), b.TeamPage())]])


def invitation(invite: Invite, token: str, shop: str, now: datetime, reader: Reader) -> Text:
    """The link, once; whoever opens it first belongs to the team."""
    words, address = reader.words, reader.site.start_link(JOIN + token)
    until = fmt.moment(invite.until, reader.zone, words.locale, now)
    role = words(f"team-role-{invite.role}")
    text = words.html("team-invited", role=role, until=until, link=address)
    sent_with = words("team-invite-text", shop=fmt.shop(shop))
    return text, keyboard([[link(words("btn-team-send"), share_address(address, sent_with))]])


def welcome(person: Person, shop: str, reader: Reader) -> str:
    """What somebody reads who came by an invitation."""
    words = reader.words
    told = words.html("team-welcome", shop=fmt.shop(shop), role=words(f"team-role-{person.role}"))
    return phrases.lines([told, words(f"team-may-{person.role}"), words("team-welcome-next")])


def how_much(person: Person, currency: str, reader: Reader) -> str:
    """The question for a limit."""
    asked = reader.words.html("team-limit-ask", name=name_of(person, reader))
    now = _most(person, currency, reader)
    return phrases.lines([asked, reader.words.html("team-limit-now", most=now)] if now else [asked])


def two_people(most: Money | None, reader: Reader) -> str:
    """The question above which amount a refund takes two people."""
    asked = reader.words("team-refunds-ask")
    if most is None:
        return asked
    now = reader.words("team-refunds-now", most=phrases.sum_of(most, reader))
    return phrases.lines([asked, now])


def sure(question: str, answer: str, yes: CallbackData, back: CallbackData, reader: Reader) -> Text:
    """``question``, HTML, with its *yes* first, which says ``answer``."""
    rows: list[Row] = [
        [press(answer, yes, ButtonStyle.DANGER)],
        [press(reader.words("btn-back"), back)],
    ]
    return question, keyboard(rows)


def _line(person: Person, currency: str, reader: Reader, *, bold: bool = False) -> str:
    words = reader.words
    name = escape(name_of(person, reader))
    most = _most(person, currency, reader)
    parts = [f"<b>{name}</b>" if bold else name, words(f"team-role-{person.role}")]
    parts += [words("team-up-to", most=most)] if most else []
    parts += [words("team-you")] if person.id == reader.person_id else []
    return phrases.dotted(*parts)


def _whose_yes(team: Team, reader: Reader) -> str:
    if team.alone_most is None:
        return reader.words("team-refunds-alone")
    return reader.words("team-refunds-two", most=phrases.sum_of(team.alone_most, reader))


def _most(person: Person, currency: str, reader: Reader) -> str:
    return "" if person.most is None else phrases.sum_of(Money(person.most, currency), reader)


def _take_back(invite: Invite, now: datetime, reader: Reader) -> InlineKeyboardButton:
    until = fmt.moment(invite.until, reader.zone, reader.words.locale, now)
    role = reader.words(f"team-role-{invite.role}")
    text = reader.words("btn-team-take-back", role=role, until=until)
    return press(text, b.TakeBack(invite=invite.id))
