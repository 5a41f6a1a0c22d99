"""What the tests of subscriptions share: a fixed day to begin on, and subscriptions made in one request."""

from datetime import datetime

MORNING = "2026-02-01T09:00+05:00"
"""A Sunday, before the hour of any contract's bills but April's."""


async def begin(bench, generation: str = "april", moment: str = MORNING, **switches: object) -> None:
    """The contract of a month, a fixed moment, and no limit of requests."""
    bench.clock.move(datetime.fromisoformat(moment) - bench.clock.now())
    await bench.listen(generation=generation, rate_limit=0, look_limit=0, breaker=False, **switches)


async def subscribe(bench, amount: object = 5000, period: object = "monthly", **more: object):
    """Ask for a subscription: status, JSON. None leaves a field out."""
    given = {"phone_number": "87001234567", "amount": amount, "billing_period": period} | more
    return await bench.post(
        "/subscriptions", **{name: value for name, value in given.items() if value is not None}
    )


async def subscribed(bench, amount: object = 5000, period: object = "monthly", **more: object) -> int:
    """A subscription that ApiPay took; its id."""
    status, answer = await subscribe(bench, amount, period, **more)
    assert status == 201, answer
    return answer["subscription"]["id"]


async def put(bench, number: int, **fields: object):
    """A PUT: status, JSON."""
    status, answer, _ = await bench.ask("PUT", f"/subscriptions/{number}", json=fields)
    return status, answer


async def step(bench, number: int, word: str):
    """Pause, resume or cancel: status, JSON."""
    return await bench.post(f"/subscriptions/{number}/{word}")


async def kept(bench, number: int) -> dict:
    """A subscription as the books hold it."""
    rows = (await bench.control("books"))["subscriptions"]
    return next(row for row in rows if row["subscription"] == number)


async def bills(bench, number: int) -> list[tuple[int, str]]:
    """The attempts of its bills and what became of them, the oldest first."""
    return [(row["attempt"], row["status"]) for row in (await kept(bench, number))["bills"]]


async def last_bill(bench, number: int) -> int:
    """The invoice of its newest bill, which is in the payer's app."""
    bench.wait(seconds=2)
    return (await kept(bench, number))["bills"][-1]["invoice"]


async def told(bench) -> list[str]:
    """The events of subscriptions that the shop has heard, without their first word."""
    await bench.control("drain")
    events = [body["event"].split(".") for _, _, body in bench.shop.received]
    return [word for subject, word in events if subject == "subscription"]


async def newest(bench, word: str) -> dict:
    """The body of the newest event of a kind."""
    await bench.control("drain")
    return [body for _, _, body in bench.shop.received if body["event"] == f"subscription.{word}"][-1]
