"""Who ApiPay knows, where it calls, and its switches."""

from dataclasses import dataclass, field

from sandbox.apipay.generation import GENERATIONS

API_KEY = "sandbox-apipay-key"
WEBHOOK_SECRET = "whsec_sandbox"
SHOP = "Dana"


@dataclass(slots=True)
class Config:
    """Everything that `POST /sandbox/apipay/configure` may change; it begins as April in production."""

    keys: dict[str, str] = field(default_factory=lambda: {API_KEY: "main"})
    """API keys and the organizations they belong to."""
    shop: str = SHOP
    source: str | None = "My API Key"
    """The name of the API key, as webhooks tell it."""
    webhook_url: str = ""
    """Set in the dashboard only; where it is empty nothing is called."""
    webhook_secret: str | None = WEBHOOK_SECRET
    """A key without a secret sends webhooks without the header."""
    old_secret: str | None = None
    generation: str = "april"
    environment: str = "production"
    catalog: str = "april"
    """Which contract of the catalog is in force: one of the generations."""
    subscriptions: str = "april"
    """The same for subscriptions."""
    subscription_answer: str = "wrapped"
    subscription_look: str = "beside"
    subscription_event: str = "root"
    next_billing: str = "date"
    reissue: str = "interval"
    refusal: str = "retries"
    cart_rounding: str = "total"
    paging: str = "meta"
    created: str = "pending"
    phones: str = "old"
    idempotency: str = "ignored"
    errors: str = "message"
    throttle: str = "retry_after"
    status_check: str = "count"
    refunded_word: str = "refunded"
    refund_event: str = "seed"
    retries: str = "none"
    offsets: str = "mixed"
    webhook_json: str = "utf8"
    whole_tenge: bool = False
    extras: bool = False
    """Whether simulate-status, clients/check, account/health and webhook-logs exist."""
    breaker: bool = False
    html_errors: bool = True
    """Errors are HTML for whoever does not accept JSON in so many words."""
    has_catalog: bool = True
    resume_expired: bool = False
    cashier: bool = True
    """Whether a Kaspi cashier is connected: without one no subscription is billed."""
    magic: bool = True
    creation_seconds: float = 2
    cancel_seconds: float = 3
    paid_lag: float = 5
    """From the moment a refused cancellation falls back to pending until ApiPay learns of the payment."""
    refund_seconds: float = 10
    catalog_seconds: float = 3
    """From a change of an item until Kaspi has it."""
    catalog_limit: float = 1000
    """Items of a sandbox organization; 0 is no limit."""
    rate_limit: float = 60
    """Requests of one key in any 60 seconds; 0 is no limit."""
    look_limit: float = 60
    """The same for GET /invoices/{id}, which August counts apart."""
    invoice_limit: float = 500
    """Invoices of a sandbox organization; 0 is no limit."""
    description_limit: float = 500
    billing_hour: float = 0
    """The hour of Almaty at which subscriptions are billed."""
    subscription_limit: float = 10
    """Subscriptions of a sandbox organization; 0 is no limit."""

    def become(self, generation: str) -> None:
        """Take all switches of a generation."""
        self.generation = generation
        for name, value in GENERATIONS[generation].items():
            setattr(self, name, value)

    @property
    def main_key(self) -> str:
        """The first key."""
        return next(iter(self.keys))

    @property
    def is_sandbox(self) -> bool:
        """Whether new invoices are practice ones in the practice bank's own books."""
        return self.environment == "sandbox"
