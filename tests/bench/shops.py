"""How many shops one PostgreSQL would carry: plain arithmetic on what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

A_DAY = 200  # paid invoices of a shop
PEAK = 0.15  # of them in its busiest hour
LOOKS = 4  # questions to the bank about a payment beside the one that its webhook causes
MESSAGES = 3  # card, news and redrawn card
BUSY = 0.5  # of the machine, so that a burst finds room
TELEGRAM = 30  # messages a second that one bot may send

TEXT = """
## How many shops one PostgreSQL carries

Assumed of a shop: {a_day} paid invoices a day, {peak:.0%} of them in its busiest hour, which is
everybody's at the same time; of each payment the bank is asked {looks} times beside the webhook, each
time for what a settlement costs (a look that changes nothing costs less); the machine is busy half of the
time.

Measured: {settled:.0f} webhooks settled a second ({where}), {issued:.0f} invoices issued a second. One
paid invoice takes 1/{issued:.0f} + {both}/{settled:.0f} = {each:.0f} ms of the whole machine. In its
busiest hour a shop has {in_peak:.0f}, so they take {a_shop:.1f} s of it, and half an hour is enough for
**{shops:.0f} shops** ({invoices:,.0f} paid invoices a day) on one database server of {cores} cores that
also runs the program and the simulated bank and Telegram. Programs on other machines leave those cores to
the database.

Telegram's limit is each bot's own: with {messages} messages an invoice, {telegram} a second are enough
for {by_telegram:,.0f} invoices in an hour.
"""


def text(found: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """The paragraph; nothing where it was not measured."""
    import os

    among = found.get("settle10-among-many-postgresql") or found.get("settle10") or []
    issuing = found.get("invoice") or []
    if not among or not issuing:
        return ""
    settled, issued = among[-1]["figures"]["ours"], issuing[0]["figures"]["ours"]
    each = 1 / issued + (1 + LOOKS) / settled
    in_peak = A_DAY * PEAK
    shops = BUSY * 3600 / (in_peak * each)
    return TEXT.format(
        a_day=A_DAY,
        peak=PEAK,
        looks=LOOKS,
        settled=settled,
        where=among[-1]["what"].removeprefix("paid webhooks settled, "),
        issued=issued,
        both=1 + LOOKS,
        each=each * 1000,
        in_peak=in_peak,
        a_shop=in_peak * each,
        shops=shops,
        invoices=shops * A_DAY,
        cores=os.cpu_count(),
        messages=MESSAGES,
        telegram=TELEGRAM,
        by_telegram=TELEGRAM * 3600 / MESSAGES,
    )
