"""Says things in Telegram and tells what became of it: said, later, or gone for good."""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path

from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BufferedInputFile,
    FSInputFile,
    InputFile,
    InputMediaPhoto,
    Message,
    ReplyParameters,
)

from billing.models import Card, Place
from bot.photos import FILE_GONE, Photos
from screens.cards import Drawn, Picture
from screens.notices import Told

log = logging.getLogger(__name__)

UNCHANGED = "message is not modified"
EDIT_TARGET_GONE = (
    *("message to edit not found", "message can't be edited", "message_id_invalid"),
    "invalid inline message identifier",
)
IS_A_PICTURE = "there is no text in the message to edit"
CHAT_GONE = (
    "chat not found",
    "user is deactivated",
    "group is deleted",
    "not enough rights",
    "chat_write_forbidden",
)
THREAD_GONE = "message thread not found"


class Later(Exception):
    """Not now; ``seconds`` where Telegram said when. ``refused``: it may never be taken as it is."""

    def __init__(self, why: str, seconds: float | None = None, *, refused: bool = False) -> None:
        super().__init__(why)
        self.seconds = seconds
        self.refused = refused

    @property
    def away(self) -> bool:
        """Nobody at Telegram's end has taken it or said anything of it."""
        return self.seconds is None and not self.refused


class Gone(Exception):
    """Never: the message or the chat is not there any more."""

    def __init__(self, why: str, *, blocked: bool = False, moved_to: int | None = None) -> None:
        super().__init__(why)
        self.blocked = blocked
        self.moved_to = moved_to


class Messenger:
    """Cards and notices as Telegram messages."""

    def __init__(self, bot: Bot, photos: Photos) -> None:
        self._bot = bot
        self._photos = photos

    async def show(self, card: Card, drawn: Drawn) -> int:
        """Send the card, or edit what stands there; gives its message id."""
        try:
            if card.message_id is None:
                return await self._photos.send(self._bot, card.place, drawn)
            if card.picture == drawn.picture.key:
                await self._edit_caption(card.message_id, card, drawn)
            else:
                await self._photos.turn(self._bot, card.place, card.message_id, drawn)
            return card.message_id
        except TelegramAPIError as error:
            if UNCHANGED in str(error).lower() and card.message_id is not None:
                return card.message_id
            raise await self._fate_of(drawn.picture, error) from error

    async def show_inline(self, card: Card, drawn: Drawn, *, patient: bool) -> str:
        """Edit an inline message; gives the key of the picture that stands there, "" while it is a text.

        A text it is until there is a code to show. It takes no upload, only a picture that Telegram has from
        another card; while that is on its way, who is ``patient`` comes back soon, others change the words.
        """
        picture, standing = drawn.picture, card.picture
        known = None
        if picture.key != standing and (standing or picture.code):
            known = await self._photos.known(picture)
            if known is None and patient:
                raise Later("the picture is on its way", 0.3)
        try:
            if known is None:
                await self._reword_inline(card, drawn)
                return standing
            await self._bot.edit_message_media(
                InputMediaPhoto(media=known, caption=drawn.caption, parse_mode="HTML"),
                inline_message_id=card.place.inline_id,
                reply_markup=drawn.keyboard,
            )
            return picture.key
        except TelegramAPIError as error:
            if UNCHANGED in str(error).lower():
                return standing if known is None else picture.key
            raise await self._fate_of(picture, error) from error

    async def _reword_inline(self, card: Card, drawn: Drawn) -> None:
        """Where a process was killed between, the text may be a photo already."""
        where = card.place.inline_id
        if not card.picture:
            try:
                await self._bot.edit_message_text(
                    drawn.caption, inline_message_id=where, reply_markup=drawn.keyboard
                )
                return
            except TelegramBadRequest as error:
                if IS_A_PICTURE not in str(error).lower():
                    raise
        await self._bot.edit_message_caption(
            inline_message_id=where, caption=drawn.caption, reply_markup=drawn.keyboard
        )

    async def _fate_of(self, picture: Picture, error: TelegramAPIError) -> Later | Gone:
        if any(words in str(error).lower() for words in FILE_GONE):
            await self._photos.forget(picture)
            return Later("picture forgotten", 0.1)
        return _fate(error)

    async def say(self, place: Place, told: Told, *, loud: bool, reply_to: int | None = None) -> int:
        """A new message, as a reply where there is something to reply to."""
        try:
            message = await self._bot.send_message(
                place.chat_id,
                told.text,
                message_thread_id=place.thread_id,
                reply_markup=told.keyboard,
                disable_notification=not loud,
                reply_parameters=_reply(reply_to),
            )
        except TelegramAPIError as error:
            raise _fate(error) from error
        return message.message_id

    async def put(self, place: Place, told: Told, message_id: int | None) -> int:
        """The words in the place of that message; a new one where there is none or it is gone."""
        if message_id is None:
            return await self.say(place, told, loud=False)
        try:
            await self._bot.edit_message_text(
                told.text, chat_id=place.chat_id, message_id=message_id, reply_markup=told.keyboard
            )
        except TelegramAPIError as error:
            said = str(error).lower()
            if any(words in said for words in (*EDIT_TARGET_GONE, IS_A_PICTURE)):
                return await self.say(place, told, loud=False)
            if UNCHANGED not in said:
                raise _fate(error) from error
        return message_id

    async def hand(self, place: Place, path: Path, name: str, caption: str) -> None:
        """A file."""
        await self._hand(place, FSInputFile(path, filename=name), caption)

    async def hand_new(self, place: Place, body: bytes, name: str, caption: str) -> str:
        """A small file; gives what Telegram calls it."""
        sent = await self._hand(place, BufferedInputFile(body, name), caption)
        return sent.document.file_id if sent is not None and sent.document is not None else ""

    async def hand_known(self, place: Place, file_id: str, caption: str) -> bool:
        """A file that Telegram has; ``False``: it has it no more."""
        return await self._hand(place, file_id, caption) is not None

    async def _hand(self, place: Place, file: InputFile | str, caption: str) -> Message | None:
        """``None``: Telegram does not know the file by this name."""
        try:
            return await self._bot.send_document(
                place.chat_id, file, caption=caption, message_thread_id=place.thread_id
            )
        except TelegramAPIError as error:
            if isinstance(file, str) and any(words in str(error).lower() for words in FILE_GONE):
                return None
            raise _fate(error) from error

    async def hand_picture(self, place: Place, picture: bytes, caption: str) -> None:
        """A PNG that nobody else will want."""
        try:
            await self._bot.send_photo(
                place.chat_id,
                BufferedInputFile(picture, "chart.png"),
                caption=caption or None,
                message_thread_id=place.thread_id,
            )
        except TelegramAPIError as error:
            raise _fate(error) from error

    async def drop(self, place: Place, message_id: int) -> None:
        """Take back a message that has become empty; if that fails, it stays."""
        with suppress(TelegramAPIError):
            await self._bot.delete_message(place.chat_id, message_id)

    async def _edit_caption(self, message_id: int, card: Card, drawn: Drawn) -> None:
        await self._bot.edit_message_caption(
            chat_id=card.place.chat_id,
            message_id=message_id,
            caption=drawn.caption,
            reply_markup=drawn.keyboard,
        )


def _reply(message_id: int | None) -> ReplyParameters | None:
    if message_id is None:
        return None
    return ReplyParameters(message_id=message_id, allow_sending_without_reply=True)


def _fate(error: TelegramAPIError) -> Later | Gone:
    """What an error of Telegram means for a message."""
    said = str(error).lower()
    match error:
        case TelegramRetryAfter():
            return Later("telegram asks for a pause", float(error.retry_after))
        case TelegramMigrateToChat():
            return Gone("the group moved", moved_to=error.migrate_to_chat_id)
        case TelegramForbiddenError():
            return Gone("not allowed to write there", blocked=True)
        case TelegramNetworkError() | TelegramServerError() | TelegramUnauthorizedError():
            return Later(type(error).__name__)
        case TelegramBadRequest() | TelegramNotFound():
            if any(words in said for words in (*EDIT_TARGET_GONE, *CHAT_GONE, THREAD_GONE)):
                return Gone(error.message[:64])
            log.error("telegram refuses a message: %s", error.message)
            return Later("refused", refused=True)
    return Later(type(error).__name__)
