"""Acting as people in the sandbox, from tests and from the tour."""

import asyncio
import base64
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self, TypeVar

import aiohttp

from sandbox.horizonpay.payer import checkout

T = TypeVar("T")
Json = dict[str, Any]
NO_TIMEOUT = aiohttp.ClientTimeout(total=None)


class SandboxError(Exception):
    """The sandbox says that this can't be done, and why."""


class Sandbox:
    """The people's side of a running sandbox: `async with Sandbox("http://127.0.0.1:8081") as sandbox`."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession(timeout=NO_TIMEOUT)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def person(
        self,
        id: int,  # noqa: A002 - Telegram's word
        first_name: str,
        language_code: str | None = "ru",
        username: str | None = None,
        *,
        started: bool = False,
    ) -> Json:
        """Add somebody, or change what is known of them; ``started``: they pressed Start before all this."""
        known = {"first_name": first_name, "language_code": language_code, "username": username}
        return await self._act("person", number=id, started=started, **known)

    async def group(
        self,
        id: int,  # noqa: A002 - Telegram's word
        title: str,
        members: list[int],
        *,
        supergroup: bool = True,
        forum: bool = False,
        bot_admin: bool = False,
    ) -> Json:
        """A group with the bot in it; the first member made it."""
        return await self._act(
            "group",
            number=id,
            title=title,
            members=members,
            supergroup=supergroup,
            forum=forum,
            bot_admin=bot_admin,
        )

    async def topic(self, chat: int, name: str) -> int:
        """Open a topic in a forum; gives its `message_thread_id`."""
        return int((await self._act("topic", chat=chat, name=name))["thread"])

    async def talk(self, *people: int) -> int:
        """The id of the private chat of two people, where inline messages may stand."""
        return int((await self._act("talk", people=list(people)))["chat"])

    async def channel(
        self,
        id: int,  # noqa: A002 - Telegram's word
        title: str,
        members: list[int],
    ) -> Json:
        """A channel without the bot; the first member writes, the others read and tap."""
        return await self._act("channel", number=id, title=title, members=members)

    async def send(
        self,
        person: int,
        text: str,
        *,
        chat: int | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
        anonymous: bool = False,
    ) -> Json:
        """Write a text; without `chat`, to the bot in private. Gives the message."""
        return await self._act(
            "send", person=person, text=text, chat=chat, reply_to=reply_to, thread=thread, anonymous=anonymous
        )

    async def start(self, person: int, payload: str = "") -> Json:
        """Press Start, or open `t.me/<bot>?start=payload`."""
        return await self._act("start", person=person, payload=payload)

    async def send_contact(
        self,
        person: int,
        phone: str | None = None,
        *,
        chat: int | None = None,
        user_id: int | None = None,
        first_name: str | None = None,
        reply_to: int | None = None,
    ) -> Json:
        """Share a contact: one's own, or that of `user_id` (0: somebody without Telegram)."""
        return await self._act(
            "contact",
            person=person,
            phone=phone,
            chat=chat,
            user_id=user_id,
            first_name=first_name,
            reply_to=reply_to,
        )

    async def send_sticker(
        self, person: int, *, chat: int | None = None, reply_to: int | None = None
    ) -> Json:
        return await self._act("sticker", person=person, chat=chat, reply_to=reply_to)

    async def send_voice(self, person: int, *, chat: int | None = None, reply_to: int | None = None) -> Json:
        return await self._act("voice", person=person, chat=chat, reply_to=reply_to)

    async def send_photo(
        self,
        person: int,
        data: bytes,
        *,
        caption: str = "",
        chat: int | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
    ) -> Json:
        body = {"caption": caption, "chat": chat, "reply_to": reply_to, "thread": thread}
        return await self._act("photo", person=person, data=base64.b64encode(data).decode(), **body)

    async def send_document(
        self,
        person: int,
        data: bytes,
        name: str,
        *,
        caption: str = "",
        chat: int | None = None,
        size: int | None = None,
    ) -> Json:
        """Send a file; `size` is what the message says of it, where that is not so."""
        text = base64.b64encode(data).decode()
        body = {"name": name, "caption": caption, "chat": chat, "size": size}
        return await self._act("document", person=person, data=text, **body)

    async def edit(self, person: int, chat: int, message: int, text: str) -> Json:
        """Change a text that this person wrote."""
        return await self._act("edit", person=person, chat=chat, message=message, text=text)

    async def delete(self, chat: int, message: int) -> Json:
        """Make a message disappear, as its reader may; the bot is not told."""
        return await self._act("delete", chat=chat, message=message)

    async def forward(self, person: int, chat: int, message: int, to: int) -> Json:
        return await self._act("forward", person=person, chat=chat, message=message, to=to)

    async def tap(self, person: int, chat: int, message: int, button: str, *, wait: float = 15) -> Json:
        """Press a button, named by its text or its `callback_data`.

        Gives the bot's answer (`text`, `show_alert`, `url`), or `{"timeout": True}` if none came in `wait`
        seconds, or at once what a button of another kind holds: `url`, `copy_text`, `switch_inline_query`.
        """
        return await self._act("tap", person=person, chat=chat, message=message, button=button, wait=wait)

    async def inline(self, person: int, query: str, *, chat: int | None = None, wait: float = 15) -> Json:
        """Type `@bot query`; gives the offered `results` and the `button` above them."""
        return await self._act("inline", person=person, query=query, chat=chat, wait=wait)

    async def choose(self, person: int, chat: int, result: Json, *, query: str = "") -> Json:
        """Send an offered result into a chat; gives the message, with `inline_message_id` in `messages`."""
        return await self._act("choose", person=person, chat=chat, result=result, query=query)

    async def inline_feedback(self, on: bool) -> None:
        """BotFather's *inline feedback*: whether the bot learns which result was chosen."""
        await self._act("feedback", on=on)

    async def messages(self, chat: int) -> list[Json]:
        """All messages of a chat, each as it is now, with `edits`, `silent`, `deleted`, `photo_url`."""
        answer = await self._get("/sandbox/telegram/messages", chat=chat)
        return list(answer["messages"])

    async def wait_for(
        self,
        chat: int,
        accept: Callable[[list[Json]], T | None],
        *,
        timeout: float = 60,  # noqa: ASYNC109 - the word that callers know
    ) -> T:
        """What `accept` makes of the chat's messages, as soon as that is not None, False or empty."""
        seen: list[Json] = []
        since = -1
        try:
            async with asyncio.timeout(timeout):
                while True:
                    answer = await self._get("/sandbox/telegram/messages", chat=chat, since=since, wait=30)
                    since, seen = answer["version"], answer["messages"]
                    if found := accept(seen):
                        return found
        except TimeoutError:
            raise TimeoutError(f"chat {chat} did not get there in {timeout} s:\n{transcript(seen)}") from None

    async def news(self, since: int = -1, wait: float = 30) -> tuple[int, list[Json]]:
        """The newest version, and what changed in any chat after `since`, as soon as something did."""
        answer = await self._get("/sandbox/telegram/news", since=since, wait=wait)
        return int(answer["version"]), list(answer["messages"])

    async def menu(self, person: int) -> list[Json]:
        """The commands that Telegram would show this person in the private chat."""
        return list(await self._get("/sandbox/telegram/menu", person=person))

    async def block(self, person: int) -> None:
        await self._act("block", person=person)

    async def unblock(self, person: int) -> None:
        await self._act("unblock", person=person)

    async def upgrade_group(self, chat: int, new_id: int) -> None:
        """Make a supergroup of a group."""
        await self._act("upgrade", chat=chat, new_id=new_id)

    async def kick(self, chat: int) -> None:
        """Throw the bot out of a group."""
        await self._act("kick", chat=chat)

    async def add_bot(self, chat: int, *, admin: bool = False) -> None:
        """Take the bot back into a group, or make it an admin there."""
        await self._act("add_bot", chat=chat, admin=admin)

    async def join(self, chat: int, person: int) -> None:
        await self._act("join", chat=chat, person=person)

    async def other_bot_speaks(self, chat: int) -> None:
        """Our bot is no longer the last one that spoke: a bare command doesn't reach it."""
        await self._act("bot_speaks", chat=chat)

    async def file(self, file_id: str) -> bytes:
        async with self._session.get(f"{self.base_url}/sandbox/telegram/file/{file_id}") as answer:
            if answer.status != 200:
                raise SandboxError(f"there is no file {file_id}")
            return await answer.read()

    async def calls(self) -> list[Json]:
        """Calls of the Bot API, oldest first, without getUpdates."""
        return list(await self._get("/sandbox/telegram/calls"))

    async def trouble(self, kind: str, *, method: str = "*", count: int = 1, seconds: float = 1) -> None:
        """Let the next calls of a method fail: 429, 500, 403, 502, lost, dropped or slow.

        `*` is any method but getUpdates.
        """
        await self._act("trouble", kind=kind, method=method, count=count, seconds=seconds)

    async def chances(
        self,
        seed: int = 0,
        calls: Mapping[str, float] | None = None,
        updates: Mapping[str, float] | None = None,
    ) -> None:
        """The odds of what befalls calls (429, lost, …) and updates (doubled); without any, fair weather."""
        await self._act("chances", seed=seed, calls=dict(calls or {}), updates=dict(updates or {}))

    async def limits(self, on: bool) -> None:
        """Flood limits; they run in real time."""
        await self._act("limits", on=on)

    async def pictures(self, recompress: bool) -> None:
        """Whether photos are made anew, as by Telegram; it is most of the work here."""
        await self._act("pictures", recompress=recompress)

    async def revoke_token(self) -> str:
        """What BotFather's /revoke gives: the bot's new token. The one before it is refused from now on."""
        return str((await self._act("revoke"))["token"])

    async def raw_update(self, update: Json) -> Json:
        """Hand the bot any update once, whatever its number; without one it gets the next."""
        return await self._act("update", update=update)

    async def move_clock(self, seconds: float) -> None:
        await self._post("/sandbox/clock", seconds=seconds)

    async def clock(self) -> datetime:
        return datetime.fromisoformat((await self._get("/sandbox/clock"))["now"])

    async def reset(self) -> None:
        """Telegram and the banks as at the start, and the clock back to real time."""
        await self._act("reset")
        await self.halyk("reset")
        await self.apipay("reset")
        await self.horizonpay("reset")
        await self._post("/sandbox/clock", offset=0)

    async def halyk(self, what: str, **body: Any) -> Json:
        """The Halyk bank's controls."""
        return dict(await self._post(f"/sandbox/halyk/{what}", **body))

    async def apipay(self, what: str, **body: Any) -> Json:
        """ApiPay's controls, Kaspi's side of it included."""
        return dict(await self._post(f"/sandbox/apipay/{what}", **body))

    async def horizonpay(self, what: str, **body: Any) -> Json:
        """HorizonPay's controls, its methods' pages included."""
        return dict(await self._post(f"/sandbox/horizonpay/{what}", **body))

    async def checkout(
        self, address: str, fields: Sequence[tuple[str, str]] | None = None, **how: Any
    ) -> str:
        """Go through a method's page as a payer; the address to which it leads. See ``horizonpay.payer``."""
        return await checkout(address, fields, **how)

    async def pushes(self, phone: str) -> list[Json]:
        """What the Kaspi app of this phone shows."""
        return list((await self._get("/apipay/app/pushes", phone=phone))["pushes"])

    async def press_push(self, phone: str, invoice: int, step: str) -> Json:
        """Press `pay` or `refuse` under a push; gives the push as it is then."""
        return dict(await self._post(f"/apipay/app/invoices/{invoice}/{step}", phone=phone))

    @property
    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            raise SandboxError("use it as `async with Sandbox(url) as sandbox`")
        return self._http

    async def _act(self, what: str, **body: Any) -> Json:
        return dict(await self._post(f"/sandbox/telegram/{what}", **body))

    async def _post(self, path: str, **body: Any) -> Any:
        async with self._session.post(self.base_url + path, json=body) as answer:
            return await _read(answer)

    async def _get(self, path: str, **query: Any) -> Any:
        async with self._session.get(self.base_url + path, params=query) as answer:
            return await _read(answer)


async def _read(answer: aiohttp.ClientResponse) -> Any:
    if answer.content_type != "application/json":
        raise SandboxError(f"{answer.url.path} answered {answer.status}: {(await answer.text())[:200]}")
    body = await answer.json()
    if answer.status >= 400:
        raise SandboxError(str(body.get("error") or body))
    return body


def transcript(messages: list[Json]) -> str:
    """Messages in a readable form, for error texts."""
    return "\n".join(_line(message) for message in messages) or "(no messages)"


def _line(message: Json) -> str:
    said = message.get("text") or message.get("caption") or ", ".join(message.keys() & {"contact", "sticker"})
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = " ".join(f"[{button['text']}]" for row in rows for button in row)
    marks = "".join(f" ({mark})" for mark in ("deleted", "silent") if message.get(mark))
    picture = "🖼 " if "photo" in message else ""
    name = message.get("from", {}).get("first_name", "?")
    return f"#{message['message_id']} {name}{marks}: {picture}{said} {buttons}".rstrip()
