"""Figures for Prometheus: banks, queues, payments."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from billing.ports import Clock
from store.engine import Database

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)


class Metrics:
    """One registry per program."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("bank", "call", "outcome")
        self._calls = Counter("tolem_bank_calls", "Calls to banks", labels, registry=self.registry)
        self._seconds = Histogram(
            "tolem_bank_seconds",
            "How long banks take",
            ("bank", "call"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self._length = Gauge("tolem_queue_length", "What waits", ("queue",), registry=self.registry)
        self._age = Gauge("tolem_queue_age_seconds", "Since when", ("queue",), registry=self.registry)
        self._payments = Gauge("tolem_payments", "Payments on their way", ("state",), registry=self.registry)

    def bank_call(self, bank: str, call: str, outcome: str, seconds: float) -> None:
        """One call to a bank ended."""
        self._calls.labels(bank, call, outcome).inc()
        self._seconds.labels(bank, call).observe(seconds)

    async def refresh(self, database: Database, clock: Clock) -> None:
        """Read the queues."""
        now = clock.now()
        queues = await database.read(lambda books: books.queues(now))
        for name, queue in queues.items():
            self._length.labels(name).set(queue.length)
            age = (now - queue.oldest).total_seconds() if queue.oldest else 0.0
            self._age.labels(name).set(age)
        for state, count in (await database.read(lambda books: books.payments_by_state())).items():
            self._payments.labels(state).set(count)

    def text(self) -> bytes:
        """As Prometheus reads it."""
        return generate_latest(self.registry)
