"""Web pages: an invoice's values in, HTML and its content security policy out. No network, no store."""

from screens.pages.model import LANGUAGES, Ask, pay_page, safe_link
from screens.pages.rendering import Rendered, State, go_page, payment_page, payment_state, plain_page
from screens.pages.stages import MOVING, RENEWABLE, Stage, qr_alive, stage_of

__all__ = [
    "LANGUAGES",
    "MOVING",
    "RENEWABLE",
    "Ask",
    "Rendered",
    "Stage",
    "State",
    "go_page",
    "pay_page",
    "payment_page",
    "payment_state",
    "plain_page",
    "qr_alive",
    "safe_link",
    "stage_of",
]
