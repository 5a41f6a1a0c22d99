"""Compares what the banks' books say with what stands in the chats. Our own functions have no word in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.chaos.banks import Bill
from tests.chaos.eyes import Message
from tests.chaos.people import Deeds
from tests.chaos.plan import Story

PAID_CARD = ("✅ Paid:", "↩️ Returned:")
TOLD_PAID = ("✅ Paid:", "✅ Thank you! Paid:", "↩️ Returned:", "Returned in full:")
TO_DECIDE = "❗ "
TOLD_BACK, NOT_BACK = (
    "↩️ Refunded:",
    ("⚠️ Refund not made", "❗ Refund not confirmed", "told us yet whether the refund"),
)
BY_BANK = "↩️ Returned at the bank:"


@dataclass(frozen=True, slots=True)
class Failure:
    """What differs: an invoice, and both sides."""

    what: str
    story: int | None
    bank: str
    ours: str

    def __str__(self) -> str:
        order = f": Order-{self.story}" if self.story is not None else ""
        return f"{self.what}{order}\n    bank: {self.bank}\n    here: {self.ours}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything from outside: books, chats, what people did, how often somebody died."""

    stories: Sequence[Story]
    deeds: Mapping[int, Deeds]
    bills: Sequence[Bill]
    of: Callable[[int], Sequence[Message]]
    """The messages about an invoice."""
    numbers: Mapping[int, set[int]]
    kills: int = 0
    lost: Counter[int] = field(default_factory=Counter)
    """Answers of Telegram that were lost, by chat: such a message must be sent again."""


def verdict(evidence: Evidence) -> list[Failure]:
    """All that is not as it must be."""
    bills: defaultdict[int, list[Bill]] = defaultdict(list)
    for bill in evidence.bills:
        bills[bill.story].append(bill)
    known = {story.n for story in evidence.stories}
    found = [Failure("a bill that nobody asked for", n, str(bills[n]), "") for n in bills.keys() - known]
    for story in evidence.stories:
        found += _of_story(story, evidence, bills[story.n])
    return [*found, *_repeated(evidence)]


def _of_story(story: Story, evidence: Evidence, bills: list[Bill]) -> Iterator[Failure]:
    deeds, messages = evidence.deeds[story.n], evidence.of(story.n)
    at_bank = "; ".join(map(str, bills)) or "nothing"
    here = " | ".join(f"{m.chat}: {_first(m)}" for m in messages) or "nothing"

    def failure(what: str) -> Failure:
        return Failure(what, story.n, at_bank, f"{here} ({deeds})")

    if not deeds.done:
        yield failure(f"people did not get through; they were stuck at {deeds.at}")
    if deeds.at != Deeds().at and len(evidence.numbers.get(story.n, ())) != 1:
        yield failure("not one invoice for one order")
    if len(bills) > deeds.attempts:
        yield failure("more bills than people asked for")
    chats = {story.shop, *([story.customer] if story.customer and deeds.opened else [])}
    for what in (*_paid(story, bills, messages, chats), *_back(story, deeds, bills, messages)):
        yield failure(what)


def _paid(story: Story, bills: list[Bill], messages: Sequence[Message], chats: set[int]) -> Iterator[str]:
    paid = [bill for bill in bills if bill.taken]
    said = [m for m in messages if not m.is_card and any(words in m.text for words in TOLD_PAID)]
    cards = [m for m in messages if m.is_card and m.text.startswith(PAID_CARD)]
    if not paid and (said or cards):
        yield "paid here, and the bank took nothing"
    if not paid:
        return
    if any(bill.taken != bill.amount for bill in paid):
        yield "the bank took another sum than was billed"
    decided = [m for m in messages if not m.is_card and TO_DECIDE in m.text and m.chat == story.shop]
    late = story.course == "cancelled, then paid"
    if len(paid) > 1 and not any("Paid twice" in m.text for m in decided):
        yield "paid twice at the bank, and nobody was told"
    if late and decided:
        return  # it came late, and a person decides
    for chat in chats:
        if not any(m.chat == chat for m in cards):
            yield f"paid at the bank, and no card in chat {chat} says so"
        if not any(m.chat == chat for m in said):
            yield f"paid at the bank, and chat {chat} was not told"


def _back(story: Story, deeds: Deeds, bills: list[Bill], messages: Sequence[Message]) -> Iterator[str]:
    moved = [amount for bill in bills for amount in bill.returned]
    told = [m for m in messages if m.chat == story.shop and not m.is_card]
    done = any(TOLD_BACK in m.text for m in told)
    if len(moved) > 1:
        yield "a refund moved more than once"
    if moved and moved != [deeds.refund * 100]:
        yield "another sum went back than was asked for"
    if moved and not done:
        yield "money went back, and nobody was told"
    if not moved and done:
        yield "a refund was told, and no money moved"
    if any(BY_BANK in m.text for m in told):
        yield "a refund of ours was taken for one of the bank's"
    if deeds.refund and not moved and not any(words in m.text for words in NOT_BACK for m in told):
        yield "a refund was lost in silence"


def _repeated(evidence: Evidence) -> Iterator[Failure]:
    """A sentence may be said once more for each death, and for each answer that Telegram lost there."""
    again: defaultdict[int, list[str]] = defaultdict(list)
    for story in evidence.stories:
        for chat, texts in _texts(evidence.of(story.n)).items():
            again[chat] += [text for text, times in texts.items() for _ in range(times - 1)]
    for chat, texts in again.items():
        allowed = evidence.kills + evidence.lost[chat]
        if len(texts) > allowed:
            ours = f"{len(texts)} times, allowed {allowed}: {texts[:5]}"
            yield Failure(f"said too often in chat {chat}", None, f"{evidence.kills} deaths", ours)


def _texts(messages: Iterable[Message]) -> dict[int, Counter[str]]:
    """First lines of what was said; a card is one whatever it says now, unless it stands for another."""
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for message in messages:
        if message.is_card and "Moved below" in message.text:
            continue
        found[message.chat]["a card" if message.is_card else message.text] += 1
    return found


def _first(message: Message) -> str:
    return ("[card] " if message.is_card else "") + message.text.partition("\n")[0]
