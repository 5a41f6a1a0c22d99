"""Keys that are put together at run time, in one place, so that a test can see that none is missing."""

from __future__ import annotations

from billing.catalog.importing import FIELDS, Wrong
from billing.catalog.items import FIELDS as CHANGEABLE
from billing.catalog.models import Unit
from billing.developers.models import Fate, Pause, Scope
from billing.models import RefundRefusal, Refusal
from billing.particulars import ASKED
from billing.people import LOCALES
from billing.settings.models import Topic
from billing.shifts.models import What as ShiftPart
from billing.statement import Ledger, Standing
from billing.states import AttentionKind, RefundState
from billing.subscriptions.mirror.mirrored import TURNED_OFF
from billing.subscriptions.models import Cycle, PeriodState, State
from billing.subscriptions.records import End, Wish
from billing.team.deeds import What
from billing.troubles import Trouble
from screens.figures.keys import Span as Figures
from screens.reminder_keys import Chosen
from screens.report_keys import Look, Span
from screens.settings_keys import Part
from screens.sheets.deeds import COLUMNS as DEED_COLUMNS
from screens.sheets.shift import ENTRIES, SUMMARY
from screens.sheets.statement import COLUMNS
from screens.situations import Situation
from screens.subscribers.choices import TOLD, TOLD_TOGETHER, Do, Shown, Step

TERMS = (
    *("day", "first", "zone", "at", "number"),
    *("attempts", "retry-hours", "grace-days", "reminders"),
)
"""What of a subscription may be as it cannot be, see ``TermsRefused``."""

FAMILIES: dict[str, tuple[str, ...]] = {
    "refusal-": (*Refusal, TURNED_OFF),
    "remedy-": tuple(Refusal),
    "attention-": tuple(AttentionKind),
    "decide-": tuple(AttentionKind),
    "customer-": tuple(
        kind
        for kind in AttentionKind
        if kind not in {AttentionKind.QUESTION, AttentionKind.REFUND, AttentionKind.PROPOSAL}
    ),
    "refund-refusal-": tuple(RefundRefusal),
    "refund-line-": tuple(RefundState),
    "card-": tuple(
        s for s in Situation if s not in {Situation.CHOOSE, Situation.PREPARING, Situation.DECIDING}
    ),
    "particular-ask-": ASKED,
    "particular-name-": ASKED,
    "language-": LOCALES,
    "deed-": tuple(What),
    "dev-scope-": tuple(Scope),
    "dev-may-": tuple(Scope),
    "dev-fate-": tuple(Fate),
    "dev-paused-": tuple(Pause),
    "told-hook-paused-": tuple(Pause),
    "sheet-deed-": tuple(DEED_COLUMNS),
    "sheet-shift-": (*SUMMARY, *ENTRIES),
    "shift-what-": tuple(ShiftPart),
    "reminders-choice-": tuple(Chosen),
    "settings-title-": tuple(Part),
    "settings-topic-": (*Topic, "morning"),
    "btn-settings-": tuple(Part),
    "page-state-": tuple(Situation),
    "catalog-field-": ("added", "changed", "deleted", *CHANGEABLE),
    "import-trouble-": tuple(Wrong),
    "sheet-column-": COLUMNS,
    "sheet-item-": FIELDS,
    "sheet-item-about-": FIELDS,
    "sheet-unit-": tuple(Unit),
    "sheet-name-": tuple(Ledger),
    "sheet-standing-": tuple(Standing),
    "sub-every-": tuple(Cycle),
    "sub-weekday-": tuple("1234567"),
    "sub-now-": (*State, *Wish, "next", "waits", "after"),
    "sub-period-": tuple(PeriodState),
    "term-": TERMS,
    "trouble-": (
        *("since", "was"),
        *(kind.named + end for kind in Trouble if kind.named for end in ("", "-do", "-over")),
    ),
    "subs-cycle-": tuple(Cycle),
    "subs-end-": tuple(End),
    "subs-none-": tuple(Shown),
    "subs-told-": TOLD,
    "subs-many-": (*TOLD_TOGETHER, "more"),
    "btn-subs-": tuple(Shown),
    "btn-subs-do-": tuple(do for do in Do if do is not Do.BANK),
    "btn-subs-edit-": tuple(step for step in Step if step not in {Step.TO, Step.PLAN}),
    "statement-span-": tuple(Span),
    "stats-span-": tuple(Figures),
    "morning-list-": ("silent", "unset", "listless"),
    "statement-look-": tuple(Look),
    "statement-ask-": tuple(Look),
}
"""Prefix and its ends: the key is one after the other."""

BANK_FAMILIES = ("bank-", "way-", "link-")
"""Prefixes whose ends come from the banks' folders: ``bank-`` or ``way-`` and its slug, ``link-`` and an app.

A bank's own codes for staff are ``{slug}-{code}``. All of them have a fallback.
"""
