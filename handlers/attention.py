"""``/attention``: money that does not fit waits until somebody decides."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from billing.access import Action, may
from billing.desk import Desk
from billing.errors import Closed
from billing.models import Attention, Notice, Person
from handlers.answers import place_of, redraw, say, set_buttons, toast
from screens.attentions import to_decide
from screens.buttons import Accept, Later
from screens.notices import tell
from screens.reader import Reader
from screens.texts import Words
from screens.toasts import refused

AT_ONCE = 5


def routes() -> Router:
    """The list and its two answers."""
    router = Router(name="attention")
    router.message.register(by_command, Command("attention", ignore_case=True, ignore_mention=True))
    router.callback_query.register(accept, Accept.filter())
    router.callback_query.register(later, Later.filter())
    return router


async def by_command(message: Message, desk: Desk, person: Person, words: Words, reader: Reader) -> None:
    """Each item as the message that announced it, with its buttons."""
    if not may(person, Action.DECIDE):
        await say(message, words(f"chat-attention-for-{'cashiers' if person.role else 'deciders'}"))
        return
    items = await desk.attentions(person)
    if not items:
        await say(message, words("chat-attention-none"))
        return
    for item in items[:AT_ONCE]:
        await _say_item(message, item, desk, person, reader)
    if len(items) > AT_ONCE:
        await say(message, words("chat-attention-more"))


async def accept(
    callback: CallbackQuery,
    callback_data: Accept,
    desk: Desk,
    person: Person,
    words: Words,
    reader: Reader,
) -> None:
    """Keep the money; the question and its buttons go, the buttons also when somebody was first."""
    try:
        item = await desk.accept(callback_data.attention, person)
    except Closed as refusal:
        await toast(callback, refused(refusal, words), alert=True)
        await set_buttons(callback, None)
    else:
        await toast(callback, words("chat-accepted"))
        if isinstance(callback.message, Message) and callback.message.photo:
            await set_buttons(callback, None)  # a card, which is drawn anew by itself
        else:
            await redraw(callback, to_decide(await desk.view(item.invoice_id), item, reader))


async def later(
    callback: CallbackQuery, callback_data: Later, desk: Desk, person: Person, words: Words
) -> None:
    """It stays on the list; unless it was decided meanwhile: then the buttons go."""
    if callback_data.attention in {item.id for item in await desk.attentions(person)}:
        await toast(callback, words("chat-later"), alert=True)
        return
    await toast(callback, words("already-decided"), alert=True)
    await set_buttons(callback, None)


async def _say_item(message: Message, item: Attention, desk: Desk, person: Person, reader: Reader) -> None:
    view = await desk.view(item.invoice_id)
    notice = Notice(
        id=0,
        key="",
        kind=f"attention-{item.kind}",
        place=place_of(message, person),
        person_id=person.id,
        loud=True,
        invoice_id=item.invoice_id,
        payment_id=item.payment_id,
        attention_id=item.id,
        values={},
        created_at=item.created_at,
        due_at=item.created_at,
    )
    told = tell(notice, view, item, reader)
    await say(message, told.text, told.keyboard)
