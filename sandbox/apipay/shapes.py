"""Invoices and refunds as answers show them, in the shapes of each generation."""

from collections.abc import Callable
from datetime import datetime

from sandbox.apipay.bills import HAS_MONEY, Invoice, Line, Refund, Status
from sandbox.apipay.config import Config
from sandbox.apipay.magic import UNKNOWN_WORD, said
from sandbox.apipay.moments import maybe, stale, utc, zulu
from sandbox.apipay.money import number_of, text_of

Json = dict[str, object]


def word_of(invoice: Invoice, config: Config) -> str:
    """The status in this generation's words."""
    if invoice.status is Status.PROCESSING:
        return config.created
    if invoice.status in HAS_MONEY and invoice.is_magic(UNKNOWN_WORD):
        return "settling"
    return str(invoice.status)


def created(invoice: Invoice, config: Config) -> Json:
    """The answer to a creation."""
    phone = "phone_number" if config.phones == "old" else "phone"
    return {
        "id": invoice.id,
        "amount": text_of(invoice.amount),
        "status": word_of(invoice, config),
        "description": invoice.wish.description,
        "external_order_id": invoice.wish.external_order_id,
        phone: invoice.wish.phone,
        **discount(invoice, config),
        "error_message": None,
        "paid_at": None,
        "created_at": times(config)(invoice.created_at),
    }


def listed(invoice: Invoice, config: Config) -> Json:
    """One row of the list; April's phones begin with 7."""
    old, write = config.phones == "old", times(config)
    row: Json = {
        "id": invoice.id,
        "amount": text_of(invoice.told_amount),
        "phone": "7" + invoice.wish.phone[1:] if old else invoice.wish.phone,
        "description": invoice.wish.description,
        "external_order_id": invoice.wish.external_order_id,
        "status": word_of(invoice, config),
        "kaspi_invoice_id": invoice.kaspi_id,
        "expires_at": write(invoice.expires_at),
        "paid_at": maybe(write, invoice.paid_at),
        "is_sandbox": invoice.is_sandbox,
        "is_recurring": invoice.subscription is not None,
        "client_name": invoice.client_name,
        "error_message": _said(invoice),
        "items": items_of(invoice),
        "created_at": write(invoice.created_at),
    }
    return row if old else row | {"error_code": invoice.error_code} | _refunded(invoice)


def looked_at(invoice: Invoice, config: Config) -> Json:
    """GET /invoices/{id}."""
    old, write = config.phones == "old", times(config)
    return {
        "id": invoice.id,
        "amount": text_of(invoice.told_amount),
        "phone_number": invoice.wish.phone,
        "description": invoice.wish.description,
        "external_order_id": invoice.wish.external_order_id,
        "status": word_of(invoice, config),
        "client_name": invoice.client_name,
        **({"client_comment": None} if old else {"kaspi_qr_link": qr_link(invoice)}),
        "is_sandbox": invoice.is_sandbox,
        **_refunded(invoice),
        "kaspi_invoice_id": invoice.kaspi_id,
        "error_message": _said(invoice),
        **({} if old else {"error_code": invoice.error_code}),
        "items": items_of(invoice),
        **discount(invoice, config),
        "paid_at": maybe(write, invoice.paid_at),
        "created_at": write(invoice.created_at),
    }


def checked(invoice: Invoice, config: Config) -> Json:
    """One row of a status check; its sample has an offset that Almaty no longer has."""
    write = stale if config.offsets == "mixed" else utc
    return {
        "id": invoice.id,
        "status": word_of(invoice, config),
        "kaspi_invoice_id": invoice.kaspi_id,
        "amount": text_of(invoice.told_amount),
        "error_message": _said(invoice),
        "updated_at": write(invoice.changed_at or invoice.created_at),
    }


def items_of(invoice: Invoice) -> list[Json]:
    """The lines of a cart; the price is of one piece and before the discount of the receipt."""
    return [
        {
            "id": _line_number(invoice, line),
            "invoice_id": invoice.id,
            "catalog_item_id": None if line.item in invoice.orphans else line.item,
            "name": line.name,
            "price": text_of(line.price),
            "count": line.count,
            "unit_id": line.unit_id,
            **({} if line.original_price is None else {"original_price": text_of(line.original_price)}),
            "discount": text_of(line.discount) if line.discount else None,
        }
        for line in invoice.wish.lines
    ]


def back_of(invoice: Invoice, refund: Refund) -> list[Json]:
    """What a refund by items gives back; the count is 0 where a part of an item's sum was asked for."""
    if not refund.itemised:
        return []
    return [
        {
            "id": refund.id * 1000 + place,
            "refund_id": refund.id,
            "invoice_item_id": _line_number(invoice, back.line),
            "catalog_item_id": None if back.line.item in invoice.orphans else back.line.item,
            "name": back.line.name,
            "price": text_of(back.line.price),
            "count": back.count,
            "amount": text_of(back.amount),
        }
        for place, back in enumerate(refund.items, 1)
    ]


def _line_number(invoice: Invoice, line: Line) -> int:
    return invoice.id * 1000 + 1 + invoice.wish.lines.index(line)


def discount(invoice: Invoice, config: Config) -> Json:
    """Keys that are there only where there is a discount; the percentage is a text in April."""
    percent = invoice.wish.percent
    if percent is None:
        return {}
    return {
        "subtotal": text_of(invoice.wish.subtotal),
        "discount_sum": text_of(invoice.wish.discount),
        "discount_percentage": str(percent) if config.phones == "old" else percent,
    }


def refund_row(invoice: Invoice, refund: Refund, config: Config) -> Json:
    """A refund in a list."""
    return {
        "id": refund.id,
        "invoice_id": invoice.id,
        "amount": text_of(refund.amount),
        "kaspi_refund_id": refund.kaspi_id,
        "kaspi_status": None if refund.kaspi_id is None else "SUCCESS",
        "status": refund.status,
        "reason": refund.reason,
        "initiated_by": refund.by,
        "error_message": None if refund.error_code is None else said(refund.error_code),
        **({} if config.phones == "old" else {"error_code": refund.error_code}),
        "created_at": times(config)(refund.begun_at),
        "invoice": {
            "id": invoice.id,
            "amount": text_of(invoice.told_amount),
            "external_order_id": invoice.wish.external_order_id,
            "status": word_of(invoice, config),
        },
        "items": back_of(invoice, refund),
    }


def asked_back(invoice: Invoice, refund: Refund, config: Config) -> Json:
    """The answer to a refund. April counts what is only asked for as refunded already, as its sample does."""
    old = config.phones == "old"
    shown: Json = {"id": invoice.id, "amount": text_of(invoice.told_amount)}
    if old:
        left = invoice.amount - invoice.refunded - invoice.refunding
        shown["status"] = "partially_refunded" if left else word_of(invoice, config)
    total = invoice.refunded + (invoice.refunding if old else 0)
    return {
        "message": "Refund queued for processing",
        "refund": {
            "id": refund.id,
            "invoice_id": invoice.id,
            "amount": text_of(refund.amount),
            "status": "pending",
            "reason": refund.reason,
            "initiated_by": refund.by,
            "created_at": times(config)(refund.begun_at),
            **({"items": back_of(invoice, refund)} if refund.itemised and not old else {}),
        },
        "invoice": shown
        | {
            "total_refunded": text_of(total),
            "pending_refund_amount": number_of(invoice.refunding),
            "available_for_refund": number_of(invoice.available),
        },
    }


def refunds_of(invoice: Invoice, config: Config) -> Json:
    """GET /invoices/{id}/refunds, which has an envelope of its own."""
    return {
        "invoice": {
            "id": invoice.id,
            "amount": text_of(invoice.told_amount),
            **_refunded(invoice),
            "available_for_refund": number_of(invoice.available),
        },
        "refunds": [refund_row(invoice, refund, config) for refund in invoice.refunds],
        "total": len(invoice.refunds),
    }


def page_of(rows: list[Json], page: int, per_page: int, total: int, config: Config) -> Json:
    """A page of a list: `meta` in April, flat and without the last page since."""
    if config.paging == "flat":
        return {"current_page": page, "data": rows, "total": total}
    last = max(1, -(-total // per_page))
    return {
        "data": rows,
        "meta": {"current_page": page, "last_page": last, "per_page": per_page, "total": total},
    }


def paged(rows: list[Json], page: int, per_page: int, total: int, path: str, *, linked: bool) -> Json:
    """A page of goods or of subscriptions: it has `meta` in every contract, and `links` since August."""
    last = max(1, -(-total // per_page))
    meta: Json = {"current_page": page, "last_page": last, "per_page": per_page, "total": total}
    if not linked:
        return {"data": rows, "meta": meta}
    first = (page - 1) * per_page + 1 if rows else None
    meta |= {"from": first, "to": None if first is None else first + len(rows) - 1, "path": path}
    links: Json = {
        "first": f"{path}?page=1",
        "last": f"{path}?page={last}",
        "prev": f"{path}?page={page - 1}" if page > 1 else None,
        "next": f"{path}?page={page + 1}" if page < last else None,
    }
    return {"data": rows, "links": links, "meta": meta}


def summary_of(found: list[Invoice]) -> Json:
    """What `with_summary` adds; its fields are our guess."""
    return {"count": len(found), "total_amount": text_of(sum(row.told_amount for row in found))}


def _refunded(invoice: Invoice) -> Json:
    return {
        "total_refunded": text_of(invoice.refunded),
        "is_fully_refunded": invoice.status in HAS_MONEY and invoice.refunded == invoice.amount,
    }


def qr_link(invoice: Invoice) -> str | None:
    """A link into the Kaspi app; there is none before Kaspi has the invoice, and none in practice."""
    if invoice.kaspi_id is None or invoice.is_sandbox:
        return None
    return f"https://kaspi.kz/qr/pay?tranId={invoice.kaspi_id}"


def _said(invoice: Invoice) -> str | None:
    return None if invoice.error_code is None else said(invoice.error_code)


def times(config: Config) -> Callable[[datetime], str]:
    """How this generation writes the times of answers."""
    return zulu if config.offsets == "mixed" else utc
