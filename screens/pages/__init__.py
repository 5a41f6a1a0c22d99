"""Web pages: an invoice's values in, HTML and its content security policy out. No network, no store."""

from screens.pages.model import pay_page
from screens.pages.rendering import (
    Rendered,
    State,
    form_page,
    go_page,
    payment_page,
    payment_state,
    plain_page,
)
from screens.pages.stages import CHECKABLE, RENEWABLE, form_alive, links_alive, qr_alive
from screens.pages.ways import Ask

__all__ = [
    "CHECKABLE",
    "RENEWABLE",
    "Ask",
    "Rendered",
    "State",
    "form_alive",
    "form_page",
    "go_page",
    "links_alive",
    "pay_page",
    "payment_page",
    "payment_state",
    "plain_page",
    "qr_alive",
]
