"""Figures for Prometheus: banks, Telegram, queues, payments, loops, and what a person must mend."""

from __future__ import annotations

from collections import Counter as Counted
from collections.abc import Callable, Iterable
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from billing.ports import Clock
from billing.troubles import Trouble
from bot.loops import Loop
from store.books import Queue, SqlBooks
from store.engine import Database

Waiting = tuple[int, datetime | None]
BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)


class Metrics:
    """One registry per program."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.loops: Callable[[], Iterable[Loop]] = lambda: ()  # looked at when the figures are asked for
        self._calls = self._counter("tolem_bank_calls", "Calls to banks", "bank", "call", "outcome")
        self._seconds = self._histogram("tolem_bank_seconds", "How long banks take", "bank", "call")
        self._said = self._counter("tolem_telegram_calls", "Calls to Telegram", "method", "outcome")
        self._saying = self._histogram("tolem_telegram_seconds", "How long Telegram takes", "method")
        self._length = self._gauge("tolem_queue_length", "What waits", "queue")
        self._age = self._gauge("tolem_queue_age_seconds", "Since when", "queue")
        self._payments = self._gauge("tolem_payments", "Payments on their way", "state")
        self._oldest = self._gauge("tolem_payment_age_seconds", "Since when the oldest is there", "state")
        self._alarms = self._gauge("tolem_alarms", "What a person must mend", "kind")
        self._turns = self._gauge("tolem_loop_age_seconds", "Since the loop's last turn ended", "loop")

    def bank_call(self, bank: str, call: str, outcome: str, seconds: float) -> None:
        """One call to a bank ended."""
        self._calls.labels(bank, call, outcome).inc()
        self._seconds.labels(bank, call).observe(seconds)

    def telegram_call(self, method: str, outcome: str, seconds: float) -> None:
        """One call to Telegram ended."""
        self._said.labels(method, outcome).inc()
        self._saying.labels(method).observe(seconds)

    async def refresh(self, database: Database, clock: Clock) -> None:
        """Read the books: what is over is not counted, so that it costs the same however much there was."""
        now = clock.now()

        def read(
            books: SqlBooks,
        ) -> tuple[dict[str, Queue], dict[str, tuple[int, datetime | None]], list[str]]:
            standing = [alarm.kind.value for alarm in books.alarms()]
            return books.queues(now), books.payments_by_state(), standing

        queues, payments, standing = await database.read(read)
        for name, (length, oldest) in queues.items():
            self._length.labels(name).set(length)
            self._age.labels(name).set(_age(oldest, now))
        for state, (count, oldest) in payments.items():
            self._payments.labels(state).set(count)
            self._oldest.labels(state).set(_age(oldest, now))
        alarms = Counted(standing)
        for kind in Trouble:
            self._alarms.labels(kind.value).set(alarms[kind.value])

    def text(self) -> bytes:
        """As Prometheus reads it."""
        for loop in self.loops():
            if (seconds := loop.since_turn) is not None:
                self._turns.labels(loop.name).set(seconds)
        return generate_latest(self.registry)

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(name, about, labels, registry=self.registry)

    def _gauge(self, name: str, about: str, *labels: str) -> Gauge:
        return Gauge(name, about, labels, registry=self.registry)

    def _histogram(self, name: str, about: str, *labels: str) -> Histogram:
        return Histogram(name, about, labels, buckets=BUCKETS, registry=self.registry)


def _age(oldest: datetime | None, now: datetime) -> float:
    return (now - oldest).total_seconds() if oldest else 0.0
