"""Books that came back from a backup by the letter of its page: what was done after it is done once more."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from billing.answers import Accepted, Kept, Observation, Seen, Unreachable
from billing.errors import Refused
from billing.kept import NewKeptMethod
from billing.models import Instruction, InstructionKind, Place, Role
from billing.money import Money
from billing.questions import Bill
from billing.refunding import Wish
from billing.states import RefundState
from billing.subscriptions.models import Cycle, Rules
from billing.subscriptions.offering import Way
from billing.subscriptions.records import Offer
from bot.banks import reconcile
from bot.reconciling import set_aside
from store.backing_up import back_up
from tests.support.bank import ObedientBank
from tests.support.books import HeldClock, new_books, open_database
from tests.support.shop import CASHIER, CUSTOMER, OWNER, PRICE, STRANGER, Shop, open_shop

PART = Money(150000, "KZT")
DECIDED = Accepted(Instruction(InstructionKind.CONFIRM), None, decided=True)
OFFER = Offer("Coffee", PRICE, Cycle.MONTHLY, rules=Rules(2, 24, 3))


class Books:
    """A file of books, with its night's copy."""

    def __init__(self, folder: Path) -> None:
        self.url = new_books(folder)
        self.file, self.copy = folder / "tolem.db", folder / "night.db"

    @contextlib.asynccontextmanager
    async def open(
        self, bank: ObedientBank | None = None, clock: HeldClock | None = None
    ) -> AsyncIterator[Shop]:
        """A program on them; the bank and the time are the same as before."""
        async with contextlib.aclosing(open_database(self.url)) as opened:
            async for database in opened:
                shop = await open_shop(database)
                if bank is not None and clock is not None:
                    shop.bank = shop.banking.providers[bank.slug] = bank  # type: ignore[index]
                    shop.clock.at = clock.at
                yield shop
                shop.die()

    def back_up(self) -> None:
        """Each night."""
        back_up(self.url, self.copy)

    def restore(self) -> None:
        """As the page says."""
        for file in self.file.parent.glob("tolem.db-*"):
            file.unlink()
        self.file.write_bytes(self.copy.read_bytes())


async def restored(shop: Shop) -> None:
    """``tolem reconcile --restored``."""
    now = shop.clock.now()
    await shop.database.write(lambda books: books.make_room(now))
    await reconcile(shop.database, shop.desk.refunds.repaying)
    await set_aside(shop.database, shop.clock, print)


def pays(shop: Shop) -> Callable[[Bill], Observation]:
    """A charge that comes to its end at once."""

    def shows(bill: Bill) -> Observation:
        return Observation(Seen.PAID, "test", shop.clock.now(), amount=bill.amount)

    return shows


class Charged(ObedientBank):
    """A bank that charges kept cards, and shows each of its bills as paid."""

    async def create(self, bill: Bill, keep: object) -> Accepted:
        self.billed.append(bill)
        return DECIDED

    async def fetch(self, bill: Bill, claim: Seen | None = None) -> Observation:
        return Observation(Seen.PAID, "test", bill.created_at + timedelta(seconds=1), amount=bill.amount)


async def test_a_card_that_was_charged_after_the_backup_is_not_charged_for_that_month_again(
    tmp_path: Path,
) -> None:
    books = Books(tmp_path)
    bank = Charged()
    bank.capabilities = replace(bank.capabilities, keeps_methods=True, redirects=True)
    async with books.open() as shop:
        shop.bank = shop.banking.providers[bank.slug] = bank  # type: ignore[index]
        kept = NewKeptMethod(bank.slug, CUSTOMER, Kept("tok-1", "•• 4242"), shop.clock.now())
        await shop.database.write(lambda books: books.add_method(kept))
        customer = await shop.person(CUSTOMER)
        (method,) = await shop.desk.methods.of(customer)
        offered = await shop.desk.subscriptions.offer_to(await shop.person(OWNER), OFFER, source="s")
        made = await shop.desk.subscriptions.agree(customer, offered.id, Way(method_id=method.id))
        await shop.settle_down()
        shop.clock.move(timedelta(days=29).total_seconds())
        await shop.desk.subscriptions.turn(made.id)
        await shop.settle_down()
        assert len(bank.billed) == 1
        books.back_up()
        shop.clock.move(timedelta(days=2).total_seconds())
        await shop.desk.subscriptions.turn(made.id)
        await shop.settle_down()
        assert [bill.saved for bill in bank.billed] == ["tok-1", "tok-1"], "one for each month"
        clock = shop.clock
    books.restore()
    async with books.open(bank, clock) as shop:
        shop.clock.move(3600)
        await restored(shop)
        await shop.desk.subscriptions.turn(made.id)
        await shop.settle_down()
    assert len(bank.billed) == 2, "the subscriber's card was charged twice for one month, by itself"


async def test_a_refund_that_was_approved_after_the_backup_does_not_go_back_twice(tmp_path: Path) -> None:
    """The copy still asks for the yes; the bank's figure has grown by just this sum since."""
    books = Books(tmp_path)
    async with books.open() as shop:
        invoice = await shop.desk.issue(
            await shop.person(CASHIER), PRICE, "Coffee", source="502:1", place=Place(CASHIER)
        )
        await shop.settle_down()
        payment = await shop.payment(invoice)
        shop.sees(payment, Seen.PAID, bank_id="op-1")
        await shop.look(payment)
        wish = Wish(payment.id, PART, "cold", "tap:1")
        refund = await shop.desk.refunds.request(await shop.person(CASHIER), wish)
        assert refund.state is RefundState.PROPOSED
        books.back_up()
        shop.bank.moves = True
        await shop.desk.refunds.approve(refund.id, await shop.person(OWNER))
        await shop.settle_down()
        bank, clock = shop.bank, shop.clock
        assert bank.returned == {payment.reference: PART.minor}
    books.restore()
    async with books.open(bank, clock) as shop:
        shop.clock.move(3600)
        shop.sees(payment, Seen.PAID, bank_id="op-1")
        await restored(shop)
        with contextlib.suppress(Refused):
            await shop.desk.refunds.approve(refund.id, await shop.person(OWNER))
        await shop.settle_down()
    assert bank.returned == {payment.reference: PART.minor}, "one proposal, paid out twice"


async def test_an_invitation_that_was_used_after_the_backup_lets_nobody_in(tmp_path: Path) -> None:
    books = Books(tmp_path)
    async with books.open() as shop:
        owner, newcomer = await shop.person(OWNER), await shop.person(STRANGER)
        _, token = await shop.desk.team.invite(owner, Role.MANAGER)
        books.back_up()
        await shop.desk.team.join(token, newcomer)
        await shop.desk.team.remove(owner, STRANGER)
        bank, clock = shop.bank, shop.clock
    books.restore()
    async with books.open(bank, clock) as shop:
        await restored(shop)
        with pytest.raises(Refused):
            await shop.desk.team.join(token, await shop.person(STRANGER))


async def test_a_refund_that_was_sent_after_the_backup_is_not_sent_again_by_reconciling(
    tmp_path: Path,
) -> None:
    """At the backup the bank was away for a moment, and the refund waited for it."""
    books = Books(tmp_path)
    async with books.open() as shop:
        payment = await shop.payment(await shop.invoice())
        shop.sees(payment, Seen.PAID, bank_id="op-1")
        await shop.look(payment)
        shop.bank.refund_outcomes.append(Unreachable("no line"))
        wish = Wish(payment.id, PART, "", "tap:1")
        refund = await shop.desk.refunds.request(await shop.person(OWNER), wish)
        await shop.settle_down()
        books.back_up()
        shop.bank.moves = True
        shop.clock.move(10)
        waiting = await shop.database.read(lambda books: books.refund(refund.id))
        assert waiting is not None
        await shop.desk.refunds.repaying.look(waiting)
        bank, clock = shop.bank, shop.clock
        assert bank.returned == {payment.reference: PART.minor}
    books.restore()
    async with books.open(bank, clock) as shop:
        shop.clock.move(3600)
        shop.sees(payment, Seen.PAID, bank_id="op-1")
        await restored(shop)
    assert bank.returned == {payment.reference: PART.minor}, "sent by `tolem reconcile`, which sends nothing"
