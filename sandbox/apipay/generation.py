"""The contract as it was published in April, August and September 2026, each as a set of switches.

April is the one with 22 endpoints; August is OpenAPI 2.1.0; September is what its pages said later. Every
switch may be set by itself too, because nobody knows which of them a real server had on which day.
"""

WORDS: dict[str, tuple[str, ...]] = {
    "environment": ("production", "sandbox"),
    "paging": ("meta", "flat"),
    "created": ("processing", "pending"),
    "phones": ("old", "new"),
    "idempotency": ("ignored", "known"),
    "errors": ("message", "error"),
    "throttle": ("retry_after", "header", "retry_after_seconds"),
    "status_check": ("count", "invoices", "list"),
    "refunded_word": ("refunded", "partially_refunded", "paid"),
    "refund_event": ("seed", "bare", "numbers"),
    "retries": ("none", "three", "eleven"),
    "offsets": ("mixed", "utc"),
    "webhook_json": ("utf8", "escaped"),
    "catalog": ("april", "august", "september"),
    "subscriptions": ("april", "august", "september"),
    "subscription_answer": ("wrapped", "flat"),
    "subscription_look": ("beside", "flat", "inside"),
    "subscription_event": ("root", "data"),
    "next_billing": ("date", "moment"),
    "reissue": ("interval", "at_once"),
    "refusal": ("retries", "cancels"),
    "cart_rounding": ("total", "lines", "tenge"),
}
"""
`created`: the word for an invoice that Kaspi does not have yet. `phones`: *old* is `phone_number` in an
answer and `phone` 7… in a list, *new* is `phone` 8… in both. `refunded_word`: the status after a refund.
`refund_event`: the body of invoice.refunded, as in the seed (status paid, sums as texts), without `refund`,
or with numbers. `offsets`: +05:00, +06:00 and Z by turns, or UTC everywhere. `subscription_look`: where the
statistics of a subscription stand. `reissue`: when a bill that ran out is issued again. `refusal`: what the
payer's no does to a subscription.
"""
FLAGS = (
    "whole_tenge",
    "extras",
    "breaker",
    "html_errors",
    "has_catalog",
    "magic",
    "resume_expired",
    "cashier",
)
NUMBERS = (
    "creation_seconds",
    "cancel_seconds",
    "paid_lag",
    "refund_seconds",
    "catalog_seconds",
    "catalog_limit",
    "rate_limit",
    "look_limit",
    "invoice_limit",
    "description_limit",
    "billing_hour",
    "subscription_limit",
)

APRIL: dict[str, object] = {
    "catalog": "april",
    "subscriptions": "april",
    "subscription_answer": "wrapped",
    "subscription_look": "beside",
    "subscription_event": "root",
    "next_billing": "date",
    "reissue": "interval",
    "refusal": "retries",
    "resume_expired": False,
    "billing_hour": 0,
    "paging": "meta",
    "created": "pending",
    "phones": "old",
    "idempotency": "ignored",
    "errors": "message",
    "throttle": "retry_after",
    "status_check": "count",
    "refunded_word": "refunded",
    "refund_event": "seed",
    "retries": "none",
    "offsets": "mixed",
    "whole_tenge": False,
    "extras": False,
    "breaker": False,
    "html_errors": True,
    "rate_limit": 60,
    "look_limit": 60,
    "invoice_limit": 500,
    "description_limit": 500,
}
AUGUST: dict[str, object] = {
    "catalog": "august",
    "subscriptions": "august",
    "subscription_answer": "wrapped",
    "subscription_look": "flat",
    "subscription_event": "root",
    "next_billing": "moment",
    "reissue": "interval",
    "refusal": "retries",
    "resume_expired": False,
    "billing_hour": 5,
    "paging": "flat",
    "created": "processing",
    "phones": "new",
    "idempotency": "known",
    "errors": "error",
    "throttle": "header",
    "status_check": "invoices",
    "refunded_word": "partially_refunded",
    "refund_event": "numbers",
    "retries": "eleven",
    "offsets": "utc",
    "whole_tenge": False,
    "extras": True,
    "breaker": True,
    "html_errors": False,
    "rate_limit": 200,
    "look_limit": 1000,
    "invoice_limit": 1000,
    "description_limit": 500,
}
SEPTEMBER = AUGUST | {
    "catalog": "september",
    "subscriptions": "september",
    "subscription_look": "inside",
    "reissue": "at_once",
    "refusal": "cancels",
    "resume_expired": True,
    "billing_hour": 13,
    "whole_tenge": True,
    "description_limit": 60,
}
GENERATIONS = {"april": APRIL, "august": AUGUST, "september": SEPTEMBER}

LISTED = {
    "april": ("pending", "paid", "cancelled", "expired"),
    "august": (
        "processing",
        "pending",
        "cancelling",
        "paid",
        "cancelled",
        "expired",
        "partially_refunded",
    ),
}
LISTED["september"] = LISTED["august"]
"""The words that `status[]` of the list of invoices takes; any other is a 422."""
