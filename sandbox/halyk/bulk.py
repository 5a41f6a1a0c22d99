"""Many rows at once, by chance, and by the same chance for the same seed. All people are invented."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.halyk.config import Terminal
from sandbox.halyk.listing import INSTALLMENTS, TYPES, Operation
from sandbox.halyk.lists import shows
from sandbox.halyk.transfers import Transfer

CARDS = (("440043...2222", "VISA"), ("516949...0015", "MasterCard"), ("462818...7731", "VISA"))
ISSUERS = ("HSBKKZKX", "Practice Bank", "")
WORDS = ("Coffee", "Кофе и булочка", "Тапсырыс 7", "Tea", "")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many rows of what period, by which chance, numbered from `first`."""

    count: int
    since: datetime
    until: datetime
    seed: int
    first: int


def operations(wanted: Wanted, terminal: Terminal, empty: float) -> Iterator[Operation]:
    """Payments: some with bonuses, some refunded in part or whole, a part `empty` of them without invoice."""
    chance = random.Random(f"operations {wanted.seed}")
    for number in range(wanted.count):
        amount, bonus = _sum(chance), _sum(chance) if number % 6 == 2 else 0
        created = _moment(chance, wanted, number)
        refunded = (0, 0, 0, amount // 2, 0, 0, 0, amount + bonus)[number % 8]
        mask, card = CARDS[number % 3]
        person = number % 40
        yield Operation(
            id=_uuid(chance),
            created_at=created,
            amount=amount,
            terminal_id=terminal.id,
            bonus=bonus,
            refunded=refunded,
            refunded_at=created + timedelta(hours=1, microseconds=7) if refunded else None,
            status_name="REFUND" if refunded == amount + bonus else "CHARGE",
            invoice_id=str(wanted.first + number) if shows(number, empty) else "",
            account_id=f"account-{number % 9}",
            payer_name=f"Practice Payer {person}",
            payer_phone=f"7700000{person:04d}",
            payer_email=f"payer{person}@example.com",
            description=WORDS[number % len(WORDS)],
            card_mask=mask,
            card_type=card,
            issuer=ISSUERS[number % 3],
            reference=_reference(chance) if number % 5 else "",
            client=f"Practice Payer {person}",
            type_id=TYPES[number % 2],
            installment_id=INSTALLMENTS[number % 7 == 0],
            post_link=number % 3 == 0,
            terminal=terminal.number if number % 2 else "",
        )


def transfers(wanted: Wanted, terminal: Terminal, failed: float) -> Iterator[Transfer]:
    """Transfers, a part `failed` of them with another code than 00."""
    chance = random.Random(f"transfers {wanted.seed}")
    for number in range(wanted.count):
        good = shows(number, failed)
        yield Transfer(
            id=_uuid(chance),
            created_at=_moment(chance, wanted, number),
            amount=_sum(chance),
            terminal_id=terminal.id,
            terminal=terminal.number,
            invoice_id=str(wanted.first + number),
            account_id=f"account-{number % 9}" if number % 2 else "",
            description=WORDS[number % len(WORDS)],
            sender_mask=f"4003********{number % 10000:04d}",
            receiver_mask=f"5578********{number * 7 % 10000:04d}",
            sender_issuer=ISSUERS[number % 3],
            receiver_issuer=ISSUERS[(number + 1) % 3],
            reference=_reference(chance),
            code="00" if good else "51",
            reason="" if good else "insufficient funds",
            reason_code=0 if good else 484,
            status="ok" if good else "error",
            name=f"Practice Payer {number % 40}",
            email=f"payer{number % 40}@example.com",
        )


def _sum(chance: random.Random) -> int:
    """Between 50 and 20,000 tenge; one in ten has tiyn."""
    return chance.randrange(50, 20_000) * 100 + (chance.randrange(100) if chance.random() < 0.1 else 0)


def _moment(chance: random.Random, wanted: Wanted, number: int) -> datetime:
    """Evenly spread, in its own stretch of the period; every seventh is a whole second."""
    moment = wanted.since + (wanted.until - wanted.since) * ((number + chance.random()) / wanted.count)
    return moment.replace(microsecond=0) if number % 7 == 3 and moment >= wanted.since + SECOND else moment


def _uuid(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))


def _reference(chance: random.Random) -> str:
    return str(chance.randrange(10**11, 10**12))


SECOND = timedelta(seconds=1)
