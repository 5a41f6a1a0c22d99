"""Who the bank knows: clients, their terminals, and its switches."""

import re
from dataclasses import dataclass, field

from sandbox.halyk.emv import Payee

CLIENT_ID = "sandbox-client"
CLIENT_SECRET = "sandbox-secret"
TERMINAL = "5b1f0c52-0d3e-4f6a-9a1c-6f2f3b7a9d10"
POS_NUMBER = "98000042"
USERNAME = "sandbox-user"
PASSWORD = "sandbox-password"

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(slots=True)
class Terminal:
    """A point of sale of one client."""

    id: str
    client_id: str
    number: str = POS_NUMBER
    shop: str = "Dana"
    pay_qr_local: bool = True
    two_step: bool = False
    payee: Payee = field(
        default_factory=lambda: Payee("DANA", "ALMATY", POS_NUMBER, "KZ056010000000000042", "000040000001")
    )


@dataclass(slots=True)
class Config:
    """Everything that `POST /sandbox/halyk/configure` may change."""

    clients: dict[str, str] = field(default_factory=lambda: {CLIENT_ID: CLIENT_SECRET})
    users: dict[str, str] = field(default_factory=lambda: {USERNAME: PASSWORD})
    """Users of the merchant's cabinet, for the searches."""
    terminals: dict[str, Terminal] = field(default_factory=lambda: {TERMINAL: Terminal(TERMINAL, CLIENT_ID)})
    status_client: str | None = None
    """Where set, only this client may read statuses, of everybody's bills."""
    languages: frozenset[str] = frozenset({"ru"})
    magic: bool = True
    status_lag: float = 180
    refund_reads: str = "query"
    refund_http: int = 200
    """The HTTP status of the answer 3225, which is not documented."""
    refund_body: str = "qr"
    """What a refund is answered with: `qr` 3225, `empty` nothing and HTTP 200, as for a card."""
    refund_seconds: float = 60
    refund_status: str = "stays"
    """What statusName is after a part was refunded: it `stays` CHARGE or is `refund`."""
    refund_shrinks: bool = True
    """Whether check-status takes refunds off `amount` and shows the first sum in orgAmount."""
    refunds_at_once: str = "many"
    paging: str = "skip"
    """What `page` of a search counts: records to `skip`, or `pages`."""
    page_cap: int = 100
    """No page of a search is longer, whatever its size."""
    p2p_period: str = "created_at"
    """The name of the mandatory period of transfers; the documentation has two."""
    empty_invoice: float = 0.5
    """The part of the rows in the list of operations that has no invoiceId."""
    lists: str = "paid"
    """Which bills the list of operations has: those `paid`, or `all` that came to a transaction."""
    unseen_is_rejected: bool = True
    """What check-status says of a QR that ran out unscanned: REJECT, or for ever 102."""

    def main_terminal(self) -> Terminal:
        """The QR terminal: the first one."""
        return next(iter(self.terminals.values()))

    def owns(self, client_id: str, terminal: str) -> bool:
        """Whether the terminal is that client's."""
        known = self.terminals.get(terminal)
        return known is not None and known.client_id == client_id

    def terminals_of(self, client_id: str) -> frozenset[str]:
        """The terminals whose rows a client finds in the lists."""
        if self.status_client == client_id:
            return frozenset(self.terminals)
        return frozenset(id_ for id_, known in self.terminals.items() if known.client_id == client_id)

    def may_read(self, client_id: str) -> bool:
        """Whether this client may ask for statuses at all."""
        return self.status_client in (None, client_id)
