"""For whom a card was drawn that somebody taps."""

from __future__ import annotations

from aiogram.types import CallbackQuery

from billing.access import may_manage
from billing.cards import CardView
from billing.models import Audience, Person
from handlers.answers import place_of_tap


def audience_of(callback: CallbackQuery, view: CardView, person: Person) -> Audience:
    """For whom the tapped card was drawn."""
    if not place_of_tap(callback, person).private:
        return Audience.GROUP
    staff = may_manage(person, view.invoice) and person.id != view.invoice.customer_id
    return Audience.ISSUER if staff else Audience.PAYER
