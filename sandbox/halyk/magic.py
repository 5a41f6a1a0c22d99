"""Amounts that choose an outcome: the tiyn of a price say what goes wrong. Whole tenge always go well."""

from enum import IntEnum


class Magic(IntEnum):
    """Last two digits of the amount in tiyn."""

    PLAIN = 0

    QR_IS_OFF = 19
    """generate answers 219"""
    QR_FAILS = 29
    """generate answers 220"""
    TERMINAL_UNREADABLE = 63
    """generate answers 563"""
    QR_OTHER_AMOUNT = 31
    """the code asks for one tenge more"""
    QR_BAD_CRC = 32
    """the code's checksum is wrong"""
    QR_OTHER_CURRENCY = 33
    """the code is in dollars"""
    UNKNOWN_QR_STATUS = 34
    """GET /qr says a word that nobody documented, until the QR is over"""
    NO_LINKS = 35
    """both links are empty"""
    APP_LINKS = 36
    """both links start with homebank://"""

    BONUSES = 15
    """a part is paid with bonuses"""
    HOLD = 41
    """the money is held, not taken"""
    PAID_LESS = 42
    """one tenge less is taken"""
    PAID_MORE = 43
    """one tenge more is taken"""
    STATUS_LAGS = 44
    """check-status learns of the payment later than GET /qr"""
    UNKNOWN_STATUS_NAME = 46
    """check-status says a statusName that nobody documented"""
    OTHER_CURRENCY = 47
    """check-status says USD"""
    NOT_FINAL = 54
    """a failure with code 454 is called out first, and a minute later the money is taken"""
    REFUND_LIMIT = 61
    """a refund of such a sum is refused with 3141"""
    REFUND_VANISHES = 62
    """a refund of such a sum is begun and never comes about"""
    NO_MONEY = 84
    """insufficient funds, 484"""


def magic_of(minor: int) -> Magic:
    """The outcome that an amount in tiyn stands for."""
    try:
        return Magic(minor % 100)
    except ValueError:
        return Magic.PLAIN
