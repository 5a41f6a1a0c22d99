"""Sums that choose an outcome: the last two digits of the minor units. Whole tenge always go well."""

ERROR = 45
"""creation answers 200, and the status is `error`"""
OTHER_AMOUNT = 31
"""every answer tells 100 minor units more"""
OTHER_CURRENCY = 33
"""every answer tells USD, or EUR where it is USD"""
UNKNOWN_WORD = 34
"""once paid its status is `settling`"""
OTHER_TRACKING = 35
"""every answer tells another tracking_id"""
OTHER_TEST = 36
"""every answer turns `test` round"""
OTHER_TYPE = 37
"""every answer says that it is an `authorization`"""
TAKES_LESS = 42
"""once paid, 100 minor units less are told"""
TAKES_MORE = 43
"""once paid, 100 minor units more are told"""
TELLS_LATE = 44
"""paid, it stays pending for `late_seconds`"""
TAKES_OTHER_CURRENCY = 47
"""once paid, another currency is told"""
LATE_SUCCESS = 54
"""`late_seconds` after it failed or expired it is successful"""
NO_MONEY = 84
"""whoever pays is declined: too little money"""

REFUND_REFUSED = 61
"""a refund of such a sum is refused at once"""
REFUND_STAYS = 62
"""a refund of such a sum is pending for ever"""
REFUND_FAILS = 63
"""a refund of such a sum fails later"""

TAILS = (
    OTHER_AMOUNT,
    OTHER_CURRENCY,
    UNKNOWN_WORD,
    OTHER_TRACKING,
    OTHER_TEST,
    OTHER_TYPE,
    TAKES_LESS,
    TAKES_MORE,
    TELLS_LATE,
    ERROR,
    TAKES_OTHER_CURRENCY,
    LATE_SUCCESS,
    NO_MONEY,
    REFUND_REFUSED,
    REFUND_STAYS,
    REFUND_FAILS,
)

BOGUS_GOOD = 10_000
"""Below this the bogus method succeeds."""
BOGUS_BAD = 20_000
"""Up to this it fails."""

SAID = {
    "S.0000": "Successfully processed",
    "P.0001": "Waiting for the customer",
    "P.9999": "The state is not known yet",
    "F.0109": "The order has expired",
    "F.0114": "Insufficient funds",
    "F.0132": "Rejected by the customer",
    "F.0998": "The customer did not finish",
    "F.0999": "Unknown error",
}
"""Codes of the transaction, in words."""
