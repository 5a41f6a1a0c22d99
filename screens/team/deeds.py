"""What members have done, page by page."""

from __future__ import annotations

from datetime import datetime
from html import escape

from billing.models import Person
from billing.team.deeds import CHANGED, Done, DonePage
from screens import format as fmt
from screens import phrases
from screens.buttons import Row, Text, keyboard, press
from screens.reader import Reader
from screens.team import buttons as b
from screens.team.pages import name_in, name_of


def page(
    found: DonePage, shop: str, member: Person | None, before: int | None, now: datetime, reader: Reader
) -> Text:
    """The newest first; ``member``: of this one only, ``before``: what was turned to."""
    words = reader.words
    if member is None:
        title = words.html("deeds-title", shop=fmt.shop(shop))
    else:
        title = words.html("deeds-title-of", who=name_of(member, reader))
    lines = [_line(done, found, reader, now, named=member is None) for done in found.done]
    member_id = member.id if member is not None else None
    turns: Row = []
    if before is not None:
        turns += [press(words("btn-deeds-newest"), b.Deeds(member=member_id))]
    if found.after is not None:
        turns += [press(words("btn-deeds-older"), b.Deeds(member=member_id, before=found.after))]
    up = b.TeamPage() if member is None else b.MemberPage(member=member.id)
    text = phrases.lines([f"<b>{title}</b>", *(lines or [words("deeds-none")])])
    file: Row = [press(words("btn-deeds-file"), b.DeedsFile(member=member_id))] if lines else []
    return text, keyboard([turns, file, [press(words("btn-back"), up)]])


def _line(done: Done, found: DonePage, reader: Reader, now: datetime, *, named: bool) -> str:
    """``14:07 · Marat · issued an invoice · #12 · 5 000 ₸``."""
    words, deed = reader.words, done.deed

    def name(person_id: int) -> str:
        return escape(name_in(found.people, person_id, reader))

    return phrases.dotted(
        fmt.moment(deed.at, reader.zone, words.locale, now),
        name(deed.person_id) if named else "",
        words(f"deed-{done.what}"),
        f"#{done.number}" if done.number is not None else "",
        phrases.sum_of(done.amount, reader) if done.amount is not None else "",
        name(done.whom) if done.whom is not None and done.whom != deed.person_id else "",
        escape(CHANGED.join(fmt.clean(each, 40) for each in done.name.split(CHANGED, 1))),
    )
