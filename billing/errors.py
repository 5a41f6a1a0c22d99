"""The error tree.

BillingError                 anything the core says no to; each names the text that explains it
├── Refused                  a rule was broken by the one who asked
│   ├── AmountRefused        the amount is none, too small or too big
│   ├── NotAllowed           the person's role does not cover this
│   │   ├── KeyUnknown       no key of a program, a wrong one, or one that is over
│   │   └── ScopeMissing     a program's key was not made for this
│   ├── NotFound             nothing there, or not theirs to see
│   ├── Closed               the invoice is paid, cancelled or over
│   │   └── DraftOver        what was typed cannot become an invoice any more
│   ├── PhoneWanted          this bank bills by phone, and none was given
│   ├── ParticularsWanted    this bank wants to know more of the payer than we do
│   ├── PageWanted           this bank wants to know what only our payment page tells
│   └── MethodGone           the kept method was forgotten, or the bank takes it no more
├── NoBank                   no bank is switched on
├── BankAway                 this bank bills nobody now
└── BankOff                  the shop takes nothing new by this bank
StoreUnavailable             the books could not be read or written now
BankError                    a bank could not be asked, or its answer could not be used
├── BankSilent               no usable answer came; nothing follows from that
│   └── ListCut              a bank's list cannot be had whole: rows would be missing
└── BankRefusesUs            our keys, terminal or rights are wrong: a person must act
"""

from __future__ import annotations

from datetime import datetime

from billing.halts import Halt


class BillingError(Exception):
    """Anything the core says no to; ``text`` is the id of the sentence that explains it."""

    text = "our-fault"

    def __init__(self, text: str | None = None, **values: object) -> None:
        self.text = text or type(self).text
        self.values = values
        super().__init__(self.text)


class Refused(BillingError):
    """A rule was broken by the one who asked."""


class AmountRefused(Refused):
    """The amount is none, too small or too big."""

    text = "amount-not-read"


class NotAllowed(Refused):
    """The person's role does not cover this."""

    text = "staff-only"


class KeyUnknown(NotAllowed):
    """No key of a program, a wrong one, a revoked one, or one whose maker is no owner any more."""

    text = "api-key-unknown"


class ScopeMissing(NotAllowed):
    """A program's key was not made for this; ``scope`` is what it lacks."""

    text = "api-scope-missing"

    def __init__(self, scope: str) -> None:
        super().__init__(scope=scope)


class NotFound(Refused):
    """Nothing there, or not theirs to see."""

    text = "invoice-not-found"


class Closed(Refused):
    """The invoice is paid, cancelled or over."""

    text = "button-old"


class DraftOver(Closed):
    """What was typed is too old to become an invoice, or its member may not ask for it any more."""

    text = "inline-over"


class PhoneWanted(Refused):
    """This bank bills by phone, and none was given."""

    text = "phone-wanted"


class PhoneForeign(Refused):
    """This bank bills only numbers of Kazakhstan; nothing was sent."""

    text = "phone-foreign"


class ParticularsWanted(Refused):
    """This bank wants to know more of the payer than we do: ``names`` are those of ``questions.Payer``."""

    text = "particulars-wanted"

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self.names = names


class PageWanted(Refused):
    """This bank wants to know what only our payment page tells."""

    text = "page-wanted"


class MethodGone(Refused):
    """The kept method was forgotten, or the bank takes it no more."""

    text = "method-gone"


class TooManyPhones(Refused):
    """The invoice was billed to so many numbers that another would disturb strangers."""

    text = "too-many-phones"


class TooManyPushes(Refused):
    """The invoice was billed by phone so often that nobody will confirm it."""

    text = "too-many-pushes"


class NoBank(BillingError):
    """No bank is switched on."""

    text = "no-bank"


class BankAway(BillingError):
    """This bank bills nobody for the shop now; nothing was sent."""

    text = "bank-away"


class BankOff(BillingError):
    """The shop takes nothing new by this bank; nothing was sent."""

    text = "bank-off"


class StoreUnavailable(Exception):
    """The books could not be read or written now: locked, full, or the database is away."""


class BankError(Exception):
    """A bank could not be asked, or its answer could not be used."""


class BankSilent(BankError):
    """No usable answer came; nothing follows from that."""


class ListCut(BankSilent):
    """A bank's list cannot be had whole: it counts ``total`` rows between two moments and shows ``came``."""

    def __init__(self, since: datetime, until: datetime, total: int, came: int) -> None:
        super().__init__(f"{came} of {total} rows shown from {since:%Y-%m-%dT%H:%M:%SZ} on")
        self.since, self.until = since, until
        self.total, self.came = total, came


class BankRefusesUs(BankError):
    """Our keys, terminal or rights are wrong: a person must act. ``code`` is the bank's.

    With a ``halt`` nobody can be billed either.
    """

    def __init__(self, text: str, code: str = "", halt: Halt | None = None) -> None:
        super().__init__(text)
        self.code = code
        self.halt = halt
