"""Phones and sums that choose an outcome. Ordinary ones always go well."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Who is behind a phone: the name Kaspi knows, or the code with which an invoice to it ends."""

    name: str = ""
    error: str = ""
    reopens: bool = False
    """After the error Kaspi turns out to have the invoice: it becomes pending a minute later."""
    waits: bool = False
    """Kaspi's queue is so long that the invoice is processing until a control moves it."""


PHONES = {
    "87770000001": Person("Иван И."),
    "87770000002": Person(error="client_not_found"),
    "87770000003": Person(error="kaspi_throttled"),
    "87770000004": Person(error="network_unavailable"),
    "87770000005": Person(error="session_transient"),
    "87770000006": Person(error="unknown_error"),
    "87770000007": Person(error="tariff_inactive"),
    "87770000008": Person(error="kaspi_session_expired"),
    "87770000009": Person("Ждан Ж.", waits=True),
    "87770000010": Person("Лев Л.", error="kaspi_throttled", reopens=True),
    "87770000011": Person(error="kyc_daily_limit_reached"),
}
NAMES = ("Айгерим А.", "Данияр Д.", "Мария М.", "Ерлан Е.", "Әсел Ә.")
"""Payers behind ordinary phones; one of them has a letter that only Kazakh has."""

NO_MONEY = 770001
"""the app refuses the payment: too little money; the invoice goes on waiting"""
CANCEL_FAILS = 770002
"""its cancellation falls back to pending, and then it is paid"""
PAID_AFTER_EXPIRY = 770003
"""a minute after it expired it is paid"""
TOLD_LESS = 770004
"""once paid, its amount is told one tenge lower"""
TOLD_MORE = 770005
"""once paid, its amount is told one tenge higher"""
UNKNOWN_WORD = 770006
"""once paid, its status is a word that nobody documented: `settling`"""
KAPUT = 770007
"""creation answers 502, and nothing is made"""
MADE_AND_KAPUT = 770008
"""creation answers 500, and the invoice is made"""

REFUND_FAILS = 771
"""a refund of so many tenge fails with refund_window_expired"""
REFUND_STAYS = 772
"""a refund of so many tenge is processing for ever"""
REFUND_REFUSED = 773
"""a refund of so many tenge is refused at once"""

AMOUNTS = (
    NO_MONEY,
    CANCEL_FAILS,
    PAID_AFTER_EXPIRY,
    TOLD_LESS,
    TOLD_MORE,
    UNKNOWN_WORD,
    KAPUT,
    MADE_AND_KAPUT,
    REFUND_FAILS,
    REFUND_STAYS,
    REFUND_REFUSED,
)

SAID = {
    "client_not_found": "This phone number is not registered in Kaspi.",
    "network_unavailable": "The network is unavailable. Please try again.",
    "kaspi_throttled": "Kaspi is throttling requests. Please try again later.",
    "session_transient": "The Kaspi session is being restored. Please try again.",
    "unknown_error": "Unknown error.",
    "kaspi_session_invalid": "Kaspi session is invalid or expired. Please contact support.",
    "kaspi_session_expired": "Kaspi session has expired. Please log in again.",
    "organization_not_configured": "The organization is not configured.",
    "organization_required": "An organization is required.",
    "tariff_inactive": "The tariff is inactive.",
    "kyc_rejected": "The verification was rejected.",
    "kyc_daily_limit_reached": "The daily limit of an unverified organization is reached.",
    "tariff_limit_reached": "The limit of the tariff is reached.",
    "kaspi_session_not_configured": "The Kaspi session is not configured.",
    "invoices_disabled": "Invoices are disabled for now.",
    "catalog_not_supported": "This organization does not support catalog.",
    "catalog_busy": "The catalog is busy with another operation. Please try again in a few seconds.",
    "catalog_item_duplicate": "Kaspi has such an item already.",
    "image_processing_unavailable": "Pictures cannot be processed for now.",
    "refund_window_expired": "The refund window has expired.",
}
"""What the error codes say in words."""


def person_of(phone: str, *, magic: bool = True) -> Person:
    """Who answers to a phone 8…; only Kazakh mobile numbers have Kaspi."""
    if magic and phone in PHONES:
        return PHONES[phone]
    if phone[1] != "7":
        return Person(error="client_not_found")
    return Person(NAMES[int(phone[-4:]) % len(NAMES)])


def said(code: str) -> str:
    """A code in words."""
    return SAID.get(code, f"Error: {code}.")
