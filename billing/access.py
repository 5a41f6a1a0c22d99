"""Who may do what. Rights are looked up when an action arrives, never carried in a button."""

from __future__ import annotations

from enum import StrEnum

from billing.errors import NotAllowed
from billing.models import Invoice, Person, Role


class Action(StrEnum):
    """What a member may be allowed to do."""

    ISSUE = "issue"
    SEE_ALL = "see-all"
    CANCEL_ANY = "cancel-any"
    DECIDE = "decide"
    REFUND = "refund"
    PROPOSE = "propose"  # to send money back, which somebody else approves
    STATEMENT = "statement"
    SETTINGS = "settings"
    CATALOG = "catalog"  # change what is sold, see what is hidden
    SHIFTS = "shifts"  # everybody's: see them, and close them
    TEAM = "team"  # who belongs to us and what each may do; and what everybody did


_CASHIER = frozenset({Action.ISSUE, Action.PROPOSE})
_MANAGER = _CASHIER | {
    Action.SEE_ALL,
    Action.CANCEL_ANY,
    Action.DECIDE,
    Action.REFUND,
    Action.STATEMENT,
    Action.SETTINGS,
    Action.CATALOG,
    Action.SHIFTS,
}
_OWNER = _MANAGER | {Action.TEAM}
RIGHTS: dict[Role, frozenset[Action]] = {
    Role.CASHIER: _CASHIER,
    Role.MANAGER: _MANAGER,
    Role.OWNER: _OWNER,
}


def may(person: Person | None, action: Action) -> bool:
    """Whether the person's role covers the action."""
    return person is not None and person.role is not None and action in RIGHTS[person.role]


def require(person: Person | None, action: Action) -> Person:
    """The person, or ``NotAllowed``."""
    if person is None or not may(person, action):
        raise NotAllowed
    return person


def may_manage(person: Person | None, invoice: Invoice) -> bool:
    """Managers and owners manage every invoice, a cashier their own."""
    if may(person, Action.CANCEL_ANY):
        return True
    return may(person, Action.ISSUE) and person is not None and person.id == invoice.issuer_id
