"""A simulator of Halyk ePay: QR codes, lists, and the app in which a payer pays. See README.md."""

from sandbox.halyk.bank import HalykBank
from sandbox.halyk.config import CLIENT_ID, CLIENT_SECRET, PASSWORD, TERMINAL, USERNAME
from sandbox.halyk.listing import CARD_CVC, CARD_EXPIRY
from sandbox.halyk.mounting import attach

__all__ = [
    "CARD_CVC",
    "CARD_EXPIRY",
    "CLIENT_ID",
    "CLIENT_SECRET",
    "PASSWORD",
    "TERMINAL",
    "USERNAME",
    "HalykBank",
    "attach",
]
