"""The steps with HorizonPay: a page by way of a form, a card that is remembered, a part that goes back."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

import aiohttp

from bot.demo import CUSTOMER, MERCHANT
from bot.tour import reading, refunds
from bot.tour.reading import Message
from bot.tour.scene import Bill, Deal, Scene
from screens.buttons import ForgetMethod, PayAndKeep, PayKept

SLUG = "horizonpay"
PART = 1_100_00
BACK = 11  # seconds after which HorizonPay is surely done with a refund


async def led_to_the_page(scene: Scene) -> None:
    """The customer lets the shop remember the card, and is led to the bank's page by a form and back"""
    deal = await scene.offer("6000 Shoes", 6_000_00)
    card = await scene.follows(
        deal, "the customer may have the card remembered", lambda m: reading.button(m, PayAndKeep) is not None
    )
    await scene.taps(CUSTOMER, card, PayAndKeep)
    card = await scene.sees_on(CUSTOMER, deal.theirs, "a button leads to the page", _address)
    bill = await billed(scene, deal)
    scene.check("the bank knows the customer by name", bill["customer"].get("first_name"))
    await goes_there_and_back(scene, _address(card))
    await told_paid(scene, deal)
    await scene.stamped(deal)
    scene.check("the bank made one token", len((await books(scene))["tokens"]) == 1)


async def remembered(scene: Scene) -> None:
    """The next invoice is paid by the remembered card with one tap, and a part of it goes back"""
    deal = await scene.offer("4300 Belt", 4_300_00)
    card = await scene.follows(
        deal, "the remembered card is offered", lambda m: reading.button(m, PayKept) is not None
    )
    kept = reading.button(card, PayKept)
    scene.check("the sum stands on the button", kept and deal.price in reading.sums({"text": kept["text"]}))
    await scene.taps(CUSTOMER, card, PayKept)
    await told_paid(scene, deal)
    bill = await billed(scene, deal)
    scene.check("the bank charged the token, once", bill["charged_token"])
    await refunds.confirmed(scene, await refunds.asked(scene, deal), "1100", PART)
    await scene.later(BACK, "a moment passes at HorizonPay")
    await scene.sees(
        MERCHANT,
        "the merchant is told that the money is back, and what is left",
        lambda ms: [m for m in ms if _is_back(m, deal.card) and deal.price - PART in reading.sums(m)],
    )
    await scene.sees(
        CUSTOMER, "the customer is told", lambda ms: [m for m in ms if _is_back(m, deal.theirs or 0)]
    )
    gone = [(row["amount"], row["status"]) for row in (await at_bank(scene, deal))["refunds"]]
    scene.check("the bank has given it back, once", gone == [(PART, "successful")])


async def forgotten(scene: Scene) -> None:
    """*Forget it*: the card is not offered any more, nor to anybody else"""
    deal = await scene.offer("900 Socks", 900_00)
    card = await scene.follows(
        deal, "it can be forgotten", lambda m: reading.button(m, ForgetMethod) is not None
    )
    await scene.taps(CUSTOMER, card, ForgetMethod)
    await scene.sees_on(
        CUSTOMER, deal.theirs, "it is offered no more", lambda m: reading.button(m, PayKept) is None
    )
    merchants = [m for m in await scene.messages(MERCHANT) if reading.button(m, PayKept)]
    scene.check("the merchant never saw it", not merchants)


# --- The payer in a browser


async def goes_there_and_back(scene: Scene, address: str) -> None:
    """Our page, its form, the bank's page, *keep* and *pay*, and the page that the bank leads back to."""
    scene.transcript.does(scene.people[CUSTOMER], "opens the page, lets the bank keep the card, and pays")
    async with aiohttp.ClientSession() as http:
        async with http.get(address) as answer:
            page = await answer.text()
        form = _Form(page)
        back = await scene.sandbox.checkout(form.action, form.fields, keep=True) if form.action else ""
        scene.check("the form of our page leads to the bank's, and that back to ours", back)
        async with http.get(back) as answer:
            scene.check("our page opens", answer.status == 200)


class _Form(HTMLParser):
    """The form that leaves our page: where to, and what goes along."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Of all forms that with the id ``leave``."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("id") == "leave":
            self.action = said["action"]
        elif tag == "input" and self.action:
            self.fields.append((said["name"], said["value"]))


# --- HorizonPay's own books


async def billed(scene: Scene, deal: Deal) -> Bill:
    """The one new transaction with the price."""
    known = {bill["uid"] for bill in deal.bills}
    rows = (await books(scene))["transactions"]
    new = [row for row in rows if row["uid"] not in known and row["amount"] == deal.price]
    scene.check("HorizonPay has one transaction with the price, to the tiyn", len(new) == 1)
    deal.bills.append(new[0] | {"invoiceID": new[0]["tracking_id"]})
    return deal.bill


async def told_paid(scene: Scene, deal: Deal) -> None:
    """Both hear of it, and the bank has the money."""
    await scene.told(deal)
    rows = (await books(scene))["transactions"]
    taken = [row["taken"] for row in rows if row["amount"] == deal.price]
    scene.check("HorizonPay has taken the price, to the tiyn, once", taken == [deal.price])


async def books(scene: Scene) -> dict[str, Any]:
    """All that HorizonPay has written down."""
    return await scene.sandbox.horizonpay("books")


async def at_bank(scene: Scene, deal: Deal) -> Bill:
    """The newest transaction as the bank has it now."""
    rows = (await books(scene))["transactions"]
    return next(row for row in rows if row["uid"] == deal.bill["uid"])


def kept(rows: Iterable[Bill]) -> dict[str, int]:
    """What is left of each paid transaction, by our number for it."""
    return {str(row["tracking_id"]): row["taken"] - row["refunded"] for row in rows if row["taken"]}


def _address(card: Message) -> str:
    """Where the card's button to the page leads."""
    return next((url for url in reading.links(card) if "/form/" in url), "")


def _is_back(message: Message, card: int) -> bool:
    fact = reading.answers(message, card) and reading.sign(message) == reading.RETURNED
    return fact and PART in reading.sums(message)
