"""A payment as a row: sums are integers of minor units, what a bank said more is JSON, secrets are sealed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from enum import Enum
from typing import Any

from sqlalchemy import Row

from billing.models import AppLink, Details, Form, Instruction, InstructionKind, Payment, Refusal
from billing.money import Money
from billing.states import Hold, PaymentState, Step
from store.secrets import Vault


def columns_of(changes: Mapping[str, object], vault: Vault) -> dict[str, Any]:
    """What changes of a payment, as columns."""
    columns: dict[str, Any] = {}
    for name, value in changes.items():
        match name, value:
            case "access", str():
                columns["access"] = vault.seal(value)
            case "taken", Money():
                columns |= {"taken": value.minor, "taken_currency": value.currency}
            case "details", Details():
                columns[name] = json.dumps(asdict(value), ensure_ascii=False)
                columns["bank_reference"] = value.reference[:128] or None
            case "instruction", Instruction():
                columns[name] = json.dumps(asdict(value), ensure_ascii=False)
            case _, Enum():
                columns[name] = value.value
            case _:
                columns[name] = value
    return columns


def payment_of(row: Row[Any], vault: Vault) -> Payment:
    """What stands in a row."""
    return Payment(
        id=row.id,
        merchant_id=row.merchant_id,
        invoice_id=row.invoice_id,
        provider=row.provider,
        reference=row.reference,
        amount=Money(row.amount, row.currency),
        state=PaymentState(row.state),
        hook_token=row.hook_token,
        created_at=row.created_at,
        step=Step(row.step) if row.step else None,
        asked_at=row.asked_at,
        access=vault.open_text(row.access) or None,
        access_until=row.access_until,
        expires_at=row.expires_at,
        instruction=_instruction(row.instruction),
        bank_id=row.bank_id,
        taken=Money(row.taken, row.taken_currency) if row.taken is not None else None,
        details=Details(**json.loads(row.details)),
        refusal=Refusal(row.refusal) if row.refusal else None,
        refusal_final=row.refusal_final,
        cancel_wished=row.cancel_wished,
        cancel_asked_at=row.cancel_asked_at,
        phone=vault.open_text(row.phone),
        payer=vault.open_text(row.payer),
        observed_at=row.observed_at,
        checked_at=row.checked_at,
        settled_at=row.settled_at,
        looks=row.looks,
        next_look=row.next_look,
        receipt=row.receipt,
        trouble=row.trouble,
        claimed_paid_at=row.claimed_paid_at,
        hold_wish=Hold(row.hold_wish) if row.hold_wish else None,
        hold_asked_at=row.hold_asked_at,
        keep_for=row.keep_for,
        method_id=row.method_id,
        source=row.source or "",
        by_lines=row.by_lines,
        practice=row.practice,
    )


def _instruction(stored: str | None) -> Instruction | None:
    if not stored:
        return None
    value = json.loads(stored)
    links = tuple(AppLink(**link) for link in value["links"])
    return Instruction(InstructionKind(value["kind"]), value["qr"], links, _form(value.get("form")))


def _form(stored: dict[str, Any] | None) -> Form | None:
    """Rows of earlier versions have none."""
    return Form(stored["action"], tuple((name, text) for name, text in stored["fields"])) if stored else None
