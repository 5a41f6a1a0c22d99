"""A simulator of HorizonPay: payments through other methods' pages, and those pages. See README.md."""

from sandbox.horizonpay.bank import HorizonPay
from sandbox.horizonpay.config import SECRET_KEY, SHOP_ID
from sandbox.horizonpay.mounting import attach

__all__ = ["SECRET_KEY", "SHOP_ID", "HorizonPay", "attach"]
