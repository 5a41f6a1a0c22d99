"""A simulator of the Halyk ePay QR service, with the app in which its payer pays. See README.md."""

from sandbox.halyk.bank import HalykBank
from sandbox.halyk.config import CLIENT_ID, CLIENT_SECRET, TERMINAL
from sandbox.halyk.mounting import attach

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "TERMINAL", "HalykBank", "attach"]
