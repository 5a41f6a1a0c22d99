"""Who HorizonPay knows, and its switches."""

from dataclasses import dataclass, field

from sandbox.horizonpay.methods import Method, ordinary

SHOP_ID = "10361"
SECRET_KEY = "sandbox:horizonpay:secret"
"""With colons, as a secret may have them."""
SHOP = "Dana"

WORDS = {
    "mode": ("both", "test", "live"),
    "created": ("pending", "initial", "incomplete"),
    "idempotency": ("known", "ignored"),
    "other_body": ("first", "refuse"),
    "uids": ("short", "uuid", "mixed"),
    "times": ("offset", "zulu", "malformed", "zero"),
    "phones": ("text", "integer", "null"),
    "fields": ("full", "sparse"),
    "type_key": ("method_type", "payment_method_type"),
    "form_key": ("own", "form", "payment_form"),
    "forms": ("always", "once"),
    "by_tracking": ("list", "object"),
    "errors": ("documented", "flat", "list", "text", "singular", "response", "bare"),
    "retries": ("twice", "none"),
    "dead_tokens": ("refuse", "fail"),
    "token_charges": ("successful", "pending", "form"),
}
FLAGS = ("magic", "signs", "return_adds")
NUMBERS = ("refund_seconds", "tracking_most", "late_seconds")


@dataclass(slots=True)
class Config:
    """Everything that `POST /sandbox/horizonpay/configure` may change."""

    shops: dict[str, str] = field(default_factory=lambda: {SHOP_ID: SECRET_KEY})
    """Shop ids and their secrets, the main one first."""
    shop: str = SHOP
    methods: dict[str, Method] = field(default_factory=ordinary)
    currencies: frozenset[str] = frozenset({"KZT", "USD"})
    mode: str = "both"
    """Whether the shop may make test payments, real ones, or both."""
    created: str = "pending"
    idempotency: str = "known"
    """Whether this installation knows the header RequestID."""
    other_body: str = "first"
    """What a used RequestID with another body gets: the first answer, as documented, or a refusal."""
    uids: str = "short"
    times: str = "offset"
    phones: str = "text"
    fields: str = "full"
    type_key: str = "method_type"
    form_key: str = "own"
    forms: str = "always"
    """Whether whoever asks again is shown the form again while it is waiting."""
    by_tracking: str = "list"
    errors: str = "documented"
    retries: str = "twice"
    dead_tokens: str = "refuse"
    token_charges: str = "successful"
    magic: bool = True
    signs: bool = True
    """Whether notifications carry Content-Signature."""
    return_adds: bool = False
    """Whether the payer comes back with uid and status in the address."""
    refund_seconds: float = 10
    tracking_most: float = 100
    late_seconds: float = 60

    @property
    def main_shop(self) -> str:
        """The first shop's id."""
        return next(iter(self.shops))
