"""The ladder of an unpaid bill: issued again, up to so many times; then a grace period; then the end."""

from datetime import datetime, timedelta

from sandbox.apipay.bills import Invoice
from sandbox.apipay.bills import Status as Bill
from sandbox.apipay.subscriptions.billing import HOUR, Run
from sandbox.apipay.subscriptions.records import ENDED, Charge, Status, Subscription

SERVICE = frozenset({"kaspi_throttled", "network_unavailable", "session_transient", "unknown_error"})
"""Errors for which nobody is to blame: with `bill_until_paid` they do not close the period."""


class Ladder:
    """What becomes of bills."""

    def __init__(self, run: Run) -> None:
        self._run, self._config = run, run.config

    def heard(self, invoice: Invoice, at: datetime) -> None:
        """An invoice has another status; where it is a bill of a subscription, the ladder goes on."""
        if invoice.id not in self._run.bills:
            return
        row, charge = self._run.bills[invoice.id]
        if invoice.status is Bill.PAID:
            self._paid(row, charge, at)
        elif invoice.status in (Bill.EXPIRED, Bill.CANCELLED):
            self._unpaid(row, charge, at)
        elif invoice.status is Bill.ERROR:
            self._broken(row, charge, at)
        elif invoice.status is Bill.PENDING and charge.status != "pending":
            charge.status, charge.reason = "pending", None
            self._run.calm(row)

    def _paid(self, row: Subscription, charge: Charge, at: datetime) -> None:
        """Money, however late: it ends the ladder, but brings back nothing that has ended."""
        charge.status, charge.reason, charge.paid_at = "paid", None, at
        row.failed_attempts = 0
        self._run.calm(row)
        self._run.tell("payment_succeeded", row, at, charge)
        if row.is_used_up and row.status not in ENDED:
            self._run.run_out(row, at, "total_cycles_reached")

    def _unpaid(self, row: Subscription, charge: Charge, at: datetime) -> None:
        expired = charge.invoice.status is Bill.EXPIRED
        charge.status, charge.reason = (
            ("failed", "Invoice expired") if expired else ("cancelled", "Invoice cancelled")
        )
        if row.status in ENDED:
            return
        if charge.invoice.refused and self._config.refusal == "cancels":
            self._run.end(row, at)
            self._run.tell("cancelled", row, at, charge, "payer_refused")
            return
        if row.is_settled(charge) or charge is not row.charges[-1] or row.grace_until is not None:
            return
        self._fail(row, charge, at)
        if row.status is not Status.ACTIVE:
            return
        if row.terms.until_paid:
            if expired:
                self._retry(row, charge, at)
        elif charge.attempt >= row.terms.attempts:
            self._begin_grace(row, at)
        else:
            at_once = expired and self._config.reissue == "at_once"
            self._retry(row, charge, at if at_once else at + timedelta(hours=row.terms.wait_hours))

    def _broken(self, row: Subscription, charge: Charge, at: datetime) -> None:
        """A bill that reached nobody is no failure of the payer: it is issued again, and nobody is told."""
        code = charge.invoice.error_code or ""
        charge.status, charge.reason = "failed", code
        if row.status is not Status.ACTIVE or row.is_settled(charge) or charge is not row.charges[-1]:
            return
        if not row.terms.until_paid:
            if charge.attempt < row.terms.attempts:
                self._retry(row, charge, at + timedelta(hours=row.terms.wait_hours))
        elif code == "client_not_found":
            self._run.end(row, at)
            self._run.tell("cancelled", row, at, charge, "payer_error")
        elif code in SERVICE:
            self._retry(row, charge, at + HOUR)
        else:
            self._fail(row, charge, at)

    def _fail(self, row: Subscription, charge: Charge, at: datetime) -> None:
        row.failed_attempts += 1
        self._run.tell("payment_failed", row, at, charge)

    def _retry(self, row: Subscription, charge: Charge, due: datetime) -> None:
        row.rung += 1
        rung, row.retry_at = row.rung, due
        self._run.books.later(due, lambda at: self._again(row, charge, rung, at))

    def _again(self, row: Subscription, charge: Charge, rung: int, at: datetime) -> None:
        if rung != row.rung:
            return
        if self._run.is_held(row):
            self._retry(row, charge, at + HOUR)
            return
        row.retry_at = None
        self._run.issue_again(row, charge, at)

    def _begin_grace(self, row: Subscription, at: datetime) -> None:
        row.rung += 1
        rung, row.grace_until = row.rung, at + timedelta(days=row.terms.grace_days)
        self._run.tell("grace_period_started", row, at)
        self._run.books.later(row.grace_until, lambda then: self._end_grace(row, rung, then))

    def _end_grace(self, row: Subscription, rung: int, at: datetime) -> None:
        if rung == row.rung:
            self._run.run_out(row, at)
