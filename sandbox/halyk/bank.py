"""The bank as one object: its parts, and the steps that touch more than one of them."""

import asyncio
from datetime import timedelta

from sandbox.clock import Clock
from sandbox.common.courier import Courier
from sandbox.halyk.answers import callback
from sandbox.halyk.bills import Bill, News, Order, Wish
from sandbox.halyk.books import Books
from sandbox.halyk.callbacks import Call, Callbacks
from sandbox.halyk.config import Config, Terminal
from sandbox.halyk.generate import code_for, links_for
from sandbox.halyk.journal import Journal
from sandbox.halyk.magic import Magic, magic_of
from sandbox.halyk.rows import Rows
from sandbox.halyk.tokens import Tokens
from sandbox.halyk.troubles import Troubles


class HalykBank:
    """Everything behind /halyk. Starts and stops with the application it is attached to."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.config = Config()
        self.books = Books()
        self.rows = Rows()
        self.tokens = Tokens()
        self.journal = Journal()
        self.troubles = Troubles()
        self.closing = asyncio.Event()
        self.callbacks = Callbacks(clock, self.advance)

    @property
    def courier(self) -> Courier[Call]:
        """Who calls the shop."""
        return self.callbacks.courier

    def reset(self) -> None:
        """Back to the first day."""
        self.config = Config()
        self.books = Books()
        self.rows = Rows()
        self.tokens = Tokens()
        self.journal = Journal()
        self.troubles = Troubles()
        self.callbacks.forget()

    def advance(self) -> None:
        """Let the books catch up with the clock and call out what happened."""
        self.tell(self.books.advance(self.clock.now(), unseen_is_rejected=self.config.unseen_is_rejected))

    def tell(self, news: list[News]) -> None:
        """Queue the callbacks of what just happened."""
        for item in news:
            wish = item.bill.wish
            body = callback(item, self.terminal_of(item.bill), self.clock.now())
            self.callbacks.announce(wish.post_link if item.ok else wish.failure_post_link, body)

    def terminal_of(self, bill: Bill) -> Terminal:
        """The terminal a bill was made on, also when it is no longer configured."""
        id_ = bill.order.terminal
        return self.config.terminals.get(id_) or Terminal(id_, "")

    def magic(self, order: Order) -> Magic:
        """What the amount of an order stands for."""
        return magic_of(order.amount) if self.config.magic else Magic.PLAIN

    def make(self, order: Order, wish: Wish, terminal: Terminal, origin: str) -> Bill:
        """Generate a QR."""
        number, magic = self.books.new_number(), self.magic(order)
        qr = code_for(terminal, number, order.amount, magic)
        homebank, onlinebank = links_for(origin, number, magic)
        bill = Bill(number, order, wish, magic, qr, homebank, onlinebank, self.clock.now())
        self.books.enter(bill)
        self.journal.generated[order.invoice_id] += 1
        return bill

    def pay(self, bill: Bill) -> None:
        """The payer pays."""
        two_step = self.terminal_of(bill).two_step
        lag = timedelta(seconds=self.config.status_lag)
        self.tell(self.books.pay(bill, self.clock.now(), two_step=two_step, lag=lag))

    def reject(self, bill: Bill, code: int) -> None:
        """The payment fails for good."""
        self.tell(self.books.reject(bill, self.clock.now(), code))
