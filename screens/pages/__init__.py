"""Web pages: an invoice's values in, HTML and its content security policy out. No network, no store."""

from screens.pages.model import Ask, pay_page
from screens.pages.rendering import Rendered, State, go_page, payment_page, payment_state, plain_page
from screens.pages.stages import CHECKABLE, RENEWABLE, links_alive, qr_alive

__all__ = [
    "CHECKABLE",
    "RENEWABLE",
    "Ask",
    "Rendered",
    "State",
    "go_page",
    "links_alive",
    "pay_page",
    "payment_page",
    "payment_state",
    "plain_page",
    "qr_alive",
]
