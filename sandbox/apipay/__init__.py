"""A simulator of ApiPay: Kaspi invoices by phone, and the app in which a payer pays. See README.md."""

from sandbox.apipay.bank import ApiPay
from sandbox.apipay.config import API_KEY, WEBHOOK_SECRET
from sandbox.apipay.mounting import attach

__all__ = ["API_KEY", "WEBHOOK_SECRET", "ApiPay", "attach"]
