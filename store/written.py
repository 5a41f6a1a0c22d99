"""What was agreed, as JSON in a column: sums are integers of minor units, moments ISO 8601 in UTC."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import Any

from billing.catalog.models import NewLine, Unit
from billing.money import Money
from billing.subscriptions.ladder import Ladder, Rung
from billing.subscriptions.models import Cycle, Leg, Pause, Price, Rules, Terms
from billing.subscriptions.records import Offer


def offer_text(offer: Offer) -> str:
    """An offer, for ``read_offer``."""
    return _text(
        {
            "title": offer.title,
            "amount": offer.amount.minor,
            "currency": offer.amount.currency,
            "cycle": offer.cycle.value,
            "day": offer.day,
            "first": offer.first.isoformat() if offer.first else None,
            "at": offer.at.isoformat(),
            "rules": asdict(offer.rules),
            "reminders": list(offer.reminders),
            "lines": [{**asdict(line), "unit": line.unit.value} for line in offer.lines],
        }
    )


def read_offer(text: str) -> Offer:
    """What ``offer_text`` wrote."""
    value = json.loads(text)
    return Offer(
        title=value["title"],
        amount=Money(value["amount"], value["currency"]),
        cycle=Cycle(value["cycle"]),
        day=value["day"],
        first=date.fromisoformat(value["first"]) if value["first"] else None,
        at=time.fromisoformat(value["at"]),
        rules=Rules(**value["rules"]),
        reminders=tuple(value["reminders"]),
        lines=tuple(NewLine(**{**line, "unit": Unit(line["unit"])}) for line in value["lines"]),
    )


def terms_text(terms: Terms) -> str:
    """Terms, for ``read_terms``."""
    legs = [
        {"number": leg.number, "starts": leg.starts.isoformat(), "day": leg.day, "at": leg.at.isoformat()}
        for leg in terms.legs
    ]
    return _text({"cycle": terms.cycle.value, "zone": terms.zone, "legs": legs})


def read_terms(text: str) -> Terms:
    """What ``terms_text`` wrote."""
    value = json.loads(text)
    legs = (
        Leg(leg["number"], date.fromisoformat(leg["starts"]), leg["day"], time.fromisoformat(leg["at"]))
        for leg in value["legs"]
    )
    return Terms(Cycle(value["cycle"]), value["zone"], tuple(legs))


def prices_text(prices: Iterable[Price]) -> str:
    """Prices in their order, for ``read_prices``."""
    return _text(
        [
            {
                "number": price.number,
                "amount": price.amount.minor,
                "currency": price.amount.currency,
                "at": _moment(price.at),
            }
            for price in prices
        ]
    )


def read_prices(text: str) -> tuple[Price, ...]:
    """What ``prices_text`` wrote."""
    return tuple(
        Price(value["number"], Money(value["amount"], value["currency"]), _read_moment(value.get("at")))
        for value in json.loads(text)
    )


def pauses_text(pauses: Iterable[Pause]) -> str:
    """Pauses in their order, for ``read_pauses``."""
    return _text([{"start": _moment(pause.start), "end": _moment(pause.end)} for pause in pauses])


def read_pauses(text: str) -> tuple[Pause, ...]:
    """What ``pauses_text`` wrote."""
    return tuple(
        Pause(datetime.fromisoformat(value["start"]), _read_moment(value["end"]))
        for value in json.loads(text)
    )


def ladder_text(ladder: Ladder) -> str:
    """A ladder, for ``read_ladder``."""
    moments = {"billed_at": _moment(ladder.billed_at), "until": _moment(ladder.until)}
    return _text({**asdict(ladder), "rung": ladder.rung.value, **moments})


def read_ladder(text: str) -> Ladder:
    """What ``ladder_text`` wrote."""
    value = json.loads(text)
    moments = {
        "billed_at": datetime.fromisoformat(value["billed_at"]),
        "until": _read_moment(value["until"]),
    }
    return Ladder(**{**value, "rung": Rung(value["rung"]), **moments})


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _moment(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC).isoformat()


def _read_moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
