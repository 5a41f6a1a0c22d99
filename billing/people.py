"""Customers and members: who they are to us, and the language they read."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from billing.access import Action, require
from billing.books import Books
from billing.errors import Refused
from billing.models import Person, Role

LOCALES = ("kk", "ru", "en")
CODE_MOST = 16  # letters of a language code that are kept; the person's app may send anything


def locale_from(code: str | None) -> str | None:
    """One of our locales out of a language code such as ``kk-KZ``; ``None`` where we do not speak it."""
    short = (code or "")[:2].lower()
    return short if short in LOCALES else None


def reads(person: Person | None, default: str) -> str:
    """The language to write to this person in: their choice, else Telegram's, else the shop's."""
    if person is None:
        return default
    return person.chosen_locale or locale_from(person.telegram_locale) or default


def meet(
    books: Books, person_id: int, name: str, telegram_locale: str | None, at: datetime, *, private: bool
) -> Person:
    """Remember who wrote to us. Writing in a private chat means that we may answer there."""
    known = books.person(person_id) or Person(person_id)
    met = replace(
        known,
        name=name,
        telegram_locale=telegram_locale and telegram_locale[:CODE_MOST],
        started=known.started or private,
        blocked=False if private else known.blocked,
    )
    if met != known:
        books.save_person(met, at)
    return replace(met, newcomer=met.started and not known.started)


def choose_locale(books: Books, person_id: int, locale: str, at: datetime) -> Person:
    """A choice by hand wins over Telegram's language from now on."""
    if locale not in LOCALES:
        raise ValueError(locale)
    chosen = replace(books.person(person_id) or Person(person_id), chosen_locale=locale)
    books.save_person(chosen, at)
    return chosen


def remember_phone(books: Books, person_id: int, phone: str, at: datetime) -> Person:
    """The phone (E.164) by which this person pays; "" forgets it."""
    known = replace(books.person(person_id) or Person(person_id), phone=phone)
    books.save_person(known, at)
    if "phone" in (told := books.particulars(person_id)):  # refused by a bank before, see ``particulars``
        books.note_particulars(person_id, {name: said for name, said in told.items() if name != "phone"}, at)
    return known


def mark_blocked(books: Books, person_id: int, at: datetime, *, blocked: bool) -> None:
    """Telegram said that the person blocked us, or came back."""
    known = books.person(person_id)
    if known is not None and known.blocked != blocked:
        books.save_person(replace(known, blocked=blocked), at)


def appoint_owners(books: Books, owner_ids: tuple[int, ...], at: datetime) -> None:
    """The first owners come from the settings; what the chat decided about somebody since counts for more."""
    for person_id in owner_ids:
        known = books.person(person_id)
        if (known is not None and known.role is not None) or books.was_member(person_id):
            continue
        if known is None:
            books.save_person(Person(person_id, role=Role.OWNER), at)
            appointed = books.person(person_id)
        else:
            appointed = books.appoint(person_id, None, Role.OWNER, at)
        if appointed is not None:
            books.audit("member", person_id, "", Role.OWNER, "settings", at)


def now(books: Books, person: Person) -> Person:
    """The person as they are by now: a role may have ended while a bank was asked, or a file was read."""
    return books.person(person.id) or Person(person.id)


def owner_now(books: Books, person: Person) -> Person:
    """The owner who wants to change who may do what: alone until the transaction ends, and an owner by then.

    ``NotAllowed`` for others: another owner may have sent them away while their tap was on its way.
    """
    require(person, Action.TEAM)
    books.hold_team()
    return require(now(books, person), Action.TEAM)


def deciders(books: Books) -> list[Person]:
    """Owners and managers whom a message can reach: they decide about money that does not fit."""
    return [m for m in books.members() if m.role in {Role.OWNER, Role.MANAGER} and m.reachable]


def who_answers(books: Books, person_id: int | None = None) -> Person:
    """The member whose card an invoice gets that no member asks for: this one, while they are a member.

    Else an owner whom we can write to comes first. ``Refused``: there is nobody.
    """
    person = books.person(person_id) if person_id is not None else None
    if person is not None and person.role is not None:
        return person
    members = [member for member in books.members() if member.role in {Role.OWNER, Role.MANAGER}]
    if not members:
        raise Refused("shop-closed")
    return min(members, key=lambda m: (not m.reachable, m.role is not Role.OWNER, m.id))
