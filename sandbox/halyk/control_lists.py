"""The controls of the two lists: rows from elsewhere, and rows that the list lacks."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sandbox.common.fields import Fields, MisuseError
from sandbox.halyk import bulk
from sandbox.halyk.bank import HalykBank
from sandbox.halyk.listing import Operation
from sandbox.halyk.listing import record_of as record_of_operation
from sandbox.halyk.transfers import Transfer
from sandbox.halyk.transfers import record_of as record_of_transfer

DAY = 86_400
OPERATION_TEXTS = {
    "invoiceID": "invoice_id",
    "statusName": "status_name",
    "currency": "currency",
    "accountId": "account_id",
    "payerName": "payer_name",
    "payerPhone": "payer_phone",
    "payerEmail": "payer_email",
    "description": "description",
    "data": "data",
    "cardMask": "card_mask",
    "cardType": "card_type",
    "issuer": "issuer",
    "reference": "reference",
    "client": "client",
    "transactionTypeID": "type_id",
    "installmentID": "installment_id",
    "terminal": "terminal",
}
TRANSFER_TEXTS = {
    "invoiceID": "invoice_id",
    "accountId": "account_id",
    "description": "description",
    "terminal": "terminal",
    "senderCardMask": "sender_mask",
    "receiverCardMask": "receiver_mask",
    "senderCardType": "sender_type",
    "receiverCardType": "receiver_type",
    "senderIssuer": "sender_issuer",
    "receiverIssuer": "receiver_issuer",
    "reference": "reference",
    "code": "code",
    "reason": "reason",
    "status": "status",
    "name": "name",
    "email": "email",
}


async def operations_bulk(bank: HalykBank, fields: Fields) -> dict[str, object]:
    """Many payments of a period, none of them a bill of ours."""
    wanted = _wanted(bank, fields, first=800_000, made=len(bank.rows.operations))
    empty = fields.number("empty", bank.config.empty_invoice)
    fields.end()
    rows = list(bulk.operations(wanted, bank.config.main_terminal(), empty))
    _refuse_known(rows[0].id, (row.id for row in bank.rows.operations))
    bank.rows.add_operations(rows)
    ids = [row.id for row in rows]
    sums = {"amount": sum(row.amount for row in rows), "bonus": sum(row.bonus for row in rows)}
    return {"ok": True, "ids": ids, **sums, "refunded": sum(row.refunded for row in rows)}


async def operation(bank: HalykBank, fields: Fields) -> dict[str, object]:
    """One payment that is no bill of ours."""
    row = Operation(
        id=_id(fields),
        created_at=fields.moment("at", bank.clock.now(), 0),
        amount=fields.whole("amount", 100_000),
        terminal_id=bank.config.main_terminal().id,
        bonus=fields.whole("bonus", 0),
        refunded=fields.whole("refunded", 0),
        post_link=fields.flag("postLink", default=False),
    )
    if row.refunded or fields.has("refunded_at"):
        row = replace(row, refunded_at=fields.moment("refunded_at", bank.clock.now(), 0))
    row = replace(row, **_texts(fields, OPERATION_TEXTS))
    fields.end()
    _refuse_known(row.id, (known.id for known in bank.rows.operations))
    bank.rows.add_operations([row])
    return {"ok": True, "id": row.id, "record": record_of_operation(row)}


async def forget_operation(bank: HalykBank, fields: Fields) -> dict[str, object]:
    """The list of operations lacks a payment from now on; check-status still knows it."""
    id_ = fields.text("id") if fields.has("id") else _transaction_of(bank, fields)
    fields.end()
    if id_ not in bank.books.by_transaction and all(row.id != id_ for row in bank.rows.operations):
        msg = f"no operation {id_}"
        raise MisuseError(msg)
    bank.rows.forgotten.add(id_)
    return {"ok": True, "id": id_}


async def transfers_bulk(bank: HalykBank, fields: Fields) -> dict[str, object]:
    """Many transfers of a period."""
    wanted = _wanted(bank, fields, first=900_000, made=len(bank.rows.transfers))
    failed = fields.number("failed", 0.1)
    fields.end()
    rows = list(bulk.transfers(wanted, bank.config.main_terminal(), failed))
    _refuse_known(rows[0].id, (row.id for row in bank.rows.transfers))
    bank.rows.add_transfers(rows)
    good = sum(row.amount for row in rows if row.code == "00")
    return {"ok": True, "ids": [row.id for row in rows], "amount": good}


async def transfer(bank: HalykBank, fields: Fields) -> dict[str, object]:
    """One transfer."""
    main = bank.config.main_terminal()
    row = Transfer(
        id=_id(fields),
        created_at=fields.moment("at", bank.clock.now(), 0),
        amount=fields.whole("amount", 20_000),
        terminal_id=main.id,
        terminal=main.number,
        reason_code=fields.whole("reasonCode", 0),
    )
    row = replace(row, **_texts(fields, TRANSFER_TEXTS))
    fields.end()
    _refuse_known(row.id, (known.id for known in bank.rows.transfers))
    bank.rows.add_transfers([row])
    return {"ok": True, "id": row.id, "record": record_of_transfer(row)}


async def revoke(bank: HalykBank, fields: Fields) -> dict[str, object]:
    """All tokens are dead."""
    fields.end()
    bank.tokens.revoke()
    return {"ok": True}


def _wanted(bank: HalykBank, fields: Fields, *, first: int, made: int) -> bulk.Wanted:
    now = bank.clock.now()
    wanted = bulk.Wanted(
        count=fields.whole("count"),
        since=fields.moment("since", now, -DAY),
        until=fields.moment("until", now, 0),
        seed=fields.whole("seed", made),
        first=fields.whole("first", first + made),
    )
    if wanted.count < 1 or wanted.until <= wanted.since:
        msg = "at least one row, and since before until"
        raise MisuseError(msg)
    return wanted


def _id(fields: Fields) -> str:
    id_ = fields.text("id", str(uuid.uuid4()))
    try:
        if str(uuid.UUID(id_)) == id_:
            return id_
    except ValueError:
        pass
    msg = "id must be a UUID in small letters"
    raise MisuseError(msg)


def _texts(fields: Fields, names: dict[str, str]) -> dict[str, Any]:
    """What is given of these texts, by the names that the row has for them."""
    return {ours: fields.text(name) for name, ours in names.items() if fields.has(name)}


def _transaction_of(bank: HalykBank, fields: Fields) -> str:
    key = fields.text("invoiceID" if fields.has("invoiceID") else "bill")
    bill = bank.books.find(key)
    if bill is None or bill.transaction is None:
        msg = f"no operation of {key}"
        raise MisuseError(msg)
    return bill.transaction.id


def _refuse_known(id_: str, known: Iterable[str]) -> None:
    if id_ in known:
        msg = f"there is {id_} already; another seed makes other rows"
        raise MisuseError(msg)


CONTROLS = {
    "operations_bulk": operations_bulk,
    "operation": operation,
    "forget_operation": forget_operation,
    "transfers_bulk": transfers_bulk,
    "transfer": transfer,
    "revoke": revoke,
}
