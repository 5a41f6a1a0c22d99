"""Payment methods: how each is paid, and what it asks for. The real names in Kazakhstan are not public."""

from dataclasses import dataclass

BOGUS = "bogus"
"""The method of tests: no page, and the amount decides. Only with `test`."""
FLOWS = ("get", "post", "qr_page", "qr_picture", "app", "success", "failure")
"""A form to send the payer to; a link to a QR; nothing, as it is confirmed in an app; or done at once."""
FORM_KEYS = ("form", "payment_form")

Field = dict[str, str]


@dataclass(frozen=True, slots=True)
class Method:
    """One method type."""

    flow: str = "get"
    form: str = "form"
    """The key of the form: the table and the example of the documentation disagree."""
    query: bool = False
    """Whether the form's action has a query of its own."""
    bare: bool = False
    """Whether the form has no fields: all is in its action."""
    requires: tuple[str, ...] = ()
    """What this method cannot do without, as `customer.phone` or `additional_data.browser.user_agent`."""
    takes: tuple[str, ...] = ()
    """What may stand in `method`, beside `type` and `token`."""
    saves: bool = False
    """Whether it knows `contract: ["recurring"]`."""
    refunds: bool = True
    extra: tuple[tuple[tuple[str, str], ...], ...] = ()
    """More fields of the form, whatever stands in them; they must come back as they are."""
    action: str = ""
    """Another action of the form, whatever it is."""

    @property
    def has_form(self) -> bool:
        """Whether the payer is sent away by a form."""
        return self.flow in ("get", "post")


def ordinary() -> dict[str, Method]:
    """The methods of the first day."""
    return {
        "card": Method(saves=True),
        "card_post": Method("post", "payment_form", saves=True),
        "card_query": Method(form="payment_form", query=True),
        "card_bare": Method(bare=True),
        "checked_card": Method(requires=("customer.first_name", "customer.phone", "customer.email")),
        "wallet_qr": Method("qr_page"),
        "wallet_picture": Method("qr_picture"),
        "wallet_app": Method("app"),
        "at_once": Method("success", saves=True),
        "never": Method("failure"),
        "voucher": Method(refunds=False),
    }
