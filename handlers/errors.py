"""The edge of the chat: refusals are explained, breakage is named in the log and handed on to be retried."""

from __future__ import annotations

import logging
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.event.bases import CancelHandler, SkipHandler
from aiogram.exceptions import TelegramForbiddenError
from aiogram.types import TelegramObject, Update

from billing.desk import Desk
from billing.errors import BillingError, NotAllowed
from billing.models import Person
from billing.tracing import where
from handlers.answers import say, toast
from handlers.middleware import Handler
from screens.texts import Words
from screens.toasts import refused, refused_html

TOAST_READ = 60  # characters; a longer toast is gone before it is read

log = logging.getLogger(__name__)


class Edge(BaseMiddleware):
    """Stands outside of all routers, inside of ``Prepare``."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """What comes out of here is handled again."""
        assert isinstance(event, Update)
        try:
            return await _with_refusals_explained(handler, event, data)
        except TelegramForbiddenError:
            await _shut_out(event, data["desk"], data.get("person"))
        except (SkipHandler, CancelHandler):
            raise
        except Exception as error:  # of any sort: only named here, and raised again
            log.error("update broke: update=%s at %s", event.update_id, where(error))
            raise


async def _with_refusals_explained(handler: Handler, event: Update, data: dict[str, Any]) -> Any:
    try:
        return await handler(event, data)
    except BillingError as refusal:
        await _explain(event, refusal, data["words"])


async def _shut_out(event: Update, desk: Desk, person: Person | None) -> None:
    """The person blocked us, or the group threw us out: nobody is left to be answered."""
    said = event.message or (event.callback_query and event.callback_query.message)
    if said and said.chat.type == "private" and person is not None:
        await desk.mark_blocked(person.id, blocked=True)
    log.info("nobody there to answer: update=%s", event.update_id)


async def _explain(event: Update, refusal: BillingError, words: Words) -> None:
    if event.callback_query is not None:
        text = refused(refusal, words)
        await toast(
            event.callback_query, text, alert=isinstance(refusal, NotAllowed) or len(text) > TOAST_READ
        )
    elif event.message is not None:
        await say(event.message, refused_html(refusal, words))
