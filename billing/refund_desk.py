"""The desk where money goes back: refunds and held money, as the front doors call them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace

from billing import holding, proposing, refund_doubts, refund_rights, refunding, returned
from billing.access import Action, require
from billing.books import Books
from billing.catalog import returning
from billing.errors import Closed, NoBank, NotFound, Refused
from billing.models import Invoice, Payment, Person, Refund
from billing.money import Money
from billing.people import deciders
from billing.ports import Capabilities
from billing.refund_view import RefundView
from billing.refunding import Wish
from billing.repaying import Repaying
from billing.states import UNDER_WAY, Hold, PaymentState, RefundState

Spawn = Callable[[Coroutine[object, object, object]], None]


class RefundDesk:
    """One call for one wish of a member. Raises ``BillingError`` for what is refused."""

    def __init__(self, repaying: Repaying, spawn: Spawn) -> None:
        self.repaying = repaying
        self.store = repaying.store
        self.clock = repaying.clock
        self.spawn = spawn

    async def view(self, payment_id: int, person: Person) -> RefundView:
        """What was paid, what went back, what is left; ``Refused`` where nothing can go back."""

        def read(books: Books) -> RefundView:
            payment = books.payment(payment_id)
            if payment is None:
                raise NotFound
            return self._view(books, payment, person)

        return await self.store.read(read)

    async def view_of_invoice(self, invoice_id: int, person: Person) -> RefundView:
        """The same for the payment of an invoice: a second one first, as that is what should go back."""

        def read(books: Books) -> RefundView:
            invoice = books.invoice(invoice_id)
            if invoice is None:
                raise NotFound
            return self._view(books, to_refund(books, invoice), person)

        return await self.store.read(read)

    async def as_the_bank_has_it(self, view: RefundView, person: Person) -> RefundView | None:
        """The same view once the bank was asked; ``None``: it does not list refunds, or is silent."""
        seen = await self.repaying.account(view.payment) if view.can.lists_refunds else None
        if seen is None or seen.refunds is None:
            return None
        fresh = await self.view(view.payment.id, person)
        return replace(fresh, at_bank=returned.not_ours(list(fresh.refunds), seen.refunds))

    async def check(self, view: RefundView, amount: Money) -> None:
        """``Refused`` with the reason, where so much cannot go back."""
        refunding.check(view.payment, list(view.refunds), amount, view.can)
        if amount == view.money.left and not view.all_at_once:
            raise Refused("refund-items-only")
        _one_proposal(view, amount)

    async def pick(self, view: RefundView, picked: returning.Picked) -> returning.Back:
        """What goes back for these pieces; ``Refused`` with the reason, where they cannot."""
        back = returning.priced(view.lines, picked, view.money.left)
        refunding.check(view.payment, list(view.refunds), back.amount, view.can, by_items=True)
        _one_proposal(view, back.amount)
        return back

    async def request(self, person: Person, wish: Wish) -> Refund:
        """Send money back, or propose it, once per ``wish.source``; how it ends is told in the chat."""
        at = self.clock.now()
        payment = await self.store.read(lambda books: books.payment(wish.payment_id))
        if payment is None:
            raise NotFound
        can, key, owner = self.can(payment), self.repaying.banking.ids.token(), self.repaying.owner

        def write(books: Books) -> tuple[Refund, bool]:
            return refunding.request(books, wish, person, can, key, owner, at)

        refund, fresh = await self.store.write(write)
        if fresh and refund.state is RefundState.REQUESTED:
            self.spawn(self.repaying.send(refund.id))
        return refund

    async def answered(self, payment_id: int, nth: int, person: Person) -> Refund | None:
        """The refund that this person made by answering the question after so many refunds of the payment."""
        require(person, Action.PROPOSE)
        refunds = await self.store.read(lambda books: books.refunds_of(payment_id))
        made = refunds[nth] if nth < len(refunds) else None
        return made if made is not None and made.person_id == person.id else None

    async def may_approve(self, refund: Refund, person: Person) -> None:
        """``Refused`` where somebody else has to say yes to it."""
        await self.store.read(lambda books: refund_rights.may_approve(books, person, refund))

    async def approve(self, refund_id: int, person: Person) -> Refund:
        """Yes to what somebody proposed: it is sent."""
        require(person, Action.REFUND)
        refund, at, owner = await self._found(refund_id), self.clock.now(), self.repaying.owner
        payment = await self.store.read(lambda books: books.payment(refund.payment_id))
        if payment is None:
            raise NotFound
        can = self.can(payment)
        approved = await self.store.write(
            lambda books: refunding.approve(books, refund_id, person, can, owner, at)
        )
        self.spawn(self.repaying.send(refund_id))
        return approved

    async def decline(self, refund_id: int, person: Person) -> Refund:
        """No to it; or, of who proposed it, not after all."""
        at = self.clock.now()
        return await self.store.write(lambda books: proposing.decline(books, refund_id, person, at))

    async def alone_most(self) -> Money | None:
        """Up to which amount one person's word is enough."""
        return await self.store.read(refund_rights.alone_most)

    async def choose_alone_most(self, owner: Person, most: Money | None) -> None:
        """Above it, another person has to say yes; ``None``: never."""
        at = self.clock.now()
        await self.store.write(lambda books: refund_rights.choose_alone_most(books, owner, most, at))

    async def send_again(self, refund_id: int, person: Person) -> Refund:
        """A refund whose answer was lost: once more, where the bank's figures prove that nothing moved."""
        require(person, Action.REFUND)
        refund = await self._lost(refund_id)
        await self.repaying.look(refund)
        at = self.clock.now()

        def write(books: Books) -> Refund:
            again = refund_doubts.send_again(books, refund_id, person, at)
            books.lease_refund(refund_id, self.repaying.owner, at, at + refunding.ASK_LEASE)
            return again

        again = await self.store.write(write)
        self.spawn(self.repaying.send(refund_id))
        return again

    async def give_up(self, refund_id: int, person: Person) -> Refund:
        """A person found out at the bank that the refund never happened."""
        require(person, Action.REFUND)
        at = self.clock.now()

        def write(books: Books) -> Refund:
            return refund_doubts.give_up(books, refund_id, person, at)

        return await self.store.write(write)

    async def find(self, refund_id: int, person: Person) -> Refund:
        """One refund, as it is in the books."""
        require(person, Action.PROPOSE)
        refund = await self._found(refund_id)
        if refund.person_id != person.id:
            require(person, Action.REFUND)
        return refund

    async def check_now(self, refund_id: int, person: Person) -> Refund:
        """Ask the bank about a refund, by hand."""
        require(person, Action.REFUND)
        refund = await self._found(refund_id)
        if refund.state in UNDER_WAY:
            await self.repaying.look(refund)
        return await self._found(refund_id)

    async def decide_hold(self, payment_id: int, what: Hold, person: Person) -> Payment:
        """Take held money, or let it go."""
        at = self.clock.now()
        payment = await self.store.read(lambda books: books.payment(payment_id))
        if payment is None:
            raise NotFound
        if not self.can(payment).capture:
            raise Refused("hold-not-here")
        owner = self.repaying.owner
        decided = await self.store.write(
            lambda books: holding.wish(books, payment_id, what, person, owner, at)
        )
        self.spawn(self.repaying.tell_hold(decided))
        return decided

    # --- inside

    def can(self, payment: Payment) -> Capabilities:
        """What its bank can do; ``NoBank`` where it is gone."""
        provider = self.repaying.banking.providers.get(payment.provider)
        if provider is None:
            raise NoBank
        return provider.capabilities

    def _view(self, books: Books, payment: Payment, person: Person) -> RefundView:
        invoice = books.invoice(payment.invoice_id)
        if invoice is None:
            raise NotFound
        refund_rights.may_ask(person, invoice)
        refunds = books.refunds_of(payment.id)
        view = RefundView(
            person,
            invoice,
            payment,
            returned.sums(payment, refunds),
            tuple(refunds),
            self.can(payment),
            lines=returning.lines_paid_by(books, invoice, payment),
            pieces=returning.went_back(books, invoice.id),
            alone_most=refund_rights.alone_most(books),
            others_decide=any(member.id != person.id for member in deciders(books)),
        )
        if view.under_way is None:
            smallest = Money(
                min(view.can.least_refund, max(view.money.left.minor, 1)), view.money.left.currency
            )
            refunding.check(payment, refunds, smallest, view.can, by_items=True)
        return view

    async def _found(self, refund_id: int) -> Refund:
        refund = await self.store.read(lambda books: books.refund(refund_id))
        if refund is None:
            raise NotFound
        return refund

    async def _lost(self, refund_id: int) -> Refund:
        refund = await self._found(refund_id)
        if refund.state is not RefundState.UNKNOWN:
            raise Closed("button-old")
        return refund


def _one_proposal(view: RefundView, amount: Money) -> None:
    if view.proposal is not None and view.proposes(amount):
        raise Closed("refund-proposed-already")


def refundable(books: Books, invoice: Invoice) -> Payment | None:
    """A payment with money left: one that waits for a decision first, else the one that paid the invoice."""
    paid = [p for p in books.payments_of(invoice.id) if p.state is PaymentState.PAID]
    with_money = [p for p in paid if returned.sums(p, books.refunds_of(p.id)).left.minor > 0]
    waiting = {a.payment_id for a in books.attentions(invoice_id=invoice.id)}
    for payment in with_money:
        if payment.id in waiting and payment.id != invoice.paid_payment_id:
            return payment
    return next(iter(with_money), paid[-1] if paid else None)


def to_refund(books: Books, invoice: Invoice) -> Payment:
    """The same; ``Refused`` where no money came, or came with the shares of a split one."""
    payment = refundable(books, invoice)
    if payment is not None:
        return payment
    if invoice.parts is not None:
        raise Refused("refund-in-shares")
    raise Refused("refund-before-charge")
