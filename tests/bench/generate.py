"""Books of a shop that has sold for years, made quickly: a thousand invoices a day, up to now.

The same shop with 1,000 invoices is a day old, with 1,000,000 almost three years: what waits (bills that
nobody has paid yet) is the same in both, what is over differs. What the program drops after a month or a year
is not there.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from store.secrets import Vault
from tests.bench.words import QR, Pools, description

A_DAY = 1000  # invoices
SECOND = 1_000_000
MINUTE, HOUR, DAY = 60 * SECOND, 3600 * SECOND, 86400 * SECOND
KEPT_SHORT, KEPT_LONG = 29 * DAY, 355 * DAY  # what a sweep leaves
OWNER, MANAGERS, CASHIERS = 501, (502, 503), tuple(range(511, 521))
FIRST_CUSTOMER = 10_000
FIRST_REFERENCE = 500_000_000
FIRST_BANK_NUMBER = 300_000_000_000
CHUNK = 10_000  # invoices whose rows are made before any is written
HOURS = [1, 1, 1, 1, 1, 1, 2, 4, 7, 9, 10, 12, 14, 14, 12, 10, 10, 11, 13, 12, 9, 6, 3, 2]  # how busy each is

COLUMNS = {
    "people": "merchant_id person_id name chosen_locale started blocked role created_at changed_at",
    "invoices": (
        "id merchant_id number token source amount currency description state issuer_id customer_id "
        "created_at deadline ended_at paid_payment_id late discount self_service"
    ),
    "payments": (
        "id merchant_id invoice_id attempt provider reference hook_token amount currency state "
        "asked_at access access_until expires_at instruction bank_id taken taken_currency details "
        "refusal refusal_final cancel_wished payer bank_reference created_at observed_at checked_at "
        "settled_at looks next_look receipt trouble by_lines"
    ),
    "payer_words": "merchant_id digest invoice_id payment_id",
    "invoice_lines": ("merchant_id invoice_id position name unit pieces price list_price discount total"),
    "refunds": (
        "id merchant_id invoice_id payment_id amount currency state origin key source person_id "
        "created_at asked_at bank_id code text settled_at looks"
    ),
    "attentions": ("merchant_id invoice_id payment_id kind state once created_at decided_by decided_at"),
    "audit": "merchant_id subject subject_id was now_is actor evidence at",
    "cards": (
        "merchant_id invoice_id audience chat_id person_id message_id wanted drawn picture alive "
        "tries created_at"
    ),
    "notices": (
        "merchant_id key kind chat_id person_id loud invoice_id payment_id details tries created_at "
        "sent_at message_id"
    ),
    "deliveries": "merchant_id provider key payment_id claim body received_at tries finished_at",
    "updates": "merchant_id update_id chat_key body state tries received_at handled_at",
}
"""Which columns the rows fill; the others stay empty. In the order in which rows may name each other."""

Rows = dict[str, list[tuple[object, ...]]]


@dataclass
class _Sale:
    """One invoice under way through its life."""

    id: int
    at: int
    amount: int
    issuer: int
    customer: int | None


class History:
    """``for rows in History(count, vault)``: rows by table, a chunk at a time."""

    def __init__(self, count: int, vault: Vault, now: datetime | None = None, seed: int = 1) -> None:
        self.count = count
        self.now = int((now or datetime.now(UTC)).timestamp() * SECOND)
        self._chance = random.Random(seed)
        self._pools = Pools(vault, self._chance, min(20_000, count // 5 + 20))
        self._customers = count // 20 + 20
        self._next_payment = self._next_refund = self._next_update = 1
        self._rows: Rows = {}

    @property
    def counters(self) -> dict[str, int]:
        """Where the shop's own numbers stand at the end."""
        return {"invoice": self.count, "bank:halyk": self._next_payment}

    def __iter__(self) -> Iterator[Rows]:
        self._rows = {name: [] for name in COLUMNS}
        self._people()
        moments = self._moments()
        for number in range(1, self.count + 1):
            self._sell(number, next(moments))
            if number % CHUNK == 0 or number == self.count:
                yield self._rows
                self._rows = {name: [] for name in COLUMNS}

    def _moments(self) -> Iterator[int]:
        """When invoices are written, in order: more at noon than at night; the last one a moment ago."""
        days, rest = divmod(self.count, A_DAY)
        for day in range(days, -1, -1):
            many = A_DAY if day < days else rest
            hours = self._chance.choices(range(24), HOURS, k=many)
            begin = self.now - (day + 1) * DAY
            if day == days and rest == 0:
                continue
            yield from sorted(begin + int((hour + self._chance.random()) * HOUR) - MINUTE for hour in hours)

    def _people(self) -> None:
        long_ago = self.now - (self.count // A_DAY + 2) * DAY
        roles = {OWNER: "owner", **dict.fromkeys(MANAGERS, "manager"), **dict.fromkeys(CASHIERS, "cashier")}
        customers = range(FIRST_CUSTOMER, FIRST_CUSTOMER + self._customers)
        for person in (*roles, *customers):
            name = self._pools.sealed_names[person % len(self._pools.sealed_names)]
            row = (1, person, name, "ru", True, False, roles.get(person), long_ago, long_ago)
            self._rows["people"].append(row)

    def _sell(self, number: int, at: int) -> None:
        chance = self._chance
        issuer = CASHIERS[int(len(CASHIERS) * chance.random() ** 2)]
        customer = None
        if chance.random() < 0.55:
            customer = FIRST_CUSTOMER + int(self._customers * chance.random() ** 2)
        sale = _Sale(number, at, int(chance.lognormvariate(8.5, 0.9)) // 50 * 5000 + 5000, issuer, customer)
        self._updates(sale)
        self._audit("invoice", number, "", "open", f"person:{issuer}", at)
        fate, end, payment = self._fate(sale)
        token, source, deadline = f"{chance.getrandbits(128):032x}", f"m{issuer}:{number * 3}", at + DAY
        words = description(chance)
        ended = end if fate != "open" else None
        head = (number, 1, number, token, source, sale.amount, "KZT", words, fate, issuer, customer)
        self._rows["invoices"].append((*head, at, deadline, ended, payment, False, 0, False))
        if chance.random() < 0.15:
            each = (1, number, 1, words, "796", 1, sale.amount, sale.amount, 0, sale.amount)
            self._rows["invoice_lines"].append(each)
        self._cards(sale, fate, end, payment)

    def _fate(self, sale: _Sale) -> tuple[str, int, int | None]:
        """What became of it, when, and by which payment."""
        chance = self._chance
        dice, begun = chance.random(), sale.at
        if dice < 0.08:
            begun = self._payment(sale, 1, begun, "expired", begun + 20 * MINUTE)[1]
        attempt = 2 if dice < 0.08 else 1
        if dice < 0.82:
            paid_at = begun + int(chance.lognormvariate(4.6, 1.0)) * SECOND
            if paid_at < self.now:
                payment, _ = self._payment(sale, attempt, begun, "paid", paid_at)
                self._audit("invoice", sale.id, "open", "paid", "bank:halyk", paid_at, '{"late": false}')
                self._afterwards(sale, payment, paid_at)
                return "paid", paid_at, payment
        elif dice < 0.85 and begun + 10 * MINUTE < self.now:
            self._payment(sale, attempt, begun, "cancelled", begun + 10 * MINUTE)
            person = f"person:{sale.issuer}"
            self._audit("invoice", sale.id, "open", "cancelled", person, begun + 10 * MINUTE)
            return "cancelled", begun + 10 * MINUTE, None
        elif sale.at + DAY < self.now:
            self._payment(sale, attempt, begun, "expired", begun + 20 * MINUTE)
            self._audit("invoice", sale.id, "open", "expired", "clock", sale.at + DAY)
            return "expired", sale.at + DAY, None
        self._payment(sale, attempt, begun, "pending", None)
        return "open", self.now, None

    def _payment(self, sale: _Sale, attempt: int, at: int, state: str, end: int | None) -> tuple[int, int]:
        """An attempt; its id, and when it ended."""
        chance, pools = self._chance, self._pools
        payment, self._next_payment = self._next_payment, self._next_payment + 1
        bank = "halyk" if end is None or payment % 4 else "apipay"
        paid, payer, number = state == "paid", None, None
        if paid:
            number = str(FIRST_BANK_NUMBER + payment)
            who = int(len(pools.names) * chance.random() ** 2)
            payer = pools.sealed_names[who]
            self._rows["payer_words"] += [(1, mark, sale.id, payment) for mark in pools.marks[who]]
        details = json.dumps({"reference": number, "channel": "QR"}) if paid else "{}"
        head = (payment, 1, sale.id, attempt, bank, str(FIRST_REFERENCE + payment))
        token, life = f"{chance.getrandbits(88):022x}", at + 20 * MINUTE
        money = (token, sale.amount, "KZT", state, at, pools.access[payment % 20], life, life, QR)
        taken = (f"op-{payment}", sale.amount, "KZT") if paid else (f"op-{payment}", None, None)
        seen = (details, None, False, state == "cancelled", payer, number, at, end or at, end or at)
        look = self.now + DAY if end is None else None
        tail = (end if paid else None, 3, look, f"{payment:010d}", "", False)
        self._rows["payments"].append((*head, *money, *taken, *seen, *tail))
        self._audit("payment", payment, "", "reserved", "process:1", at)
        self._audit("payment", payment, "reserved", "pending", "bank", at + SECOND)
        if end is not None:
            said = json.dumps({"source": "status", "word": state, "amount": sale.amount})
            self._audit("payment", payment, "pending", state, f"bank:{bank}", end, said)
        if paid and end is not None and end > self.now - KEPT_SHORT:
            body = pools.reports[payment % 20]
            row = (1, bank, f"{payment}:{token}", payment, "paid", body, end, 0, end + SECOND)
            self._rows["deliveries"].append(row)
        return payment, end or at

    def _afterwards(self, sale: _Sale, payment: int, at: int) -> None:
        """Now and then money goes back, or somebody had to decide."""
        dice, at = self._chance.random(), min(at + DAY, self.now)
        if dice < 0.02:
            refund, self._next_refund = self._next_refund, self._next_refund + 1
            head = (refund, 1, sale.id, payment, sale.amount, "KZT", "completed", "shop", f"key-{refund}")
            tail = (f"tap:{refund}", sale.issuer, at, at, f"rf-{refund}", "", "", at, 1)
            self._rows["refunds"].append((*head, *tail))
            self._audit("refund", refund, "", "requested", f"person:{sale.issuer}", at)
            self._audit("refund", refund, "requested", "completed", "bank", at, '{"said": "refunded"}')
        elif dice < 0.023:
            state, by = ("open", None) if at > self.now - 2 * DAY else ("accepted", OWNER)
            once = f"late:{payment}"
            self._rows["attentions"].append((1, sale.id, payment, "late", state, once, at, by, by and at))

    def _cards(self, sale: _Sale, fate: str, end: int, payment: int | None) -> None:
        chats = [("issuer", sale.issuer, "paid", "expired-member")]
        if sale.customer is not None:
            chats.append(("payer", sale.customer, "receipt", "expired"))
        for audience, chat, paid, expired in chats:
            drawn = 1 if fate == "open" else 2
            card = (1, sale.id, audience, chat, chat, sale.id * 3 % 2**31, drawn, drawn, f"{fate}:{sale.id}")
            self._rows["cards"].append((*card, True, 0, sale.at))
            kind = {"paid": paid, "expired": expired}.get(fate)
            if kind is not None and end > self.now - KEPT_LONG:
                key = f"{kind}:{payment or f'i{sale.id}'}:{chat}"
                told = (1, key, kind, chat, chat, fate == "paid", sale.id, payment, "{}", 0)
                self._rows["notices"].append((*told, end, end + SECOND, sale.id * 3 % 2**31))

    def _updates(self, sale: _Sale) -> None:
        if sale.at < self.now - KEPT_SHORT:
            return
        for chat in (sale.issuer, *([sale.customer] if sale.customer else [])):
            number, self._next_update = self._next_update, self._next_update + 1
            body = self._pools.updates[number % 20]
            self._rows["updates"].append((1, number, chat, body, "handled", 0, sale.at, sale.at + SECOND))

    def _audit(
        self,
        subject: str,
        subject_id: int,
        was: str,
        now_is: str,
        actor: str,
        at: int,
        said: str | None = None,
    ) -> None:
        self._rows["audit"].append((1, subject, subject_id, was, now_is, actor, said, at))
