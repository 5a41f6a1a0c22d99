"""HorizonPay's books: which step may follow which, and when time itself takes one. No network here."""

import heapq
import random
import uuid
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from itertools import count

from sandbox.horizonpay import magic
from sandbox.horizonpay.config import Config
from sandbox.horizonpay.methods import BOGUS, Method
from sandbox.horizonpay.transactions import CALLED_OUT, Token, Transaction, Wish
from sandbox.horizonpay.troubles import Troubles

BOGUS_METHOD = Method("app")


class NotNowError(Exception):
    """The step does not follow from the present state; the text says which."""


class Books:
    """All transactions, and what is going to happen to them."""

    def __init__(self, config: Config, troubles: Troubles, call_out: Callable[[Transaction], None]) -> None:
        """`call_out` hears of what the shop is told, while the transaction still is what it says."""
        self.config, self.troubles = config, troubles
        self._call_out = call_out
        self.chance = random.Random()
        self._number = count()
        self._later: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self.by_uid: dict[str, Transaction] = {}
        self.by_sid: dict[str, Transaction] = {}
        self.tokens: dict[str, Token] = {}

    def all(self) -> Collection[Transaction]:
        """Every transaction, the oldest first."""
        return self.by_uid.values()

    def find(self, uid: str, shop: str | None = None) -> Transaction | None:
        """A transaction by its uid; another shop's is none."""
        found = self.by_uid.get(uid)
        return found if found and shop in (None, found.shop) else None

    def tracked(self, tracking_id: str, shop: str | None = None) -> list[Transaction]:
        """Every transaction with this id among its own, the newest first."""
        mine = (row for row in self.by_uid.values() if shop in (None, row.shop))
        return [row for row in mine if tracking_id in row.ids()][::-1]

    def make(self, shop: str, wish: Wish, origin: str, now: datetime) -> Transaction:
        """Take a payment in; it may end at once."""
        method = BOGUS_METHOD if wish.method == BOGUS else self.config.methods[wish.method]
        plain = not self.config.magic or wish.method == BOGUS
        made = self.enter(shop, "payment", wish, wish.amount, method, origin, now, plain=plain)
        made.tracking_id = wish.tracking_id or made.order_id
        self._begin(made, now)
        return made

    def enter(
        self,
        shop: str,
        kind: str,
        wish: Wish,
        amount: int,
        method: Method,
        origin: str,
        now: datetime,
        *,
        plain: bool,
    ) -> Transaction:
        """A new row."""
        ordinal, sid = len(self.by_uid) + 1, f"{self.chance.getrandbits(128):032x}"
        made = Transaction(
            self._uid(ordinal), ordinal, shop, kind, wish, amount, "", method, origin, sid, now
        )
        made.tail = -1 if plain else amount % 100
        self.by_uid[made.uid] = self.by_sid[sid] = made
        return made

    def _begin(self, made: Transaction, now: datetime) -> None:
        word = self.troubles.fate("creation") or self._word_at_once(made)
        made.code, made.message = "P.0001", magic.SAID["P.0001"]
        if word in ("", "initial", "incomplete"):
            self._become(made, word or self.config.created, now)
        elif word == "successful":
            self._take(made, now)
        elif word == "failed":
            self._end(made, "failed", now, "F.0999")
        else:
            self._end(made, word, now, "F.0109" if word == "expired" else "F.0999")
        if made.wish.expires_at is not None:
            self.later(made.wish.expires_at, lambda at: self._expire_if_open(made, at))

    def _word_at_once(self, made: Transaction) -> str:
        """How it ends at once, if it does."""
        if made.wish.method == BOGUS:
            if made.amount < magic.BOGUS_GOOD:
                return "successful"
            return "failed" if made.amount <= magic.BOGUS_BAD else ""
        if made.tail == magic.ERROR:
            return "error"
        if made.wish.token is not None:
            return self._charged(made.wish.token)
        return {"success": "successful", "failure": "failed"}.get(made.method.flow, "")

    def _charged(self, token: str) -> str:
        if not self.tokens[token].alive:
            return "failed"
        return "successful" if self.config.token_charges == "successful" else ""

    # What time does

    def later(self, due: datetime, step: Callable[[datetime], None]) -> None:
        """Let something happen at a moment."""
        heapq.heappush(self._later, (due, next(self._number), step))

    def advance(self, now: datetime) -> None:
        """Do everything that has come due, in order."""
        while self._later and self._later[0][0] <= now:
            due, _, step = heapq.heappop(self._later)
            step(due)

    def _expire_if_open(self, row: Transaction, at: datetime) -> None:
        if row.is_waiting:
            self._end(row, "expired", at, "F.0109")

    # What the payer does

    def approve(self, row: Transaction, now: datetime, *, keep: bool = True) -> None:
        """The payer pays, and lets the shop keep the method or does not."""
        self._must_wait(row)
        row.keeps = keep
        if row.tail == magic.NO_MONEY:
            self._end(row, "failed", now, "F.0114")
        elif row.tail == magic.TELLS_LATE:
            row.money_coming = True
            self.later(now + self._late(), lambda at: self.arrive(row, at))
        else:
            self._take(row, now)

    def arrive(self, row: Transaction, now: datetime) -> None:
        """The money that is on its way is told."""
        if row.money_coming:
            self._take(row, now)

    def decline(self, row: Transaction, now: datetime, code: str = "F.0132", said: str | None = None) -> None:
        """The payer refuses, or the method does."""
        self._must_wait(row)
        self._end(row, "failed", now, code, said)

    # What else happens

    def expire(self, row: Transaction, now: datetime) -> None:
        """It runs out at once."""
        self._must_wait(row)
        self._end(row, "expired", now, "F.0109")

    def take_late(self, row: Transaction, now: datetime) -> None:
        """The money comes although it had ended."""
        if row.status not in ("failed", "expired", "error", "deleted"):
            raise NotNowError(row.status)
        self._take(row, now)

    def set_word(self, row: Transaction, word: str, now: datetime) -> None:
        """Any status at all; told where such a status is told."""
        self._become(row, word, now)

    def _take(self, row: Transaction, now: datetime) -> None:
        row.money_coming, row.paid_at = False, now
        row.code, row.message, row.said = "S.0000", magic.SAID["S.0000"], magic.SAID["S.0000"]
        row.rrn = f"{self.chance.randrange(10**12):012d}"
        if row.wish.token is not None:
            row.token = self.tokens[row.wish.token]
        elif row.keeps and row.wish.recurring and row.method.saves:
            row.token = self._new_token(row)
        self._become(row, "settling" if row.tail == magic.UNKNOWN_WORD else "successful", now)

    def _end(self, row: Transaction, word: str, now: datetime, code: str, said: str | None = None) -> None:
        row.code, row.message = code, magic.SAID.get(code, "Declined")
        row.said = said or row.message
        self._become(row, word, now)
        if row.tail == magic.LATE_SUCCESS and word in ("failed", "expired"):
            self.later(now + self._late(), lambda at: self._if(row, word, at))

    def _if(self, row: Transaction, word: str, at: datetime) -> None:
        if row.status == word:
            self._take(row, at)

    def _become(self, row: Transaction, word: str, now: datetime) -> None:
        row.become(word, now)
        self.tell(row)

    def tell(self, row: Transaction) -> None:
        """Call the row out where its status is one that is called out."""
        if row.status in CALLED_OUT:
            self._call_out(row)

    def _must_wait(self, row: Transaction) -> None:
        if not row.is_waiting:
            raise NotNowError(row.status)

    def _late(self) -> timedelta:
        return timedelta(seconds=self.config.late_seconds)

    def _new_token(self, row: Transaction) -> Token:
        value = f"{self.chance.getrandbits(64):x}-{row.ordinal}-{self.chance.getrandbits(32):x}"
        token = self.tokens[value] = Token(value, row.shop, row.wish.method)
        return token

    def _uid(self, ordinal: int) -> str:
        style = self.config.uids
        if style == "uuid" or (style == "mixed" and ordinal % 2 == 0):
            return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
        return f"2-{self.chance.getrandbits(40):010x}"
